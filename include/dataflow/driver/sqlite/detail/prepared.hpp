// A prepared statement, and its use for one run.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/named.hpp>
#include <dataflow/driver/sqlite/detail/encode.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/functions.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/plain.hpp>
#include <dataflow/driver/sqlite/detail/rows_table.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/statement.hpp>

#include <algorithm>
#include <charconv>
#include <climits>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::sqlite_ {

/// A statement as SQLite keeps it.
struct prepared {
    statement_handle handle{};
    std::vector<sql::value_source> sources{}; ///< of its parameters
    std::size_t columns = 0;                  ///< of its result
    enum class all : std::uint8_t { mixed, fields, keys };
    all all_are = all::mixed; ///< of the record, or of the key: what creates and reads bind
    bool reads_only = true;
    bool in_use = false;
    std::uint64_t used = 0;                     ///< when it was used last, in uses of all
    std::unique_ptr<char[]> scratch{};          ///< texts of times, days and UUIDs, made at first need
    std::unique_ptr<std::string[]> documents{}; ///< texts of JSON values and arrays, made at first need
    named_fields named{};                       ///< the fields by the columns' names, made at first need
    int recompiled = 0; ///< how often SQLite had done that when its tables were looked at
    unsigned age = 0;   ///< `session::age` when it was compiled
    int compiled = 0;   ///< how often SQLite had compiled it anew when they were made
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
    if (all_from(sql::value_source::origin::field)) out.all_are = prepared::all::fields;
    else if (all_from(sql::value_source::origin::key)) out.all_are = prepared::all::keys;
    out.columns = static_cast<std::size_t>(sqlite3_column_count(made));
    out.reads_only = sqlite3_stmt_readonly(made) != 0;
    return out;
}

/// The use of a statement for one run: it is reset at the end, whatever happens.
class lease {
  public:
    /// Uses a statement that stays in the connection's cache.
    lease(prepared& kept, const subject& s) : used_{&kept} { enter(s); }
    /// Uses a statement once.
    lease(prepared&& once, const subject& s)
        : own_{std::make_unique<prepared>(std::move(once))}, used_{own_.get()} {
        enter(s);
    }
    lease(lease&& other) noexcept
        : own_{std::move(other.own_)}, used_{std::exchange(other.used_, nullptr)}, borrows_{other.borrows_} {}
    lease& operator=(lease&&) = delete;
    [[gnu::always_inline]] ~lease() {
        if (used_ == nullptr) return;
        reset();
        if (borrows_) forget();
        used_->in_use = false;
    }

    [[nodiscard]] sqlite3_stmt* statement() const noexcept { return used_->handle.get(); }
    [[nodiscard]] const prepared& info() const noexcept { return *used_; }

    /// Whether a result of this statement, as it is compiled, fills these fields.
    [[nodiscard]] bool fills(std::span<const field_access> fields) {
        return is_matched() || match(fields).words.empty();
    }
    /// The fields in the order of the result's columns, found by their names. To be asked again after the
    /// first step, for SQLite compiles a statement anew when a table has changed. Throws `schema_mismatch`.
    [[nodiscard]] std::span<const field_access> named(std::span<const field_access> fields,
                                                      const subject& s) {
        if (is_matched()) return used_->named.span();
        if (const auto problem = match(fields); !problem.words.empty())
            refuse(s, error_kind::schema_mismatch, problem.words, problem.names);
        return used_->named.span();
    }
    /// Puts a statement that was compiled anew in the place of this one, of which nothing is bound yet.
    void renew(prepared&& fresh) noexcept {
        used_->handle = std::move(fresh.handle);
        used_->sources = std::move(fresh.sources);
        used_->all_are = fresh.all_are;
        used_->columns = fresh.columns;
        used_->reads_only = fresh.reads_only;
        used_->named.size = 0;
    }
    /// A column of decimals holds whole numbers of its last digits, INTEGER(10,2): it fills a field with as
    /// many of them after the point, and no other. Of an expression SQLite tells no type.
    void check_digits(named_problem& problem) const {
        for (std::size_t i = 0; i < used_->named.size; ++i) {
            const auto& f = used_->named.items[i];
            const char* declared = sqlite3_column_decltype(statement(), static_cast<int>(i));
            const std::string_view type = declared != nullptr ? declared : "";
            const auto comma = type.find(',');
            if (!type.starts_with("INTEGER(") || comma == type.npos) continue;
            int scale = -1;
            std::from_chars(type.data() + comma + 1, type.data() + type.size(), scale);
            if (f.type->stored == storage::decimal && f.type->scale == scale) continue;
            problem.words += problem.words.empty() ? "" : "; ";
            problem.words
                .append("another number of digits than its field, or a decimal for a field of another type, "
                        "has the column ")
                .append(sqlite3_column_name(statement(), static_cast<int>(i)));
            problem.names += problem.names.empty() ? "" : ", ";
            problem.names += sqlite3_column_name(statement(), static_cast<int>(i));
        }
    }
    void reset() noexcept { sqlite3_reset(statement()); }
    /// Whether SQLite has compiled it anew since it was asked last: then a table may have changed.
    [[nodiscard]] bool was_recompiled() const noexcept {
        const int now = sqlite3_stmt_status(statement(), SQLITE_STMTSTATUS_REPREPARE, 0);
        return std::exchange(used_->recompiled, now) != now;
    }

