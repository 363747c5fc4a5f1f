// How values are bound to a statement of SQLite's.
#pragma once

#include <dataflow/core/utf8.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/sqlite/detail/encode.hpp>
#include <dataflow/driver/sqlite/detail/keep.hpp>
#include <dataflow/driver/sqlite/detail/prepared.hpp>
#include <dataflow/sql/bindings.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

bool lease::bind_mixed(const sql::bindings& from, bool copy, const subject& s) {
    using origin = sql::value_source::origin;
    bool rows = false;
    int at = 0;
    for (const auto& source : used_->sources) {
        if (source.form != 0) [[unlikely]] {
            bind_formed(at++, source, from, copy, s);
            continue;
        }
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
        case origin::offset: bind_value(at, value::of_integer(storage::int64, from.offset), copy, s); break;
        case origin::session: bind_session(at, from.session, source.index, copy, s); break;
        case origin::updated: bind_value(at, value::of_counter(*from.updated), copy, s); break;
        }
        ++at;
    }
    return rows;
}

inline void lease::bind_formed(int at, const sql::value_source& source, const sql::bindings& from, bool copy,
                               const subject& s) {
    using origin = sql::value_source::origin;
    const auto bind = [&](const value& v) { bind_kept(at, source, v, copy, s); };
    switch (source.from) {
    case origin::field: return bind(load(from.fields[source.index], from.record));
    case origin::key: return bind(load(from.key_fields[source.index], from.key));
    case origin::given: return bind(given_value(from.given, source.index, s));
    case origin::argument: return bind(given_value(from.arguments, source.index, s));
    case origin::now: return bind(value::of_integer(storage::timestamp, from.now));
    case origin::session: return bind(session_value(from.session, source.index, s));
    default: return; // of the caller's rows: `bind_row`; the others are never stored in a column
    }
}

/// Decimals and times, which most of them are, without a detour.
inline void lease::bind_kept_field(int at, const sql::value_source& source, const field_access& f,
                                   const void* object, const subject& s) {
    const auto& form = (*used_->forms)[source.form - 1].kept;
    const auto& type = *f.type;
    const void* from = static_cast<const std::byte*>(object) + f.offset;
    if (type.optional != nullptr) from = type.optional->get(from);
    int code = SQLITE_ERROR; // then the general way tells the reason, where there is one
    const auto bind = [&](const cell& kept) __attribute__((always_inline)) {
        if (kept.held != cell::kind::refused) code = bind_cell(at + 1, kept, false);
    };
    if (from != nullptr && type.stored == form.stored) {
        char* const room = scratch(static_cast<std::size_t>(at));
        if (type.memory == layout::decimal)
            bind(detail::keep_decimal(form, dataflow::detail::load_as<std::int64_t>(from), room));
        else if (type.memory == layout::timestamp)
            if (const auto t = dataflow::detail::load_as<std::int64_t>(from); is_storable_time(t))
                bind(detail::keep_time(form, t, source.compared, room));
    }
    if (code != SQLITE_OK) bind_kept(at, source, load(f, object), false, s);
}

void lease::bind_formed_object(std::span<const field_access> fields, const void* object, const subject& s) {
    auto* const to = statement();
    int at = 0;
    for (const auto& source : used_->sources) {
        const auto& f = fields[source.index];
        if (source.form == 0) bind_field(to, at, f, object, s);
        else bind_kept_field(at, source, f, object, s);
        ++at;
    }
}

inline void lease::bind_kept(int at, const sql::value_source& source, const value& v, bool copy,
                             const subject& s) {
    if (v.held == value::form::mapped)
        return with_mapping(
            [&] { with_stored(v, [&](const value& inner) { bind_kept(at, source, inner, true, s); }); },
            [&](std::string_view why) { refuse(s, error_kind::invalid_value, why, v.field); });
    if (v.held != value::form::single) return bind_value(at, v, copy, s);
    const auto& form = (*used_->forms)[source.form - 1];
    const auto kept = detail::keep(form.kept, v, source.compared, scratch(static_cast<std::size_t>(at)));
    if (kept.held == cell::kind::refused) refuse(s, error_kind::invalid_value, kept.problem, form.column);
    check(bind_cell(at + 1, kept, copy), v, s);
}

inline const value& lease::given_value(std::span<const value> values, std::size_t i, const subject& s) {
    if (i >= values.size())
        refuse(s, error_kind::database_error, "the statement takes more values than it was given");
    return values[i];
}

inline bool lease::bind_given(int at, std::span<const value> values, std::size_t i, bool copy,
                              const subject& s) {
    const auto& v = given_value(values, i, s);
    bind_value(at, v, copy, s);
    return v.held == value::form::rows;
}

inline value lease::session_value(const sql::session_values* session, std::size_t which, const subject& s) {
    auto v = sql::value_of_session(session, which);
    if (v.is_null() && sql::is_required(static_cast<sql::session_value>(which)))
        refuse(s, error_kind::protected_operation, sql::session_value_missing);
    return v;
}

inline void lease::bind_session(int at, const sql::session_values* session, std::size_t which, bool copy,
                                const subject& s) {
    bind_value(at, session_value(session, which, s), copy, s);
}

inline void lease::cannot_bind(int code, const value& v, const subject& s) {
    auto info = about(s);
    info.message =
        code == SQLITE_TOOBIG ? "a string or bytes longer than SQLite can store" : sqlite3_errstr(code);
    info.field = v.field;
    info.code = std::to_string(code);
    raise_for(s, kind_of(code), std::move(info));
}

inline std::string& lease::document(std::size_t i) {
    if (used_->documents == nullptr)
        used_->documents = std::make_unique<std::string[]>(used_->sources.size());
    used_->documents[i].clear();
    return used_->documents[i];
}

inline char* lease::scratch(std::size_t i) {
    if (used_->scratch == nullptr)
        used_->scratch = std::make_unique<char[]>(used_->sources.size() * scratch_size);
    return used_->scratch.get() + i * scratch_size;
}

inline int lease::bind_one(std::size_t i, const value& v, bool copy, const subject& s) {
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

int lease::bind_any(sqlite3_stmt* to, int at, const value& v, bool copy, const subject& s) {
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
        return sqlite3_bind_text64(to, at, text.data(), text.size(), copy ? SQLITE_TRANSIENT : SQLITE_STATIC,
                                   SQLITE_UTF8);
    }
    const bool written = has_functions(v.stored);
    const cell c = encode(v, written ? scratch(static_cast<std::size_t>(at - 1)) : nullptr);
    if (c.held == cell::kind::refused) refuse(s, error_kind::invalid_value, c.problem, v.field);
    return bind_cell(at, c, copy);
}

[[gnu::always_inline]] inline int lease::bind_cell(int at, const cell& c, bool copy) {
    auto* const to = statement();
    const auto keep = copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
    switch (c.held) {
    case cell::kind::integer: return sqlite3_bind_int64(to, at, c.integer);
    case cell::kind::real: return sqlite3_bind_double(to, at, c.real);
    case cell::kind::text: return sqlite3_bind_text64(to, at, c.data, c.size, keep, SQLITE_UTF8);
    case cell::kind::temporary:
        return sqlite3_bind_text64(to, at, c.data, c.size, SQLITE_STATIC, SQLITE_UTF8);
    case cell::kind::blob: borrows_ = true; return sqlite3_bind_blob64(to, at, c.data, c.size, keep);
    default: return sqlite3_bind_null(to, at);
    }
}

} // namespace dataflow::driver::sqlite_
