// What the expressions of this library mean, in plain C++ over optionals: an oracle that shares no code with
// the library or with a database. Extend it where a new function or operator is tested.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace plain {

/// What the library tells as `invalid_value`.
struct refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <class T>
using maybe = std::optional<T>;
using whole = maybe<std::int64_t>;
using real = maybe<double>;
using text = maybe<std::string>;
using time = maybe<std::chrono::sys_time<std::chrono::microseconds>>;
using day = maybe<std::chrono::year_month_day>;
using wide = __int128_t;

[[nodiscard]] inline std::int64_t narrow(wide n) {
    if (n < std::numeric_limits<std::int64_t>::min() || n > std::numeric_limits<std::int64_t>::max())
        throw refused("out of range");
    return static_cast<std::int64_t>(n);
}

/// NULL where an argument is, else what the function gives.
template <class F, class... A>
auto lift(F f, const maybe<A>&... a) -> maybe<decltype(f(*a...))> {
    if ((!a || ...)) return std::nullopt;
    return f(*a...);
}

// --- numbers ---

inline whole abs_whole(whole x) {
    return lift([](std::int64_t n) { return narrow(n < 0 ? -static_cast<wide>(n) : n); }, x);
}
inline real abs_real(real x) {
    return lift([](double n) { return std::fabs(n); }, x);
}
inline whole sign(real x) {
    return lift([](double n) { return std::int64_t{n > 0} - std::int64_t{n < 0}; }, x);
}
inline real floor(real x) {
    return lift([](double n) { return std::floor(n); }, x);
}
inline real ceil(real x) {
    return lift([](double n) { return std::ceil(n); }, x);
}
inline real round(real x) {
    return lift([](double n) { return std::round(n); }, x);
}
/// Half away from zero, of the shortest decimal number that names x.
inline real round(real x, int places) {
    const auto one = [&](double n) {
        if (n == 0 || std::isinf(n)) return n;
        char shortest[64];
        for (int digits = 0; digits < 17; ++digits) {
            std::snprintf(shortest, sizeof shortest, "%.*e", digits, n);
            if (std::strtod(shortest, nullptr) == n) break;
        }
        // Digits and exponent, then written out in full with zeros on both sides.
        const std::string s = shortest;
        const auto e = s.find('e');
        std::string digits;
        for (const char c : s.substr(0, e))
            if (c >= '0' && c <= '9') digits += c;
        const int point = std::atoi(s.c_str() + e + 1) + 1; // digits before the decimal point
        std::string before = point > 0 ? digits.substr(0, static_cast<std::size_t>(point)) : "0";
        before.append(static_cast<std::size_t>(std::max(0, point - static_cast<int>(digits.size()))), '0');
        std::string after(static_cast<std::size_t>(std::max(0, -point)), '0');
        after += point > 0 ? (static_cast<int>(digits.size()) > point
                                  ? digits.substr(static_cast<std::size_t>(point))
                                  : "")
                           : digits;
        after.append(static_cast<std::size_t>(std::max(0, places + 1)), '0');
        std::string all = std::string(500, '0') + before + after;
        const auto cut = 500 + before.size() + static_cast<std::size_t>(places + 500) - 500;
        const bool up = all[cut] >= '5';
        for (auto i = cut; i < 500 + before.size(); ++i) all[i] = '0';
        std::string kept = all.substr(0, std::max(cut, 500 + before.size()));
        for (auto i = cut; up && i-- > 0;) {
            if (kept[i] != '9') {
                ++kept[i];
                break;
            }
            kept[i] = '0';
        }
        kept.insert(500 + before.size(), ".");
        const double result = std::strtod(kept.c_str(), nullptr);
        if (std::isinf(result)) throw refused("out of range");
        return n < 0 ? -result : result;
    };
    return lift(one, x);
}
inline whole mod(whole x, whole y) {
    return lift(
        [](std::int64_t a, std::int64_t b) {
            if (b == 0) throw refused("division by zero");
            return static_cast<std::int64_t>(static_cast<wide>(a) % b);
        },
        x, y);
}
inline real power(real x, real y) {
    return lift(
        [](double a, double b) {
            const double result = std::pow(a, b);
            if ((a == 0 && b < 0) || std::isnan(result)) throw refused("no such power");
            if (a < 0 && std::floor(b) != b) throw refused("no such power");
            const bool finite = std::isfinite(a) && std::isfinite(b);
            if (finite && (std::isinf(result) || (result == 0 && a != 0))) throw refused("out of range");
            return result;
        },
        x, y);
}
inline real sqrt(real x) {
    return lift(
        [](double n) {
            if (n < 0) throw refused("no such root");
            return std::sqrt(n);
        },
        x);
}

