// What the limit, the offset and the order of a select may be where it is an operand.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/comparison.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/select/select.hpp>

#include <type_traits>

namespace dataflow::node_::detail {

[[noreturn]] inline void refuse_clauses(const char* why) {
    throw invalid_value({.message = why, .node = "select"});
}

/// Whether a subquery says in which order its rows come: then it has a first one.
template <class S>
inline constexpr bool is_ordered = !std::is_same_v<typename S::order_type, types<>>;
/// Whether it always has one row.
template <class S>
inline constexpr bool is_one_row =
    S::groups == 0 && query::aggregates<expression_of<decltype(S::items_type::first)>>;

/// An order has room for a limit and an offset in the text; without one, they would be a variant of the
/// statement around.
template <class S>
constexpr const S& with_rows(const S& s) {
    if (s.clauses.limit.value_or(0) < 0 || s.clauses.offset < 0)
        refuse_clauses("a limit or offset is negative");
    if (!is_ordered<S> && (s.clauses.limit || s.clauses.offset != 0))
        refuse_clauses("a subquery with a limit or an offset needs an order_by");
    return s;
}
/// Whether there is a row at all: a limit takes none away.
template <class S>
constexpr S&& with_any_row(S&& s) {
    if (s.clauses.limit.value_or(1) < 1 || s.clauses.offset != 0)
        refuse_clauses("df::exists takes no offset, and no limit below 1");
    return static_cast<S&&>(s);
}
template <class S>
constexpr S&& with_first_row(S&& s) {
    if (s.clauses.limit.value_or(1) != 1 || s.clauses.offset != 0)
        refuse_clauses("df::scalar takes the first row: no offset, and no limit but 1");
    return static_cast<S&&>(s);
}

/// A list becomes a select of its records.
template <class S>
struct select_of {
    using type = S;
    static constexpr S make(S s) { return s; }
};
template <class M, class P, class... O>
struct select_of<list_node<M, P, O...>> {
    using list = list_node<M, P, O...>;
    using type = select_node<record_rows, types<first_table<M>>, query::operands<>, 0, P, every, types<>>;
    static constexpr type make(list l) {
        if (l.clauses.seek || l.clauses.total_wanted) refuse_clauses("a subquery has no total and no cursor");
        return {{}, {}, static_cast<P&&>(l.predicate), {}, {l.clauses.limit, l.clauses.offset}};
    }
};

template <class M, class P, class... O>
struct select_of<paged_list<M, P, O...>> : select_of<list_node<M, P, O...>> {};
template <class Node, unsigned Given>
struct select_of<limited<Node, Given>> : select_of<Node> {};

} // namespace dataflow::node_::detail
