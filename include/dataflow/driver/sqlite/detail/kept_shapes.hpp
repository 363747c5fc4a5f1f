// An SQL function that tells what stored values look like, for the opening of a database whose tables others
// made.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/kept_times.hpp>
#include <dataflow/sql/kept_form.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

/// dataflow_shape(question, value): a `sql::found_shape`, for the opening of a database.
inline void shape_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    const auto type = sqlite3_value_type(arguments[1]);
    if (type == SQLITE_NULL) return;
    const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(arguments[1]));
    const std::string_view text{data != nullptr ? data : "",
                                static_cast<std::size_t>(sqlite3_value_bytes(arguments[1]))};
    sql::found_shape out;
    switch (static_cast<sql::shape_question>(*sqlite3_value_text(arguments[0]))) {
    case sql::shape_question::time: out = shape_of_time(arguments[1], type, text); break;
    case sql::shape_question::uuid:
        if (type == SQLITE_BLOB && text.size() == 16) out.what = sql::found_shape::bytes;
        else if (type == SQLITE_TEXT && text.size() == 32) out.what = sql::found_shape::hex;
        else if (type == SQLITE_TEXT && parse_stored_uuid(text)) out.what = sql::found_shape::lower;
        else if (type == SQLITE_TEXT && text.size() == 36) out.what = sql::found_shape::upper;
        break;
    default:
        if (type == SQLITE_INTEGER) out.what = sql::found_shape::number;
        for (std::uint8_t i = 0; type == SQLITE_TEXT && i < std::size(sql::known_booleans); ++i)
            if (text == sql::known_booleans[i].no || text == sql::known_booleans[i].yes) {
                out.what = sql::found_shape::boolean;
                out.detail = i;
            }
    }
    sqlite3_result_int64(to, out.packed());
}

} // namespace dataflow::driver::sqlite_::detail
