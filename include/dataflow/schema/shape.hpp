// Whether a struct can be a model at all: asked before any of its fields is looked at, so that a mistake is
// told in few lines.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/initialized.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/reflect/obstacle.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/rules.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow {

/// A field by its position, counted from 1, where its name cannot be read.
template <std::size_t Position>
struct nth_field {};

} // namespace dataflow

namespace dataflow::schema::detail {

/// A constant text of a field's name, for the rules.
template <class M, std::size_t I>
inline constexpr auto field_text =
    fixed_string<reflect::field_names<M>[I].size() + 1>{reflect::field_names<M>[I]};

template <class M>
concept complete = requires { sizeof(M); };

template <class M>
consteval bool options_are_read() {
    [[maybe_unused]] const options read{M::dataflow};
    return true;
}
/// Whether a model's own options are there when it is compiled.
template <class M>
concept constant_options = std::is_same_v<std::remove_cvref_t<decltype(M::dataflow)>, options> &&
                           !std::is_member_object_pointer_v<decltype(&M::dataflow)> &&
                           requires { typename std::bool_constant<options_are_read<M>()>; };

/// Options by another name than `dataflow`, which nobody would read. What is misspelled is not known, but
/// some are likely.
template <class T>
inline constexpr bool is_options = std::is_same_v<std::remove_cvref_t<T>, options>;
template <class M>
concept misspelled_options = requires { requires is_options<decltype(M::datafow)>; } ||
                             requires { requires is_options<decltype(M::dataflw)>; } ||
                             requires { requires is_options<decltype(M::dataflo)>; } ||
                             requires { requires is_options<decltype(M::dataFlow)>; } ||
                             requires { requires is_options<decltype(M::Dataflow)>; } ||
                             requires { requires is_options<decltype(M::DataFlow)>; } ||
                             requires { requires is_options<decltype(M::data_flow)>; } ||
                             requires { requires is_options<decltype(M::datflow)>; } ||
                             requires { requires is_options<decltype(M::dataflows)>; } ||
                             requires { requires is_options<decltype(M::DATAFLOW)>; } ||
                             requires { requires is_options<decltype(M::options)>; } ||
                             requires { requires is_options<decltype(M::df)>; };

template <class T, class F, std::size_t... Before, std::size_t... After>
constexpr bool takes_value(std::index_sequence<Before...>, std::index_sequence<After...>) {
    using reflect::detail::anything;
    return requires { T{anything{Before}..., reflect::detail::exactly<F>{}, anything{After}...}; };
}
template <class M, class... F, std::size_t... I>
constexpr std::size_t find_reference(types<F...>, std::index_sequence<I...>) {
    const bool values[]{
        detail::takes_value<M, std::remove_cv_t<F>>(std::make_index_sequence<I>{},
                                                    std::make_index_sequence<sizeof...(I) - 1 - I>{})...,
        false};
    std::size_t at = 0;
    while (values[at]) ++at;
    return at;
}
/// The first field that is a reference: it does not bind to a value. The number of fields where there is
/// none. A struct that can be assigned has none, and is not searched.
template <class M>
constexpr std::size_t find_reference() {
    constexpr std::size_t size = reflect::field_count<M>;
    if constexpr (std::is_copy_constructible_v<M> && !std::is_copy_assignable_v<M>)
        return detail::find_reference<M>(reflect::types_of<M>{}, std::make_index_sequence<size>{});
    else return size;
}

/// The first field that is `const` or `mutable`. (A mutable one is not constant in a constant object.)
template <class M, class... F, class... Constant>
constexpr std::size_t find_qualified(types<F...>, types<Constant...>) {
    const bool plain[]{(!std::is_const_v<F> && std::is_const_v<Constant>)..., false};
    std::size_t at = 0;
    while (plain[at]) ++at;
    return at;
}
template <class... F>
constexpr std::size_t find_volatile(types<F...>) {
    const bool plain[]{!std::is_volatile_v<F>..., false};
    std::size_t at = 0;
    while (plain[at]) ++at;
    return at;
}
template <class M>
using constant_types_of = reflect::detail::bound_types<const M, reflect::field_count<M>>;

/// The verdict on the fields of a struct that can be taken apart.
template <class M>
constexpr auto find_fields_verdict() {
    constexpr std::size_t size = reflect::field_count<M>;
    constexpr std::size_t reference = find_reference<M>();
    if constexpr (reference != size) return rule::a_field_is_a_reference<M, nth_field<reference + 1>>{};
    else if constexpr (constexpr auto moving = find_volatile(reflect::types_of<M>{}); moving != size)
        return rule::a_field_is_volatile<M, nth_field<moving + 1>>{};
    else if constexpr (constexpr auto at = find_qualified<M>(reflect::types_of<M>{}, constant_types_of<M>{});
                       at != size)
        return rule::a_field_is_const_or_mutable<M, field_text<M, at>>{};
    else if constexpr (reflect::field_layout<M>.struct_size != sizeof(M) || alignof(M) > 8)
        return rule::a_model_is_laid_out_by_alignas_bit_fields_or_no_unique_address<M>{};
    else return rule::ok{};
}

/// The verdict on a struct's shape.
template <class M>
constexpr auto find_shape_verdict() {
    if constexpr (!complete<M>) return rule::a_model_is_only_declared<M>{};
    else if constexpr (!reflect::aggregate<M>) return rule::a_model_is_not_an_aggregate<M>{};
    else if constexpr (std::is_final_v<M>) return rule::a_model_is_final<M>{};
    else if constexpr (misspelled_options<M>)
        return rule::the_options_of_a_model_are_not_called_dataflow<M>{};
    else if constexpr (requires { &M::dataflow; } && !constant_options<M>)
        return rule::the_options_of_a_model_are_not_static_constexpr_df_options<M>{};
    else if constexpr (constexpr auto shape = reflect::find_shape<M>();
                       shape.what == reflect::obstacle::too_many_fields)
        return rule::a_model_has_more_than_100_fields<M>{};
    else if constexpr (shape.what == reflect::obstacle::array_or_union)
        return rule::a_field_is_an_array_or_a_union<M, nth_field<shape.field>>{};
    else if constexpr (reflect::field_count<M> == 0) return rule::a_model_has_no_fields<M>{};
    else if constexpr (constexpr auto size = reflect::field_count<M>; reflect::has_bit_fields<M, size>)
        return rule::a_field_is_a_bit_field<M, nth_field<reflect::first_bit_field<M, size> + 1>>{};
    else return find_fields_verdict<M>();
}

} // namespace dataflow::schema::detail

namespace dataflow::schema {

template <class M>
using shape_verdict = decltype(detail::find_shape_verdict<M>());

} // namespace dataflow::schema
