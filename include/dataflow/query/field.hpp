// Columns as a user writes them, with their operators: field<&User::age> > 18 && field<&User::active>.
#pragma once

#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/managed_column.hpp>
#include <dataflow/query/order.hpp>

#include <type_traits>

namespace dataflow {

/// A column, named by its member.
template <auto Member>
    requires std::is_member_object_pointer_v<decltype(Member)>
inline constexpr query::column<Member> field{};

/// When a record was created, and when it was last written.
inline constexpr query::managed_column<"created_at"> created_at{};
inline constexpr query::managed_column<"updated_at"> updated_at{};

/// The managed `id` of a model whose struct has none.
template <class M>
inline constexpr query::managed_id<M> id_of{};

} // namespace dataflow
