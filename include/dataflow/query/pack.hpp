// Several expressions, one behind another.
#pragma once

#include <dataflow/query/expression.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/literal.hpp>

#include <cstddef>

namespace dataflow::query {

namespace detail {
template <class T>
struct expression_in {
    using type = T;
};
template <fixed_string Name, class E>
struct expression_in<named<Name, E>> {
    using type = E;
};
} // namespace detail

/// Items of a select: their expressions alone, for their names are in their types.
template <class... T>
struct pack {
    using inputs = types<>;
    using model = void;
    static constexpr std::size_t parameters = 0, lists = 0;
};

template <class First, class... Rest>
struct pack<First, Rest...> {
    using expression = typename detail::expression_in<First>::type;
    using rest_type = pack<Rest...>;
    using inputs = decltype(typename expression::inputs{} + typename rest_type::inputs{});
    using model = joint_model<expression, rest_type>;
    static constexpr std::size_t parameters = expression::parameters + rest_type::parameters;
    static constexpr std::size_t lists = expression::lists + rest_type::lists;

    First first;
    [[no_unique_address]] rest_type rest;

    constexpr void bind(binder& b) const {
        if constexpr (expression::parameters != 0) {
            if constexpr (is_named<First>) first.expression.bind(b);
            else first.bind(b);
        }
        if constexpr (rest_type::parameters != 0) rest.bind(b);
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        if constexpr (expression::parameters != 0) {
            if constexpr (is_named<First>) query::supply<Name>(first.expression, v);
            else query::supply<Name>(first, v);
        }
        if constexpr (rest_type::parameters != 0) rest.template supply<Name>(v);
    }
};

[[nodiscard]] constexpr pack<> make_pack() { return {}; }
template <class First, class... Rest>
[[nodiscard, gnu::always_inline]] constexpr pack<First, Rest...> make_pack(const First& first, const Rest&... rest) {
    return {first, make_pack(rest...)};
}
template <class... More>
[[nodiscard, gnu::always_inline]] constexpr const pack<More...>& join_packs(const pack<>&, const pack<More...>& more) {
    return more;
}
template <class First, class... Rest, class... More>
[[nodiscard, gnu::always_inline]] constexpr pack<First, Rest..., More...> join_packs(const pack<First, Rest...>& p, const pack<More...>& more) {
    return {p.first, join_packs(p.rest, more)};
}

} // namespace dataflow::query
