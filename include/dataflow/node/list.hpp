// List, count and exists.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/answer.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/list_order.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

/// Records of a list: `for (auto& p : db.run(df::list<User>()))`.
template <class M>
struct page {
    std::vector<record<M>> records;
    std::optional<std::int64_t> total; ///< how many fit in all, after `with_total()`
    std::optional<cursor> next;        ///< where the next page begins; nothing at the end, or without a limit

    // The records are what a page is a range of.
    // Of a page that is about to end, a record is moved out, and there are no iterators.
    [[nodiscard]] auto begin() & noexcept { return records.begin(); }
    [[nodiscard]] auto begin() const& noexcept { return records.begin(); }
    void begin() const&& = delete;
    [[nodiscard]] auto end() & noexcept { return records.end(); }
    [[nodiscard]] auto end() const& noexcept { return records.end(); }
    void end() const&& = delete;
    [[nodiscard]] std::size_t size() const noexcept { return records.size(); }
    [[nodiscard]] bool empty() const noexcept { return records.empty(); }
    [[nodiscard]] auto& front() & noexcept { return records.front(); }
    [[nodiscard]] const auto& front() const& noexcept { return records.front(); }
    [[nodiscard]] auto front() && { return std::move(records.front()); }
    [[nodiscard]] auto& operator[](std::size_t i) & noexcept { return records[i]; }
    [[nodiscard]] const auto& operator[](std::size_t i) const& noexcept { return records[i]; }
    [[nodiscard]] auto operator[](std::size_t i) && { return std::move(records[i]); }
};

} // namespace dataflow

namespace dataflow::node_ {

/// The clauses of a list that have no type.
struct list_clauses {
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
    bool total_wanted = false;
    std::optional<cursor> seek{};

    [[nodiscard]] constexpr std::uint64_t variant() const {
        using bits = sql::list_variant;
        return (limit ? bits::limit : 0) | (offset != 0 ? bits::offset : 0) | (seek ? bits::after : 0);
    }
};

/// What the code of lists must know of one; constant data.
struct list_plan {
    const sql::statement* statement;
    const sql::statement* count;
    constant_list<field_access> fields;
    std::size_t stride;                                ///< bytes of a record
    void* (*add)(void* records);                       ///< makes a record after the others
    void (*reserve)(void* records, std::size_t count); ///< makes room, so that they need not move
    const void* (*drop_last)(void* records);           ///< gives where it was
    std::size_t before_order = 0;                      ///< how many values come before those of its order
    std::size_t in_order = 0;                          ///< how many those are

    /// Whether its order has expressions, whose values rows bring along.
    [[nodiscard]] constexpr bool with_keys() const noexcept { return fields.size() != columns().size(); }
    /// The fields without those.
    [[nodiscard]] constexpr constant_list<field_access> columns() const noexcept {
        return fields.first(statement->table->columns.size());
    }
};

/// Where the parts of a `page` lie.
struct page_parts {
    void* records;
    std::optional<std::int64_t>& total;
    std::optional<cursor>& next;
};

/// Runs a list whose predicate is bound; there is room for the values of the order. `filter`: the
/// bits of the predicate.
void run_list(context& c, const list_plan& plan, const list_clauses& clauses, std::uint64_t filter,
              gathered_values& values, const page_parts& out);
/// The same, read record by record.
[[nodiscard]] std::unique_ptr<driver::cursor> open_list(context& c, const list_plan& plan,
                                                        const list_clauses& clauses, std::uint64_t filter,
                                                        gathered_values& values);

namespace detail {
template <class Record>
void* add_record(void* records) {
    return &static_cast<std::vector<Record>*>(records)->emplace_back();
}
template <class Record>
void reserve_records(void* records, std::size_t count) {
    static_cast<std::vector<Record>*>(records)->reserve(count);
}
template <class Record>
const void* drop_last_record(void* records) {
    auto& all = *static_cast<std::vector<Record>*>(records);
    const void* last = &all.back();
    all.pop_back();
    return last;
}
} // namespace detail

template <class M, class P, class... O>
struct list_node;
template <class M, class P, class... O>
struct paged_list;
namespace detail {
template <class List, class M, class P, class... O>
[[nodiscard]] constexpr auto rows_of_list(List&& list); // in select/select.hpp
template <auto Member, auto... To, class List, class... Given>
[[nodiscard]] constexpr auto family_of_list(List&& list, const Given&... given); // in node/with_children.hpp
template <class List, class N, class... By>
[[nodiscard]] constexpr auto first_of_list(List&& list, const N& n, const By&... by); // in node/first_per.hpp
} // namespace detail

/// A list of records; its clauses give new lists.
template <class M, class P, class... O>
struct list_node {
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
        bound_values<P::parameters + values_of_order::parameters + sizeof...(O) + schema::key_size<M>,
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
    P predicate{};
    clauses_type clauses{};

