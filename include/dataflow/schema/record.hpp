// A stored record: the struct and what the library manages beside it.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <utility>

namespace dataflow {

namespace schema {

/// The position of the field `id` that is the model's own id, or -1.
template <class M>
inline constexpr int own_id = []<std::size_t... I>(std::index_sequence<I...>) {
    int found = -1;
    ((reflect::field_names<M>[I] == "id" &&
              std::is_same_v<typename schema::id_parts<reflect::field_type<M, I>>::model, M>
          ? void(found = static_cast<int>(I))
          : void()),
     ...);
    return found;
}(std::make_index_sequence<reflect::field_count<M>>{});

/// Whether the library adds the key: the struct has no id of its own, and its options name no other key.
template <class M>
inline constexpr bool has_managed_key = own_id<M> < 0 && options_of<M>.key.size == 0;

} // namespace schema

namespace detail {

template <class M, bool Managed>
struct managed_key {
    dataflow::id<M> id{}; ///< the primary key, made by the database
};
template <class M>
struct managed_key<M, false> {};

template <class M, bool Kept>
struct managed_times {
    timestamp created_at{}; ///< when the record was created
    timestamp updated_at{}; ///< when it was last written
};
template <class M>
struct managed_times<M, false> {};

} // namespace detail

/// A record of model M as the database has it: M's own fields, `id` where the struct has no key, and
/// `created_at` and `updated_at` unless the options say otherwise.
template <class M>
struct record : M,
                detail::managed_key<M, schema::has_managed_key<M>>,
                detail::managed_times<M, options_of<M>.timestamps> {
    using model = M;
    record() = default;
    constexpr explicit record(const M& fields) : M(fields) {}
    constexpr explicit record(M&& fields) : M(std::move(fields)) {}
};

} // namespace dataflow
