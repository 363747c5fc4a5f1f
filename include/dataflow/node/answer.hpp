// Count and exists: one value that is asked of the records of a model.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

inline constexpr field_access count_field[]{{0, &schema::info_of<std::int64_t>, "count"}};
inline constexpr field_access exists_field[]{{0, &schema::info_of<bool>, "exists"}};

} // namespace detail

/// Runs a statement that gives one value.
void ask(context& c, const sql::statement& s, std::uint64_t variant, std::span<const value> values,
         std::span<const field_access> field, void* answer);

/// How many records fit (`Answer` is a std::int64_t), or whether any does (bool).
template <class M, class P, class Answer>
struct answer_node {
    using model = M;
    using output = Answer;
    using inputs = typename P::inputs;
    static constexpr tables_read<answer_node> reads{};
    static constexpr tables_written<answer_node, false> writes{};
    static constexpr bool counts = !std::is_same_v<Answer, bool>;
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = counts ? "count" : "exists",
                                              .table = &schema::table_of<M>,
                                              .give = counts ? sql::gives::count : sql::gives::existence,
                                              .cache = &cache,
                                              .predicate = predicate_clause<P>()};
    P predicate{};

    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        using once = clause_verdict<M, "where", std::is_same_v<P, every>>;
        static_assert(once{});
        using checked = where_verdict<M, Q>;
        static_assert(rule::told<checked>::verdict);
        return answer_node<M, checked_type<M, Q>, Answer>{checked_predicate<M>(static_cast<Q&&>(q))};
    }
    /// As the answer was at a time. The last clause, by
    /// <dataflow/history.hpp>; docs/history.md.
    template <class Node = answer_node, class Time>
    [[nodiscard]] constexpr auto as_of(const Time& time) const {
        return rule::as_of_needs_the_header_dataflow_history_hpp<Node>::make(*this, time);
    }
    output execute(context& c) const {
        bound_values<P::parameters, P::lists> values;
        predicate.bind(values.to);
        output out{};
        ask(c, statement, variant(), values.span(), counts ? detail::count_field : detail::exists_field,
            &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return predicate_variant(predicate, sql::list_variant::filter);
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// How many records there are: `df::count<User>().where(...)`.
template <class M>
[[nodiscard]] constexpr auto count() {
    using checked = schema::model_verdict<M>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!schema::is_model<M>) return node_::refused_as<std::int64_t>{};
    else return node_::answer_node<M, node_::every, std::int64_t>{};
}
/// Whether there is any: `df::exists<User>().where(...)`.
template <class M>
[[nodiscard]] constexpr auto exists() {
    using checked = schema::model_verdict<M>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!schema::is_model<M>) return node_::refused_as<bool>{};
    else return node_::answer_node<M, node_::every, bool>{};
}

// A filter, a column or a key in their parentheses.
template <class M, class Given>
[[nodiscard]] constexpr auto count(const Given&) {
    using verdict = rule::diagnostic<rule::a_list_a_count_and_an_exists_take_their_filter_in_where<M, Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<std::int64_t>{};
}
template <class M, class Given>
[[nodiscard]] constexpr auto exists(const Given&) {
    using verdict = rule::diagnostic<rule::a_list_a_count_and_an_exists_take_their_filter_in_where<M, Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<bool>{};
}

} // namespace dataflow
