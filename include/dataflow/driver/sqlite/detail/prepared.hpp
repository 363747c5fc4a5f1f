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
#include <dataflow/driver/sqlite/detail/prepare.hpp>
#include <dataflow/driver/sqlite/detail/raw_forms.hpp>
#include <dataflow/driver/sqlite/detail/read_kept.hpp>
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
    /// first step, for SQLite compiles a statement again when a table has changed. Throws `schema_mismatch`.
    [[nodiscard]] std::span<const field_access> named(std::span<const field_access> fields,
                                                      const subject& s) {
        if (is_matched()) return used_->named.span();
        if (const auto problem = match(fields); !problem.words.empty())
            refuse(s, error_kind::schema_mismatch, problem.words, problem.names);
        return used_->named.span();
    }
    /// Puts a statement that was compiled again in the place of this one, of which nothing is bound yet.
    void renew(prepared&& fresh) noexcept {
        used_->handle = std::move(fresh.handle);
        used_->sources = std::move(fresh.sources);
        used_->all_are = fresh.all_are;
        used_->formed = fresh.formed;
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
    /// Fills an object from the row that it stands on; the fields are those in the order of the columns.
    [[gnu::always_inline]] void read(std::span<const field_access> fields, void* object,
                                     const subject& s) const {
        if (used_->kept.empty()) read_row(statement(), fields, object, s);
        else detail::read_kept_row(statement(), fields, *used_, object, s);
    }
    void reset() noexcept { sqlite3_reset(statement()); }
    /// Whether SQLite has compiled it again since it was asked last: then a table may have changed.
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
        const std::span<const field_access> fields = keys ? from.key_fields : from.fields;
        const void* const object = keys ? from.key : from.record;
        if (used_->formed) bind_formed_object(fields, object, s);
        else bind_object(fields, object, s);
        return false;
    }

    /// Binds the parameters that are fields of a row.
    void bind_row(const void* row, std::span<const field_access> fields, const subject& s) {
        auto* const to = statement();
        int at = 0;
        for (const auto& source : used_->sources) {
            if (source.from == sql::value_source::origin::rows) {
                if (source.form == 0) bind_field(to, at, fields[source.index], row, s);
                else bind_kept_field(at, source, fields[source.index], row, s);
            }
            ++at;
        }
    }

  private:
    [[gnu::noinline]] inline bool bind_mixed(const sql::bindings& from, bool copy, const subject& s);

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
        used_->kept = detail::raw_forms(statement(), used_->named.span(), used_->forms);
        used_->compiled = compiled();
        return problem;
    }

    void bind_value(int at, const value& v, bool copy, const subject& s) {
        check(bind_one(static_cast<std::size_t>(at), v, copy, s), v, s);
    }
    inline bool bind_given(int at, std::span<const value> values, std::size_t i, bool copy, const subject& s);
    inline void bind_session(int at, const sql::session_values* session, std::size_t which, bool copy,
                             const subject& s);
    /// Binds a value in the form of the column that it is stored in, or compared with.
    inline void bind_kept(int at, const sql::value_source& source, const value& v, bool copy,
                          const subject& s);
    inline void bind_kept_field(int at, const sql::value_source& source, const field_access& f,
                                const void* object, const subject& s);
    [[gnu::noinline]] inline void bind_formed_object(std::span<const field_access> fields, const void* object,
                                                     const subject& s);
    inline void bind_formed(int at, const sql::value_source& source, const sql::bindings& from, bool copy,
                            const subject& s);
    [[nodiscard]] static inline const value& given_value(std::span<const value> values, std::size_t i,
                                                         const subject& s);
    [[nodiscard]] static inline value session_value(const sql::session_values* session, std::size_t which,
                                                    const subject& s);
    [[gnu::always_inline]] inline int bind_cell(int at, const cell& c, bool copy);
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
        int text(std::string_view s) const {
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
    [[noreturn, gnu::cold]] inline static void cannot_bind(int code, const value& v, const subject& s);

    void enter(const subject& s) {
        if (used_->in_use) refuse(s, error_kind::database_error, "a cursor of this statement is still open");
        used_->in_use = true;
    }

    /// Room for the text of a JSON value or an array; small ones serve again.
    [[nodiscard]] inline std::string& document(std::size_t i);
    static constexpr std::size_t most_kept = 16384;

    [[nodiscard]] inline char* scratch(std::size_t i);

    inline int bind_one(std::size_t i, const value& v, bool copy, const subject& s);

    /// Every kind of value, and every refusal.
    [[gnu::noinline]] inline int bind_any(sqlite3_stmt* to, int at, const value& v, bool copy,
                                          const subject& s);

    std::unique_ptr<prepared> own_;
    prepared* used_;
    bool borrows_ = false;
};

} // namespace dataflow::driver::sqlite_

#include <dataflow/driver/sqlite/detail/bind.hpp>
