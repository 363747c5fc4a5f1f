// What each field of a model is to its table: its type, part of the key, a foreign key and to what.
#pragma once

#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/column_names.hpp>
#include <dataflow/schema/detail/model_parts.hpp>
#include <dataflow/schema/initializers.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/table_name.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::schema::detail {

template <class M, class... F>
constexpr single_key find_key_of_model(types<F...>) {
    const storage stored[]{shape_of<bare<F>>().stored...};
    return find_single_key(options_of<M>, reflect::field_names<M>, columns_of_fields<M>(),
                           [&](std::size_t i) { return stored[i]; });
}
template <class M>
inline constexpr single_key single_key_of = find_key_of_model<M>(reflect::types_of<M>{});

/// Model: M where F is an id, else void; so that fields of one plain type share one function.
template <class F, class Model>
constexpr field_kind kind_of() {
    field_kind out{&info_of<F>, storable<F>};
    out.stored = shape_of<bare<F>>().stored;
    if constexpr (!std::is_void_v<Model>) {
        using other = typename id_parts<bare<F>>::model;
        out.table = table_name<other>;
        out.own = std::is_same_v<other, Model>;
        out.made = std::is_same_v<other, Model> && !is_optional<F> &&
                   dataflow::detail::is_key_number<typename id_parts<bare<F>>::rep>;
        if constexpr (!std::is_same_v<other, Model>) out.target = single_key_of<other>;
        out.tenants = options_of<other>.multi_tenant;
        out.marks = options_of<other>.soft_delete;
    }
    return out;
}

template <class M, class... F>
constexpr auto find_kinds(types<F...>) {
    return std::array<field_kind, sizeof...(F)>{kind_of<F, std::conditional_t<is_id<bare<F>>, M, void>>()...};
}
template <class M>
inline constexpr auto kinds_of = find_kinds<M>(reflect::types_of<M>{});

template <class M>
inline constexpr model_facts facts_of{
    &options_of<M>, reflect::field_names<M>, columns_of_fields<M>(), kinds_of<M>,
    own_id<M>,      has_managed_key<M>};

} // namespace dataflow::schema::detail
