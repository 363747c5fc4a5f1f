// Bulk update: by predicate, by rows.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/bulk/keyed_rows.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/assignments.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/conflict.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/unnamed_model.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/sql/write.hpp>

#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// Updates all records that fit a predicate.
template <class M, class P, class Set>
struct bulk_update_node : with_limit<bulk_update_node<M, P, Set>> {
    using model = M;
    using output = bulk_result<M>;
    using inputs = decltype(typename P::inputs{} + typename Set::inputs{});
    static constexpr tables_read<bulk_update_node> reads{};
    static constexpr tables_written<bulk_update_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr auto& changed = Set::columns;
    static constexpr sql::statement statement{.node = "bulk update",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .cache = &cache,
                                              .predicate =
                                                  predicate_clause<P>(sql::place{}.after(Set::parameters)),
                                              .assignments = sql::clause{&Set::write},
                                              .columns = changed,
                                              .writes = true,
                                              .stores = sql::stored_columns::chosen};
    P where;
    Set set;

    output execute(context& c) const {
        const auto v = variant();
        detail::refuse_absent<P>(statement, v);
        bound_values<Set::parameters + P::parameters, Set::lists + P::lists> values;
        set.bind(values.to);
        where.bind(values.to);
        output out;
        out.updated = out.requested = run_bulk_update(c, statement, v, values.span(), this->most);
        return out;
    }
    [[nodiscard, gnu::always_inline]] constexpr std::uint64_t variant() const {
        return predicate_variant(where, sql::bulk_variant::filter) |
               (this->most ? sql::bulk_variant::limit : 0);
    }
};

/// The columns that rows set when none are chosen.
template <class M>
struct all_plain_columns {
    static constexpr constant_list<std::uint16_t> value = columns_to_set<M>;
};

/// Updates records by rows: each row's key says which, its other fields what they become.
template <class M, class Range, class Columns>
struct bulk_update_rows_node : with_batches<bulk_update_rows_node<M, Range, Columns>> {
    using model = M;
    using output = bulk_result<M>;
    static constexpr tables_read<bulk_update_rows_node> reads{};
    static constexpr tables_written<bulk_update_rows_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "bulk update",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .match = sql::row_match::rows,
                                              .values = sql::row_source::rows,
                                              .cache = &cache,
                                              .columns = Columns::value,
                                              .writes = true,
                                              .stores = sql::stored_columns::chosen};
    held_rows<Range> rows;

    /// Only these columns are set, instead of all.
    template <query::scalar... C>
    [[nodiscard]] constexpr auto set(const C&... columns) const& {
        return bulk_update_rows_node{*this}.set(columns...);
    }
    template <query::scalar... C>
    [[nodiscard]] constexpr auto set(const C&...) && {
        using once = clause_verdict<M, "set", std::is_same_v<Columns, all_plain_columns<M>>>;
        static_assert(once{});
        using checked = set_columns_verdict<M, C...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<set_columns_verdict<M, C...>>) return refused_as<output>{};
        else
            return bulk_update_rows_node<M, Range, target<static_cast<std::uint16_t>(column_index<M, C>)...>>{
                {{this->how}}, std::move(rows)};
    }

    /// The verdict on running it.
    [[nodiscard]] static constexpr auto alone_check() {
        if constexpr (requires { Range::alone_check(); }) return Range::alone_check(); // rows of a wire
        else return rule::ok{};
    }
    output execute(context& c) {
        static_assert(rule::diagnostic<decltype(alone_check())>{});
        return run(c, source_of<false>(rows));
    }
    /// As part of a workflow, or by its name: the node can be run again.
    output execute(context& c) const {
        using verdict = rule::first_broken<decltype(alone_check()), constant_rows_verdict<M, Range>>;
        static_assert(rule::diagnostic<verdict>{});
        if constexpr (!rule::is_ok<verdict>) return {};
        else if constexpr (read_in_place<Range>) return run(c, source_of<false>(rows));
        else {
            auto own = rows;
            return run(c, source_of<false>(own));
        }
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }

  private:
    output run(context& c, const row_source& from) const {
        output out;
        bool records = false;
        if constexpr (row_range<std::remove_reference_t<Range>>)
            records = std::is_same_v<element_of<Range>, record<M>>;
        const auto done =
            update_rows(c, statement, schema::fields_of<M>, this->how, from, records, out.failures);
        out.requested = done.requested;
        out.updated = done.updated;
        return out;
    }
};

