// What an expression is made of. Said once, as the base of the expression; all else that a node must know
// follows from it.
#pragma once

#include <dataflow/query/expression.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace dataflow::query {

namespace detail {

/// The expression of an operand, which may have a name.
template <class T>
struct expression_in {
    using type = T;
};
template <fixed_string Name, class E>
struct expression_in<named<Name, E>> {
    using type = E;
};
template <class E, fixed_string Name>
struct expression_in<unselected<E, Name>> {
    using type = E;
};

template <class E>
inline constexpr std::size_t optionals_in = 0;
template <predicate E>
inline constexpr std::size_t optionals_in<E> = E::optionals;

template <class E, class T>
[[gnu::always_inline]] constexpr auto& bare_operand(T& operand) noexcept {
    if constexpr (std::is_same_v<E, std::remove_const_t<T>>) return operand;
    else return operand.expression;
}

template <class... A>
struct common_model {
    using type = void;
};
template <class First, class... Rest>
struct common_model<First, Rest...>
    : joint_model<typename First::model, typename common_model<Rest...>::type> {};

} // namespace detail

/// The base of every expression that has others in it: `struct compare : operands<L, R>`. It holds them,
/// binds their values, passes named values on, and says which models, placeholders and optional parts they
/// bring in. What it holds is what the checks of nodes see (query/contents.hpp): an expression cannot have a
/// part that is forgotten. Also the items of a select, which may have names.
///
/// The text of an expression is written by a static `write(sql::writer&, sql::place)` of its own, which hands
/// each operand the place that `places` gives.
template <class... T>
struct operands {
    using parts = types<>;
    using inputs = types<>;
    using model = void;
    static constexpr std::size_t parameters = 0, lists = 0, optionals = 0;
    [[nodiscard]] static constexpr std::array<sql::place, 0> places(sql::place) noexcept { return {}; }
    constexpr void bind(binder&) const {}
};

template <class First, class... Rest>
struct operands<First, Rest...> {
    using first_expression = typename detail::expression_in<First>::type;
    using rest_type = operands<Rest...>;
    using parts = types<first_expression, typename detail::expression_in<Rest>::type...>;
    using inputs = decltype(typename first_expression::inputs{} + typename rest_type::inputs{});
    using model = joint_model<first_expression, rest_type>;
    static constexpr std::size_t parameters =
        first_expression::parameters + rest_type::parameters; ///< values, lists among them
    static constexpr std::size_t lists = first_expression::lists + rest_type::lists;
    static constexpr std::size_t optionals = detail::optionals_in<first_expression> + rest_type::optionals;

    [[no_unique_address]] First first;
    [[no_unique_address]] rest_type rest{};

    /// The place of the second operand, and of the third, of an expression whose own place is `at`; the first
    /// one has that itself.
    [[nodiscard, gnu::always_inline]] static constexpr sql::place second(sql::place at) noexcept {
        return at.after(first_expression::parameters, detail::optionals_in<first_expression>);
    }
    [[nodiscard, gnu::always_inline]] static constexpr sql::place third(sql::place at) noexcept {
        return rest_type::second(second(at));
    }
    /// All of them.
    [[nodiscard, gnu::always_inline]] static constexpr std::array<sql::place, 1 + sizeof...(Rest)>
    places(sql::place at) noexcept {
        constexpr std::size_t values[]{first_expression::parameters,
                                       detail::expression_in<Rest>::type::parameters...};
        constexpr std::size_t optional[]{detail::optionals_in<first_expression>,
                                         detail::optionals_in<typename detail::expression_in<Rest>::type>...};
        std::array<sql::place, 1 + sizeof...(Rest)> out{};
        for (std::size_t i = 0; i <= sizeof...(Rest); ++i) {
            out[i] = at;
            at = at.after(values[i], optional[i]);
        }
        return out;
    }

    constexpr void bind(binder& b) const {
        if constexpr (first_expression::parameters != 0)
            detail::bare_operand<first_expression>(first).bind(b);
        if constexpr (rest_type::parameters != 0) rest.bind(b);
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        if constexpr (!std::is_same_v<typename first_expression::inputs, types<>>)
            detail::bare_operand<first_expression>(first).template supply<Name>(v);
        if constexpr (!std::is_same_v<typename rest_type::inputs, types<>>) rest.template supply<Name>(v);
    }
};

[[nodiscard]] constexpr operands<> make_operands() { return {}; }
template <class First, class... Rest>
[[nodiscard, gnu::always_inline]] constexpr operands<First, Rest...> make_operands(First first,
                                                                                   Rest... rest) {
    return {static_cast<First&&>(first), make_operands(static_cast<Rest&&>(rest)...)};
}
template <class... More>
[[nodiscard, gnu::always_inline]] constexpr operands<More...> join_operands(operands<>,
                                                                            operands<More...> more) {
    return more;
}
template <class First, class... Rest, class... More>
[[nodiscard, gnu::always_inline]] constexpr operands<First, Rest..., More...>
join_operands(operands<First, Rest...> a, operands<More...> more) {
    return {static_cast<First&&>(a.first),
            join_operands(static_cast<operands<Rest...>&&>(a.rest), static_cast<operands<More...>&&>(more))};
}

} // namespace dataflow::query
