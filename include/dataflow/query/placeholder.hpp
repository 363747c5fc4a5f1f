// Named parameters in expressions: values that a workflow gives by its wires.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

/// A value that a workflow gives to a node by a wire: `field<&Flight::delay> > df::param<"threshold">`.
template <fixed_string Name>
struct parameter_name {
    using dataflow_parameter = void;
};

template <class V>
concept parameter = requires { typename std::remove_cvref_t<V>::dataflow_parameter; };

/// A named parameter next to an expression of type T.
template <fixed_string Name, class T>
struct placeholder {
    using dataflow_scalar = void;
    using type = T;
    using model = void;
    using parts = types<>;
    using inputs = types<placeholder>;
    static constexpr auto name_of_input = Name;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    T held{};
    std::string_view field{};

    static constexpr void write(sql::writer& w, sql::place at) { w.value(at); }
    constexpr void bind(binder& b) const { b.add(load(field_access{0, &schema::info_of<T>, field}, &held)); }
    template <fixed_string Wanted, class V>
    constexpr void supply(const V& v) {
        if constexpr (Wanted.view() == Name.view()) held = static_cast<T>(v);
    }
};

template <class E, fixed_string Name>
[[nodiscard]] constexpr auto make_placeholder(parameter_name<Name>) {
    return placeholder<Name, typename E::type>{{}, detail::field_of<E>()};
}

/// Passes a wired value on to the placeholders inside an expression.
template <fixed_string Name, class E, class V>
constexpr void supply(E& expression, const V& v) {
    if constexpr (requires { expression.template supply<Name>(v); }) expression.template supply<Name>(v);
}

} // namespace dataflow::query

namespace dataflow {

/// A named parameter of a node, filled by a wire of a workflow.
template <fixed_string Name>
inline constexpr query::parameter_name<Name> param{};

} // namespace dataflow
