// Functions of text. NULL in, NULL out. Characters are code points, and are counted from 1; upper and lower
// case are known of the letters A to Z only, on both databases.
#pragma once

#include <dataflow/query/function.hpp>
#include <dataflow/query/placeholder.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace dataflow::query::functions {

inline constexpr function_text lower{"dataflow_lower(@)", "lower(@ COLLATE \"C\")", "lower(@)"};
inline constexpr function_text upper{"dataflow_upper(@)", "upper(@ COLLATE \"C\")", "upper(@)"};
inline constexpr function_text trim{"trim(@)", "btrim(@)", "trim(@)"};
inline constexpr function_text ltrim{"ltrim(@)", "ltrim(@)"};
inline constexpr function_text rtrim{"rtrim(@)", "rtrim(@)"};
inline constexpr function_text trim_of{"trim(@, @)", "btrim(@, @)"};
inline constexpr function_text ltrim_of{"ltrim(@, @)", "ltrim(@, @)"};
inline constexpr function_text rtrim_of{"rtrim(@, @)", "rtrim(@, @)"};
inline constexpr function_text length{"length(@)", "CAST(length(@) AS BIGINT)", "char_length(@)"};
inline constexpr function_text byte_length{"length(CAST(@ AS BLOB))", "CAST(octet_length(@) AS BIGINT)",
                                           "octet_length(@)"};
inline constexpr function_text concat{"(@ || @)", "(@ || @)"};
inline constexpr function_text substring_from{"dataflow_substring(@, @)", "substring(@, CAST(@ AS INTEGER))",
                                              "substring(@ FROM @)"};
inline constexpr function_text substring{"dataflow_substring(@, @, @)",
                                         "substring(@, CAST(@ AS INTEGER), CAST(@ AS INTEGER))",
                                         "substring(@ FROM @ FOR @)"};
inline constexpr function_text position{"instr(@, @)", "CAST(strpos(@, @) AS BIGINT)", "position(@2 IN @1)"};
inline constexpr function_text replace{"dataflow_replace(@, @, @)", "replace(@, @, @)", "replace(@, @, @)"};
inline constexpr function_text left{"dataflow_left(@, @)", "left(@, CAST(@ AS INTEGER))"};
inline constexpr function_text right{"dataflow_right(@, @)", "right(@, CAST(@ AS INTEGER))"};

/// The verdicts on functions of a text, and of a text with others of two kinds.
template <fixed_string Name, class E>
using text_verdict = argument_verdict<Name, takes::text, E>;
template <fixed_string Name, class E, takes Kind, class... V>
using text_and_verdict =
    rule::first_broken<argument_verdict<Name, takes::text, E>, argument_verdict<Name, Kind, V>...>;

} // namespace dataflow::query::functions

namespace dataflow {

/// In small, and in capital letters: A to Z only; all other characters stay.
template <query::scalar E>
[[nodiscard]] constexpr auto lower(const E& text) {
    using verdict = query::functions::text_verdict<"lower", E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::lower, std::string>(text);
}
template <query::scalar E>
[[nodiscard]] constexpr auto upper(const E& text) {
    using verdict = query::functions::text_verdict<"upper", E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::upper, std::string>(text);
}

/// Without the spaces at both ends, at the start, at the end: U+0020 only.
template <query::scalar E>
[[nodiscard]] constexpr auto trim(const E& text) {
    using verdict = query::functions::text_verdict<"trim", E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::trim, std::string>(text);
}
template <query::scalar E>
[[nodiscard]] constexpr auto ltrim(const E& text) {
    using verdict = query::functions::text_verdict<"ltrim", E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::ltrim, std::string>(text);
}
template <query::scalar E>
[[nodiscard]] constexpr auto rtrim(const E& text) {
    using verdict = query::functions::text_verdict<"rtrim", E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::rtrim, std::string>(text);
}
/// The same with other characters than the space: each that is in `characters`.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto trim(const E& text, V&& characters) {
    using verdict = query::functions::text_and_verdict<"trim", E, query::takes::text, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::trim_of, std::string, query::takes::text>(
        text, std::forward<V>(characters));
}
template <query::scalar E, class V>
[[nodiscard]] constexpr auto ltrim(const E& text, V&& characters) {
    using verdict = query::functions::text_and_verdict<"ltrim", E, query::takes::text, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::ltrim_of, std::string, query::takes::text>(
        text, std::forward<V>(characters));
}
template <query::scalar E, class V>
[[nodiscard]] constexpr auto rtrim(const E& text, V&& characters) {
    using verdict = query::functions::text_and_verdict<"rtrim", E, query::takes::text, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::rtrim_of, std::string, query::takes::text>(
        text, std::forward<V>(characters));
}

