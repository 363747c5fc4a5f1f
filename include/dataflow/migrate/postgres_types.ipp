// The code of migrate/postgres_types.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/postgres_types.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace dataflow::migrate {

namespace pg_types {

/// A type as PostgreSQL shows it, taken apart: `timestamp(3) with time zone`.
struct shown {
    std::string base{};
    int first = -1;  ///< the number in parentheses; -1: none
    int second = -1; ///< the one after it
};
inline shown taken_apart(std::string_view spelled) {
    shown out;
    const auto open = spelled.find('('), close = spelled.find(')');
    if (open == spelled.npos || close == spelled.npos) return {std::string{spelled}, -1, -1};
    out.base = std::string{spelled.substr(0, open)} + std::string{spelled.substr(close + 1)};
    int* number = &out.first;
    for (const char c : spelled.substr(open + 1, close - open - 1)) {
        if (c == ',') number = &out.second;
        if (c >= '0' && c <= '9') *number = std::max(*number, 0) * 10 + (c - '0');
    }
    if (out.base == "numeric" && out.second < 0) out.second = 0;
    return out;
}

/// How wide a whole number is; 0: it is none.
inline int whole_width(std::string_view base) {
    return base == "smallint" ? 2 : base == "integer" ? 4 : base == "bigint" ? 8 : 0;
}
inline std::string_view whole_range(int width) {
    return width == 2   ? "-32768 AND 32767"
           : width == 4 ? "-2147483648 AND 2147483647"
                        : "-9223372036854775808 AND 9223372036854775807";
}
inline bool is_text(std::string_view base) { return base == "text" || base == "character varying"; }
/// A precision that is not given is the greatest one.
inline bool at_least(int to, int from) { return to < 0 || (from >= 0 && to >= from); }

/// Whether the catalog alone changes.
inline bool relaxes(const shown& from, const shown& to) {
    if (is_text(from.base) && is_text(to.base)) return to.base == "text" || at_least(to.first, from.first);
    if (from.base != to.base) return from.base == "cidr" && to.base == "inet";
    if (from.base == "numeric")
        return to.first < 0 || (from.first >= 0 && to.first >= from.first && to.second == from.second);
    for (const std::string_view word : {"interval", "timestamp", "time", "bit varying"})
        if (from.base.starts_with(word)) return at_least(to.first, from.first);
    return false;
}

inline type_way whole_from_text(const shown& to, const std::string& name, int version) {
    type_way out{
        .known = true, .rewrites = true, .lossless = false, .with = name + "::" + to.base, .misfit = {}};
    if (version >= 160000) out.misfit = "NOT pg_input_is_valid(" + name + ", '" + to.base + "')";
    else
        out.misfit = "CASE WHEN " + name + " ~ '^\\s*[-+]?[0-9]{1,30}\\s*$' THEN " + name +
                     "::numeric NOT BETWEEN " + std::string{whole_range(whole_width(to.base))} + " ELSE " +
                     name + " IS NOT NULL END";
    return out;
}

inline type_way from_text(const shown& to, std::string_view spelled, const std::string& name, int version) {
    if (whole_width(to.base) != 0) return whole_from_text(to, name, version);
    type_way out{.known = true, .rewrites = true, .lossless = false, .with = {}, .misfit = {}};
    out.with = name + "::" + std::string{spelled};
    const bool real = to.base == "double precision" || to.base == "real";
    const std::string day = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    std::string unread, other; // what is no such value; what is read as another one
    if (version >= 160000) unread = "NOT pg_input_is_valid(" + name + ", '" + std::string{spelled} + "')";
    else if (to.base == "uuid") unread = name + " !~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'";
    else if (to.base == "boolean")
        unread = "lower(trim(" + name +
                 ")) NOT IN ('t', 'f', 'true', 'false', 'y', 'n', 'yes', 'no', 'on', 'off', '1', '0')";
    else if (to.base == "numeric" || real)
        unread = name + " !~ '^\\s*[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,2})?\\s*$'";
    else if (to.base == "date" || to.base.starts_with("timestamp")) {
        // ISO 8601 alone: others are read as the session says. The days of a month are asked where it is one.
        const std::string time = "([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?"
                                 "(Z|[-+][01][0-9](:?[0-5][0-9])?)?)";
        unread = "CASE WHEN " + name + " ~ '^" + day + (to.base == "date" ? "" : time + "?") +
                 "$' THEN substr(" + name + ", 9, 2)::int > extract(day FROM make_date(substr(" + name +
                 ", 1, 4)::int, substr(" + name +
                 ", 6, 2)::int, 1) + interval '1 month' - interval '1 day') ELSE " + name +
                 " IS NOT NULL END";
    } else if (to.base == "time without time zone")
        unread = name + " !~ '^(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?|"
                        "24:00(:00(\\.0{1,6})?)?)$'";
    if (to.base == "date" && version >= 160000) // a time would be lost
        other = name + " !~ '^" + day + "$'";
    if (real) other = name + "::" + to.base + "::text::numeric IS DISTINCT FROM " + name + "::numeric";
    if (to.base == "numeric" && to.first >= 0)
        other = "round(" + name + "::numeric, " + std::to_string(to.second) + ") <> " + name +
                "::numeric OR abs(" + name + "::numeric) >= 1e" + std::to_string(to.first - to.second);
    out.misfit = unread.empty()  ? other
                 : other.empty() ? unread
                                 : "CASE WHEN " + unread + " THEN true ELSE " + other + " END";
    return out;
}

inline type_way between_numbers(const shown& from, const shown& to, const std::string& name) {
    const int width_from = whole_width(from.base), width_to = whole_width(to.base);
    type_way out{.known = true, .rewrites = true, .lossless = false, .with = {}, .misfit = {}};
    const bool real_to = to.base == "real" || to.base == "double precision";
    if (width_from != 0 && width_to != 0) {
        out.lossless = width_to > width_from;
        if (!out.lossless) out.misfit = name + " NOT BETWEEN " + std::string{whole_range(width_to)};
        return out;
    }
    if (width_from != 0 && real_to) {
        const int exact = to.base == "real" ? 2 : 4;
        out.lossless = width_from <= exact;
        if (!out.lossless)
            out.misfit = "abs(" + name + "::numeric) > " + (exact == 2 ? "16777216" : "9007199254740992");
        return out;
    }
    if (from.base == "real" && to.base == "double precision") {
        out.lossless = true;
        return out;
    }
    if (width_to != 0) // from a real number, or a decimal: whole, and in range
        out.misfit = "CASE WHEN " + name + "::text IN ('NaN', 'Infinity', '-Infinity') THEN true ELSE " +
                     name + "::numeric <> trunc(" + name + "::numeric) OR " + name +
                     "::numeric NOT BETWEEN " + std::string{whole_range(width_to)} + " END";
    else if (to.base == "numeric") {
        const bool both = from.base == "numeric" && from.first >= 0 && to.second >= from.second &&
                          to.first - to.second >= from.first - from.second;
        out.lossless = both || to.first < 0 ||
                       (width_from != 0 && to.first - to.second >= (width_from == 2   ? 5
                                                                    : width_from == 4 ? 10
                                                                                      : 19));
        if (!out.lossless)
            out.misfit = "CASE WHEN " + name +
                         "::text IN ('NaN', 'Infinity', '-Infinity') THEN true ELSE round(" + name +
                         "::numeric, " + std::to_string(to.second) + ") <> " + name + "::numeric OR abs(" +
                         name + "::numeric) >= 1e" + std::to_string(to.first - to.second) + " END";
    } else // a decimal, or a double, as a real number
        out.misfit = name + "::" + to.base + "::text::numeric IS DISTINCT FROM " + name + "::text::numeric";
    return out;
}

inline bool is_number(std::string_view base) {
    return whole_width(base) != 0 || base == "numeric" || base == "real" || base == "double precision";
}

} // namespace pg_types

