// Structs of the program as Structs of Boost.Hana: their keys are the names of their fields, their accessors
// the fields.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/shape.hpp>
#include <dataflow/schema/types.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/core/when.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow::hana_ {

template <class... F>
consteval bool all_are_columns(types<F...>) {
    return (schema::storable<F> && ...);
}

/// Whether T is an aggregate whose fields are columns, each of a type that a database stores. A type that is
/// a column itself is none.
template <class T>
consteval bool holds_columns() {
    if constexpr (!std::is_class_v<T> || !schema::detail::complete<T>) return false;
    else if constexpr (std::is_empty_v<T> || !reflect::aggregate<T> || schema::storable<T>) return false;
    else if constexpr (!rule::is_ok<schema::shape_verdict<T>>) return false;
    else return all_are_columns(reflect::types_of<T>{});
}

} // namespace dataflow::hana_

namespace dataflow {

/// Whether objects of type T are Structs to Boost.Hana: by default where T is an aggregate whose fields are
/// all columns, as models and the rows of selects are. A program decides for a type of its own before it is
/// first used with Hana:
///
///     template <> inline constexpr bool dataflow::hana_struct<Specs> = true;
///
/// What the program has adapted with Hana's own macros stays as it is.
template <class T>
inline constexpr bool hana_struct = hana_::holds_columns<T>();

} // namespace dataflow

namespace dataflow::hana_ {

template <fixed_string Name, std::size_t... I>
boost::hana::string<Name.data[I]...> spell(std::index_sequence<I...>);
/// A name as Hana's compile-time string: the type of `"name"_s`.
template <fixed_string Name>
using key = decltype(hana_::spell<Name>(std::make_index_sequence<Name.size()>{}));

/// What an accessor gives: a reference to a field of an object that stays, and the value out of one that is
/// about to end.
template <class Object, class Field>
[[nodiscard]] constexpr decltype(auto) give(Field& field) {
    if constexpr (std::is_lvalue_reference_v<Object>) return (field);
    else return std::remove_const_t<Field>(std::move(field));
}

/// Gives the I-th field of a T, or of what derives from it.
template <class T, std::size_t I>
struct field_accessor {
    template <class Object>
    [[nodiscard]] constexpr decltype(auto) operator()(Object&& of) const {
        using holder = std::conditional_t<std::is_const_v<std::remove_reference_t<Object>>, const T, T>;
        return hana_::give<Object>(reflect::get<I>(static_cast<holder&>(of)));
    }
};

/// One field: its key, and what gives its value.
template <class Key, class Accessor>
struct entry {
    using pair = boost::hana::pair<Key, Accessor>;
    using accessor = Accessor;
};

/// The fields of a Struct, in their order.
template <class... E>
struct entries {
    /// What `boost::hana::accessors` gives.
    static constexpr auto apply() noexcept { return boost::hana::tuple<typename E::pair...>{}; }

    template <class... Other>
    entries<E..., Other...> operator+(entries<Other...>) const;
};

template <class T, std::size_t... I>
constexpr auto find_fields(std::index_sequence<I...>) {
    return entries<entry<key<schema::detail::field_text<T, I>>, field_accessor<T, I>>...>{};
}
template <class T>
using fields_of = decltype(hana_::find_fields<T>(std::make_index_sequence<reflect::field_count<T>>{}));

template <class T>
concept adapted_by_its_own = requires { typename T::hana_accessors_impl; };

} // namespace dataflow::hana_

namespace boost::hana {

template <class T>
struct accessors_impl<T, when<!dataflow::hana_::adapted_by_its_own<T> && dataflow::hana_struct<T>>>
    : dataflow::hana_::fields_of<T> {};

} // namespace boost::hana

#ifndef BOOST_HANA_CONFIG_ENABLE_STRING_UDL // else Hana's own literal is there
namespace dataflow::literals {

/// A key: `boost::hana::at_key(record, "name"_s)`. The type is Hana's own, the literal is standard C++20,
/// which Hana's is not.
template <fixed_string Name>
[[nodiscard]] consteval hana_::key<Name> operator""_s() {
    return {};
}

} // namespace dataflow::literals
#endif
