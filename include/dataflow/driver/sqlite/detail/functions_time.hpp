// SQL functions of times and days, which are stored as text: YYYY-MM-DDTHH:MM:SS.ffffffZ and YYYY-MM-DD.
#pragma once

#include <dataflow/core/iso8601.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/functions_number.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

inline constexpr std::int64_t day_length = 86'400'000'000; ///< microseconds

/// A time or a day, taken apart.
struct moment {
    std::int64_t days;         ///< since 1970-01-01
    std::int64_t microseconds; ///< of the day
    bool whole_day;            ///< it is a date

    [[nodiscard]] std::chrono::year_month_day date() const noexcept {
        return std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}};
    }
    /// 1, a Monday, to 7.
    [[nodiscard]] std::int64_t weekday() const noexcept { return ((days + 3) % 7 + 7) % 7 + 1; }
};

[[nodiscard]] inline std::int64_t day_number(std::chrono::year y, unsigned month, unsigned day) noexcept {
    return std::chrono::sys_days{y / std::chrono::month{month} / std::chrono::day{day}}
        .time_since_epoch()
        .count();
}

/// Reads a stored time or day; nothing after the error has been told.
[[nodiscard]] inline std::optional<moment> read_moment(sqlite3_context* to, sqlite3_value* from) {
    const text_argument text{from};
    if (text.data != nullptr && sqlite3_value_type(from) == SQLITE_TEXT) {
        if (text.size == date_text_size) {
            if (const auto day = read_date(text.view())) return moment{*day, 0, true};
        } else if (const auto t = read_stored_timestamp(text.view())) {
            const auto of_day = (*t % day_length + day_length) % day_length;
            return moment{(*t - of_day) / day_length, of_day, false};
        }
    }
    fail_value(to, "a stored value is neither a time nor a day");
    return std::nullopt;
}

inline void give_moment(sqlite3_context* to, const moment& m) {
    char text[timestamp_text_size];
    const bool good =
        m.whole_day ? write_date(text, m.days) : write_timestamp(text, m.days * day_length + m.microseconds);
    if (!good) return fail_value(to, "a date or time is out of range");
    sqlite3_result_text(to, text, static_cast<int>(m.whole_day ? date_text_size : timestamp_text_size),
                        SQLITE_TRANSIENT);
}

/// dataflow_time_part(which, x): year, month, day, hour, minute, second, day of the week and of the year,
/// ISO week and its year, by number from 0.
inline void time_part_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const auto m = read_moment(to, arguments[1]);
    if (!m) return;
    const auto date = m->date();
    const auto thursday = m->days + 4 - m->weekday(); // an ISO week belongs to the year of its Thursday
    const auto week_year = [&] { return moment{thursday, 0, true}.date().year(); };
    std::int64_t out = 0;
    switch (sqlite3_value_int(arguments[0])) {
    case 0: out = static_cast<int>(date.year()); break;
    case 1: out = static_cast<unsigned>(date.month()); break;
    case 2: out = static_cast<unsigned>(date.day()); break;
    case 3: out = m->microseconds / 3'600'000'000; break;
    case 4: out = m->microseconds / 60'000'000 % 60; break;
    case 5: out = m->microseconds / 1'000'000 % 60; break;
    case 6: out = m->weekday(); break;
    case 7: out = m->days - day_number(date.year(), 1, 1) + 1; break;
    case 8: out = (thursday - day_number(week_year(), 1, 1)) / 7 + 1; break;
    default: out = static_cast<int>(week_year()); break;
    }
    sqlite3_result_int64(to, out);
}

/// dataflow_truncate(unit, x): the start of the second, minute, hour, day, ISO week, month, quarter, year, by
/// number from 0.
inline void truncate_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    auto m = read_moment(to, arguments[1]);
    if (!m) return;
    const auto date = m->date();
    const int unit = sqlite3_value_int(arguments[0]);
    switch (unit) {
    case 0: m->microseconds -= m->microseconds % 1'000'000; break;
    case 1: m->microseconds -= m->microseconds % 60'000'000; break;
    case 2: m->microseconds -= m->microseconds % 3'600'000'000; break;
    case 4: m->days -= m->weekday() - 1; break;
    case 5: m->days = day_number(date.year(), static_cast<unsigned>(date.month()), 1); break;
    case 6:
        m->days = day_number(date.year(), (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1, 1);
        break;
    case 7: m->days = day_number(date.year(), 1, 1); break;
    default: break;
    }
    if (unit >= 3) m->microseconds = 0;
    give_moment(to, *m);
}

/// dataflow_time_add(x, hours, microseconds)
inline void time_add_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const auto m = read_moment(to, arguments[0]);
    if (!m) return;
    const std::int64_t hours = sqlite3_value_int64(arguments[1]);
    constexpr std::int64_t most = 24 * 366 * 10'000; // from year 1 to year 9999, and more
    if (hours < -most || hours > most) return fail_value(to, "a date or time is out of range");
    const auto sum =
        m->days * day_length + m->microseconds + hours * 3'600'000'000 + sqlite3_value_int64(arguments[2]);
    const auto of_day = (sum % day_length + day_length) % day_length;
    give_moment(to, {(sum - of_day) / day_length, of_day, false});
}

/// dataflow_time_difference(a, b): microseconds.
inline void time_difference_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const auto a = read_moment(to, arguments[0]);
    if (!a) return;
    const auto b = read_moment(to, arguments[1]);
    if (b) sqlite3_result_int64(to, (a->days - b->days) * day_length + a->microseconds - b->microseconds);
}

} // namespace dataflow::driver::sqlite_::detail
