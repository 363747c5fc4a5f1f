// The key of a model as plain data, for the foreign keys of others.
#pragma once

#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/column_names.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/table_name.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace dataflow::schema {

template <class M>
struct key_facts_of {
    static constexpr std::size_t size = options_of<M>.key.size != 0            ? options_of<M>.key.size
                                        : own_id<M> >= 0 || has_managed_key<M> ? 1
                                                                               : 0;
    struct parts {
        std::array<std::string_view, size> columns{};
        std::array<storage, size> stored{};
    };
    template <class... F>
    static constexpr parts find(types<F...>) {
        const storage kinds[]{detail::shape_of<bare<F>>().stored..., storage::int64};
        parts out;
        for (std::size_t k = 0; k < size; ++k) {
            const auto name =
                options_of<M>.key.size != 0 ? options_of<M>.key.names[k] : std::string_view{"id"};
            out.columns[k] = name;
            out.stored[k] = storage::int64; // of the key that the library adds
            for (std::size_t i = 0; i < sizeof...(F); ++i) {
                if (reflect::field_names<M>[i] != name) continue;
                out.columns[k] = detail::columns_of_fields<M>()[i];
                out.stored[k] = kinds[i];
            }
        }
        return out;
    }
    static constexpr parts all = find(reflect::types_of<M>{});
    static constexpr key_facts value{reflect::type_name<M>, table_name<M>, all.columns, all.stored,
                                     !options_of<M>.soft_delete && !options_of<M>.multi_tenant};
};

} // namespace dataflow::schema
