// What the code of children must know of a kind of them.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/type_info.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/list_run.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace dataflow::node_ {

/// Rows as they lie in a vector.
struct raw_rows {
    std::byte* first;
    std::size_t count;
    std::size_t stride;
};

/// What the code of children must know of a kind of them; constant data.
struct children_plan {
    const sql::statement* statement;
    constant_list<field_access> fields; ///< of what is read for a child
    field_access key;                   ///< of a parent
    field_access foreign;               ///< of what is read for a child: the parent's key
    void* (*add)(void* children);
    void (*reserve)(void* children, std::size_t count);
    /// Children that lie together go to their parent; copied, where another parent of the same key is to have
    /// them, too.
    void (*give)(void* parent, void* first_child, std::size_t count, bool copied);
    field_access tenant{};       ///< of a parent; without a type where its key is its alone
    field_access child_tenant{}; ///< of what is read for a child
};

/// Reads the children of some parents, whatever their number, by one statement. `given`: the values of their
/// list.
void read_children(context& c, const children_plan& plan, const list_clauses& clauses, std::uint64_t filter,
                   std::span<const value> given, const raw_rows& parents, void* children);
/// Moves children to their parents.
void give_children(const context& c, const children_plan& plan, const raw_rows& parents,
                   const raw_rows& children);

} // namespace dataflow::node_
