// Nodes that read, as of a time: of each table the versions that its records had then. docs/history.md.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/around.hpp>
#include <dataflow/node/plain_node.hpp>
#include <dataflow/node/read_around.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/variant.hpp>

#include <cstdint>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

template <class M>
constexpr auto find_kept_verdict() {
    if constexpr (!schema::is_written<M>) return schema::written_verdict<M>{};
    else if constexpr (!options_of<M>.history) return rule::a_model_without_history_has_no_past_versions<M>{};
    else return rule::ok{};
}
template <class M>
constexpr auto find_read_verdict() {
    if constexpr (std::is_void_v<M> || std::is_same_v<M, any_model>)
        return rule::as_of_is_for_nodes_that_read_models<M>{};
    else if constexpr (!options_of<M>.history) return rule::a_model_without_history_has_no_past_versions<M>{};
    else return rule::ok{};
}
template <class... M>
constexpr auto find_read_verdicts(query::types<M...>) {
    return rule::first_broken<rule::ok, decltype(find_read_verdict<M>())...>{};
}
template <class Time>
using time_verdict = rule::diagnostic<std::conditional_t<std::is_convertible_v<const Time&, timestamp>,
                                                         rule::ok, rule::as_of_takes_a_timestamp<Time>>>;
template <class Node>
constexpr auto find_as_of_verdict() {
    if constexpr (!rule::is_ok<around_verdict<"as_of", Node>>) return around_verdict<"as_of", Node>{};
    else if constexpr (needs_writer<Node>())
        return rule::as_of_is_for_nodes_that_read_models<typename Node::model>{};
    else return find_read_verdicts(models_of_node<Node>{});
}

} // namespace detail

/// The verdict on a model whose past versions are asked for, and on a node that reads some.
template <class M>
using kept_verdict = rule::diagnostic<decltype(detail::find_kept_verdict<M>())>;
template <class Node>
using as_of_verdict = rule::diagnostic<decltype(detail::find_as_of_verdict<Node>())>;

/// The values of a session with the time of such a read; the node's run hands it on, and outlives it.
[[nodiscard]] inline sql::session_values session_as_of(const context& c, timestamp time) noexcept {
    auto out = c.session() == nullptr ? sql::session_values{} : *c.session();
    out.as_of = time.time_since_epoch().count();
    return out;
}

/// A node that reads, as of a time.
template <class Node>
struct reading_as_of : read_around<reading_as_of<Node>, Node, "as_of"> {
    static constexpr std::uint64_t seen = sql::policy_variant::as_of;
    static constexpr bool of_past = true;

    constexpr reading_as_of(const Node& node, timestamp time)
        : reading_as_of::read_around(node), time_(time) {}

    template <class Run>
    [[nodiscard]] auto inside(context& c, const Run& run) const {
        const auto session = session_as_of(c, time_);
        auto past = c.of(session).with_variants(seen);
        return run(past);
    }

  private:
    timestamp time_;
};

template <class Node, class Time>
[[nodiscard]] constexpr auto read_as_of(const Node& node, const Time& time) {
    using plain = plain_node<Node>;
    using verdict = rule::first_broken<detail::time_verdict<Time>, as_of_verdict<plain>>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return detail::same_or_refused(node);
    else return reading_as_of<plain>{static_cast<const plain&>(node), time};
}

} // namespace dataflow::node_

namespace dataflow::rule {

/// The header is here.
template <class Node>
struct as_of_needs_the_header_dataflow_history_hpp {
    template <class Time>
    [[nodiscard]] static constexpr auto make(const Node& node, const Time& time) {
        return node_::read_as_of(node, time);
    }
};

} // namespace dataflow::rule

namespace dataflow {

/// Any node that reads, as of a time: of each of its tables it sees the records as they were then, and those
/// alone that were there. It is written around the whole node; lists, selects, reads, counts have a last
/// clause `.as_of(time)` that does the same.
template <class Time, class Node>
[[nodiscard]] constexpr auto as_of(const Time& time, const Node& node) {
    return node_::read_as_of(node, time);
}

} // namespace dataflow
