// Times as other programs keep them in SQLite: ISO texts of several shapes, seconds and milliseconds since
// 1970, julian days. All are counted in microseconds here: of a day its midnight, of a time of day from 0.
#pragma once

#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/sql/kept_form.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

inline constexpr std::int64_t microseconds_of_day = 86'400'000'000;
inline constexpr double julian_of_1970 = 2440587.5;
/// Rails keeps a time of day as a time of this day.
inline constexpr std::string_view day_of_clocks = "2000-01-01 ";

[[nodiscard]] inline bool is_dated_clock(std::string_view text) noexcept {
    return text.size() > day_of_clocks.size() && (text[10] == ' ' || text[10] == 'T') &&
           text.starts_with(day_of_clocks.substr(0, 10));
}

/// Whether a second's fraction has digits past the sixth that are not 0.
[[nodiscard]] inline bool is_finer(std::string_view text) noexcept {
    const auto point = std::min(text.find('.'), text.find(',')); // find_first_of() is ten times as long
    if (point == std::string_view::npos) return false;
    for (std::size_t i = point + 1, n = 0; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, ++n)
        if (n >= 6 && text[i] != '0') return true;
    return false;
}

/// A text as a field of a kind means it; nothing where it is none, or finer than a microsecond.
[[nodiscard]] inline std::optional<std::int64_t> read_time_text(std::string_view text, storage stored) {
    if (stored == storage::timestamp)
        if (const auto usual = dataflow::detail::read_usual_time(text)) return usual;
    if (is_finer(text)) return std::nullopt;
    if (stored == storage_of<time_of_day>) {
        if (is_dated_clock(text)) text.remove_prefix(day_of_clocks.size());
        const auto found = parse_time_of_day(text);
        return found ? std::optional{std::int64_t{found->since_midnight.count()}} : std::nullopt;
    }
    if (stored == storage::timestamp) {
        if (text.ends_with(" UTC")) text.remove_suffix(4);
        return read_timestamp(text);
    }
    const auto found = parse_local_time(text);
    if (!found) return std::nullopt;
    const auto t = std::int64_t{found->time_since_epoch().count()};
    if (stored == storage::date && t % microseconds_of_day != 0) return std::nullopt;
    return t;
}

/// Whether a field of a kind has such times.
[[nodiscard]] inline bool is_own_time(storage stored, std::int64_t t) noexcept {
    if (stored == storage_of<time_of_day>) return t >= 0 && t <= microseconds_of_day;
    return is_storable_time(t);
}
/// A time as the library's own tables keep it; gives its bytes, 0 for what is out of range.
[[nodiscard]] inline std::size_t write_own_time(char* to, storage stored, std::int64_t t) {
    if (!is_own_time(stored, t)) return 0;
    if (stored == storage_of<time_of_day>) {
        dataflow::detail::put_clock(to, t);
        return column_type<time_of_day>::text_size;
    }
    if (stored == storage::date) return write_date(to, t / microseconds_of_day) ? date_text_size : 0;
    if (!write_timestamp(to, t)) return 0;
    return stored == storage::timestamp ? timestamp_text_size : timestamp_text_size - 1;
}

