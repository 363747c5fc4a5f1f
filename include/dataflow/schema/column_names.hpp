// What the columns of a model's fields are called: as the fields, as the options say, or by a naming policy.
#pragma once

#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/naming.hpp>
#include <dataflow/schema/options.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace dataflow::schema {

namespace detail {

/// Whether a model has columns that are not called as their fields.
template <class M>
inline constexpr bool renames_columns =
    options_of<M>.columns.size != 0 || options_of<M>.naming != naming::as_is;

/// The I-th field's name as the naming policy of its model spells it.
template <class M, std::size_t I>
inline constexpr auto spelled_name = [] {
    struct {
        std::array<char, reflect::field_names<M>[I].size() + 1> text{};
        std::size_t size = 0;
    } out;
    out.size = spell_column(options_of<M>.naming, reflect::field_names<M>[I], out.text.data());
    return out;
}();

template <class M, std::size_t... I>
constexpr auto find_column_names(std::index_sequence<I...>) {
    std::array<std::string_view, sizeof...(I)> out{reflect::field_names<M>[I]...};
    if constexpr (options_of<M>.naming != naming::as_is)
        ((out[I] = {spelled_name<M, I>.text.data(), spelled_name<M, I>.size}), ...);
    const auto& renamed = options_of<M>.columns;
    for (std::size_t i = 0; i < sizeof...(I); ++i)
        for (std::size_t r = 0; r < renamed.size; ++r)
            if (reflect::field_names<M>[i] == renamed.items[r].field) out[i] = renamed.items[r].column;
    return out;
}

/// The names of the columns of a model's fields, in their order.
template <class M>
inline constexpr auto renamed_columns_of =
    find_column_names<M>(std::make_index_sequence<reflect::field_count<M>>{});

/// The same, but of the fields themselves where they are called alike: most models need no other array.
template <class M>
constexpr const auto& columns_of_fields() {
    if constexpr (renames_columns<M>) return renamed_columns_of<M>;
    else return reflect::field_names<M>;
}

} // namespace detail

/// The name of the column of a field. A name that no field has is given back.
template <class M>
[[nodiscard]] constexpr std::string_view column_name(std::string_view field) {
    if constexpr (detail::renames_columns<M>)
        for (std::size_t i = 0; i < reflect::field_count<M>; ++i)
            if (reflect::field_names<M>[i] == field) return detail::renamed_columns_of<M>[i];
    return field;
}

} // namespace dataflow::schema
