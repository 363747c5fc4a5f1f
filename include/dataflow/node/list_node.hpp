// A list as a node: the records of a model that fulfill a filter, in an order.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/answer.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/detail/list_joins.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/list_order.hpp>
#include <dataflow/node/list_run.hpp>
#include <dataflow/node/page.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/tenant_keys.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

template <class M, class P, class... O>
struct paged_list;
namespace detail {
template <auto Member, auto... To, class List, class... Given>
[[nodiscard]] constexpr auto family_of_list(List&& list, const Given&... given); // in node/with_children.hpp
template <class List, class N, class... By>
[[nodiscard]] constexpr auto first_of_list(List&& list, const N& n, const By&... by); // in node/first_per.hpp
} // namespace detail

/// A list of records; its clauses give new lists.
template <class M, class P, class... O>
struct list_node : list_joins<list_node<M, P, O...>> {
    using dataflow_select = void; ///< in `df::exists`
    using model = M;
    using row = record<M>;
    using streamed = row; ///< what `open` fills
    using output = page<M>;
    using inputs = decltype((typename P::inputs{} + ... + typename O::column::inputs{}));
    static constexpr tables_read<list_node> reads{};
    static constexpr tables_written<list_node, false> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr auto& order = detail::find_total_order<M, P, O...>();
    static constexpr bool by_columns =
        (true && ... && detail::by_column<O>); ///< else rows bring the values of expressions along
    static constexpr sql::statement statement{.node = "list",
                                              .table = &schema::table_of<M>,
                                              .cache = &cache,
                                              .predicate = predicate_clause<P>(),
                                              .order = {order.terms, order.size}};
    using clauses_type = query::ordered_clauses<list_clauses, O...>;
    using values_of_order = query::order_values<O...>;
    using parameters =
        bound_values<P::parameters + values_of_order::parameters + sizeof...(O) + schema::key_size<M> +
                         (sql::has_keys_per_tenant(schema::table_of<M>) ? 1 : 0),
                     P::lists + values_of_order::lists>;
    /// What is read of it, whose first part is a Row: the values of the expressions that it is ordered by
    /// come along.
    template <class Row>
    using row_to_read = std::conditional_t<by_columns, Row, typename detail::ordered_row_of<Row, O...>::type>;
    template <class Row>
    [[nodiscard]] static constexpr constant_list<field_access> fields_to_read() {
        if constexpr (by_columns) return schema::fields_of<M>;
        else return detail::ordered_rows_of<M, Row, O...>::fields;
    }
    using stream = list_stream<list_node>;
    /// The verdict on it where nothing is around it.
    template <class>
    using verdict = where_verdict<M, P>;

    P predicate{};
    clauses_type clauses{};