// --- text ---

[[nodiscard]] inline std::u32string decode(std::string_view s) {
    std::u32string out;
    for (std::size_t i = 0; i < s.size();) {
        const auto lead = static_cast<unsigned char>(s[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t c = size == 1 ? lead : lead & (0x7FU >> size);
        for (std::size_t k = 1; k < size; ++k) c = c << 6U | (static_cast<unsigned char>(s[i + k]) & 0x3FU);
        out += c;
        i += size;
    }
    return out;
}
[[nodiscard]] inline std::string encode(std::u32string_view s) {
    std::string out;
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    for (const char32_t c : s) {
        if (c < 0x80) put(c);
        else if (c < 0x800) put(0xC0 | c >> 6U), put(0x80 | (c & 0x3F));
        else if (c < 0x10000) put(0xE0 | c >> 12U), put(0x80 | (c >> 6U & 0x3F)), put(0x80 | (c & 0x3F));
        else
            put(0xF0 | c >> 18U), put(0x80 | (c >> 12U & 0x3F)), put(0x80 | (c >> 6U & 0x3F)),
                put(0x80 | (c & 0x3F));
    }
    return out;
}

inline text lower(text t) {
    if (t)
        for (char& c : *t) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return t;
}
inline text upper(text t) {
    if (t)
        for (char& c : *t) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return t;
}
inline text trim(text t, text set, bool start, bool end) {
    return lift(
        [&](const std::string& s, const std::string& of) {
            auto u = decode(s);
            const auto among = decode(of);
            while (start && !u.empty() && among.find(u.front()) != among.npos) u.erase(0, 1);
            while (end && !u.empty() && among.find(u.back()) != among.npos) u.pop_back();
            return encode(u);
        },
        t, set);
}
inline whole length(text t) {
    return lift([](const std::string& s) { return static_cast<std::int64_t>(decode(s).size()); }, t);
}
inline whole byte_length(text t) {
    return lift([](const std::string& s) { return static_cast<std::int64_t>(s.size()); }, t);
}
inline text concat(text a, text b) {
    return lift([](const std::string& x, const std::string& y) { return x + y; }, a, b);
}
inline void fits_int32(whole n) {
    if (n && (*n < INT32_MIN || *n > INT32_MAX)) throw refused("out of range");
}
inline text substring(text t, whole from, whole count) {
    fits_int32(from);
    fits_int32(count);
    return lift(
        [](const std::string& s, std::int64_t f, std::int64_t n) {
            if (n < 0) throw refused("negative count");
            std::u32string out;
            const auto u = decode(s);
            for (std::int64_t i = 1; i <= static_cast<std::int64_t>(u.size()); ++i)
                if (i >= f && i < f + n) out += u[static_cast<std::size_t>(i - 1)];
            return encode(out);
        },
        t, from, count);
}
inline text substring(text t, whole from) {
    fits_int32(from);
    return lift(
        [](const std::string& s, std::int64_t f) {
            return encode(decode(s).substr(static_cast<std::size_t>(
                std::clamp<std::int64_t>(f - 1, 0, static_cast<std::int64_t>(decode(s).size())))));
        },
        t, from);
}
inline whole position(text t, text part) {
    return lift(
        [](const std::string& s, const std::string& p) {
            const auto at = decode(s).find(decode(p));
            return at == std::u32string::npos ? std::int64_t{0} : static_cast<std::int64_t>(at) + 1;
        },
        t, part);
}
inline text replace(text t, text part, text by) {
    return lift(
        [](const std::string& s, const std::string& p, const std::string& b) {
            std::string out;
            for (std::size_t i = 0; i < s.size();) {
                if (!p.empty() && s.compare(i, p.size(), p) == 0) {
                    out += b;
                    i += p.size();
                } else out += s[i++];
            }
            return out;
        },
        t, part, by);
}
inline text left(text t, whole n) {
    fits_int32(n); // also where the text is NULL
    return lift(
        [](const std::string& s, std::int64_t k) {
            const auto u = decode(s);
            const auto size = static_cast<std::int64_t>(u.size());
            const auto keep = k >= 0 ? std::min(k, size) : std::max<std::int64_t>(size + k, 0);
            return encode(std::u32string_view{u}.substr(0, static_cast<std::size_t>(keep)));
        },
        t, n);
}
inline text right(text t, whole n) {
    fits_int32(n); // also where the text is NULL
    return lift(
        [](const std::string& s, std::int64_t k) {
            const auto u = decode(s);
            const auto size = static_cast<std::int64_t>(u.size());
            const auto keep = k >= 0 ? std::min(k, size) : std::max<std::int64_t>(size + k, 0);
            return encode(std::u32string_view{u}.substr(static_cast<std::size_t>(size - keep)));
        },
        t, n);
}

// --- times ---

using std::chrono::days;
using std::chrono::sys_days;

[[nodiscard]] inline day date_of(time t) {
    return lift([](auto x) { return std::chrono::year_month_day{std::chrono::floor<days>(x)}; }, t);
}
[[nodiscard]] inline time midnight(day d) {
    return lift([](auto x) { return std::chrono::sys_time<std::chrono::microseconds>{sys_days{x}}; }, d);
}
inline whole year(day d) {
    return lift([](auto x) { return std::int64_t{static_cast<int>(x.year())}; }, d);
}
inline whole month(day d) {
    return lift([](auto x) { return std::int64_t{static_cast<unsigned>(x.month())}; }, d);
}
inline whole day_of_month(day d) {
    return lift([](auto x) { return std::int64_t{static_cast<unsigned>(x.day())}; }, d);
}
inline whole day_of_week(day d) {
    return lift([](auto x) { return std::int64_t{std::chrono::weekday{sys_days{x}}.iso_encoding()}; }, d);
}
inline whole day_of_year(day d) {
    return lift([](auto x) { return std::int64_t{(sys_days{x} - sys_days{x.year() / 1 / 1}).count()} + 1; },
                d);
}
/// The Monday of the first ISO week of a year: that which holds the 4th of January.
[[nodiscard]] inline sys_days first_week(int year) {
    const sys_days fourth{std::chrono::year{year} / 1 / 4};
    return fourth - days{std::chrono::weekday{fourth}.iso_encoding() - 1};
}
inline whole iso_week_year(day d) {
    return lift(
        [](auto x) {
            const int y = static_cast<int>(x.year());
            const sys_days at{x};
            return std::int64_t{at < first_week(y) ? y - 1 : at >= first_week(y + 1) ? y + 1 : y};
        },
        d);
}
inline whole iso_week(day d) {
    return lift(
        [](auto x) {
            return std::int64_t{(sys_days{x} - first_week(static_cast<int>(*iso_week_year(x)))).count()} / 7 +
                   1;
        },
        d);
}
/// Which unit of the day, and how many there are in the next larger one.
inline whole of_day(time t, std::chrono::microseconds unit, std::int64_t in_the_next) {
    return lift([&](auto x) { return (x - std::chrono::floor<days>(x)) / unit % in_the_next; }, t);
}
inline time truncate(time t, std::chrono::microseconds unit) {
    return lift(
        [&](auto x) {
            const auto start = std::chrono::floor<days>(x);
            return decltype(x){start + (x - start) / unit * unit};
        },
        t);
}
inline day monday(day d) {
    return lift(
        [](auto x) {
            return std::chrono::year_month_day{sys_days{x} -
                                               days{std::chrono::weekday{sys_days{x}}.iso_encoding() - 1}};
        },
        d);
}
inline day start_of_months(day d, unsigned months) {
    return lift(
        [&](auto x) {
            const auto month = (static_cast<unsigned>(x.month()) - 1) / months * months + 1;
            return std::chrono::year_month_day{x.year(), std::chrono::month{month}, std::chrono::day{1}};
        },
        d);
}
inline time add(time t, std::chrono::microseconds d) {
    return lift(
        [&](auto x) {
            const auto sum = x + d;
            if (sum < sys_days{std::chrono::year{1} / 1 / 1} ||
                sum >= sys_days{std::chrono::year{10000} / 1 / 1})
                throw refused("out of range");
            return sum;
        },
        t);
}
inline maybe<std::chrono::microseconds> difference(time a, time b) {
    return lift([](auto x, auto y) { return x - y; }, a, b);
}

// --- choices ---

template <class T>
maybe<T> coalesce(std::vector<maybe<T>> all) {
    for (auto& x : all)
        if (x) return x;
    return std::nullopt;
}
template <class T>
maybe<T> nullif(maybe<T> a, maybe<T> b) {
    return a && b && *a == *b ? std::nullopt : a;
}
template <class T>
maybe<T> greatest(std::vector<maybe<T>> all) {
    maybe<T> out;
    for (auto& x : all)
        if (x && (!out || *out < *x)) out = x;
    return out;
}
template <class T>
maybe<T> least(std::vector<maybe<T>> all) {
    maybe<T> out;
    for (auto& x : all)
        if (x && (!out || *x < *out)) out = x;
    return out;
}

// --- casts ---

template <class To>
maybe<To> whole_as(whole x) {
    return lift(
        [](std::int64_t n) {
            if (n < std::numeric_limits<To>::min() || n > std::numeric_limits<To>::max())
                throw refused("out of range");
            return static_cast<To>(n);
        },
        x);
}
template <class To>
maybe<To> real_as(real x) {
    return lift(
        [](double n) {
            const double cut = std::trunc(n);
            if (!(cut >= static_cast<double>(std::numeric_limits<To>::min()) &&
                  cut < -static_cast<double>(std::numeric_limits<To>::min())))
                throw refused("out of range");
            return static_cast<To>(cut);
        },
        x);
}
[[nodiscard]] inline std::string stripped(std::string s) {
    const char* const spaces = " \t\n\v\f\r";
    const auto first = s.find_first_not_of(spaces);
    return first == std::string::npos ? std::string{}
                                      : s.substr(first, s.find_last_not_of(spaces) - first + 1);
}
inline whole text_as_whole(text t) {
    return lift(
        [](const std::string& given) {
            auto s = stripped(given);
            const bool minus = !s.empty() && s[0] == '-';
            if (minus || (!s.empty() && s[0] == '+')) s.erase(0, 1);
            if (s.empty() || s.find_first_not_of("0123456789") != std::string::npos)
                throw refused("no number");
            wide n = 0;
            for (const char c : s) {
                n = n * 10 + (c - '0');
                if (n > static_cast<wide>(1) << 64U) throw refused("out of range");
            }
            return narrow(minus ? -n : n);
        },
        t);
}
inline real text_as_real(text t) {
    return lift(
        [](const std::string& given) {
            const auto s = stripped(given);
            if (s.empty() || s.find_first_not_of("0123456789+-.eE") != std::string::npos)
                throw refused("no number");
            char* end = nullptr;
            const double x = std::strtod(s.c_str(), &end);
            if (*end != '\0') throw refused("no number");
            if (std::isinf(x) || (x == 0 && s.substr(0, s.find_first_of("eE")).find_first_of("123456789") !=
                                                std::string::npos))
                throw refused("out of range");
            return x;
        },
        t);
}

// --- aggregates ---

inline whole sum_whole(const std::vector<whole>& all) {
    wide out = 0;
    bool any = false;
    for (const auto& x : all)
        if (x) out += *x, any = true;
    return any ? whole{narrow(out)} : std::nullopt;
}
inline real sum_real(const std::vector<real>& all) {
    real out;
    for (const auto& x : all)
        if (x) out = out.value_or(0) + *x;
    return out;
}
inline real avg(const std::vector<real>& all) {
    const auto n = std::count_if(all.begin(), all.end(), [](const real& x) { return x.has_value(); });
    return n == 0 ? real{} : real{*sum_real(all) / static_cast<double>(n)};
}

} // namespace plain
