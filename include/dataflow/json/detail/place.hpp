// Types that are stored as JSON as plain data (core/json_place.hpp). Only a program that asks by paths from
// outside makes it.
#pragma once

#include <dataflow/core/json_place.hpp>
#include <dataflow/json/form.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace dataflow {
class json_value;
} // namespace dataflow

namespace dataflow::json_ {

namespace detail {

template <class T>
constexpr place_type make_place();
template <class T>
inline constexpr place_type place = make_place<T>();

template <class T, class... F, std::size_t... I>
constexpr auto find_places(types<F...>, std::index_sequence<I...>) {
    return std::array<place_member, sizeof...(F)>{place_member{reflect::field_names<T>[I], &place<F>}...};
}
template <class T>
inline constexpr auto places =
    find_places<T>(reflect::types_of<T>{}, std::make_index_sequence<reflect::field_count<T>>{});

template <class T>
constexpr place_type make_place() {
    constexpr auto k = kind_of<T>();
    using what = place_type::kind;
    if constexpr (std::is_same_v<T, json_value>) return {what::any};
    else if constexpr (k == kind::wrapper) return make_place<typename json_inside<T>::type>();
    else if constexpr (k == kind::optional) return make_place<schema::bare<T>>();
    else if constexpr (k == kind::scalar || k == kind::mapped || k == kind::id) {
        if constexpr (category_of<T> < category::json &&
                      category_of<schema::stored_form<T>> != category::bytes)
            return {what::leaf, &schema::info_of<T>};
        else return {};
    } else if constexpr (k == kind::sequence)
        return {what::sequence, nullptr, &place<typename schema::sequence_parts<T>::element>};
    else if constexpr (k == kind::map) return {what::map, nullptr, &place<typename map_parts<T>::element>};
    else if constexpr (k == kind::object) return {what::object, nullptr, nullptr, places<T>};
    else return {};
}

} // namespace detail

/// What stands inside a T.
template <class T>
inline constexpr const place_type& place_of = detail::place<T>;

} // namespace dataflow::json_
