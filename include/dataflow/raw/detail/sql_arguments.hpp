// The arguments of a statement written by hand: which types they can have, and how they are bound.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/raw.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {

/// "argument 3", for messages.
template <std::size_t Number>
inline constexpr auto argument_text = [] {
    std::array<char, 12> out{'a', 'r', 'g', 'u', 'm', 'e', 'n', 't', ' '};
    if (Number < 10) out[9] = '0' + Number;
    else out[9] = static_cast<char>('0' + Number / 10 % 10), out[10] = '0' + Number % 10;
    return out;
}();
template <std::size_t Number>
inline constexpr std::string_view argument_name{argument_text<Number>.data(), Number < 10 ? 10 : 11};

/// How one value is held; void where no column could hold it.
template <class V>
constexpr auto value_held_as() {
    if constexpr (schema::is_mapped<V>) return value_held_as<schema::stored_form<V>>();
    else if constexpr (schema::is_optional<V>) {
        using inner = typename decltype(value_held_as<schema::bare<V>>())::type;
        if constexpr (std::is_void_v<inner>) return std::type_identity<void>{};
        else return std::type_identity<std::optional<inner>>{};
    } else if constexpr (query::category_of<V> == query::category::array)
        return std::type_identity<void>{}; // a range is a list
    else if constexpr (schema::storable<V>) return std::type_identity<V>{};
    else if constexpr (query::detail::whole_number<V>) return std::type_identity<std::int64_t>{}; // checked
    else if constexpr (std::is_null_pointer_v<V>) return std::type_identity<void>{};
    else if constexpr (std::is_same_v<V, borrowed_text>) return std::type_identity<std::string_view>{};
    else if constexpr (std::is_convertible_v<const V&, std::string_view>)
        return std::type_identity<kept_text>{};
    else if constexpr (std::is_same_v<V, std::chrono::sys_days>) return std::type_identity<date>{};
    else if constexpr (query::detail::is_sys_time<V>::value) return std::type_identity<timestamp>{};
    else return std::type_identity<void>{};
}
template <class V>
using value_held = typename decltype(value_held_as<V>())::type;

template <class V>
concept argument_range = requires(const V& v) {
    std::begin(v);
    std::end(v);
};

template <class Held>
constexpr storage stored_as() {
    if constexpr (schema::is_optional<Held>) return stored_as<schema::bare<Held>>();
    else if constexpr (std::is_same_v<Held, std::string_view> || std::is_same_v<Held, kept_text>)
        return storage::text;
    else return schema::info_of<Held>.stored;
}

template <class Held>
constexpr std::uint8_t scale_as() {
    if constexpr (schema::is_optional<Held>) return scale_as<schema::bare<Held>>();
    else if constexpr (std::is_same_v<Held, std::string_view> || std::is_same_v<Held, kept_text>) return 0;
    else return schema::info_of<Held>.scale;
}

template <class Held>
[[nodiscard]] constexpr value bound_value(const Held& held, std::string_view name) {
    if constexpr (schema::is_optional<Held>)
        return held.has_value() ? bound_value(*held, name) : value::null(stored_as<Held>(), name);
    else if constexpr (std::is_same_v<Held, std::string_view> || std::is_same_v<Held, kept_text>)
        return value::of_text(held, name);
    else return load(field_access{0, &schema::info_of<Held>, name}, &held);
}

/// The elements of a list, in memory that can be pointed at.
template <class Element>
struct element_held {
    using type = Element;
    static constexpr const type_info* info = &schema::info_of<Element>;
};
template <>
struct element_held<bool> {
    using type = std::uint8_t;
    static constexpr const type_info* info = &query::detail::byte_as_boolean;
};
template <class Element>
    requires(std::is_same_v<Element, std::string_view> || std::is_same_v<Element, kept_text>)
struct element_held<Element> {
    using type = std::string;
    static constexpr const type_info* info = &schema::info_of<std::string>;
};

} // namespace detail