    /// Binds all parameters but those that are fields of the caller's rows (`bind_row`). Texts and bytes stay
    /// the caller's; with `copy` SQLite keeps its own. Gives whether rows as a whole are among them. Throws
    /// `invalid_value` for what cannot be stored.
    [[gnu::always_inline]] bool bind(const sql::bindings& from, bool copy, const subject& s) {
        if (copy || used_->all_are == prepared::all::mixed) return bind_mixed(from, copy, s);
        const bool keys = used_->all_are == prepared::all::keys;
        bind_object(keys ? from.key_fields : from.fields, keys ? from.key : from.record, s);
        return false;
    }

    /// Binds the parameters that are fields of a row.
    void bind_row(const void* row, std::span<const field_access> fields, const subject& s) {
        auto* const to = statement();
        int at = 0;
        for (const auto& source : used_->sources) {
            if (source.from == sql::value_source::origin::rows)
                bind_field(to, at, fields[source.index], row, s);
            ++at;
        }
    }

  private:
    [[gnu::noinline]] bool bind_mixed(const sql::bindings& from, bool copy, const subject& s) {
        using origin = sql::value_source::origin;
        bool rows = false;
        int at = 0;
        for (const auto& source : used_->sources) {
            switch (source.from) {
            case origin::field: bind_copied(at, from.fields[source.index], from.record, copy, s); break;
            case origin::key: bind_copied(at, from.key_fields[source.index], from.key, copy, s); break;
            case origin::given: rows |= bind_given(at, from.given, source.index, copy, s); break;
            case origin::argument: rows |= bind_given(at, from.arguments, source.index, copy, s); break;
            case origin::rows:
                if (source.index != sql::value_source::whole) break;
                bind_value(at, value::of_rows(*from.rows), copy, s);
                rows = true;
                break;
            case origin::now: bind_value(at, value::of_integer(storage::timestamp, from.now), copy, s); break;
            case origin::limit: bind_value(at, value::of_integer(storage::int64, from.limit), copy, s); break;
            case origin::offset:
                bind_value(at, value::of_integer(storage::int64, from.offset), copy, s);
                break;
            case origin::session: bind_session(at, from.session, source.index, copy, s); break;
            case origin::updated: bind_value(at, value::of_counter(*from.updated), copy, s); break;
            }
            ++at;
        }
        return rows;
    }

