// Lists: the records of a model that fulfill a filter, in an order; with count and exists of the same.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/answer.hpp>
#include <dataflow/node/detail/paged_list.hpp>
#include <dataflow/node/list_node.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>

namespace dataflow {

/// The records of a model: `df::list<User>().where(...).order_by(...).limit(10)`.
template <class M>
[[nodiscard]] constexpr auto list() {
    using checked = schema::model_verdict<M>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!schema::is_model<M>) return node_::refused_as<node_::refused_page<M>>{};
    else return node_::list_node<M, node_::every>{};
}
// A filter, a column or a key in its parentheses.
template <class M, class Given>
[[nodiscard]] constexpr auto list(const Given&) {
    using verdict = rule::diagnostic<rule::a_list_a_count_and_an_exists_take_their_filter_in_where<M, Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<node_::refused_page<M>>{};
}
} // namespace dataflow
