// The clauses of a select but for its joins: which rows, which groups, in what order, how many.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/select/detail/having.hpp>

#include <type_traits>
#include <utility>

namespace dataflow::node_ {

namespace detail {

template <class Select>
[[nodiscard]] constexpr auto page_of_select(Select&& select); // in select/select_page.hpp

/// The verdict on what a filter of a select of a model is given.
template <class Model, class Q>
constexpr auto find_filter_verdict() {
    if constexpr (!condition<Q>) return rule::an_argument_is_not_a_predicate<Model, std::remove_cvref_t<Q>>{};
    else if constexpr (query::windows<query::detail::part_type<Q>>)
        return rule::a_window_is_used_in_a_filter<Model>{};
    else if constexpr (query::aggregates<query::detail::part_type<Q>>)
        return rule::an_aggregate_is_used_in_a_filter<Model>{};
    else return rule::ok{};
}

} // namespace detail

/// A type that is looked at only when the others are known.
template <class T, class...>
using dependent = std::enable_if_t<true, T>;

/// The clauses that are written as a select's member functions.
template <class Select>
struct select_clauses_of {
    /// Only rows that fulfill a predicate.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return copy().where(static_cast<Q&&>(q));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) && {
        using model = typename Select::model;
        using once = clause_verdict<model, "where", std::is_same_v<typename Select::predicate_type, every>>;
        static_assert(once{});
        using checked = rule::diagnostic<decltype(detail::find_filter_verdict<model, Q>())>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return moved();
        else {
            using H = typename Select::having_type;
            Select& s = me();
            return typename Select::template with_clauses<query::filter_type<Q>, H>{
                {},
                std::move(s.items),
                query::make_filter(static_cast<Q&&>(q)),
                std::move(s.groups_predicate),
                std::move(s.clauses),
                std::move(s.held)};
        }
    }
    /// Only groups that fulfill a predicate, which may be over aggregates.
    template <query::detail::predicate_operand Q>
    [[nodiscard]] constexpr auto having(Q&& q) const& {
        return copy().having(static_cast<Q&&>(q));
    }
    template <query::detail::predicate_operand Q>
    [[nodiscard]] constexpr auto having(Q&& q) && {
        using model = typename Select::model;
        using once = clause_verdict<model, "having", std::is_same_v<typename Select::having_type, every>>;
        static_assert(once{});
        using given = query::detail::part_type<Q>;
        using checked =
            std::conditional_t<query::windows<given>, rule::a_window_is_used_in_a_filter<model>, rule::ok>;
        static_assert(rule::told<checked>::verdict);
        Select& s = me();
        if constexpr (detail::has_items<given>) {
            auto made = detail::with_expressions(s.items, given{static_cast<Q&&>(q)});
            return moved().having(std::move(made));
        } else {
            using P = typename Select::predicate_type;
            return typename Select::template with_clauses<P, query::filter_type<Q>>{
                {},
                std::move(s.items),
                std::move(s.predicate),
                query::make_filter(static_cast<Q&&>(q)),
                std::move(s.clauses),
                std::move(s.held)};
        }
    }
    /// In this order: expressions, `df::asc(x)`, `df::desc(x)`, `df::desc(df::item<"name">)`.
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) const& {
        return copy().order_by(by...);
    }
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) && {
        using model = typename Select::model;
        using once =
            clause_verdict<model, "order_by", std::is_same_v<typename Select::order_type, query::types<>>>;
        static_assert(once{});
        using checked =
            rule::first_broken<std::conditional_t<query::is_ordering<By> || query::scalar<By>, rule::ok,
                                                  rule::an_argument_is_not_an_ordering<model, By>>...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return moved();
        else {
            Select& s = me();
            return typename Select::template in_order<query::types<typename query::as_ordering<By>::type...>,
                                                      Select::once_each>{
                {},
                std::move(s.items),
                std::move(s.predicate),
                std::move(s.groups_predicate),
                query::order_clauses(std::move(s.clauses), by...),
                std::move(s.held)};
        }
    }
    /// At most n rows (n is not negative).
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return copy().limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<typename Select::model, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) me().clauses.limit = counted(Select::statement, n);
        return now_limited<limit_given>(moved());
    }
    /// Without the first n.
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return copy().offset(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        using checked = dataflow::detail::whole_verdict<typename Select::model, "offset", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) me().clauses.offset = counted(Select::statement, n);
        return now_limited<offset_given>(moved());
    }
    /// As a page, which tells where the next one begins: see select/select_page.hpp.
    template <class... Given>
    [[nodiscard]] constexpr auto with_cursor(const Given&... given) const& {
        return copy().with_cursor(given...);
    }
    template <class... Given>
    [[nodiscard]] constexpr auto with_cursor(const Given&... given) && {
        return detail::page_of_select(moved(), given...);
    }
    /// Such a page after the end of an earlier one, and with how many rows there are in all.
    template <class Position>
    [[nodiscard]] auto after(const Position& position) const& {
        return copy().after(position);
    }
    template <class Position>
    [[nodiscard]] auto after(const Position& position) && {
        return detail::page_of_select(moved()).after(position);
    }
    template <class... Given>
    [[nodiscard]] constexpr auto with_total(const Given&... given) const& {
        return copy().with_total(given...);
    }
    template <class... Given>
    [[nodiscard]] constexpr auto with_total(const Given&... given) && {
        return detail::page_of_select(moved(), given...).with_total();
    }
    /// Each row once.
    [[nodiscard]] constexpr auto distinct() const& { return copy().distinct(); }
    [[nodiscard]] constexpr auto distinct() && {
        using once = clause_verdict<typename Select::model, "distinct", !Select::once_each>;
        static_assert(once{});
        Select& s = me();
        return typename Select::template in_order<typename Select::order_type, true>{
            {},
            std::move(s.items),
            std::move(s.predicate),
            std::move(s.groups_predicate),
            std::move(s.clauses),
            std::move(s.held)};
    }

    /// As the rows were at a time. The last clause, by
    /// <dataflow/history.hpp>; docs/history.md.
    template <class Node = Select, class Time>
    [[nodiscard]] constexpr auto as_of(const Time& time) const {
        return rule::as_of_needs_the_header_dataflow_history_hpp<Node>::make(me(), time);
    }

    /// Locks the rows of its tables, or of those of some models, until the transaction ends: nobody else
    /// changes or locks them meanwhile. The last clause; `.skip_locked()` or `.no_wait()` may follow.
    /// PostgreSQL only, by <dataflow/lock.hpp>.
    template <class... Of>
    [[nodiscard]] constexpr auto for_update() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<
            node_::dependent<Select, Of...>>::template update<Of...>(me());
    }
    /// The same, but others may lock them so, too.
    template <class... Of>
    [[nodiscard]] constexpr auto for_share() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<
            node_::dependent<Select, Of...>>::template share<Of...>(me());
    }

  protected:
    [[nodiscard]] constexpr Select& me() noexcept { return static_cast<Select&>(*this); }
    [[nodiscard]] constexpr const Select& me() const noexcept { return static_cast<const Select&>(*this); }
    [[nodiscard]] constexpr Select&& moved() noexcept { return static_cast<Select&&>(*this); }
    [[nodiscard]] constexpr Select copy() const { return me(); }
};

} // namespace dataflow::node_