/// `2009-01-02 00:00:00`: a whole second since 1970 without a zone. 19 bytes.
inline void write_seconds_text(char* to, char separator, std::int64_t t) noexcept {
    using dataflow::detail::put_two;
    const auto days = (t < 0 ? t - 86'399 : t) / 86'400;
    const auto seconds = static_cast<unsigned>(t - days * 86'400);
    (void)write_date(to, days);
    to[10] = separator;
    put_two(to + 11, seconds / 3'600);
    to[13] = ':';
    put_two(to + 14, seconds / 60 % 60);
    to[16] = ':';
    put_two(to + 17, seconds % 60);
}

/// `write_time_text` of every shape, and of what is out of range.
[[nodiscard, gnu::noinline]] inline std::size_t write_any_time_text(char* to, const sql::kept_form& k,
                                                                    std::int64_t t, bool compared) {
    const auto& shape = k.shape;
    const bool clock_only = k.stored == storage_of<time_of_day>;
    char whole[timestamp_text_size];
    if (clock_only) {
        if (write_own_time(whole + 11, k.stored, t) == 0) return 0;
    } else if (!write_timestamp(whole, t)) return 0;
    std::size_t size = 0;
    const auto add = [&](const char* from, std::size_t n) {
        std::memcpy(to + size, from, n);
        size += n;
    };
    auto finer = t % 1'000'000;
    if (shape.dated) add(day_of_clocks.data(), 10), to[size++] = shape.separator;
    if (!clock_only) add(whole, 10);
    if (clock_only || shape.separator != '\0') {
        if (!clock_only) to[size++] = shape.separator;
        add(whole + 11, 8);
        std::size_t digits = shape.fraction;
        if (digits == sql::time_shape::none_or_six) digits = finer == 0 ? 0 : 6;
        if (digits != 0) add(whole + 19, 1 + (digits < 6 ? digits : 6));
        for (std::size_t i = 6; i < digits; ++i) to[size++] = '0';
        for (std::size_t i = 0; i < digits && i < 6; ++i) whole[20 + i] = '0';
        finer = 0;
        for (std::size_t i = 20; i < 26; ++i) finer += whole[i] - '0'; // what is left of it
        if (shape.ends == sql::time_shape::zone::z) to[size++] = 'Z';
        if (shape.ends == sql::time_shape::zone::offset) add("+00:00", 6);
    } else finer = (t % microseconds_of_day + microseconds_of_day) % microseconds_of_day;
    if (finer == 0) return size;
    if (!compared) return 0;
    to[size++] = '~'; // after all that begin so
    return size;
}

/// A time in the shape of a column's texts; gives its bytes, 0 where it is finer than these. `compared`: what
/// is finer stands between the texts before and after it.
[[nodiscard]] inline std::size_t write_time_text(char* to, const sql::kept_form& k, std::int64_t t,
                                                 bool compared) {
    const auto& shape = k.shape;
    const bool plain = shape.separator != '\0' && shape.ends == sql::time_shape::zone::none &&
                       (shape.fraction == 0 || shape.fraction == sql::time_shape::none_or_six) &&
                       k.stored != storage_of<time_of_day>;
    if (!plain || t % 1'000'000 != 0 || !is_storable_time(t)) return write_any_time_text(to, k, t, compared);
    write_seconds_text(to, shape.separator, t / 1'000'000); // what most are
    return 19;
}

[[nodiscard]] inline std::int64_t microseconds_of(sql::kept_as how) noexcept {
    return how == sql::kept_as::unix_seconds ? 1'000'000 : how == sql::kept_as::unix_milliseconds ? 1'000 : 1;
}

/// A number as a field of a kind means it; nothing where it is none.
[[nodiscard]] inline std::optional<std::int64_t> read_time_number(const sql::kept_form& k,
                                                                  sqlite3_value* from) {
    const bool whole = sqlite3_value_type(from) == SQLITE_INTEGER;
    double t = 0;
    switch (k.how) {
    case sql::kept_as::unix_seconds:
    case sql::kept_as::unix_milliseconds:
    case sql::kept_as::unix_microseconds: {
        if (!whole) return std::nullopt;
        const auto n = sqlite3_value_int64(from);
        const auto unit = microseconds_of(k.how);
        if (n > last_microsecond / unit || n < first_microsecond / unit - 1) return std::nullopt;
        const auto out = n * unit;
        if (k.stored == storage::date && out % microseconds_of_day != 0) return std::nullopt;
        return out;
    }
    case sql::kept_as::unix_real: t = std::round(sqlite3_value_double(from) * 1e6); break;
    case sql::kept_as::julian_days: // SQLite itself counts milliseconds
        t = std::round((sqlite3_value_double(from) - julian_of_1970) * 86'400'000.0) * 1000.0;
        break;
    default: return std::nullopt;
    }
    if (!(std::fabs(t) < 4e17)) return std::nullopt;
    const auto out = static_cast<std::int64_t>(t);
    if (k.stored == storage::date && out % microseconds_of_day != 0) return std::nullopt;
    return out;
}

struct time_number {
    bool refused = false; ///< it is finer than the numbers of the column
    bool is_real = false;
    std::int64_t whole = 0;
    double real = 0;
};
[[nodiscard]] inline time_number write_time_number(const sql::kept_form& k, std::int64_t t, bool compared) {
    time_number out;
    if (k.how == sql::kept_as::julian_days || k.how == sql::kept_as::unix_real) {
        const bool julian = k.how == sql::kept_as::julian_days;
        out.refused = julian && t % 1000 != 0 && !compared;
        out.is_real = true;
        out.real = julian ? static_cast<double>(t) / 86'400e6 + julian_of_1970 : static_cast<double>(t) / 1e6;
        return out;
    }
    const auto unit = microseconds_of(k.how);
    if (t % unit == 0) out.whole = t / unit;
    else {
        out.refused = !compared;
        out.is_real = true; // between two of them
        out.real = static_cast<double>(t) / static_cast<double>(unit);
    }
    return out;
}

/// The kind of a field of times that a question is about.
[[nodiscard]] inline storage asked_about(sql::shape_question what) noexcept {
    return what == sql::shape_question::clock   ? storage_of<time_of_day>
           : what == sql::shape_question::local ? storage_of<local_time>
           : what == sql::shape_question::day   ? storage::date
                                                : storage::timestamp;
}

/// What a stored number looks like to a field of a kind.
[[nodiscard]] inline sql::found_shape shape_of_time_number(sqlite3_value* v, storage field) {
    using shape = sql::found_shape;
    shape out;
    sql::kept_form as{.stored = field};
    if (sqlite3_value_type(v) == SQLITE_INTEGER) {
        const double n = std::fabs(static_cast<double>(sqlite3_value_int64(v)));
        as.how = n < 1e11   ? sql::kept_as::unix_seconds
                 : n < 1e14 ? sql::kept_as::unix_milliseconds
                            : sql::kept_as::unix_microseconds;
        out.what = n < 1e11 ? shape::seconds : n < 1e14 ? shape::milliseconds : shape::microseconds;
    } else {
        const double x = sqlite3_value_double(v);
        const bool julian = x >= 1721425.5 && x < 5373484.5;
        as.how = julian ? sql::kept_as::julian_days : sql::kept_as::unix_real;
        out.what = julian ? shape::julian : shape::real_seconds;
    }
    char text[timestamp_text_size];
    const auto t = read_time_number(as, v);
    return t && write_own_time(text, field, *t) != 0 ? out : shape{};
}

/// What a stored value looks like; `other` where the field cannot mean it.
[[nodiscard]] inline sql::found_shape shape_of_time(sqlite3_value* v, int type, std::string_view text,
                                                    storage field) {
    using shape = sql::found_shape;
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) return shape_of_time_number(v, field);
    shape out;
    if (type != SQLITE_TEXT || !read_time_text(text, field)) return out;
    const bool clock_only = field == storage_of<time_of_day>;
    out.what = shape::text;
    if (!clock_only && text.size() == 10) return out;
    out.shape.dated = clock_only && is_dated_clock(text);
    out.shape.separator = clock_only && !out.shape.dated ? ' ' : text.size() > 10 ? text[10] : 't';
    auto rest = text.substr(clock_only && !out.shape.dated ? 0 : text.size() > 11 ? 11 : text.size());
    if (rest.size() < 8 || rest[5] != ':' || out.shape.separator == 't') {
        out.what = shape::irregular;
        return out;
    }
    rest.remove_prefix(8);
    if (!rest.empty() && (rest[0] == '.' || rest[0] == ',')) {
        if (rest[0] == ',') out.what = shape::irregular;
        rest.remove_prefix(1);
        while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') ++out.shape.fraction, rest.remove_prefix(1);
    }
    if (out.shape.fraction == sql::time_shape::none_or_six) out.what = shape::irregular;
    if (rest == "Z") out.shape.ends = sql::time_shape::zone::z;
    else if (rest == "+00:00") out.shape.ends = sql::time_shape::zone::offset;
    else if (!rest.empty()) out.what = shape::irregular;
    return out;
}

} // namespace dataflow::driver::sqlite_::detail
