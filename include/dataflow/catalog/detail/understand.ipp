// The code of catalog/detail/understand.hpp.
#pragma once

#include <dataflow/catalog/detail/from_schema.hpp>
#include <dataflow/catalog/detail/understand.hpp>
#include <dataflow/sql/column_type.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

[[nodiscard]] inline std::string in_capitals(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

inline void understand_sqlite(column_type& out) {
    const auto declared = in_capitals(out.spelled);
    const bool decimal = declared.find(',') != std::string::npos;
    const auto affinity = sql::affinity(declared);
    out.understood = affinity != "NUMERIC";
    if (affinity == "INTEGER") {
        out.stored = decimal ? storage::decimal : storage::int64;
        if (!decimal) out.digits = 0;
    } else if (affinity == "REAL") out.stored = storage::float64;
    else if (affinity == "BLOB") out.stored = storage::bytes;
    else out.stored = storage::text;
    if (out.stored == storage::text) out.length = out.digits;
    if (out.stored != storage::decimal) out.digits = out.scale = 0;
}

inline void understand_postgres(column_type& out, std::string_view base) {
    const bool array = base.ends_with("[]");
    if (array) base.remove_suffix(2);
    const auto set = [&](storage s) {
        out.understood = true;
        out.stored = array ? array_of(s) : s;
    };
    if (base == "character varying" || base == "character") {
        out.length = out.digits;
        out.digits = 0;
        return set(storage::text);
    }
    for (std::size_t i = 0; i < kind_count; ++i)
        if (facts_of(kind_at(i)).told == base) return set(kind_at(i));
}

} // namespace detail

DATAFLOW_RUNTIME column_type understood(dialect d, std::string_view spelled) {
    column_type out;
    out.spelled = spelled;
    std::string base{spelled};
    if (const auto open = base.find('('); open != std::string::npos) {
        const auto close = std::min(base.find(')', open), base.size());
        const char* const end = base.data() + close;
        const auto first = std::from_chars(base.data() + open + 1, end, out.digits);
        if (first.ptr != end && *first.ptr == ',') std::from_chars(first.ptr + 1, end, out.scale);
        base.erase(open, close + 1 - open);
    }
    if (d == dialect::sqlite) detail::understand_sqlite(out);
    else detail::understand_postgres(out, base);
    return out;
}

} // namespace dataflow::catalog