    [[nodiscard]] int compiled() const noexcept {
        return sqlite3_stmt_status(statement(), SQLITE_STMTSTATUS_REPREPARE, 0);
    }
    [[nodiscard]] bool is_matched() const noexcept {
        return used_->named.size != 0 && used_->compiled == compiled();
    }
    /// Finds the fields of the result's columns; gives what is wrong with them.
    [[nodiscard]] named_problem match(std::span<const field_access> fields) {
        const auto name = [](const void* of, int column) {
            return sqlite3_column_name(static_cast<sqlite3_stmt*>(const_cast<void*>(of)), column);
        };
        const auto columns = static_cast<std::size_t>(sqlite3_column_count(statement()));
        auto problem = match_columns(columns, name, statement(), fields, used_->named);
        if (problem.words.empty()) check_digits(problem);
        if (!problem.words.empty()) used_->named.size = 0;
        used_->compiled = compiled();
        return problem;
    }

    void bind_value(int at, const value& v, bool copy, const subject& s) {
        check(bind_one(static_cast<std::size_t>(at), v, copy, s), v, s);
    }
    bool bind_given(int at, std::span<const value> values, std::size_t i, bool copy, const subject& s) {
        if (i >= values.size())
            refuse(s, error_kind::database_error, "the statement takes more values than it was given");
        bind_value(at, values[i], copy, s);
        return values[i].held == value::form::rows;
    }
    void bind_session(int at, const sql::session_values* session, std::size_t which, bool copy,
                      const subject& s) {
        const auto v = sql::value_of_session(session, which);
        if (v.is_null() && sql::is_required(static_cast<sql::session_value>(which)))
            refuse(s, error_kind::protected_operation, sql::session_value_missing);
        bind_value(at, v, copy, s);
    }
    [[gnu::always_inline]] void bind_object(std::span<const field_access> fields, const void* object,
                                            const subject& s) {
        auto* const to = statement();
        int at = 0;
        for (const auto& source : used_->sources) bind_field(to, at++, fields[source.index], object, s);
    }

    /// Lets go of what was borrowed.
    [[gnu::noinline]] void forget() noexcept {
        sqlite3_clear_bindings(statement());
        used_->documents.reset();
    }

    /// Where `give_plain` gives a field to; each gives SQLite's code.
    struct parameter {
        sqlite3_stmt* of;
        int at;

        int null() const { return sqlite3_bind_null(of, at); }
        int integer(std::int64_t n) const { return sqlite3_bind_int64(of, at, n); }
        int real(double x) const { return sqlite3_bind_double(of, at, x); }
        int text(const std::string& s) const {
            return sqlite3_bind_text64(of, at, s.data(), s.size(), SQLITE_STATIC, SQLITE_UTF8);
        }
    };

    /// Binds a field to the parameter after `before` others.
    [[gnu::always_inline]] void bind_field(sqlite3_stmt* to, int before, const field_access& f,
                                           const void* object, const subject& s) {
        if (give_plain(f, object, parameter{to, before + 1}, SQLITE_ERROR) != SQLITE_OK)
            bind_loaded(before, f, object, s);
    }
    void bind_copied(int at, const field_access& f, const void* object, bool copy, const subject& s) {
        if (copy) bind_value(at, load(f, object), true, s);
        else bind_field(statement(), at, f, object, s);
    }
    [[gnu::noinline]] void bind_loaded(int before, const field_access& f, const void* object,
                                       const subject& s) {
        bind_value(before, load(f, object), false, s);
    }

    static void check(int code, const value& v, const subject& s) {
        if (code != SQLITE_OK) cannot_bind(code, v, s);
    }
    [[noreturn, gnu::cold]] static void cannot_bind(int code, const value& v, const subject& s) {
        auto info = about(s);
        info.message =
            code == SQLITE_TOOBIG ? "a string or bytes longer than SQLite can store" : sqlite3_errstr(code);
        info.field = v.field;
        info.code = std::to_string(code);
        raise(kind_of(code), std::move(info));
    }

    void enter(const subject& s) {
        if (used_->in_use) refuse(s, error_kind::database_error, "a cursor of this statement is still open");
        used_->in_use = true;
    }

    /// Room for the text of a JSON value or an array; small ones serve again.
    [[nodiscard]] std::string& document(std::size_t i) {
        if (used_->documents == nullptr)
            used_->documents = std::make_unique<std::string[]>(used_->sources.size());
        used_->documents[i].clear();
        return used_->documents[i];
    }
    static constexpr std::size_t most_kept = 16384;

