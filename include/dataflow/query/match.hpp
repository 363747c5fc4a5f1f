// Sets, ranges and text matches.
#pragma once

#include <dataflow/query/compare.hpp>
#include <dataflow/query/regex.hpp>
#include <dataflow/sql/predicates.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::query {

/// `x BETWEEN low AND high`, both ends included.
template <class E, class Low, class High>
struct between_test {
    using dataflow_predicate = void;
    using model = joint_model<E, compare<comparison::eq, Low, High>>;
    using inputs = decltype(typename E::inputs{} + typename Low::inputs{} + typename High::inputs{});
    static constexpr std::size_t parameters = E::parameters + Low::parameters + High::parameters;
    static constexpr std::size_t lists = E::lists + Low::lists + High::lists;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = E::nullable || Low::nullable || High::nullable;

    E operand;
    Low low;
    High high;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        constexpr int scale = detail::scale_of<typename E::type>;
        constexpr int low_scale = detail::scale_of<typename Low::type>;
        constexpr int high_scale = detail::scale_of<typename High::type>;
        constexpr int most = detail::most(scale, low_scale, high_scale);
        constexpr bool mixed = scale != low_scale || scale != high_scale;
        detail::write_compared<E, most, mixed>(w);
        w << " BETWEEN ";
        detail::write_compared<Low, most, mixed>(w);
        w << " AND ";
        detail::write_compared<High, most, mixed>(w);
    }
    constexpr void bind(binder& b) const {
        if constexpr (E::parameters != 0) operand.bind(b);
        if constexpr (Low::parameters != 0) low.bind(b);
        if constexpr (High::parameters != 0) high.bind(b);
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        query::supply<Name>(operand, v);
        query::supply<Name>(low, v);
        query::supply<Name>(high, v);
    }
};

namespace detail {

inline constexpr type_info byte_as_boolean{storage::boolean, layout::boolean, 1};

/// How the elements of an `in` list are held in memory.
template <class T>
struct element {
    using type = std::conditional_t<!schema::is_id<T> && category_of<T> == category::integer, std::int64_t,
                                    std::conditional_t<is_duration<T>, std::chrono::microseconds, T>>;
    static constexpr const type_info* info = &schema::info_of<type>;
};
template <>
struct element<bool> { // a std::vector<bool> has no bytes to point at
    using type = std::uint8_t;
    static constexpr const type_info* info = &byte_as_boolean;
};
template <schema::is_mapped T>
struct element<T> : element<schema::stored_form<T>> {};

/// Values in braces, made of what a column of type T is compared with: `{10min, 2h}` have no type in common.
template <class T>
struct braced {
    using value = std::conditional_t<!schema::is_id<T> && category_of<T> == category::integer, std::int64_t,
                                     std::conditional_t<is_duration<T>, std::chrono::microseconds, T>>;
    std::initializer_list<value> values;
    constexpr braced(std::initializer_list<value> given) : values(given) {} // NOLINT: meant to convert
};

} // namespace detail

/// `x IN (...)` over any number of values; the statement's text does not depend on how many.
template <class E>
struct in_test {
    using dataflow_predicate = void;
    using model = typename E::model;
    using inputs = typename E::inputs;
    using held = typename detail::element<typename E::type>::type;
    static constexpr std::size_t parameters = E::parameters + 1;
    static constexpr std::size_t lists = E::lists + 1;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = E::nullable;
    static constexpr std::array<field_access, 1> fields{
        field_access{0, detail::element<typename E::type>::info, detail::field_of<E>()}};

    E operand;
    std::vector<held> list;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        E::write(w);
        w.in_list(fields[0].type->stored);
    }
    constexpr void bind(binder& b) const {
        if constexpr (E::parameters != 0) operand.bind(b);
        *b.lists = rows_view{reinterpret_cast<const std::byte*>(list.data()), sizeof(held), list.size(), fields};
        b.add(value::of_rows(*b.lists++, fields[0].name));
    }
};

/// The text matches. The pattern is one value: bound once, and mentioned as often as the form needs.
using sql::match;

template <match How, class E, class R>
struct text_test {
    static_assert(R::parameters == 1);
    using dataflow_predicate = void;
    using model = typename E::model;
    using inputs = decltype(typename E::inputs{} + typename R::inputs{});
    static constexpr std::size_t parameters = E::parameters + 1;
    static constexpr std::size_t lists = E::lists;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = E::nullable || R::nullable;

    E operand;
    R pattern;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        sql::matches(w, How, sql::operand_of<E>, E::parameters != 0);
    }
    constexpr void bind(binder& b) const {
        operand.bind(b);
        pattern.bind(b);
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        query::supply<Name>(operand, v);
        query::supply<Name>(pattern, v);
    }
};

/// A pattern of `matches`, checked and translated when it is made.
struct pattern_literal {
    using dataflow_scalar = void;
    using type = std::string;
    using model = void;
    using inputs = types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    std::string held;
    std::string_view field{};

    static constexpr void write(sql::writer& w) { w.parameter(); }
    constexpr void bind(binder& b) const { b.add(value::of_text(held, field)); }
};

/// A pattern may not end in its escape character.
[[nodiscard]] constexpr bool complete_like_pattern(std::string_view pattern) noexcept {
    std::size_t slashes = 0;
    while (slashes < pattern.size() && pattern[pattern.size() - 1 - slashes] == '\\') ++slashes;
    return slashes % 2 == 0;
}

} // namespace dataflow::query
