// Sets, ranges and text matches.
#pragma once

#include <dataflow/query/compare.hpp>
#include <dataflow/query/operands.hpp>
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
struct between_test : operands<E, Low, High> {
    using dataflow_predicate = void;
    static constexpr bool unknown = E::nullable || Low::nullable || High::nullable ||
                                    requires { requires Low::may_be_none || High::may_be_none; };

    static constexpr void write(sql::writer& w, sql::place at) {
        const auto operand = at, low = between_test::second(at), high = between_test::third(at);
        constexpr int scale = detail::scale_of<typename E::type>;
        constexpr int low_scale = detail::scale_of<typename Low::type>;
        constexpr int high_scale = detail::scale_of<typename High::type>;
        constexpr int most = detail::most(scale, low_scale, high_scale);
        constexpr bool mixed = scale != low_scale || scale != high_scale;
        const auto* const form = mixed ? nullptr : detail::compared_form<E, Low, High>(w);
        sql::outlined around{w};
        if constexpr (detail::is_column<E> && detail::is_bound_value<Low> && detail::is_bound_value<High>)
            around.begin(form, true, sql::outline_ends::both, E::name, E::source, low, high);
        const sql::facing as_kept{w, form, true};
        detail::write_compared<E, most, mixed>(w, operand);
        w << " BETWEEN ";
        detail::write_compared<Low, most, mixed>(w, low);
        w << " AND ";
        detail::write_compared<High, most, mixed>(w, high);
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

/// The values of a list that is compared with an expression E, whose elements are of type T: bound as one.
template <class T, class E>
struct value_list {
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    using held = typename detail::element<T>::type;
    static constexpr std::size_t parameters = 1, lists = 1;
    static constexpr std::array<field_access, 1> fields{
        field_access{0, detail::element<T>::info, detail::field_of<E>()}};
    static constexpr storage stored = fields[0].type->stored;

    std::vector<held> values{};

    constexpr void bind(binder& b) const {
        *b.lists =
            rows_view{reinterpret_cast<const std::byte*>(values.data()), sizeof(held), values.size(), fields};
        b.add(value::of_rows(*b.lists++, fields[0].name));
    }
};

/// `x IN (...)` over any number of values; the statement's text does not depend on how many.
template <class E>
struct in_test : operands<E, value_list<typename E::type, E>> {
    using dataflow_predicate = void;
    using held = typename value_list<typename E::type, E>::held;
    static constexpr bool unknown = E::nullable;

    [[nodiscard]] constexpr std::vector<held>& list() noexcept { return this->rest.first.values; }
    [[nodiscard]] constexpr const std::vector<held>& list() const noexcept { return this->rest.first.values; }

    static constexpr void write(sql::writer& w, sql::place at) {
        const auto* const form = detail::form_of<E>(w);
        sql::outlined around{w};
        if constexpr (detail::is_column<E>)
            around.begin_in(form, E::name, E::source, value_list<typename E::type, E>::stored,
                            in_test::second(at));
        const sql::facing as_kept{w, form, false};
        write_operand<E>(w, at);
        w.in_list(value_list<typename E::type, E>::stored, in_test::second(at));
    }
};
template <class E>
[[nodiscard]] constexpr in_test<E> make_in_test(const E& operand) {
    return {{operand, {}}};
}

/// The text matches. The pattern is one value: bound once, and mentioned as often as the form needs.
using sql::match;

template <match How, class E, class R>
struct text_test : operands<E, R> {
    static_assert(R::parameters == 1);
    using dataflow_predicate = void;
    static constexpr bool unknown = E::nullable || R::nullable;

    static constexpr void write(sql::writer& w, sql::place at) {
        sql::matches(w, How, sql::operand_of<E>(at), text_test::second(at), E::parameters != 0);
    }
};

/// A pattern of `matches`, checked and translated when it is made.
struct pattern_literal {
    using dataflow_scalar = void;
    using type = std::string;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    std::string held;
    std::string_view field{};

    static constexpr void write(sql::writer& w, sql::place at) { w.value(at); }
    constexpr void bind(binder& b) const { b.add(value::of_text(held, field)); }
};

/// A pattern may not end in its escape character.
[[nodiscard]] constexpr bool complete_like_pattern(std::string_view pattern) noexcept {
    std::size_t slashes = 0;
    while (slashes < pattern.size() && pattern[pattern.size() - 1 - slashes] == '\\') ++slashes;
    return slashes % 2 == 0;
}

} // namespace dataflow::query