    /// Only records that fulfil a predicate.
    template <class Q>
    [[nodiscard, gnu::always_inline]] constexpr auto where(Q&& q) const {
        using once = clause_verdict<M, "where", std::is_same_v<P, every>>;
        static_assert(once{});
        if constexpr (correlated<M, Q>) // for a subquery; it is refused where it runs alone
            return list_node<M, query::detail::part_type<Q>, O...>{{static_cast<Q&&>(q)}, clauses};
        else {
            using checked = where_verdict<M, Q>;
            static_assert(rule::told<checked>::verdict);
            return list_node<M, checked_type<M, Q>, O...>{checked_predicate<M>(static_cast<Q&&>(q)), clauses};
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
        using verdict = order_verdict<M, T...>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return static_cast<list_node&&>(*this);
        else
            return list_node<M, P, typename query::as_ordering<T>::type...>{
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
    /// Behind the end of an earlier page: `.after(*page.next)`.
    [[nodiscard]] limited<paged_list<M, P, O...>, after_given> after(cursor position) const&;
    [[nodiscard]] limited<paged_list<M, P, O...>, after_given> after(cursor position) &&;
    /// Also counts all records that fit, whatever the limit, in the same transaction.
    [[nodiscard]] constexpr limited<paged_list<M, P, O...>, total_given> with_total() const&;
    [[nodiscard]] constexpr limited<paged_list<M, P, O...>, total_given> with_total() &&;

    /// With the record that a foreign key leads to with each, or with those that hold it; see
    /// select/select.hpp.
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) const& {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this}).template join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) && {
        return detail::rows_of_list<list_node, M, P, O...>(static_cast<list_node&&>(*this))
            .template join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) const& {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this})
            .template left_join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) && {
        return detail::rows_of_list<list_node, M, P, O...>(static_cast<list_node&&>(*this))
            .template left_join<Member>(alias...);
    }
    /// The same; the rows of the joined table without a partner stay, or those of both.
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto right_join(const As&... alias) const {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this})
            .template right_join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto full_join(const As&... alias) const {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this})
            .template full_join<Member>(alias...);
    }
    /// With the rows of any table that fulfil a condition: `.join<Price>(field<&Price::from> <=
    /// field<&Order::day>)`.
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto join(const Given&... given) const {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this}).template join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto left_join(const Given&... given) const {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this})
            .template left_join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto right_join(const Given&... given) const {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this})
            .template right_join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto full_join(const Given&... given) const {
        return detail::rows_of_list<list_node, M, P, O...>(list_node{*this})
            .template full_join<Joined>(given...);
    }
    // Joins that do not name what is joined.
    template <class Given, class... More>
    constexpr refused join(const Given&, const More&...) const {
        using verdict = misjoin<M, Given>;
        static_assert(verdict{});
        return {};
    }
    template <class Given, class... More>
    constexpr refused left_join(const Given&, const More&...) const {
        using verdict = misjoin<M, Given>;
        static_assert(verdict{});
        return {};
    }
    template <class Given, class... More>
    constexpr refused right_join(const Given&, const More&...) const {
        using verdict = misjoin<M, Given>;
        static_assert(verdict{});
        return {};
    }
    template <class Given, class... More>
    constexpr refused full_join(const Given&, const More&...) const {
        using verdict = misjoin<M, Given>;
        static_assert(verdict{});
        return {};
    }
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

    [[nodiscard]] output execute(context& c) const { return run(c, plan); }

    /// Opens the list for reading record by record. What it gives keeps a copy of the list, whose values the
    /// driver borrows until the last row.
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const {
        using checked = where_verdict<M, P>;
        static_assert(rule::told<checked>::verdict);
        return std::make_unique<rows>(*this, c);
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

  private:
    template <class, sql::row_lock>
    friend struct locking;
    using held_row = row_to_read<record<M>>;
    static constexpr list_plan plan{&statement,
                                    &answer_node<M, P, std::int64_t>::statement,
                                    fields_to_read<record<M>>(),
                                    sizeof(held_row),
                                    &detail::add_record<held_row>,
                                    &detail::reserve_records<held_row>,
                                    &detail::drop_last_record<held_row>,
                                    P::parameters,
                                    values_of_order::parameters};

    [[nodiscard]] output run(context& c, const list_plan& as) const {
        using checked = where_verdict<M, P>;
        static_assert(rule::told<checked>::verdict);
        output out;
        parameters values;
        bind(values.to);
        const auto filter = predicate_variant(predicate, sql::list_variant::filter);
        if constexpr (by_columns)
            run_list(c, as, clauses, filter, values, {&out.records, out.total, out.next});
        else {
            std::vector<held_row> found;
            run_list(c, as, clauses, filter, values, {&found, out.total, out.next});
            out.records.reserve(found.size());
            for (auto& one : found) out.records.push_back(static_cast<record<M>&&>(one.first));
        }
        return out;
    }

    class rows final : public driver::cursor {
      public:
        rows(const list_node& what, context& c, const list_plan& as = plan) : list_(what) {
            list_.bind(values_.to);
            from_ = open_list(c, as, list_.clauses,
                              predicate_variant(list_.predicate, sql::list_variant::filter), values_);
        }
        [[nodiscard]] bool next(void* object) override { return from_->next(object); }

      private:
        list_node list_;
        parameters values_;
        std::unique_ptr<driver::cursor> from_;
    };
};

} // namespace dataflow::node_

namespace dataflow {

/// The records of a model: `df::list<User>().where(...).order_by(...).limit(10)`.
template <class M>
[[nodiscard]] constexpr auto list() {
    using checked = schema::model_verdict<M>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!schema::is_model<M>) return node_::refused_as<node_::refused_page<M>>{};
    else return node_::list_node<M, node_::every>{};
}
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
[[nodiscard]] constexpr auto list(const Given&) {
    using verdict = rule::diagnostic<rule::a_list_a_count_and_an_exists_take_their_filter_in_where<M, Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<node_::refused_page<M>>{};
}
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

#include <dataflow/node/detail/paged_list.hpp>
#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/list.ipp>
#endif
