// A value of the program among what is selected: `df::constant(0).as<"depth">()`.
#pragma once

#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/cast.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/types.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// A value whose type the statement says, for nothing next to it does.
template <class T>
struct constant_value : operands<literal<T, T>>, operations<constant_value<T>> {
    using dataflow_scalar = void;
    using type = T;
    static constexpr bool nullable = false;

    constexpr explicit constant_value(literal<T, T> l) : operands<literal<T, T>>{std::move(l)} {}
    static constexpr void write(sql::writer& w, sql::place at) {
        literal<T, T>::write(w, at);
        if (w.dialect().typed_values) (w << "::").type(schema::info_of<T>.stored);
        if constexpr (std::is_same_v<T, std::string>) w << w.dialect().byte_order;
    }
};

} // namespace dataflow::query

namespace dataflow {

/// A value of the program as an expression: of a whole number a std::int64_t, of another number a double, of
/// text a std::string, or a bool. Throws `invalid_value` for a null pointer, and for a whole number that does
/// not fit.
template <class V>
[[nodiscard]] constexpr auto constant(const V& value) {
    constexpr bool taken = std::is_arithmetic_v<V> ||
                           (std::convertible_to<const V&, std::string_view> && !std::is_null_pointer_v<V>);
    using verdict = rule::diagnostic<std::conditional_t<
        taken, rule::ok, rule::a_function_is_given_another_type<"constant", void, fixed_string<1>{}, V>>>;
    static_assert(rule::told<verdict>::verdict);
    using type = std::conditional_t<
        std::is_same_v<V, bool>, bool,
        std::conditional_t<std::is_integral_v<V>, std::int64_t,
                           std::conditional_t<std::is_floating_point_v<V>, double, std::string>>>;
    if constexpr (!taken) return query::refused_scalar{};
    else
        return query::constant_value<type>{
            query::make_literal<query::literal<type, type>>(value, "constant")};
}

} // namespace dataflow
