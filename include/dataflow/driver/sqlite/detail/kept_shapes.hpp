// An SQL function that tells what stored values look like, for the opening of a database whose tables others
// made.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/kept_times.hpp>
#include <dataflow/driver/sqlite/detail/kept_values.hpp>
#include <dataflow/sql/kept_form.hpp>

#include <cstdint>
#include <iterator>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

/// With as few digits after the point as hold the number; `other` of what no decimal is.
[[nodiscard]] inline sql::found_shape shape_of_number(sqlite3_value* v, int type) noexcept {
    sql::found_shape out;
    sql::kept_form form;
    for (; form.scale < dataflow::detail::decimal_digits; ++form.scale) {
        const auto found = read_kept_decimal(form, v, type);
        if (found.held != own_value::kind::integer) continue;
        out.what = sql::found_shape::number;
        out.detail = form.scale;
        auto whole = found.integer / dataflow::detail::powers_of_ten[form.scale];
        for (; whole != 0; whole /= 10) ++out.shape.fraction;
        break;
    }
    return out;
}

/// dataflow_shape(question, value): a `sql::found_shape`, for the opening of a database.
inline void shape_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    const auto type = sqlite3_value_type(arguments[1]);
    if (type == SQLITE_NULL) return;
    std::string_view text; // of a number none, for it would become one
    if (type == SQLITE_TEXT || type == SQLITE_BLOB) text = text_of(arguments[1]);
    sql::found_shape out;
    const auto question = static_cast<sql::shape_question>(*sqlite3_value_text(arguments[0]));
    switch (question) {
    case sql::shape_question::time:
    case sql::shape_question::local:
    case sql::shape_question::day:
    case sql::shape_question::clock:
        out = shape_of_time(arguments[1], type, text, asked_about(question));
        break;
    case sql::shape_question::uuid:
        if (type == SQLITE_BLOB && text.size() == 16) out.what = sql::found_shape::bytes;
        else if (type == SQLITE_TEXT && text.size() == 32) out.what = sql::found_shape::hex;
        else if (type == SQLITE_TEXT && parse_stored_uuid(text)) out.what = sql::found_shape::lower;
        else if (type == SQLITE_TEXT && text.size() == 36) out.what = sql::found_shape::upper;
        break;
    case sql::shape_question::number: out = shape_of_number(arguments[1], type); break;
    default:
        if (type == SQLITE_INTEGER && sqlite3_value_int64(arguments[1]) >> 1 == 0)
            out.what = sql::found_shape::number;
        for (std::uint8_t i = 0; type == SQLITE_TEXT && i < std::size(sql::known_booleans); ++i)
            if (text == sql::known_booleans[i].no || text == sql::known_booleans[i].yes) {
                out.what = sql::found_shape::boolean;
                out.detail = i;
            }
    }
    sqlite3_result_int64(to, out.packed());
}

} // namespace dataflow::driver::sqlite_::detail