DATAFLOW_RUNTIME type_way way_of_type(const catalog::column_type& from, const catalog::column_type& to,
                                      const std::string& name, int version) {
    using namespace pg_types;
    const auto a = taken_apart(from.spelled), b = taken_apart(to.spelled);
    const bool domain = from.kind == catalog::type_kind::domain && from.base == to.spelled;
    if (domain || relaxes(a, b))
        return {.known = true, .rewrites = false, .lossless = true, .with = {}, .misfit = {}};
    type_way out{.known = true, .rewrites = true, .lossless = false, .with = {}, .misfit = {}};
    const auto spelled = std::string{to.spelled};
    if (is_text(b.base)) { // a length that is less, or another type as its text
        if (!is_text(a.base)) out.with = name + "::text";
        out.lossless = b.first < 0;
        if (b.first >= 0) out.misfit = "length(" + name + "::text) > " + std::to_string(b.first);
        return out;
    }
    if (is_text(a.base)) return from_text(b, to.spelled, name, version);
    if (is_number(a.base) && is_number(b.base)) return between_numbers(a, b, name);
    if (whole_width(a.base) != 0 && b.base == "boolean") {
        out.with = name + " <> 0";
        out.misfit = name + " NOT IN (0, 1)";
        return out;
    }
    if (a.base == "boolean" && whole_width(b.base) != 0) {
        out.with = name + "::int::" + b.base;
        out.lossless = true;
        return out;
    }
    const std::string_view zoned = "timestamp with time zone", plain = "timestamp without time zone";
    if ((a.base == plain && b.base == zoned) || (a.base == zoned && b.base == plain)) {
        out.with = name + " AT TIME ZONE 'UTC'";
        out.lossless = at_least(b.first, a.first);
        return out;
    }
    if (a.base == "date" && (b.base == zoned || b.base == plain)) {
        out.with = b.base == zoned ? name + "::timestamp AT TIME ZONE 'UTC'" : "";
        out.lossless = true;
        return out;
    }
    if ((a.base == zoned || a.base == plain) && b.base == "date") {
        const auto time = a.base == zoned ? "(" + name + " AT TIME ZONE 'UTC')" : name;
        out.with = time + "::date";
        out.misfit = time + " <> date_trunc('day', " + time + ")";
        return out;
    }
    if (a.base == b.base && a.base.starts_with("time")) { // a precision that is less
        out.misfit = name + " <> " + name + "::" + spelled;
        return out;
    }
    if ((a.base == "json" && b.base == "jsonb") || (a.base == "jsonb" && b.base == "json")) {
        out.with = name + "::" + b.base;
        out.lossless = a.base == "jsonb"; // a key that is there twice is kept once
        return out;
    }
    return {};
}

DATAFLOW_RUNTIME bool is_volatile(std::string_view default_text) {
    constexpr std::string_view stable[]{"now",
                                        "transaction_timestamp",
                                        "statement_timestamp",
                                        "md5",
                                        "upper",
                                        "lower",
                                        "length",
                                        "current_setting",
                                        "coalesce",
                                        "array",
                                        "date_trunc",
                                        "timezone",
                                        "make_date",
                                        "to_timestamp",
                                        "decode",
                                        "row",
                                        "nullif",
                                        "concat"};
    catalog::token_reader in{default_text, dialect::postgres};
    while (!in.at_end()) {
        const auto& t = in.next();
        if (!t.is_name() || !in.now().is("(")) continue;
        // A type with its length is no function: after `::`, or the word of a type.
        if (t.text == "numeric" || t.text == "varchar" || t.text == "varying" || t.text == "character" ||
            t.text == "timestamp" || t.text == "time" || t.text == "interval" || t.text == "bit" ||
            t.text == "char")
            continue;
        if (std::find(std::begin(stable), std::end(stable), t.text) == std::end(stable)) return true;
    }
    return false;
}

} // namespace dataflow::migrate
