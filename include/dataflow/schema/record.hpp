// A stored record: the struct and what the library manages in addition.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace dataflow {

namespace schema {

namespace detail {
template <class M, class... F>
constexpr int find_own_id(types<F...>) {
    const bool own[]{std::is_same_v<typename id_parts<F>::model, M>..., false};
    for (std::size_t i = 0; i < sizeof...(F); ++i)
        if (own[i] && reflect::field_names<M>[i] == "id") return static_cast<int>(i);
    return -1;
}
} // namespace detail

/// The position of the field `id` that is the model's own id, or -1.
template <class M>
inline constexpr int own_id = detail::find_own_id<M>(reflect::types_of<M>{});

/// Whether the library adds the key: the struct has no id of its own, and its options name no other key.
template <class M>
inline constexpr bool has_managed_key =
    own_id<M> < 0 && options_of<M>.key.size == 0 && !options_of<M>.read_only;

/// Whether the library adds the times.
template <class M>
inline constexpr bool has_managed_times = options_of<M>.timestamps && !options_of<M>.read_only;

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

template <class M, bool Kept>
struct managed_tenant {
    std::string tenant_id{}; ///< whose record it is
};
template <class M>
struct managed_tenant<M, false> {};

template <class M, bool Kept>
struct managed_mark {
    std::optional<timestamp> deleted_at{}; ///< when the record was deleted
};
template <class M>
struct managed_mark<M, false> {};

template <class M, bool Kept>
struct managed_version {
    std::int64_t version{}; ///< 1 when it is created, and one more after each change
};
template <class M>
struct managed_version<M, false> {};

} // namespace detail

/// A record of model M as the database has it: M's own fields, `id` where the struct has no key, and
/// `created_at` and `updated_at` unless the options say otherwise (`timestamps`, `read_only`); with the
/// options for them `tenant_id`, `deleted_at` and `version`.
template <class M>
struct record : M,
                detail::managed_key<M, schema::has_managed_key<M>>,
                detail::managed_times<M, schema::has_managed_times<M>>,
                detail::managed_tenant<M, options_of<M>.multi_tenant>,
                detail::managed_mark<M, options_of<M>.soft_delete>,
                detail::managed_version<M, options_of<M>.versioned> {
    using model = M;
    record() = default;
    constexpr explicit record(const M& fields) : M(fields) {}
    constexpr explicit record(M&& fields) : M(static_cast<M&&>(fields)) {}
};

} // namespace dataflow