    /// Only records that fulfill a predicate.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return list_node{*this}.where(static_cast<Q&&>(q));
    }
    template <class Q>
    [[nodiscard, gnu::always_inline]] constexpr auto where(Q&& q) && {
        using once = clause_verdict<M, "where", std::is_same_v<P, every>>;
        static_assert(once{});
        if constexpr (correlated<M, Q>) // for a subquery; it is refused where it runs alone
            return list_node<M, query::detail::part_type<Q>, O...>{
                {}, {static_cast<Q&&>(q)}, static_cast<clauses_type&&>(clauses)};
        else {
            using checked = where_verdict<M, Q>;
            static_assert(rule::told<checked>::verdict);
            return list_node<M, checked_type<M, Q>, O...>{
                {}, checked_predicate<M>(static_cast<Q&&>(q)), static_cast<clauses_type&&>(clauses)};
        }
    }
    /// In this order: columns and other expressions, `df::asc(x)`, `df::desc(x)`; equal records by their key.
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... by) const& {
        return list_node{*this}.order_by(by...);
    }
    template <class... T>
    [[nodiscard, gnu::always_inline]] constexpr auto order_by(const T&... by) && {
        using once = clause_verdict<M, "order_by", sizeof...(O) == 0>;
        static_assert(once{});
        using checked = order_verdict<M, T...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return static_cast<list_node&&>(*this);
        else
            return list_node<M, P, typename query::as_ordering<T>::type...>{
                {},
                static_cast<P&&>(predicate),
                query::order_clauses(static_cast<clauses_type&&>(clauses), by...)};
    }
    /// At most n records (n is not negative).
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return list_node{*this}.limit(n);
    }
    template <class N>
    [[nodiscard, gnu::always_inline]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<M, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.limit = counted(statement, n);
        return now_limited<limit_given>(static_cast<list_node&&>(*this));
    }
    /// Without the first n. For many pages, `after` is faster.
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return list_node{*this}.offset(n);
    }
    template <class N>
    [[nodiscard, gnu::always_inline]] constexpr auto offset(const N& n) && {
        using checked = dataflow::detail::whole_verdict<M, "offset", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.offset = counted(statement, n);
        return now_limited<offset_given>(static_cast<list_node&&>(*this));
    }
    /// After the end of an earlier page: `.after(*page.next)`.
    [[nodiscard]] limited<paged_list<M, P, O...>, after_given> after(cursor position) const&;
    [[nodiscard]] limited<paged_list<M, P, O...>, after_given> after(cursor position) &&;
    template <class Given>
        requires(!std::is_convertible_v<const Given&, cursor>)
    constexpr refused_as<output> after(const Given&) const {
        using checked = begin_verdict<M, Given>;
        static_assert(checked{});
        return {};
    }
    /// Also counts all records that fit, whatever the limit, in the same transaction.
    [[nodiscard]] constexpr limited<paged_list<M, P, O...>, total_given> with_total() const&;
    [[nodiscard]] constexpr limited<paged_list<M, P, O...>, total_given> with_total() &&;

    /// With the records that refer to each by a foreign key: `.with_children<&Order::customer_id>()`. A list
    /// of them says which, in what order, how many of each, and with what children of their own; two foreign
    /// keys of a joining model lead to what it joins: `.with_children<&Tagging::order_id, &Tagging::tag>()`.
    template <auto Member, auto... To, class... Children>
    [[nodiscard]] constexpr auto with_children(const Children&... children) const& {
        return detail::family_of_list<Member, To...>(list_node{*this}, children...);
    }
    template <auto Member, auto... To, class... Children>
    [[nodiscard]] constexpr auto with_children(const Children&... children) && {
        return detail::family_of_list<Member, To...>(static_cast<list_node&&>(*this), children...);
    }
    template <auto Member, auto... To, class... C>
    [[deprecated("it is with_children now")]] constexpr auto with_many(const C&... c) const { // former name
        return with_children<Member, To...>(c...);
    }
    /// The first n records, in the order of the list, of each group in which these are the same:
    /// `df::list<Order>().order_by(df::desc(field<&Order::total>)).first_per(3, field<&Order::customer_id>)`.
    template <class N, class... By>
    [[nodiscard]] constexpr auto first_per(const N& n, const By&... by) const& {
        return detail::first_of_list(list_node{*this}, n, by...);
    }
    template <class N, class... By>
    [[nodiscard]] constexpr auto first_per(const N& n, const By&... by) && {
        return detail::first_of_list(static_cast<list_node&&>(*this), n, by...);
    }

    /// Locks the records until the transaction ends: nobody else changes them, or locks them, meanwhile. The
    /// last clause;
    /// `.skip_locked()` or `.no_wait()` may follow. PostgreSQL only, by <dataflow/lock.hpp>.
    template <class Node = list_node>
    [[nodiscard]] constexpr auto for_update() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<Node>::update(*this);
    }
    /// The same, but others may read-lock them, too.
    template <class Node = list_node>
    [[nodiscard]] constexpr auto for_share() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<Node>::share(*this);
    }

    [[nodiscard]] output execute(context& c) const {
        using checked = verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        return fetch_rows(*this, c, plan);
    }

    /// Opens the list for reading record by record. What it gives keeps a copy of the list, whose values the
    /// driver borrows until the last row.
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const {
        using checked = verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        return std::make_unique<stream>(*this, c, plan);
    }

    [[nodiscard]] constexpr std::uint64_t variant() const {
        return predicate_variant(predicate, sql::list_variant::filter) | clauses.variant() |
               (!by_columns && clauses.limit ? sql::list_variant::keys : 0);
    }
    /// The values of its expressions.
    constexpr void bind(query::binder& to) const {
        predicate.bind(to);
        query::bind_order(clauses, to);
    }

    using held_row = row_to_read<record<M>>; ///< what is read of it
    static constexpr list_plan plan{&statement,
                                    &answer_node<M, P, std::int64_t>::statement,
                                    fields_to_read<record<M>>(),
                                    sizeof(held_row),
                                    &detail::add_record<held_row>,
                                    &detail::reserve_records<held_row>,
                                    &detail::drop_last_record<held_row>,
                                    P::parameters,
                                    values_of_order::parameters};
};

} // namespace dataflow::node_
