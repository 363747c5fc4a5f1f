// The code of pull/field_type.hpp: the types of both databases.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/pull/field_type.hpp>
#include <dataflow/pull/names.hpp>
#include <dataflow/sql/column_type.hpp>
#include <dataflow/sql/dialect.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull {

namespace detail {

struct named_type {
    std::string_view found; ///< as PostgreSQL's format_type() says it, without digits
    family kind;
    std::string_view name;
    std::int32_t bits = 0;
    std::string_view note{};
};

inline constexpr named_type postgres_types[]{
    {"boolean", family::boolean, "bool"},
    {"smallint", family::whole, "std::int16_t", 16},
    {"integer", family::whole, "std::int32_t", 32},
    {"bigint", family::whole, "std::int64_t", 64},
    {"real", family::real, "float", 32},
    {"double precision", family::real, "double", 64},
    {"text", family::text, "std::string"},
    {"character varying", family::text, "std::string"},
    {"character", family::text, "std::string"},
    {"citext", family::text, "std::string"},
    {"name", family::text, "std::string"},
    {"xml", family::text, "std::string"},
    {"uuid", family::uuid, "df::uuid"},
    {"bytea", family::bytes, "df::bytes"},
    {"timestamp with time zone", family::other, "df::timestamp"},
    {"timestamp without time zone", family::other, "df::local_time"},
    {"date", family::date, "df::date"},
    {"time without time zone", family::other, "df::time_of_day"},
    {"time with time zone", family::text, "std::string"},
    {"interval", family::text, "std::string"},
    {"json", family::json, "df::json_value"},
    {"jsonb", family::json, "df::json_value"},
    {"inet", family::other, "df::inet"},
    {"cidr", family::other, "df::inet"},
};

[[nodiscard]] inline field_type decimal_of(std::int32_t digits, std::int32_t scale) {
    return {.kind = family::decimal,
            .name = "df::decimal<" + std::to_string(digits) + ", " + std::to_string(scale) + ">",
            .digits = digits,
            .scale = scale};
}
[[nodiscard]] inline bool fits_decimal(std::int32_t digits, std::int32_t scale) noexcept {
    return digits >= 1 && digits <= 18 && scale >= 0 && scale <= digits;
}
[[nodiscard]] inline field_type none_of(std::string_view spelled) {
    return {.kind = family::none, .name = "no field's type holds " + std::string{spelled}};
}

/// A type without what stands in parentheses: `timestamp(3) without time zone`.
[[nodiscard]] inline std::string base_of(std::string_view spelled) {
    std::string out{spelled};
    if (const auto open = out.find('('); open != std::string::npos && out.front() != '"')
        if (const auto close = out.find(')', open); close != std::string::npos)
            out.erase(open, close + 1 - open);
    return out;
}

[[nodiscard]] inline field_type type_on_postgres(const catalog::database_description& in,
                                                 const catalog::column_type& found, const enum_names& enums) {
    if (found.spelled.ends_with("[]")) {
        auto element = found;
        element.spelled.remove_suffix(2);
        const auto of = type_on_postgres(in, element, enums);
        if (of.kind == family::none || of.kind == family::bytes || of.kind == family::json)
            return none_of(found.spelled);
        return {.kind = family::array, .name = "std::vector<" + of.name + ">", .note = of.note};
    }
    for (const auto& e : in.enumerations)
        if (e.spelled == found.spelled) {
            const auto known = enums.find(e.spelled);
            if (known == enums.end()) return none_of(found.spelled);
            return {.kind = family::enumeration, .name = known->second, .values = &e};
        }
    for (const auto& d : in.domains)
        if (d.spelled == found.spelled) {
            auto out = type_on_postgres(in, d.base, enums);
            out.note = "the domain " + std::string{d.spelled} + (out.note.empty() ? "" : "; " + out.note);
            return out;
        }
    const auto base = base_of(found.spelled);
    if (base == "numeric") {
        if (fits_decimal(found.digits, found.scale)) return decimal_of(found.digits, found.scale);
        return {.kind = family::text,
                .name = "std::string",
                .note = std::string{found.spelled} + ": a df::decimal<P, S> where all values fit in one"};
    }
    for (const auto& t : postgres_types)
        if (t.found == base)
            return {.kind = t.kind, .name = std::string{t.name}, .note = std::string{t.note}, .bits = t.bits};
    return none_of(found.spelled);
}

/// By what a column declares; what it keeps of other values is SQLite's affinity.
[[nodiscard]] inline field_type type_on_sqlite(const catalog::database_description&,
                                               const catalog::column_type& found, const enum_names&) {
    auto base = base_of(found.spelled);
    std::transform(base.begin(), base.end(), base.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    while (base.ends_with(' ')) base.pop_back();
    const auto begins = [&](std::string_view with) { return base.starts_with(with); };
    if (begins("BOOL")) return {.kind = family::boolean, .name = "bool"};
    if (begins("DATETIME") || begins("TIMESTAMP")) return {.kind = family::other, .name = "df::timestamp"};
    if (base == "DATE") return {.kind = family::date, .name = "df::date"};
    if (base == "TIME") return {.kind = family::other, .name = "df::time_of_day"};
    if (base == "JSON") return {.kind = family::json, .name = "df::json_value"};
    const auto affinity = sql::affinity(base);
    const bool scaled = base == "INTEGER" && found.scale > 0; // the library's own
    if ((scaled || affinity == "NUMERIC") && fits_decimal(found.digits, found.scale))
        return decimal_of(found.digits, found.scale);
    if (base == "ANY") return none_of("values of any type");
    if (affinity == "INTEGER") return {.kind = family::whole, .name = "std::int64_t", .bits = 64};
    if (affinity == "TEXT") return {.kind = family::text, .name = "std::string"};
    if (affinity == "BLOB") return {.kind = family::bytes, .name = "df::bytes"};
    return {.kind = family::real, .name = "double", .bits = 64};
}

} // namespace detail

inline field_type field_type_of(const catalog::database_description& in, const catalog::column_type& found,
                                const enum_names& enums) {
    const bool listed = sql::data_of(in.dialect).catalog == sql::catalog_form::pg_catalog;
    return listed ? detail::type_on_postgres(in, found, enums) : detail::type_on_sqlite(in, found, enums);
}

inline std::vector<std::string> enumerators_of(const catalog::enumeration& of) {
    std::vector<std::string> out;
    name_set names;
    for (const auto value : of.values) out.push_back(names.take(snake_case_name(value, "value"), "_"));
    return out;
}

} // namespace dataflow::pull
