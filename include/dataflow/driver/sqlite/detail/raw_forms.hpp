// Results of statements written by hand: in which form each column is, by what the statement reads, and the
// reading of those that are not in the library's own.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/kept_values.hpp>
#include <dataflow/driver/sqlite/detail/read.hpp>
#include <dataflow/sql/raw_columns.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dataflow::driver::sqlite_::detail {

/// The form of the i-th column of a result for a field; `as_sent` where it is the library's own.
[[nodiscard]] inline sql::kept_form raw_form(sqlite3_stmt* of, int i, const field_access& f,
                                             const sql::forms& all) {
    const auto& type = stored_type(*f.type);
    sql::kept_form out;
    out.stored = type.stored;
    out.scale = type.scale;
    const char* name = sqlite3_column_name(of, i);
    const char* text = sqlite3_sql(of);
    const auto column = sql::find_raw_column(all, name != nullptr ? name : "", text != nullptr ? text : "");
    if (column.form != nullptr && column.form->kept.stored == type.stored) {
        out = column.form->kept;
        out.scale = type.scale;
        return out;
    }
    const char* given = sqlite3_column_decltype(of, i);
    const std::string_view declared = given != nullptr ? given : "";
    switch (type.stored) {
    case storage::decimal:
        // Of an expression no type is told: over columns of the library's own it is a whole number of their
        // last digits.
        if (declared.starts_with("INTEGER(") || (declared.empty() && all.empty())) return out;
        out.how = sql::kept_as::number;
        return out;
    case storage::timestamp:
    case storage::date: out.how = sql::kept_as::time_text; return out; // any ISO text
    default:
        if (type.stored == storage_of<local_time> || type.stored == storage_of<time_of_day>)
            out.how = sql::kept_as::time_text;
        return out;
    }
}

/// Those of all columns; empty where none needs one.
[[nodiscard]] inline std::vector<sql::kept_form>
raw_forms(sqlite3_stmt* of, std::span<const field_access> fields, const sql::forms* all) {
    std::vector<sql::kept_form> out;
    bool any = false;
    for (std::size_t i = 0; all != nullptr && i < fields.size(); ++i) {
        out.push_back(raw_form(of, static_cast<int>(i), fields[i], *all));
        any = any || out.back().how != sql::kept_as::as_sent;
    }
    if (!any) out.clear();
    return out;
}

/// Fills a field with what such a value is in the form of the library.
inline void give_own(const own_value& own, const field_access& f, void* object, const subject& s) {
    if (f.type->memory == layout::mapped)
        return with_mapping(
            [&] {
                fill_mapped(f, object, [&](const field_access& inside, void* stored) {
                    give_own(own, inside, stored, s);
                });
            },
            [&](std::string_view why) { refuse(s, error_kind::invalid_value, why, f.name); });
    void* const to = writable(f, object);
    const std::string_view text{own.text, own.size};
    bool fits = false;
    if (own.held == own_value::kind::integer) fits = store_integer(*f.type, to, own.integer);
    else if (f.type->stored == storage::uuid) {
        const auto id = parse_stored_uuid(text);
        fits = id && store_data(*f.type, to, {reinterpret_cast<const char*>(&*id), 16});
    } else if (f.type->stored == storage::timestamp)
        fits = store_integer(*f.type, to, *read_stored_timestamp(text));
    else if (f.type->stored == storage::date) fits = store_integer(*f.type, to, *read_date(text));
    else if (const auto* functions = functions_of(f.type->stored))
        fits = store_made(*f.type, to, functions->recall, text);
    if (!fits) refuse(s, error_kind::invalid_value, "the stored value does not fit the field", f.name);
}

/// The same as `read_row`, where some columns have forms.
inline void read_raw_row(sqlite3_stmt* row, std::span<const field_access> fields,
                         std::span<const sql::kept_form> forms, void* object, const subject& s) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto at = static_cast<int>(i);
        const auto& f = fields[i];
        if (forms[i].how != sql::kept_as::as_sent) {
            auto* const v = sqlite3_column_value(row, at);
            const int type = sqlite3_value_type(v);
            if (type != SQLITE_NULL) {
                const auto own = read_kept(forms[i], v, type);
                if (own.held == own_value::kind::refused)
                    refuse(s, error_kind::invalid_value, own.why, f.name);
                if (own.held != own_value::kind::as_it_is) {
                    give_own(own, f, object, s);
                    continue;
                }
            }
        }
        read_column(row, at, f, object, s);
    }
}

} // namespace dataflow::driver::sqlite_::detail
