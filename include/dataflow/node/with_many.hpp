// A list, and with each record those that refer to it: two statements in all.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/select_query.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

/// A record of M, and the records of Child that refer to it, in the order of their keys.
template <class M, class Child>
struct with_children : record<M> {
    std::vector<record<Child>> children;
};

/// Records of a list with their children.
template <class M, class Child>
struct family_page {
    std::vector<with_children<M, Child>> records;
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

/// Rows as they lie in a vector.
struct raw_rows {
    std::byte* first;
    std::size_t count;
};

/// What the code of families must know of one; constant data.
struct family_plan {
    list_plan parents;
    const sql::statement* statement; ///< the children
    constant_list<field_access> fields;
    field_access key;     ///< of a parent
    field_access foreign; ///< of a child
    std::size_t child_stride;
    void* (*add)(void* children);
    void (*reserve)(void* children, std::size_t count);
    raw_rows (*parents_in)(void* rows);
    raw_rows (*children_in)(void* rows);
    void (*move)(void* parent, void* first_child, std::size_t count); ///< children that lie together go to their parent
};

/// Runs a list whose predicate is bound, and then reads the children into `children` and moves them to their parents.
void run_family(context& c, const family_plan& plan, const list_clauses& clauses, std::uint64_t filter, gathered_values& values,
                const page_parts& out, void* children);

namespace detail {

template <class Row>
raw_rows rows_in(void* rows) {
    auto& all = *static_cast<std::vector<Row>*>(rows);
    return {reinterpret_cast<std::byte*>(all.data()), all.size()};
}
template <class M, class Child>
void move_children(void* parent, void* first_child, std::size_t count) {
    auto& to = static_cast<with_children<M, Child>*>(parent)->children;
    auto* child = static_cast<record<Child>*>(first_child);
    to.reserve(count);
    for (std::size_t i = 0; i < count; ++i) to.push_back(static_cast<record<Child>&&>(child[i]));
}

template <class M, auto Member>
constexpr auto find_many_verdict() {
    using holder = typename query::column<Member>::model;
    if constexpr (!rule::is_kept<schema::model_verdict<holder>>) return schema::model_verdict<holder>{};
    else if constexpr (find_foreign_key<Member>() < 0)
        return rule::a_join_follows_a_field_that_is_no_foreign_key<holder, query::detail::field_text<query::column<Member>>>{};
    else {
        using named = typename schema::id_parts<typename query::column<Member>::type>::model;
        if constexpr (std::is_same_v<named, M>) return rule::kept{};
        else return rule::a_join_starts_from_a_model_that_is_not_in_the_query<holder, named>{};
    }
}

} // namespace detail

/// The verdict on the foreign key of children of M.
template <class M, auto Member>
using many_verdict = rule::shown<decltype(detail::find_many_verdict<M, Member>())>;

/// A list with the records that refer to its records by a foreign key.
template <class List, class M, class P, std::size_t Orders, auto Member>
struct family_node {
    using model = M;
    using child = typename query::column<Member>::model;
    using models = query::types<M, child>;
    using parent = with_children<M, child>;
    using output = family_page<M, child>;
    using inputs = typename List::inputs;
    static constexpr tables_read<family_node> reads{};
    static constexpr tables_written<family_node, false> writes{};
    static inline constinit sql::slots cache{};
    static constexpr std::uint16_t foreign[]{static_cast<std::uint16_t>(schema::table_of<child>.find(query::column<Member>::name))};
    static constexpr sql::statement statement{
        .node = "list", .table = &schema::table_of<child>, .match = sql::row_match::reference, .cache = &cache, .target = foreign};

    P predicate{};
    typename List::clauses_type clauses{};

    // The clauses of the list, for who writes them behind `with_many`.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        return List{predicate, clauses}.where(static_cast<Q&&>(q)).template with_many<Member>();
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... keys) const& {
        return List{predicate, clauses}.order_by(keys...).template with_many<Member>();
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... keys) && {
        return List{static_cast<P&&>(predicate), static_cast<typename List::clauses_type&&>(clauses)}.order_by(keys...).template with_many<Member>();
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return family_node{*this}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<M, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_kept<checked>) clauses.most = counted(statement, n);
        return now_limited<limit_given>(static_cast<family_node&&>(*this));
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return family_node{*this}.offset(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        using checked = dataflow::detail::whole_verdict<M, "offset", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_kept<checked>) clauses.skipped = counted(statement, n);
        return now_limited<offset_given>(static_cast<family_node&&>(*this));
    }
    [[nodiscard]] auto after(cursor position) const& {
        return family_node{*this}.after(static_cast<cursor&&>(position));
    }
    [[nodiscard]] auto after(cursor position) && {
        clauses.behind = static_cast<cursor&&>(position);
        return now_limited<after_given>(static_cast<family_node&&>(*this));
    }
    [[nodiscard]] constexpr auto with_total() const& { return family_node{*this}.with_total(); }
    [[nodiscard]] constexpr auto with_total() && {
        clauses.total_wanted = true;
        return now_limited<total_given>(static_cast<family_node&&>(*this));
    }

    [[nodiscard]] output execute(context& c) const {
        using checked = where_verdict<M, P>;
        static_assert(rule::told<checked>::verdict);
        output out;
        std::vector<record<child>> children;
        typename List::parameters values;
        predicate.bind(values.to);
        query::bind_order(clauses, values.to);
        const auto filter = predicate_variant(predicate, sql::list_variant::filter);
        if constexpr (List::by_columns) run_family(c, plan, clauses, filter, values, {&out.records, out.total, out.next}, &children);
        else {
            std::vector<held_row> rows;
            run_family(c, plan, clauses, filter, values, {&rows, out.total, out.next}, &children);
            out.records.reserve(rows.size());
            for (auto& row : rows) out.records.push_back(static_cast<parent&&>(row.first));
        }
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }

  private:
    using held_row = typename List::template row_to_read<parent>;
    static constexpr family_plan plan{{&List::statement, &answer_node<M, P, std::int64_t>::statement, List::template fields_to_read<parent>(),
                                       sizeof(held_row), &detail::add_record<held_row>, &detail::reserve_records<held_row>,
                                       &detail::drop_last_record<held_row>, P::parameters, List::values_of_order::parameters},
                                      &statement,
                                      schema::fields_of<child>,
                                      schema::fields_of<M>[schema::table_of<M>.key[0]],
                                      schema::fields_of<child>[foreign[0]],
                                      sizeof(record<child>),
                                      &detail::add_record<record<child>>,
                                      &detail::reserve_records<record<child>>,
                                      &detail::rows_in<held_row>,
                                      &detail::rows_in<record<child>>,
                                      &detail::move_children<M, child>};
};

/// In the place of a family's output, where the children are refused.
template <class M, class Child>
struct refused_parent : record<M> {
    std::vector<refused_record<Child>> children;
};
template <class M, class Child>
using refused_family = detail::broken_page<refused_parent<M, Child>>;

namespace detail {
template <class M, class P, auto Member, class... O>
[[nodiscard]] constexpr auto family_of_list(list_node<M, P, O...>&& list) {
    using checked = many_verdict<M, Member>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_kept<many_verdict<M, Member>>)
        return refused_as<refused_family<M, typename query::column<Member>::model>>{};
    else return family_node<list_node<M, P, O...>, M, P, sizeof...(O), Member>{static_cast<P&&>(list.predicate), static_cast<decltype(list.clauses)&&>(list.clauses)};
}
} // namespace detail

} // namespace dataflow::node_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/node/with_many.ipp>
#endif
