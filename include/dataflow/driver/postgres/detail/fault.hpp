// Errors of a statement: what it was about, and how libpq's report becomes an error of this library.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/violations.hpp>
#include <dataflow/driver/assigned.hpp>
#include <dataflow/driver/constraints.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/sqlstate.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

/// What is being run, for messages. The text of a statement is written only when it is needed.
struct subject {
    const sql::statement* what = nullptr;
    std::uint64_t variant = 0;
    std::string_view text{}; ///< the SQL, where it is no statement's own

    [[nodiscard]] const schema::table* table() const noexcept {
        return what != nullptr ? what->table : nullptr;
    }
    [[nodiscard]] std::string sql() const {
        if (!text.empty() || what == nullptr || !what->has_text()) return std::string{text};
        return what->sql(dialect::postgres, variant);
    }
    /// An error's details, as far as they are known from the statement alone.
    [[nodiscard]] error_info info(std::string message, std::string_view field = {}) const {
        error_info out;
        out.message = std::move(message);
        if (what != nullptr) out.node = what->node;
        if (table() != nullptr) out.model = table()->model;
        out.field = table() != nullptr && !what->raw ? schema::fields_of_columns(*table(), field)
                                                     : std::string{field};
        out.sql = sql();
        return out;
    }
};

/// Throws `invalid_value` for a field.
[[noreturn, gnu::cold]] inline void refuse(const subject& about, std::string_view field,
                                           std::string_view why) {
    raise(error_kind::invalid_value, about.info(std::string{why}, field));
}

/// The first line of a message of libpq's, which may have several and ends each with a line feed.
[[nodiscard]] inline std::string_view first_line(const char* message) noexcept {
    std::string_view text = message != nullptr ? message : "";
    text = text.substr(0, text.find('\n'));
    return text.empty() ? std::string_view{"the database gave no reason"} : text;
}

/// A field of an error's report; empty where the server did not send it.
[[nodiscard]] inline std::string_view report_field(const PGresult* r, int which) noexcept {
    const char* text = r != nullptr ? PQresultErrorField(r, which) : nullptr;
    return text != nullptr ? std::string_view{text} : std::string_view{};
}

/// Why the form of a column refuses a value, and the column, where a message tells it.
inline void tell_refused(std::string_view given, std::string& why, std::string& field) {
    const auto at = given.find(sql::refused_mark);
    if (at == std::string_view::npos || !given.ends_with('"')) return;
    given = given.substr(at + sql::refused_mark.size(), given.size() - at - sql::refused_mark.size() - 1);
    const auto colon = given.find(": ");
    why = given.substr(0, colon);
    if (colon != std::string_view::npos) field = given.substr(colon + 2);
}

/// An error before it is thrown.
struct fault {
    error_kind kind = error_kind::database_error;
    error_info info{};
};

/// What is said of a constraint that the server itself has found violated, in place of the server's own
/// words, which are in its language and of its tables. Empty where the words stay: they are those of a
/// trigger, or tell more than is known here.
[[nodiscard]] inline std::string_view words_for_violation(const subject& about, const PGresult* result,
                                                          std::string_view code, bool own_foreign_key) {
    const auto found_in = report_field(result, PG_DIAG_SOURCE_FILE);
    if (code == "23502" && found_in == "execMain.c") return violation_text::null;
    if (report_field(result, PG_DIAG_CONSTRAINT_NAME).empty()) return {};
    if (code == "23505" && found_in == "nbtinsert.c") return violation_text::same_value;
    if (code == "23514" && found_in == "execMain.c") return violation_text::check;
    if ((code != "23503" && code != "23001") || found_in != "ri_triggers.c" || about.table() == nullptr ||
        about.what->raw)
        return {};
    if (about.what->what == sql::verb::erase) return violation_text::children;
    return own_foreign_key ? violation_text::no_parent : std::string_view{};
}

/// Which rights on its table a statement of a model needs.
[[nodiscard]] inline std::string words_for_rights(const subject& about) {
    if (about.table() == nullptr || about.what->raw) return {};
    const bool record =
        about.what->back == sql::returning::record || about.what->back == sql::returning::record_if_changed;
    std::string_view rights = "SELECT";
    switch (about.what->what) {
    case sql::verb::insert:
        rights = about.what->upserts ? "SELECT, INSERT and UPDATE" : record ? "SELECT and INSERT" : "INSERT";
        break;
    case sql::verb::update: rights = "SELECT and UPDATE"; break;
    case sql::verb::erase: rights = "SELECT and DELETE"; break;
    default: break;
    }
    return " (it takes " + std::string{rights} + " on " + std::string{about.table()->name} + ")";
}

