// The first records of each group: the three best orders of each customer.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/list_order.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/order.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// The first n records, in the order of a list, of each group in which the expressions By are the same. They
/// come group by group.
template <class List, class... By>
struct first_per_node {
    using model = typename List::model;
    using output = std::vector<record<model>>;
    using P = decltype(List::predicate);
    using groups_type = query::operands<By...>;
    using inputs = decltype(typename List::inputs{} + typename groups_type::inputs{});
    static constexpr tables_read<first_per_node> reads{};
    static constexpr tables_written<first_per_node, false> writes{};
    static inline constinit sql::statement_id cache{};

    P predicate{};
    typename List::clauses_type clauses{};
    groups_type groups{};

    static constexpr auto places = query::order_places<query::ordering<By, false>...>(
        sql::place{}.after(P::parameters + List::values_of_order::parameters, P::optionals));
    template <std::size_t... I>
    [[nodiscard]] static constexpr std::array<sql::order_term, sizeof...(By)>
    make_terms(std::index_sequence<I...>) {
        return {detail::order_term_of<model, query::ordering<By, false>, places[I].value,
                                      places[I].optional>()...};
    }
    static constexpr auto terms = make_terms(std::index_sequence_for<By...>{});
    [[nodiscard]] static constexpr sql::statement make_statement() {
        sql::statement out = List::statement;
        out.cache = &cache;
        out.groups = terms;
        return out;
    }
    static constexpr sql::statement statement = make_statement();

    /// Only records that fulfill a predicate.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        return of(List{{}, predicate, clauses}.where(static_cast<Q&&>(q)));
    }
    /// In this order, which says which are the first.
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... keys) const {
        return of(List{{}, predicate, clauses}.order_by(keys...));
    }

    [[nodiscard]] output execute(context& c) const {
        using checked = where_verdict<model, P>;
        static_assert(rule::told<checked>::verdict);
        if (clauses.limit.value_or(0) < 0)
            fail(error_kind::invalid_value, statement, "a limit or offset is negative");
        output out;
        bound_values<P::parameters + List::values_of_order::parameters + groups_type::parameters,
                     P::lists + List::values_of_order::lists + groups_type::lists>
            values;
        predicate.bind(values.to);
        query::bind_order(clauses, values.to);
        groups.bind(values.to);
        auto target = rows_into(out, schema::fields_of<model>);
        c.run(statement, variant(), {.given = values.span(), .limit = clauses.limit.value_or(0)}, &target);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return predicate_variant(predicate, sql::list_variant::filter) | clauses.variant();
    }

  private:
    template <class Other>
    [[nodiscard]] constexpr auto of(const Other& list) const {
        if constexpr (is_refused<Other>) return list;
        else return first_per_node<Other, By...>{list.predicate, list.clauses, groups};
    }
};

namespace detail {

template <class M, class... By>
constexpr auto find_first_verdict() {
    if constexpr (sizeof...(By) == 0) return rule::first_per_names_no_group<M>{};
    else
        return rule::first_broken<
            std::conditional_t<query::scalar<By>, rule::ok, rule::an_argument_is_not_a_column<M, By>>...,
            order_verdict<M, By...>>{};
}
/// The verdict on the groups of whose records the first are taken.
template <class M, class... By>
using first_verdict = rule::diagnostic<decltype(find_first_verdict<M, By...>())>;

template <class List, class N, class... By>
[[nodiscard]] constexpr auto first_of_list(List&& list, const N& n, const By&... by) {
    using M = typename List::model;
    using checked = first_verdict<M, By...>;
    static_assert(rule::told<checked>::verdict);
    using number = dataflow::detail::whole_verdict<M, "first_per", N>;
    static_assert(rule::told<number>::verdict);
    if constexpr (!rule::is_ok<checked> || !rule::is_ok<number>)
        return refused_as<std::vector<refused_record<M>>>{};
    else {
        list.clauses.limit = counted(List::statement, n);
        return first_per_node<List, By...>{static_cast<decltype(list.predicate)&&>(list.predicate),
                                           static_cast<decltype(list.clauses)&&>(list.clauses),
                                           query::make_operands(by...)};
    }
}

} // namespace detail

} // namespace dataflow::node_