/// How many characters a text has.
template <query::scalar E>
[[nodiscard]] constexpr auto length(const E& text) {
    using verdict = query::functions::text_verdict<"length", E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::length, std::int64_t>(text);
}
/// How many bytes a text has in UTF-8, or a `df::bytes`.
template <query::scalar E>
[[nodiscard]] constexpr auto byte_length(const E& text) {
    using verdict = query::argument_verdict<"byte_length", query::takes::text_or_bytes, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::byte_length, std::int64_t>(text);
}

/// Texts one after the other; NULL where one of them is NULL. The same as `a + b`.
template <query::scalar E, class V, class... More>
[[nodiscard]] constexpr auto concat(const E& text, V&& next, More&&... more) {
    using verdict = query::functions::text_and_verdict<"concat", E, query::takes::text, V>;
    static_assert(rule::told<verdict>::verdict);
    auto joined = query::call_two<verdict, query::functions::concat, std::string, query::takes::text>(
        text, std::forward<V>(next));
    if constexpr (sizeof...(More) == 0) return joined;
    else return concat(joined, std::forward<More>(more)...);
}

/// The characters from the number `from` on, counted from 1, or `count` of them. Characters before the first
/// are counted, too: from -1, three characters are the first one. Throws `invalid_value` for a negative
/// count.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto substring(const E& text, V&& from) {
    using verdict = query::functions::text_and_verdict<"substring", E, query::takes::whole, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::substring_from, std::string, query::takes::whole>(
        text, std::forward<V>(from));
}
template <query::scalar E, class V, class U>
[[nodiscard]] constexpr auto substring(const E& text, V&& from, U&& count) {
    using verdict = query::functions::text_and_verdict<"substring", E, query::takes::whole, V, U>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_three<verdict, query::functions::substring, std::string, query::takes::whole,
                             query::takes::whole>(text, std::forward<V>(from), std::forward<U>(count));
}

/// Where `part` stands first in the text, counted from 1; 0 where it does not. An empty part stands at 1.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto position(const E& text, V&& part) {
    using verdict = query::functions::text_and_verdict<"position", E, query::takes::text, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::position, std::int64_t, query::takes::text>(
        text, std::forward<V>(part));
}

/// Each `part` of the text replaced by `by`; an empty part is nowhere.
template <query::scalar E, class V, class U>
[[nodiscard]] constexpr auto replace(const E& text, V&& part, U&& by) {
    using verdict = query::functions::text_and_verdict<"replace", E, query::takes::text, V, U>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_three<verdict, query::functions::replace, std::string, query::takes::text,
                             query::takes::text>(text, std::forward<V>(part), std::forward<U>(by));
}

/// The first, and the last `count` characters; with a negative count all but so many at the other end.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto left(const E& text, V&& count) {
    using verdict = query::functions::text_and_verdict<"left", E, query::takes::whole, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::left, std::string, query::takes::whole>(
        text, std::forward<V>(count));
}
template <query::scalar E, class V>
[[nodiscard]] constexpr auto right(const E& text, V&& count) {
    using verdict = query::functions::text_and_verdict<"right", E, query::takes::whole, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::right, std::string, query::takes::whole>(
        text, std::forward<V>(count));
}

} // namespace dataflow

namespace dataflow::query {

/// `a + b` of two texts.
template <class E>
concept text_expression = scalar<E> && is_of<takes::text, typename E::type>();
template <class V>
concept text_operand = !parameter<V> && rule::is_ok<argument_verdict<"+", takes::text, V>>;

template <scalar L, class R>
    requires text_expression<L> && text_operand<R>
[[nodiscard]] constexpr auto operator+(const L& l, R&& r) {
    return dataflow::concat(l, std::forward<R>(r));
}
template <no_scalar L, scalar R>
    requires text_expression<R> && text_operand<L>
[[nodiscard]] constexpr auto operator+(L&& l, const R& r) {
    return make_call<functions::concat, std::string>(as_argument<takes::text, R>(std::forward<L>(l)), r);
}

} // namespace dataflow::query
