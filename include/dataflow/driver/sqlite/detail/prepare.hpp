// A statement as SQLite keeps it, and how it is compiled.
#pragma once

#include <dataflow/driver/named.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/statement.hpp>

#include <algorithm>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::sqlite_ {

/// In which form a column of a result is; of one of a table, the table's form.
struct kept_column {
    sql::kept_form form{};
    const sql::column_form* of = nullptr;
};

/// A statement as SQLite keeps it.
struct prepared {
    statement_handle handle{};
    std::vector<sql::value_source> sources{}; ///< of its parameters
    std::size_t columns = 0;                  ///< of its result
    enum class all : std::uint8_t { mixed, fields, keys };
    all all_are = all::mixed; ///< of the record, or of the key: what creates and reads bind
    bool formed = false;      ///< some are bound in the form of their column
    bool reads_only = true;
    bool in_use = false;
    std::uint64_t used = 0;                     ///< when it was used last, in uses of all
    std::unique_ptr<char[]> scratch{};          ///< texts of times, days and UUIDs, made at first need
    std::unique_ptr<std::string[]> documents{}; ///< texts of JSON values and arrays, made at first need
    named_fields named{};                       ///< the fields by the columns' names, made at first need
    const sql::forms* forms = nullptr;          ///< of the columns of the database
    std::vector<kept_column> kept{};            ///< of the result, where some are not the library's own
    int recompiled = 0; ///< how often SQLite had done that when its tables were looked at
    unsigned age = 0;   ///< `session::age` when it was compiled
    int compiled = 0;   ///< how often SQLite had compiled it again when they were made
};

/// Where in a text SQLite has found its last error, for messages; nothing where it does not tell.
[[nodiscard]] inline std::string place_of_error([[maybe_unused]] sqlite3* db,
                                                [[maybe_unused]] std::string_view text) {
#if SQLITE_VERSION_NUMBER >= 3038000
    const int bytes = sqlite3_error_offset(db);
    if (bytes < 0 || static_cast<std::size_t>(bytes) > text.size()) return {};
    std::size_t character = 1;
    for (const char c : text.substr(0, static_cast<std::size_t>(bytes)))
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++character;
    return ", at character " + std::to_string(character);
#else
    return {};
#endif
}

/// Compiles a statement. `kept` tells that it will be run again and again.
[[nodiscard]] inline prepared prepare(sqlite3* db, sql::written_statement written, bool kept,
                                      const subject& s) {
    const std::string_view text = written.text;
    sqlite3_stmt* made = nullptr;
    const char* rest = nullptr;
    if (text.size() > INT_MAX) refuse(s, error_kind::database_error, "the statement is too long");
    const int code = sqlite3_prepare_v3(db, text.data(), static_cast<int>(text.size()),
                                        kept ? SQLITE_PREPARE_PERSISTENT : 0U, &made, &rest);
    prepared out;
    out.handle.reset(made);
    if (code != SQLITE_OK) {
        std::string message = sqlite3_errmsg(db);
        if (s.what != nullptr && s.what->raw) message += place_of_error(db, text);
        else if (sqlite3_libversion_number() < 3038000 && text.find(" -> ") != text.npos)
            message = std::string{"places in JSON need SQLite 3.38 or later; the library in use is "} +
                      sqlite3_libversion();
        else if (sqlite3_libversion_number() < 3039000 &&
                 (text.find(" RIGHT JOIN ") != text.npos || text.find(" FULL JOIN ") != text.npos))
            message = std::string{"right and full joins need SQLite 3.39 or later; the library in use is "} +
                      sqlite3_libversion();
        raise_failure(code, message, s, {}, false);
    }
    const std::string_view left = text.substr(static_cast<std::size_t>(rest - text.data()));
    if (made == nullptr || left.find_first_not_of(" \t\r\n;") != left.npos)
        refuse(s, error_kind::database_error, "a node's text is one statement");
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(made)) != written.sources.size())
        refuse(s, error_kind::database_error, "the statement does not have as many parameters as values");
    out.sources = std::move(written.sources);
    const auto all_from = [&](sql::value_source::origin one) {
        return std::all_of(out.sources.begin(), out.sources.end(),
                           [=](const auto& from) { return from.from == one; });
    };
    out.formed =
        std::any_of(out.sources.begin(), out.sources.end(), [](const auto& from) { return from.form != 0; });
    if (all_from(sql::value_source::origin::field)) out.all_are = prepared::all::fields;
    else if (all_from(sql::value_source::origin::key)) out.all_are = prepared::all::keys;
    out.columns = static_cast<std::size_t>(sqlite3_column_count(made));
    for (std::size_t i = 0; i < written.results.size(); ++i) {
        const auto* form = written.results[i];
        if (form == nullptr) continue;
        out.kept.resize(out.columns);
        out.kept[i] = {form->kept, form};
    }
    out.reads_only = sqlite3_stmt_readonly(made) != 0;
    return out;
}

} // namespace dataflow::driver::sqlite_
