// The code of pull/field_type.hpp: defaults of columns as initializers of fields.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/pull/field_type.hpp>
#include <dataflow/pull/text.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::pull {

namespace detail {

/// A default that is a constant: a string, a number with its sign, or a word.
struct constant_default {
    catalog::token::kind what = catalog::token::kind::end;
    std::string text{};
};

/// `'new'::text`, `(-1)`, `'5'::integer`, `true`. What is more than a constant with casts is none.
[[nodiscard]] inline std::optional<constant_default> constant_in(std::string_view expression, dialect d) {
    using kind = catalog::token::kind;
    const auto tokens = catalog::tokens_of(expression, d);
    std::size_t at = 0, open = 0;
    for (; tokens[at].is("("); ++at) ++open;
    std::string sign;
    if (tokens[at].is("-") || tokens[at].is("+")) sign = tokens[at++].text == "-" ? "-" : "";
    constant_default out{tokens[at].what, sign + tokens[at].text};
    if (out.what == kind::end || out.what == kind::symbol || out.what == kind::bytes) return {};
    if (out.what != kind::number && !sign.empty()) return {};
    for (++at; tokens[at].what != kind::end; ++at) {
        const auto& t = tokens[at];
        if (t.is(")") && open > 0) --open;
        else if (t.is(":") || t.is("::")) { // a cast: a name, with digits and brackets
            while (tokens[at + 1].is(":")) ++at;
            while (tokens[at + 1].is_name() || tokens[at + 1].is(".") || tokens[at + 1].is("[") ||
                   tokens[at + 1].is("]") || tokens[at + 1].is("(") || tokens[at + 1].is(",") ||
                   tokens[at + 1].what == kind::number ||
                   (tokens[at + 1].is(")") && tokens[at].what == kind::number)) {
                static constexpr std::string_view operators[]{"and", "or",   "is", "not",
                                                              "in",  "like", "at", "between"};
                if (std::any_of(std::begin(operators), std::end(operators),
                                [&](auto o) { return tokens[at + 1].is(o); }))
                    return {};
                ++at;
            }
        } else return {};
    }
    return out;
}

[[nodiscard]] inline std::string whole_initializer(std::string_view text, std::int32_t bits) {
    std::int64_t n = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto end = text.data() + text.size();
    if (const auto r = std::from_chars(text.data(), end, n); r.ec != std::errc{} || r.ptr != end) return {};
    const auto most = bits == 64 ? INT64_MAX : (std::int64_t{1} << (bits - 1)) - 1;
    return n > most || n < -most ? std::string{} : std::to_string(n); // the least is no literal of C++
}

[[nodiscard]] inline std::string real_initializer(std::string_view text, std::int32_t bits) {
    double x = 0;
    const auto end = text.data() + text.size();
    if (const auto r = std::from_chars(text.data(), end, x); r.ec != std::errc{} || r.ptr != end) return {};
    if (!(x - x == 0)) return {}; // inf, nan
    if (bits == 32 && (x > 3e38 || x < -3e38)) return {};
    std::string out{text};
    if (out.find_first_of(".eE") == std::string::npos) out += ".0";
    return out + (bits == 32 ? "F" : "");
}

/// A number that a decimal holds exactly.
[[nodiscard]] inline std::string decimal_initializer(std::string_view text, const field_type& type) {
    const auto digits = text.substr(text.starts_with('-') ? 1 : 0);
    const auto point = std::min(digits.find('.'), digits.size());
    const auto fraction = point == digits.size() ? 0 : digits.size() - point - 1;
    const bool plain = !digits.empty() && digits.find_first_not_of("0123456789.") == std::string_view::npos &&
                       std::count(digits.begin(), digits.end(), '.') <= 1;
    if (!plain || fraction > static_cast<std::size_t>(type.scale) ||
        point > static_cast<std::size_t>(type.digits - type.scale) + (digits[0] == '0' ? 1 : 0))
        return {};
    return type.name + "{" + string_literal(text) + "}";
}

[[nodiscard]] inline std::string enumerator_initializer(std::string_view text, const field_type& type) {
    const auto names = enumerators_of(*type.values);
    for (std::size_t i = 0; i < names.size(); ++i)
        if (type.values->values[i] == text) return type.name + "::" + names[i];
    return {};
}

[[nodiscard]] inline std::string date_initializer(std::string_view text) {
    const auto day = dataflow::parse_date(text);
    if (!day || text.size() != 10) return {};
    return "df::date{std::chrono::year{" + std::to_string(int{day->year()}) + "}, std::chrono::month{" +
           std::to_string(unsigned{day->month()}) + "}, std::chrono::day{" +
           std::to_string(unsigned{day->day()}) + "}}";
}

} // namespace detail

inline std::string initializer_of(const catalog::database_description& in, const field_type& type,
                                  std::string_view default_text) {
    using kind = catalog::token::kind;
    const auto found = detail::constant_in(default_text, in.dialect);
    if (!found) return {};
    const auto& text = found->text;
    const bool string = found->what == kind::string, number = string || found->what == kind::number;
    switch (type.kind) {
    case family::boolean:
        if (text == "true" || text == "1" || text == "t") return "true";
        return text == "false" || text == "0" || text == "f" ? "false" : "";
    case family::whole: return number ? detail::whole_initializer(text, type.bits) : "";
    case family::real: return number ? detail::real_initializer(text, type.bits) : "";
    case family::decimal: return number ? detail::decimal_initializer(text, type) : "";
    case family::text: return number ? string_literal(text) : "";
    case family::enumeration: return string ? detail::enumerator_initializer(text, type) : "";
    case family::date: return string ? detail::date_initializer(text) : "";
    default: return {};
    }
}

} // namespace dataflow::pull