/// Reads a failed result. The server's detail, hint and context are left out: they quote values.
[[nodiscard]] inline fault read_fault(const subject& about, const PGresult* result, PGconn* connection) {
    const auto code = report_field(result, PG_DIAG_SQLSTATE);
    fault out;
    if (code.empty()) { // libpq itself gave up: mostly a lost connection
        const bool lost = PQstatus(connection) != CONNECTION_OK;
        out.kind = lost ? error_kind::connection_error : error_kind::database_error;
        const char* own = result != nullptr ? PQresultErrorMessage(result) : nullptr;
        const auto words = first_line(own != nullptr && *own != '\0' ? own : PQerrorMessage(connection));
        if (!lost && (words.starts_with("out of memory") || words.starts_with("cannot allocate memory")))
            out.kind = error_kind::resource_exhausted;
        out.info = about.info(std::string{words});
        return out;
    }
    out.kind = kind_of(code);
    // A rule stands for the statement: "cannot perform INSERT RETURNING on relation". Told by its origin, as
    // the text may be translated.
    if (code == "0A000" && report_field(result, PG_DIAG_SOURCE_FUNCTION) == "RewriteQuery")
        out.kind = error_kind::not_stored;
    // NaN or an infinity where a whole number is asked for, as of the year of the time 'infinity': told by
    // its origin, too.
    const bool no_number = code == "0A000" && report_field(result, PG_DIAG_SOURCE_FILE) == "numeric.c";
    if (no_number) out.kind = error_kind::invalid_value;
    const bool generated = code == "428C9" && about.table() != nullptr && !about.what->raw;
    if (generated) out.kind = error_kind::schema_mismatch;
    const auto constraint = report_field(result, PG_DIAG_CONSTRAINT_NAME);
    std::string field{report_field(result, PG_DIAG_COLUMN_NAME)};
    bool range = false;
    bool own_foreign_key = false; // and not one of the records that refer to these
    if (field.empty() && !constraint.empty() && about.table() != nullptr) {
        auto found = look_up_constraint(*about.table(), constraint);
        field = std::move(found.columns);
        range = found.range;
        own_foreign_key = !field.empty() && out.kind == error_kind::foreign_key_violation;
    }
    if (about.what != nullptr && about.what->raw)
        range = constraint.ends_with(schema::range_suffix); // its tables are not known
    if (field.empty())
        field = assigned_columns(about.what, no_number ? made::number : what_is_not_made(code));
    std::string message{report_field(result, PG_DIAG_MESSAGE_PRIMARY)};
    if (out.kind == error_kind::invalid_value)
        message = no_number ? "NaN or an infinity is not a whole number" : words_for_data_exception(code);
    if (const auto words = words_for_violation(about, result, code, own_foreign_key); !words.empty())
        message = words;
    if (code == "22007") tell_refused(report_field(result, PG_DIAG_MESSAGE_PRIMARY), message, field);
    const auto place = report_field(result, PG_DIAG_STATEMENT_POSITION);
    if (!place.empty() && about.what != nullptr && about.what->raw)
        message += ", at character " + std::string{place};
    if (generated) message.insert(0, generated_column_text);
    if (code == "2200H") message = "the table has no keys left: its sequence is at its end";
    // What a policy forbids lacks no right; told by its origin, for the text may be translated.
    if (code == "42501" && report_field(result, PG_DIAG_SOURCE_FUNCTION) == "ExecWithCheckOptions") {
        out.kind = error_kind::protected_operation;
        message = "row-level security refuses the row: it is not of the session's tenant, or another policy "
                  "of the table forbids it";
    } else if (code == "42501")
        message = "the database's user lacks a privilege: " + message + words_for_rights(about);
    if (code == "42703" && about.table() != nullptr && !about.what->raw &&
        message.find("tableoid") != std::string::npos) { // which a table has
        out.kind = error_kind::schema_mismatch;
        message = std::string{about.table()->name} + " is a view, and a record is written into a table";
    }
    if (out.kind == error_kind::check_violation && range) {
        out.kind = error_kind::invalid_value;
        message = "out of the column's range";
    }
    const bool refused =
        constraint.starts_with(sql::protect_prefix) && message.starts_with(sql::protects_text);
    const bool limited =
        constraint.starts_with(sql::row_limit_prefix) && message.starts_with(sql::limits_text);
    if (refused) out.kind = error_kind::protected_operation;
    if (refused || limited) message = told_by_database(message);
    out.info = about.info(std::move(message), field);
    if (!refused && !limited) out.info.constraint = constraint;
    out.info.code = code;
    return out;
}

} // namespace dataflow::driver::postgres_
