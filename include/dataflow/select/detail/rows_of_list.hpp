// A list as a select, which joins can be added to.
#pragma once

#include <dataflow/node/list.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/select/detail/joined_rows.hpp>
#include <dataflow/select/detail/select_plan.hpp>
#include <dataflow/select/select_node.hpp>

namespace dataflow::node_ {

namespace detail {

/// The clauses of a select that a list becomes.
template <class List>
[[nodiscard]] constexpr auto clauses_of_list(const List& list) {
    const select_clauses plain{list.clauses.limit, list.clauses.offset};
    if constexpr (requires { list.clauses.order; })
        return query::clauses_with_order<select_clauses, typename List::values_of_order>{plain,
                                                                                         list.clauses.order};
    else return plain;
}

/// A join of a list: its filter, its order and its limit go on.
template <class M, class P, class... O>
[[nodiscard]] constexpr auto rows_of_list(list_node<M, P, O...>&& list) {
    using node = select_node<record_rows, query::types<first_table<M>>, query::operands<>, 0, P, every,
                             query::types<O...>>;
    return node{{}, {}, static_cast<P&&>(list.predicate), {}, detail::clauses_of_list(list)};
}

} // namespace detail

} // namespace dataflow::node_
