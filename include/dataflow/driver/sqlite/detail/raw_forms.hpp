// Results of statements written by hand: in which form each column is, by what the statement reads.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/prepare.hpp>
#include <dataflow/sql/raw_columns.hpp>

#include <cstddef>
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
[[nodiscard]] inline std::vector<kept_column>
raw_forms(sqlite3_stmt* of, std::span<const field_access> fields, const sql::forms* all) {
    std::vector<kept_column> out;
    bool any = false;
    for (std::size_t i = 0; all != nullptr && i < fields.size(); ++i) {
        out.push_back({raw_form(of, static_cast<int>(i), fields[i], *all), nullptr});
        any = any || out.back().form.how != sql::kept_as::as_sent;
    }
    if (!any) out.clear();
    return out;
}

} // namespace dataflow::driver::sqlite_::detail
