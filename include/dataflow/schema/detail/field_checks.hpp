// What is wrong with a field of a model: found before its table is made, so that the message is short.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/enum_names.hpp>
#include <dataflow/reflect/stray_enumerators.hpp>
#include <dataflow/schema/detail/field_kinds.hpp>
#include <dataflow/schema/detail/model_parts.hpp>
#include <dataflow/schema/initializers.hpp>
#include <dataflow/schema/managed.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/rules.hpp>
#include <dataflow/schema/shape.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::schema::detail {

/// What is wrong with a field, found before its table is made, so that the message is short.
enum class flaw : std::uint8_t {
    none,
    no_type,
    no_values,
    managed_name,
    optional_key,
    compound_key,
    inexact_key,
    other_key
};

struct flawed_field {
    std::size_t field = 0;
    flaw what = flaw::none;
};

/// Whether a type is an enumeration, or has elements of one, without a value that has a name.
constexpr bool lacks_values(const type_info& type) {
    const type_info& inside = type.memory == layout::sequence ? *type.sequence->element : type;
    return inside.memory == layout::enumeration && inside.enumerators.empty();
}

/// The first field whose default is a value without a name; the number of fields where there is none.
template <class M>
constexpr std::size_t find_stray_default() {
    std::size_t i = 0;
    while (i < reflect::field_count<M> && initializers_of<M>[i] != initializer::stray) ++i;
    return i;
}

/// The enumeration of a field: in an optional, a vector or an array.
template <class F>
struct enumeration_in {
    using type = bare<F>;
};
template <class F>
    requires(!std::is_void_v<typename sequence_parts<bare<F>>::element>)
struct enumeration_in<F> {
    using type = bare<typename sequence_parts<bare<F>>::element>;
};

template <class F>
constexpr auto find_enum_verdict() {
    using type = typename enumeration_in<F>::type;
    if constexpr (std::is_enum_v<type>) return reflect::enum_verdict<type>{};
    else return rule::ok{};
}
template <class... F>
inline constexpr bool have_enumerations = (std::is_enum_v<typename enumeration_in<F>::type> || ...);
/// The verdict on the enumerations of a model, before their names are looked for.
template <class... F>
constexpr auto find_enums_verdict(types<F...>) {
    if constexpr (!have_enumerations<F...>) return rule::ok{};
    else return rule::first_broken<rule::ok, decltype(find_enum_verdict<F>())...>{};
}

/// The verdict on a field's enumeration whose values lie outside what is looked at; see
/// `reflect::has_stray_enumerator`.
template <class M, class F, std::size_t I>
constexpr auto find_stray_verdict() {
    using type = typename enumeration_in<F>::type;
    if constexpr (!std::is_enum_v<type> || is_mapped<type>) return rule::ok{};
    else if constexpr (!reflect::has_stray_enumerator<type>) return rule::ok{};
    else
        return rule::an_enumeration_has_a_value_outside_its_df_enum_range<M, field_text<M, I>, type,
                                                                          reflect::stray_enumerator<type>>{};
}
template <class M, class... F, std::size_t... I>
constexpr auto find_strays_verdict(types<F...>, std::index_sequence<I...>) {
    if constexpr (!have_enumerations<F...>) return rule::ok{};
    else return rule::first_broken<rule::ok, decltype(find_stray_verdict<M, F, I>())...>{};
}
template <class M>
using strays_verdict = decltype(find_strays_verdict<M>(reflect::types_of<M>{},
                                                       std::make_index_sequence<reflect::field_count<M>>{}));

constexpr flawed_field find_flaw(const model_facts& of) {
    for (std::size_t i = 0; i < of.own(); ++i) {
        const auto name = of.names[i];
        const auto& kind = of.kinds[i];
        if (!kind.storable) return {i, flaw::no_type};
        if (lacks_values(*kind.type)) return {i, flaw::no_values};
        if ((of.key_added && name == "id") || adds(*of.opts, name) ||
            (of.opts->history && is_history_column(name)))
            return {i, flaw::managed_name};
        if (kind.type->nullable() && of.is_key(i)) return {i, flaw::optional_key};
        if ((kind.stored == storage::json || is_array(kind.stored)) && of.is_key(i))
            return {i, flaw::compound_key};
        if ((kind.stored == storage::float32 || kind.stored == storage::float64) && of.is_key(i))
            return {i, flaw::inexact_key};
        if (!of.is_foreign(i)) continue;
        if (const auto target = of.target(i); target.name.empty() || target.stored != kind.stored)
            return {i, flaw::other_key};
    }
    return {};
}

} // namespace dataflow::schema::detail
