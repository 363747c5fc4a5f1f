// How many rows a join or a select has.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/select/subquery.hpp>
#include <dataflow/sql/select_query.hpp>

#include <cstddef>
#include <cstdint>

namespace dataflow::node_ {

namespace detail {
constexpr void write_how_many(sql::writer& w, sql::place) { w << "count(*)"; }

template <class Items>
inline constexpr bool any_aggregate = false;
template <class... T>
inline constexpr bool any_aggregate<query::operands<T...>> =
    (false || ... || query::aggregates<expression_of<T>>);
} // namespace detail

/// How many rows a select has, whatever its limit and its offset.
template <class S>
struct count_rows_node {
    using model = typename S::model;
    using models = typename S::models;
    using inputs = typename S::inputs;
    using output = std::int64_t;
    using H = typename S::having_type;
    static constexpr tables_read<count_rows_node> reads{};
    static constexpr tables_written<count_rows_node, false> writes{};
    /// Groups, aggregates and different rows are made before they are counted.
    static constexpr bool made = S::groups != 0 || S::parts.distinct || !std::is_same_v<H, every> ||
                                 detail::any_aggregate<typename S::items_type>;
    static inline constinit sql::statement_id cache{};
    static constexpr sql::select_parts parts = [] {
        auto out = S::parts;
        if (!made) out.items = &detail::write_how_many;
        out.order = {};
        return out;
    }();
    static constexpr sql::statement statement{.node = "count",
                                              .table = S::statement.table,
                                              .give = made ? sql::gives::how_many : sql::gives::selected,
                                              .cache = &cache,
                                              .select = &parts};

    S of;

    [[nodiscard]] output execute(context& c) const {
        using checked = typename S::template verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        typename S::parameters values;
        of.bind(values.to);
        output out{};
        ask(c, statement, variant(), values.span(), detail::count_field, &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return of.variant() & ~(sql::list_variant::limit | sql::list_variant::offset);
    }
};

namespace detail {
template <class S>
constexpr auto find_count_rows_verdict() {
    using placeholder = first_placeholder<S>;
    if constexpr (!std::is_void_v<placeholder>)
        return rule::a_subquery_has_a_parameter_of_a_workflow<typename S::model,
                                                              placeholder::name_of_input>{};
    else return rule::ok{};
}
} // namespace detail

} // namespace dataflow::node_

namespace dataflow {

/// How many rows a join or a select has, whatever its limit and its offset:
/// `df::count(df::list<Order>().join<&Order::customer_id>())`.
template <query::subselect S>
[[nodiscard]] constexpr auto count(S&& rows) {
    using given = node_::detail::select_of<std::remove_cvref_t<S>>;
    using select = typename given::type;
    using verdict = rule::diagnostic<decltype(node_::detail::find_count_rows_verdict<select>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<std::int64_t>{};
    else return node_::count_rows_node<select>{given::make(static_cast<S&&>(rows))};
}

} // namespace dataflow