namespace detail {
template <class M, class First, class... A>
constexpr auto find_bulk_update_verdict() {
    using first = std::remove_cvref_t<First>;
    if constexpr (schema::refuses<M>(write_kind::update)) return schema::update_verdict<M>{};
    else if constexpr (query::is_assignment<first>)
        return rule::a_bulk_update_without_a_predicate_needs_everything<M>{};
    else if constexpr (std::is_same_v<first, everything_t>) return update_assignments_verdict<M, A...>{};
    else if constexpr (condition<first>)
        return rule::first_broken<where_verdict<M, First>, update_assignments_verdict<M, A...>>{};
    else return rule::an_argument_is_neither_a_predicate_nor_an_assignment<M, first>{};
}
template <class Range>
constexpr auto find_bulk_update_rows_verdict() {
    using rows = rows_verdict<Range, write_kind::update>;
    if constexpr (!rule::is_ok<rows>) return rows{};
    else {
        using model = model_of_rows<Range>;
        return std::conditional_t<std::is_same_v<element_of<Range>, model> && schema::has_managed_key<model>,
                                  rule::rows_to_update_have_no_key<model>, rule::ok>{};
    }
}
} // namespace detail
template <class M, class First, class... A>
using bulk_update_verdict = rule::diagnostic<decltype(detail::find_bulk_update_verdict<M, First, A...>())>;
template <class Range>
using bulk_update_rows_verdict = rule::diagnostic<decltype(detail::find_bulk_update_rows_verdict<Range>())>;

} // namespace dataflow::node_

namespace dataflow {

/// Updates all records that fit: `df::bulk_update<Order>(field<&Order::status> == "new", field<&Order::total>
/// *= 0.9)`. Gives how many the database changed.
template <class M, class First, class... A>
[[nodiscard]] constexpr auto bulk_update(First&& where, A... assignments) {
    using first = std::remove_cvref_t<First>;
    using verdict = node_::bulk_update_verdict<M, First, A...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        node_::assignments<M, A...> set{static_cast<A&&>(assignments)...};
        if constexpr (std::is_same_v<first, everything_t>)
            return node_::bulk_update_node<M, node_::every, decltype(set)>{
                {}, {}, static_cast<decltype(set)&&>(set)};
        else {
            auto checked = node_::checked_predicate<M>(std::forward<First>(where));
            return node_::bulk_update_node<M, decltype(checked), decltype(set)>{
                {}, static_cast<decltype(checked)&&>(checked), static_cast<decltype(set)&&>(set)};
        }
    }
}

/// Updates records by rows, each found by its key; all fields, or only those of `.set(field<...>, ...)`.
/// A key that no record has is an error (not_found). Of rows with one key the last wins: they are taken one
/// after another.
template <class Range>
    requires(!node_::part_of_a_node<Range>)
[[nodiscard]] constexpr auto bulk_update(Range&& rows) {
    using verdict = node_::bulk_update_rows_verdict<Range>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        using model = node_::model_of_rows<Range>;
        return node_::bulk_update_rows_node<model, Range, node_::all_plain_columns<model>>{
            {}, node_::hold<Range>(static_cast<Range&&>(rows))};
    }
}

// Without a model.
template <std::nullptr_t = nullptr, node_::part_of_a_node First, class... Rest>
constexpr auto bulk_update(const First&, const Rest&...) {
    using checked = node_::unnamed_verdict<"bulk_update", First>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused_as<node_::refused_bulk>{};
}

/// The same by a few rows: `df::bulk_update({alice, bob})`; they are copied.
template <class Row>
[[nodiscard]] constexpr auto bulk_update(std::initializer_list<Row> rows) {
    return bulk_update(std::vector<Row>(rows));
}

} // namespace dataflow
