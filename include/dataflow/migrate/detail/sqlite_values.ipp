// The code of migrate/detail/sqlite_values.hpp.
#pragma once

#include <dataflow/migrate/detail/sqlite_values.hpp>
#include <dataflow/sql/column_type.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

/// What a column of SQLite's is made for.
enum class sqlite_kind : std::uint8_t { whole, decimal, real, text, bytes, anything };

[[nodiscard]] inline sqlite_kind sqlite_kind_of(const catalog::column_type& type) {
    const auto declared = sql::in_capitals(type.spelled);
    const auto affinity = sql::affinity(declared);
    if (affinity == "INTEGER")
        return declared.find(',') != std::string::npos ? sqlite_kind::decimal : sqlite_kind::whole;
    if (affinity == "REAL") return sqlite_kind::real;
    if (affinity == "TEXT") return sqlite_kind::text;
    return affinity == "BLOB" && !declared.empty() ? sqlite_kind::bytes : sqlite_kind::anything;
}

/// Text with `@` in place of the column's name, and `#` in place of a number.
[[nodiscard]] inline std::string about(std::string_view text, std::string_view column,
                                       std::string_view number = {}) {
    std::string out;
    for (const char c : text)
        if (c == '@') out.append(column);
        else if (c == '#') out.append(number);
        else out.push_back(c);
    return out;
}
[[nodiscard]] inline std::string power_of_ten_text(int digits) {
    return "1" + std::string(static_cast<std::size_t>(digits), '0');
}

/// Compared with a number, a text that is a number becomes one; another one is greater than every number. So
/// are bytes.
inline constexpr std::string_view is_number_text = "@ <= CAST(9e999 AS REAL)";

[[nodiscard]] inline sqlite_conversion to_whole(sqlite_kind from, int scale, std::string_view column) {
    if (from == sqlite_kind::whole) return {std::string{column}, {}};
    if (from == sqlite_kind::decimal && scale == 0) return {std::string{column}, {}};
    if (from == sqlite_kind::decimal)
        return {about("@ / #", column, power_of_ten_text(scale)),
                about("typeof(@) = 'integer' AND @ % # = 0", column, power_of_ten_text(scale))};
    return {about("CAST(@ AS INTEGER)", column),
            about("CASE typeof(@) WHEN 'integer' THEN 1 WHEN 'real' THEN @ = CAST(@ AS INTEGER) WHEN 'text' "
                  "THEN @ <= CAST(9e999 AS REAL) AND typeof(CAST(@ AS NUMERIC)) = 'integer' ELSE 0 END",
                  column)};
}

[[nodiscard]] inline sqlite_conversion to_decimal(sqlite_kind from, int scale, int wanted,
                                                  std::string_view column) {
    if (from == sqlite_kind::whole) scale = 0;
    if (from == sqlite_kind::whole || from == sqlite_kind::decimal) {
        const auto factor = power_of_ten_text(scale < wanted ? wanted - scale : scale - wanted);
        if (scale == wanted) return {std::string{column}, {}};
        if (scale < wanted) // what overflows becomes a real number
            return {about("@ * #", column, factor), about("typeof(@ * #) = 'integer'", column, factor)};
        return {about("@ / #", column, factor), about("typeof(@) = 'integer' AND @ % # = 0", column, factor)};
    }
    // Fifteen digits are what a real number keeps.
    const auto factor = power_of_ten_text(wanted);
    return {about("CAST(round(CAST(@ AS REAL) * #) AS INTEGER)", column, factor),
            about("@ <= CAST(9e999 AS REAL) AND abs(CAST(@ AS REAL) * #) < 1e15 AND CAST(@ AS REAL) = "
                  "round(CAST(@ AS REAL) * #) / #.0",
                  column, factor)};
}

[[nodiscard]] inline sqlite_conversion to_real(sqlite_kind from, int scale, std::string_view column) {
    if (from == sqlite_kind::real) return {std::string{column}, {}};
    if (from == sqlite_kind::decimal)
        return {about("CAST(@ AS REAL) / #", column, power_of_ten_text(scale)),
                about("typeof(@) = 'integer' AND abs(@) < 1000000000000000", column)};
    return {about("CAST(@ AS REAL)", column),
            about(is_number_text, column) + about(" AND CAST(@ AS REAL) = @", column)};
}

[[nodiscard]] inline sqlite_conversion to_text(sqlite_kind from, int scale, std::string_view column) {
    if (from == sqlite_kind::text) return {std::string{column}, {}};
    if (from == sqlite_kind::decimal && scale > 0)
        return {about("CASE WHEN @ < 0 THEN '-' ELSE '' END || abs(@) / # || '.' || substr(", column,
                      power_of_ten_text(scale)) +
                    about("abs(@) % # + #, -", column, power_of_ten_text(scale)) + std::to_string(scale) +
                    ")",
                about("typeof(@) = 'integer'", column)};
    return {about("CAST(@ AS TEXT)", column),
            about("typeof(@) = 'text' OR (typeof(@) <> 'blob' AND CAST(CAST(@ AS TEXT) AS NUMERIC) = @)",
                  column)};
}

DATAFLOW_RUNTIME sqlite_conversion sqlite_conversion_of(const catalog::column_type& from,
                                                        const catalog::column_type& to,
                                                        std::string_view column) {
    const auto kind = sqlite_kind_of(from);
    auto out = [&]() -> sqlite_conversion {
        switch (sqlite_kind_of(to)) {
        case sqlite_kind::whole: return to_whole(kind, from.scale, column);
        case sqlite_kind::decimal: return to_decimal(kind, from.scale, to.scale, column);
        case sqlite_kind::real: return to_real(kind, from.scale, column);
        case sqlite_kind::text: return to_text(kind, from.scale, column);
        case sqlite_kind::bytes:
            return {about("CAST(@ AS BLOB)", column), about("typeof(@) IN ('text', 'blob')", column)};
        default: return {std::string{column}, {}};
        }
    }();
    if (!out.kept.empty()) out.kept = std::string{column} + " IS NULL OR (" + out.kept + ")";
    return out;
}

} // namespace dataflow::migrate::detail