/// One value.
template <class Held>
struct sql_value {
    static constexpr storage stored = detail::stored_as<Held>();
    static constexpr std::uint8_t scale = detail::scale_as<Held>(); ///< of a decimal
    static constexpr bool list = false;
    Held held;

    constexpr void bind(query::binder& b, std::string_view name) const {
        b.add(detail::bound_value(held, name));
    }
};

/// The values of a range.
template <class Element>
struct sql_list {
    using element = typename detail::element_held<Element>::type;
    static constexpr storage stored = detail::element_held<Element>::info->stored;
    static constexpr std::uint8_t scale = detail::element_held<Element>::info->scale;
    static constexpr bool list = true;
    static constexpr std::array<field_access, 1> fields{
        field_access{0, detail::element_held<Element>::info, "an argument's element"}};
    std::vector<element> held;

    void bind(query::binder& b, std::string_view name) const {
        *b.lists =
            rows_view{reinterpret_cast<const std::byte*>(held.data()), sizeof(element), held.size(), fields};
        b.add(value::of_rows(*b.lists++, name));
    }
};

namespace detail {

template <class V>
constexpr auto argument_type() {
    if constexpr (!std::is_void_v<value_held<V>>) return std::type_identity<sql_value<value_held<V>>>{};
    else if constexpr (argument_range<V>) {
        using element = value_held<std::remove_cvref_t<decltype(*std::begin(std::declval<const V&>()))>>;
        if constexpr (std::is_void_v<element>) return std::type_identity<void>{};
        else if constexpr (schema::is_optional<element>) return std::type_identity<void>{};
        else return std::type_identity<sql_list<element>>{};
    } else return std::type_identity<void>{};
}

template <std::size_t Number, class V, sql::spot Spot>
constexpr auto find_argument_verdict() {
    using held = typename decltype(argument_type<V>())::type;
    if constexpr (std::is_void_v<held>) return rule::an_argument_of_a_statement_has_no_sql_type<Number, V>{};
    else if constexpr (held::list && Spot == sql::spot::value)
        return rule::a_list_follows_neither_in_nor_any<Number, V>{};
    else return rule::ok{};
}

} // namespace detail

/// How an argument of type V is held; void where it cannot be one.
template <class V>
using sql_argument = typename decltype(detail::argument_type<V>())::type;

/// The verdict on one argument, counted from 1.
template <std::size_t Number, class V, sql::spot Spot>
using sql_argument_verdict = rule::diagnostic<decltype(detail::find_argument_verdict<Number, V, Spot>())>;

/// Takes an argument as it is to be held.
template <class V, class Given>
[[nodiscard]] constexpr sql_argument<V> hold_argument(Given&& given) {
    using argument = sql_argument<V>;
    if constexpr (argument::list) {
        argument out{};
        if constexpr (requires { given.size(); }) out.held.reserve(static_cast<std::size_t>(given.size()));
        const V& range = given; // const, so that elements are elements, of a std::vector<bool> too
        using found = detail::value_held<std::remove_cvref_t<decltype(*std::begin(range))>>;
        using single = std::conditional_t<std::is_same_v<found, kept_text>, std::string, found>;
        for (const auto& v : range)
            out.held.push_back(
                static_cast<typename argument::element>(query::detail::convert<single>(v, {})));
        return out;
    } else return {query::detail::convert<detail::value_held<V>>(static_cast<Given&&>(given), {})};
}

template <std::size_t I, class H>
struct sql_numbered {
    H argument;
};

/// The arguments in their order.
template <class Numbers, class... H>
struct sql_arguments;
template <std::size_t... I, class... H>
struct sql_arguments<std::index_sequence<I...>, H...> : sql_numbered<I, H>... {
    constexpr void bind(query::binder& b) const {
        (static_cast<const sql_numbered<I, H>&>(*this).argument.bind(b, detail::argument_name<I + 1>), ...);
        (void)b;
    }
};

} // namespace dataflow::node_
