// Which types fields have for PostgreSQL's columns.
#pragma once

#include <dataflow/catalog/base_type.hpp>
#include <dataflow/catalog/detail/choice.ipp>
#include <dataflow/catalog/understood.hpp>
#include <dataflow/core/types/registry.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace dataflow::catalog::detail {

/// Those that are none of the library's own, and fit in a form (catalog/fit.hpp).
struct formed_type {
    std::string_view found; ///< as format_type() says it, without digits
    std::string_view told;  ///< of the type that the field has
};
inline constexpr formed_type formed_types[]{{"time with time zone", "text"},
                                            {"interval", "text"},
                                            {"citext", "text"},
                                            {"json", "jsonb"},
                                            {"cidr", "inet"},
                                            {"bpchar", "text"}};

[[nodiscard]] inline bool is_key_part(const table& in, std::string_view column) noexcept {
    return in.in_key(column) ||
           std::any_of(in.foreign_keys.begin(), in.foreign_keys.end(), [&](const foreign_key& k) {
               return std::find(k.columns.begin(), k.columns.end(), column) != k.columns.end();
           });
}

/// By the type alone: what a field would keep. `found` where there is something to try.
[[nodiscard]] inline field_choice choice_of_type(const column_type& type, bool key) {
    field_choice out;
    if (type.kind == type_kind::domain) {
        auto base = understood(dialect::postgres, type.base);
        base.kind = type.base_kind;
        out = choice_of_type(base, key);
        out.words = "the domain " + std::string{type.spelled} + (out.words.empty() ? "" : "; " + out.words);
        return out;
    }
    if (type.spelled.ends_with("[]")) {
        auto element = understood(dialect::postgres, type.spelled.substr(0, type.spelled.size() - 2));
        element.kind = type.kind;
        out = choice_of_type(element, false);
        out.found = out.found && out.stored != storage::bytes && out.stored != storage::json;
        if (out.found) out.stored = array_of(out.stored);
        return out;
    }
    out.found = true;
    if (type.kind == type_kind::enumeration) {
        out.enumeration = type.spelled; // that of an array's element is a part of the array's
        return out;
    }
    auto base = base_type(type.spelled);
    if (base == "numeric") {
        if (key && type.digits > 0 && type.digits <= 18 && type.scale == 0) out.stored = storage::int64;
        else if (fits_decimal(type.digits, type.scale)) {
            out.stored = storage::decimal;
            out.digits = type.digits;
            out.scale = type.scale;
        } else out.words = std::string{type.spelled} + ": a df::decimal<P, S> where all values fit in one";
        return out;
    }
    if (base.ends_with(".citext")) base = "citext";
    for (const auto& t : formed_types)
        if (t.found == base) {
            out.stored = understood(dialect::postgres, t.told).stored;
            return out;
        }
    out.stored = type.stored;
    out.found = type.understood;
    return out;
}

[[nodiscard]] inline field_choice choice_on_postgres(const table& in, const column& of) {
    auto out = choice_of_type(of.type, is_key_part(in, of.name));
    if (out.found) return tried(dialect::postgres, of, std::move(out));
    auto text = tried(dialect::postgres, of, {}); // for the reason why it is none
    return no_choice(text.found ? "no field's type holds " + std::string{of.type.spelled} : text.words);
}

} // namespace dataflow::catalog::detail
