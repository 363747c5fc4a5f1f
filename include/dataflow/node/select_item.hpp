// An item of a select: its expression, its name, and the type of its value.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/query/item.hpp>

#include <optional>
#include <string_view>
#include <type_traits>

namespace dataflow::node_ {

/// An item of a select: its expression, and the name of the field that it fills.
template <class T>
struct item_of {
    using expression = T;
    static constexpr std::string_view name = query::detail::field_of<T>();
};
template <fixed_string Name, class E>
struct item_of<query::named<Name, E>> {
    using expression = E;
    static constexpr std::string_view name = Name.view();
};
template <class E, fixed_string Name>
struct item_of<query::unselected<E, Name>> {
    using expression = E;
    static constexpr std::string_view name = Name.view();
};
template <class T>
using expression_of = typename item_of<T>::expression;

/// The C++ type of an item's value.
template <class T>
using value_of =
    std::conditional_t<expression_of<T>::nullable, std::optional<typename expression_of<T>::type>,
                       typename expression_of<T>::type>;

} // namespace dataflow::node_
