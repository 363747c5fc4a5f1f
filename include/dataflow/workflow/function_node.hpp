// Any callable as a node: a struct in, a struct out, both optional; and the context, where it asks for it.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/obstacle.hpp>
#include <dataflow/workflow/detail/outputs.hpp>
#include <dataflow/workflow/rules.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow {

/// The input of a workflow, or the output of a function, that has none.
struct nothing {};

} // namespace dataflow

namespace dataflow::workflow_ {

/// A callable's parameters and result. `Constant`: it may be called when it is constant.
template <bool Constant, class R, class... A>
struct call_shape {
    using result = std::remove_cvref_t<R>;
    using list = std::tuple<A...>;
    static constexpr bool constant = Constant;
    static constexpr bool known = true;
};
struct unknown_call {
    static constexpr bool known = false;
};

template <class F>
struct signature {
    using type = unknown_call;
};
template <class R, class... A>
struct signature<R (*)(A...)> {
    using type = call_shape<true, R, A...>;
};
template <class R, class... A>
struct signature<R (*)(A...) noexcept> {
    using type = call_shape<true, R, A...>;
};
template <class C, class R, class... A>
struct signature<R (C::*)(A...)> {
    using type = call_shape<false, R, A...>;
};
template <class C, class R, class... A>
struct signature<R (C::*)(A...) const> {
    using type = call_shape<true, R, A...>;
};
template <class C, class R, class... A>
struct signature<R (C::*)(A...) noexcept> {
    using type = call_shape<false, R, A...>;
};
template <class C, class R, class... A>
struct signature<R (C::*)(A...) const noexcept> {
    using type = call_shape<true, R, A...>;
};

template <class F>
constexpr auto find_shape() {
    if constexpr (requires { &F::operator(); }) return typename signature<decltype(&F::operator())>::type{};
    else return typename signature<F>::type{};
}

template <class T>
concept function_input = plain_struct<T> || is_record<T>;

/// A function as a node. `In` is `nothing` where it takes no struct.
template <class F, class In, class Out, bool TakesContext>
struct function_node {
    using input = In;
    using output = std::conditional_t<std::is_void_v<Out>, nothing, Out>;
    /// What it does with the context cannot be seen.
    using models = std::conditional_t<TakesContext, query::types<node_::any_model>, query::types<>>;
    using written_models = models;
    static constexpr node_::tables_read<function_node> reads{};
    static constexpr node_::tables_written<function_node, TakesContext> writes{};

    F function;

    output call(In&& in, context& c) const {
        if constexpr (std::is_void_v<Out>) {
            invoke(std::move(in), c);
            return {};
        } else return invoke(std::move(in), c);
    }

  private:
    decltype(auto) invoke(In&& in, context& c) const {
        // A function that may not be called when constant (a mutable lambda) starts again in each run.
        std::conditional_t<decltype(find_shape<F>())::constant, const F&, F> f = function;
        if constexpr (std::is_same_v<In, nothing> && TakesContext) return f(c);
        else if constexpr (std::is_same_v<In, nothing>) return f();
        else if constexpr (TakesContext) return f(std::move(in), c);
        else return f(std::move(in));
    }
};

/// What a function takes: its struct, and whether it asks for the context. `sound` is false where a
/// parameter is neither.
template <class In, bool TakesContext, bool Sound>
struct function_shape {
    using input = In;
    static constexpr bool takes_context = TakesContext;
    static constexpr bool sound = Sound;
};

template <class T>
constexpr bool is_context = std::is_same_v<T, context&>;

template <class... A>
constexpr auto shape_of(std::type_identity<std::tuple<A...>>) {
    using list = std::tuple<A..., void, void>;
    using first = std::tuple_element_t<0, list>;
    using second = std::tuple_element_t<1, list>;
    using bare = std::remove_cvref_t<first>;
    if constexpr (sizeof...(A) == 0) return function_shape<nothing, false, true>{};
    else if constexpr (sizeof...(A) == 1 && is_context<first>) return function_shape<nothing, true, true>{};
    else if constexpr (!function_input<bare>) return function_shape<bare, false, false>{};
    else if constexpr (sizeof...(A) == 1) return function_shape<bare, false, true>{};
    else
        return function_shape<std::conditional_t<is_context<second>, bare, second>, true,
                              sizeof...(A) == 2 && is_context<second>>{};
}

/// What refers to text or elements that are not its own.
template <class T>
constexpr bool is_view = false;
template <class C, class Traits>
constexpr bool is_view<std::basic_string_view<C, Traits>> = true;
template <class T, std::size_t N>
constexpr bool is_view<std::span<T, N>> = true;
template <>
inline constexpr bool is_view<const char*> = true;
template <>
inline constexpr bool is_view<char*> = true;

/// Whether a function's result is a view, or a struct with one: the struct that the function took is gone
/// when the result is read.
template <class T, std::size_t... I>
constexpr bool has_view(std::index_sequence<I...>) {
    return (is_view<reflect::field_type<T, I>> || ...);
}
template <class T>
constexpr bool gives_view = is_view<T>;
template <plain_struct T>
    requires(!is_view<T>)
constexpr bool gives_view<T> = has_view<T>(std::make_index_sequence<reflect::field_count<T>>{});

template <fixed_string Name, class F>
constexpr auto find_function_verdict() {
    using call = decltype(find_shape<F>());
    if constexpr (!call::known) return rule::a_function_node_has_no_single_signature<Name, F>{};
    else if constexpr (gives_view<typename call::result>)
        return rule::a_function_node_gives_a_view_of_what_is_gone<Name, typename call::result>{};
    else {
        using shape = decltype(shape_of(std::type_identity<typename call::list>{}));
        return std::conditional_t<
            shape::sound, rule::ok,
            rule::the_parameter_of_a_function_node_is_not_a_struct<Name, typename shape::input>>{};
    }
}
/// The rule that a function breaks as a node.
template <fixed_string Name, class F>
using function_verdict = decltype(find_function_verdict<Name, F>());

/// A function as a node; it has kept the rules.
template <class F>
[[nodiscard]] constexpr auto make_function_node(F function) {
    using call = decltype(find_shape<F>());
    using shape = decltype(shape_of(std::type_identity<typename call::list>{}));
    return function_node<F, typename shape::input, typename call::result, shape::takes_context>{
        std::move(function)};
}

} // namespace dataflow::workflow_
