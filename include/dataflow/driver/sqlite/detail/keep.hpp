// A value as a column of another form keeps it, made of a parameter, or of a value in the form of the
// library.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/sqlite/detail/encode.hpp>
#include <dataflow/driver/sqlite/detail/kept_times.hpp>
#include <dataflow/driver/sqlite/detail/kept_values.hpp>
#include <dataflow/sql/kept_form.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

inline constexpr std::string_view too_long_text =
    "the number has more than the 15 digits that the column keeps exactly";
inline constexpr std::string_view too_fine_text = "the time is finer than what the column keeps";

[[nodiscard]] inline cell whole_cell(std::int64_t n) noexcept {
    cell out;
    out.held = cell::kind::integer;
    out.integer = n;
    return out;
}
[[nodiscard]] inline cell real_cell(double x) noexcept {
    cell out;
    out.held = cell::kind::real;
    out.real = x;
    return out;
}

/// Whether a real number holds a whole number and its digits, too, when it is divided by a power of ten.
[[nodiscard]] inline bool is_exact_real(std::int64_t n) noexcept {
    return std::fabs(static_cast<double>(n)) <= longest_exact;
}
/// A decimal of n last digits as a number, a whole one where it is; refused where no real number has all of
/// its digits.
[[nodiscard, gnu::always_inline]] inline cell number_cell(std::int64_t n, int scale) noexcept {
    const auto unit = dataflow::detail::powers_of_ten[scale];
    if (is_exact_real(n)) { // a quotient of two such numbers is whole only where theirs is
        const double x = static_cast<double>(n) / static_cast<double>(unit);
        const auto whole = static_cast<std::int64_t>(x);
        return static_cast<double>(whole) == x ? whole_cell(whole) : real_cell(x);
    }
    return n % unit == 0 ? whole_cell(n / unit) : cell::refuse(too_long_text);
}

[[nodiscard, gnu::always_inline]] inline cell keep_decimal(const sql::kept_form& k, std::int64_t n,
                                                           char* room) noexcept {
    if (k.how == sql::kept_as::number_text)
        return cell::of(cell::kind::temporary, room,
                        static_cast<std::size_t>(dataflow::detail::write_decimal(room, n, k.scale)));
    if (k.real_column && !is_exact_real(n)) return cell::refuse(too_long_text);
    return number_cell(n, k.scale);
}

/// `t`: microseconds, as everywhere in kept_times.hpp.
[[nodiscard, gnu::always_inline]] inline cell keep_time(const sql::kept_form& k, std::int64_t t,
                                                        bool compared, char* room) {
    if (k.how == sql::kept_as::time_text) {
        const auto size = write_time_text(room, k, t, compared);
        return size == 0 ? cell::refuse(too_fine_text) : cell::of(cell::kind::temporary, room, size);
    }
    const auto given = write_time_number(k, t, compared);
    if (given.refused) return cell::refuse(too_fine_text);
    return given.is_real ? real_cell(given.real) : whole_cell(given.whole);
}

[[nodiscard]] inline cell keep_uuid(const sql::kept_form& k, const void* id, char* room) noexcept {
    if (k.how == sql::kept_as::uuid_bytes) {
        std::memcpy(room, id, 16);
        return cell::of(cell::kind::blob, room, 16);
    }
    char text[uuid_text_size];
    write_uuid(text, id);
    std::size_t size = 0;
    for (const char c : text)
        if (k.how == sql::kept_as::uuid_upper) room[size++] = c >= 'a' ? static_cast<char>(c - 32) : c;
        else if (c != '-') room[size++] = c;
    return cell::of(cell::kind::temporary, room, size);
}

[[nodiscard]] inline cell keep_boolean(const sql::kept_form& k, bool yes) noexcept {
    const auto& texts = sql::known_booleans[k.booleans];
    const auto text = yes ? texts.yes : texts.no;
    return cell::of(cell::kind::text, text.data(), text.size());
}

/// What is no NULL, and in the form of the library. `compared`: it is only compared with the column. `room`
/// has `scratch_size` bytes, and may hold the value.
[[nodiscard]] inline cell keep(const sql::kept_form& k, const cell& own, bool compared, char* room) {
    using kind = cell::kind;
    const bool is_text = own.held == kind::text || own.held == kind::temporary;
    const std::string_view text = is_text ? std::string_view{own.data, own.size} : std::string_view{};
    switch (k.how) {
    case sql::kept_as::number:
    case sql::kept_as::number_text:
        if (own.held != kind::integer) return cell::refuse("a decimal is out of range");
        return keep_decimal(k, own.integer, room);
    case sql::kept_as::whole_real:
        if (own.held == kind::integer && !is_exact_real(own.integer)) return cell::refuse(too_long_text);
        return own;
    case sql::kept_as::uuid_hex:
    case sql::kept_as::uuid_upper:
    case sql::kept_as::uuid_bytes: {
        const auto id = parse_uuid(text);
        return id ? keep_uuid(k, &*id, room) : cell::refuse("a value is no UUID");
    }
    case sql::kept_as::boolean_text: return keep_boolean(k, own.held == kind::integer && own.integer != 0);
    case sql::kept_as::as_sent:
    case sql::kept_as::real:
    case sql::kept_as::json_text: return own;
    default: {
        const auto t = read_time_text(text, k.stored);
        return is_text && t ? keep_time(k, *t, compared, room) : cell::refuse("a value is no time");
    }
    }
}

/// A parameter that is single.
[[nodiscard]] inline cell keep(const sql::kept_form& k, const value& v, bool compared, char* room) {
    if (v.stored == k.stored) switch (v.stored) { // what most are, without a text between
        case storage::decimal: return keep_decimal(k, v.integer, room);
        case storage::timestamp:
            if (!is_storable_time(v.integer)) break;
            return keep_time(k, v.integer, compared, room);
        case storage::date:
            if (!is_storable_day(v.integer)) break;
            return keep_time(k, v.integer * microseconds_of_day, compared, room);
        case storage::uuid: return keep_uuid(k, v.data, room);
        default: break;
        }
    const cell own = encode(v, room);
    return own.held == cell::kind::refused ? own : keep(k, own, compared, room);
}

} // namespace dataflow::driver::sqlite_::detail