    [[nodiscard]] char* scratch(std::size_t i) {
        if (used_->scratch == nullptr)
            used_->scratch = std::make_unique<char[]>(used_->sources.size() * scratch_size);
        return used_->scratch.get() + i * scratch_size;
    }

    int bind_one(std::size_t i, const value& v, bool copy, const subject& s) {
        auto* to = statement();
        const int at = static_cast<int>(i) + 1;
        if (v.held == value::form::single) { // what most parameters are, without detours
            switch (v.stored) {
            case storage::decimal:
            case storage::int64: return sqlite3_bind_int64(to, at, v.integer);
            case storage::int32:
                if (v.integer != static_cast<std::int32_t>(v.integer)) break;
                return sqlite3_bind_int64(to, at, v.integer);
            case storage::boolean:
                if ((v.integer & ~std::int64_t{1}) != 0) break;
                return sqlite3_bind_int64(to, at, v.integer);
            case storage::float64:
                if (std::isnan(v.real)) break;
                return sqlite3_bind_double(to, at, v.real);
            case storage::text:
                if (v.data == nullptr || check_text({v.data, v.size}) != text_fault::none) break;
                return sqlite3_bind_text64(to, at, v.data, v.size, copy ? SQLITE_TRANSIENT : SQLITE_STATIC,
                                           SQLITE_UTF8);
            default: break;
            }
        }
        return bind_any(to, at, v, copy, s);
    }

    /// Every kind of value, and every refusal.
    [[gnu::noinline]] int bind_any(sqlite3_stmt* to, int at, const value& v, bool copy, const subject& s) {
        if (v.held == value::form::rows) {
            borrows_ = true;
            if (v.rows->fields.size() > rows_columns)
                refuse(s, error_kind::database_error, "more than 128 columns in rows", v.field);
            // SQLite only hands the pointer back, and `dataflow_rows` only reads through it.
            return sqlite3_bind_pointer(to, at, const_cast<rows_view*>(v.rows), rows_pointer, nullptr);
        }
        if (v.held == value::form::counter) {
            borrows_ = true;
            return sqlite3_bind_pointer(to, at, v.counter, tick_pointer, nullptr);
        }
        if (v.held == value::form::mapped) {
            int code = SQLITE_OK;
            with_mapping(
                [&] { with_stored(v, [&](const value& inner) { code = bind_any(to, at, inner, true, s); }); },
                [&](std::string_view why) { refuse(s, error_kind::invalid_value, why, v.field); });
            return code;
        }
        if (v.held == value::form::object) {
            auto& text = document(static_cast<std::size_t>(at - 1));
            try {
                object_text(text, v);
            } catch (const access_fault& f) {
                refuse(s, error_kind::invalid_value, f.why, joined_path(v.field, f.path));
            }
            if (text.size() > most_kept) borrows_ = true;
            return sqlite3_bind_text64(to, at, text.data(), text.size(),
                                       copy ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
        }
        const bool written = has_functions(v.stored);
        const cell c = encode(v, written ? scratch(static_cast<std::size_t>(at - 1)) : nullptr);
        const auto keep = copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
        switch (c.held) {
        case cell::kind::null: return sqlite3_bind_null(to, at);
        case cell::kind::integer: return sqlite3_bind_int64(to, at, c.integer);
        case cell::kind::real: return sqlite3_bind_double(to, at, c.real);
        case cell::kind::text: return sqlite3_bind_text64(to, at, c.data, c.size, keep, SQLITE_UTF8);
        case cell::kind::temporary:
            return sqlite3_bind_text64(to, at, c.data, c.size, SQLITE_STATIC, SQLITE_UTF8);
        case cell::kind::blob: borrows_ = true; return sqlite3_bind_blob64(to, at, c.data, c.size, keep);
        case cell::kind::refused: break;
        }
        refuse(s, error_kind::invalid_value, c.problem, v.field);
    }

    std::unique_ptr<prepared> own_;
    prepared* used_;
    bool borrows_ = false;
};

} // namespace dataflow::driver::sqlite_
