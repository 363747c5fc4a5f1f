// The code of pull/field_type.hpp: the types of both databases.
#pragma once

#include <dataflow/catalog/base_type.hpp>
#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/field_type.hpp>
#include <dataflow/core/value.hpp>
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
    std::string_view note{};
};

/// Those that are none of the library's own, and fit in a form (catalog/fit.hpp).
inline constexpr named_type postgres_types[]{
    {"character", family::text, "std::string"},
    {"citext", family::text, "std::string", "equal where it differs in case only"},
    {"time with time zone", family::text, "std::string"},
    {"interval", family::text, "std::string"},
    {"json", family::json, "df::json_value"},
    {"cidr", family::other, "df::inet"},
};

/// The library's own type for what it stores; its family `none` where there is none.
[[nodiscard]] inline field_type own_type(const catalog::column_type& found) {
    field_type out{.name = catalog::field_type(found, false)};
    if (out.name.empty() || is_array(found.stored)) return {};
    switch (found.stored) {
    case storage::boolean: out.kind = family::boolean; break;
    case storage::int16: out.kind = family::whole, out.bits = 16; break;
    case storage::int32: out.kind = family::whole, out.bits = 32; break;
    case storage::int64: out.kind = family::whole, out.bits = 64; break;
    case storage::float32: out.kind = family::real, out.bits = 32; break;
    case storage::float64: out.kind = family::real, out.bits = 64; break;
    case storage::text: out.kind = family::text; break;
    case storage::bytes: out.kind = family::bytes; break;
    case storage::date: out.kind = family::date; break;
    case storage::uuid: out.kind = family::uuid; break;
    case storage::json: out.kind = family::json; break;
    case storage::decimal: out.kind = family::none; break; // by its digits
    default: out.kind = family::other; break;
    }
    return out;
}

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

[[nodiscard]] inline field_type type_on_postgres(const catalog::database_description& in,
                                                 const catalog::column_type& found, const enum_names& enums) {
    if (found.spelled.ends_with("[]")) {
        auto element = found;
        element.spelled.remove_suffix(2);
        if (is_array(element.stored)) element.stored = element_of(element.stored);
        const auto of = type_on_postgres(in, element, enums);
        const auto base = catalog::base_type(element.spelled);
        const bool formed = std::any_of(std::begin(postgres_types), std::end(postgres_types),
                                        [&](const auto& t) { return t.found == base; });
        const bool any_digits = base == "numeric" && of.kind == family::text;
        if (formed || any_digits || of.kind == family::none || of.kind == family::bytes ||
            of.kind == family::json)
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
    const auto base = catalog::base_type(found.spelled);
    if (base == "numeric") {
        if (fits_decimal(found.digits, found.scale)) return decimal_of(found.digits, found.scale);
        return {.kind = family::text,
                .name = "std::string",
                .note = std::string{found.spelled} + ": a df::decimal<P, S> where all values fit in one"};
    }
    for (const auto& t : postgres_types)
        if (t.found == base)
            return {.kind = t.kind, .name = std::string{t.name}, .note = std::string{t.note}};
    if (auto own = found.understood ? own_type(found) : field_type{}; own.kind != family::none) return own;
    return none_of(found.spelled);
}

/// The digits that a declared type has in its parentheses, spaces or not.
inline void read_digits(std::string_view spelled, std::int32_t& digits, std::int32_t& scale) {
    const auto open = spelled.find('(');
    if (open == std::string_view::npos) return;
    auto* to = &digits;
    for (const char c : spelled.substr(open + 1)) {
        if (c == ')') break;
        if (c == ',') to = &scale;
        if (c >= '0' && c <= '9' && *to < 1000) *to = *to * 10 + (c - '0');
    }
}

/// By what the column holds, where it declares nothing.
[[nodiscard]] inline field_type type_of_held(const catalog::column& c) {
    bool whole = false, real = false, text = false, bytes = false;
    for (auto rest = c.held; !rest.empty();) {
        const auto kind = rest.substr(0, rest.find(','));
        whole = whole || kind == "integer", real = real || kind == "real";
        text = text || kind == "text", bytes = bytes || kind == "blob";
        rest.remove_prefix(std::min(kind.size() + 1, rest.size()));
    }
    if (text + bytes + (whole || real) > 1)
        return {.kind = family::none, .name = "it declares no type, and holds " + std::string{c.held}};
    if (real) return {.kind = family::real, .name = "double", .bits = 64};
    if (whole) return {.kind = family::whole, .name = "std::int64_t", .bits = 64};
    if (text) return {.kind = family::text, .name = "std::string"};
    if (bytes) return {.kind = family::bytes, .name = "df::bytes"};
    return {.kind = family::none, .name = "it declares no type, and holds no value that tells"};
}

/// By what a column declares; what it keeps of other values is SQLite's affinity.
[[nodiscard]] inline field_type type_on_sqlite(const catalog::column& c) {
    auto base = sql::in_capitals(catalog::base_type(c.type.spelled));
    while (base.ends_with(' ')) base.pop_back();
    const auto begins = [&](std::string_view with) { return base.starts_with(with); };
    if (base.empty()) return type_of_held(c);
    if (begins("BOOL")) return {.kind = family::boolean, .name = "bool"};
    if (begins("DATETIME") || begins("TIMESTAMP")) return {.kind = family::other, .name = "df::timestamp"};
    if (base == "DATE") return {.kind = family::date, .name = "df::date"};
    if (base == "TIME") return {.kind = family::other, .name = "df::time_of_day"};
    if (base == "JSON") return {.kind = family::json, .name = "df::json_value"};
    if (base == "ANY") return none_of("values of any type");
    std::int32_t digits = 0, scale = 0;
    read_digits(c.type.spelled, digits, scale);
    const auto affinity = sql::affinity(base);
    const bool scaled = base == "INTEGER" && scale > 0; // the library's own
    if ((scaled || affinity == "NUMERIC") && fits_decimal(digits, scale)) return decimal_of(digits, scale);
    if (affinity == "NUMERIC") {
        const bool number = begins("NUM") || begins("DEC") || begins("MONEY") || begins("CURRENCY");
        if (number) return {.kind = family::real, .name = "double", .bits = 64};
        return none_of(std::string{c.type.spelled} +
                       ", which makes a number of each text that looks like one");
    }
    return own_type(c.type);
}

} // namespace detail

inline field_type field_type_of(const catalog::database_description& in, const catalog::column& of,
                                const enum_names& enums) {
    const bool listed = sql::data_of(in.dialect).catalog == sql::catalog_form::pg_catalog;
    return listed ? detail::type_on_postgres(in, of.type, enums) : detail::type_on_sqlite(of);
}

inline std::vector<std::string> enumerators_of(const catalog::enumeration& of) {
    std::vector<std::string> out;
    name_set names;
    for (const auto value : of.values) out.push_back(names.take(snake_case_name(value, "value"), "_"));
    return out;
}

} // namespace dataflow::pull
