// Bulk nodes whose rows or keys come by wire.
#pragma once

#include <dataflow/bulk/bulk_erase.hpp>
#include <dataflow/bulk/bulk_insert.hpp>
#include <dataflow/bulk/bulk_update.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::workflow_ {

/// In the place of a bulk node's range: says that a wire brings it. Such a node cannot run alone.
template <class Row>
struct open_rows {
    using row = Row;
    /// The verdict on a run without a wire.
    static constexpr auto alone_check() {
        return rule::an_input_of_a_node_that_runs_alone_is_filled_by_nothing<Row, "rows">{};
    }
    static constexpr auto begin() {
        static_assert(rule::diagnostic<decltype(alone_check())>{});
        return static_cast<const Row*>(nullptr);
    }
    static constexpr auto end() { return static_cast<const Row*>(nullptr); }
};

/// The rows that an update needs: with the key.
template <class M>
using keyed_row = std::conditional_t<schema::has_managed_key<M>, record<M>, M>;

/// How to give rows to a bulk node: `row`, and `with(node, rows)`.
template <class N>
struct takes_rows : std::false_type {};

template <class M, class Row, class Target, class Set, bool Upsert, class Progress>
struct takes_rows<node_::bulk_insert_node<M, open_rows<Row>, Target, Set, Upsert, Progress>>
    : std::true_type {
    using row = Row;
    template <class N, class Range>
    static auto with(const N& n, const Range& rows) {
        return node_::bulk_insert_node<M, const Range&, Target, Set, Upsert, Progress>{
            {{n.how}}, node_::hold<const Range&>(rows), n.set, n.resolution, n.ids, n.progress};
    }
};

template <class M, class Row, class Columns>
struct takes_rows<node_::bulk_update_rows_node<M, open_rows<Row>, Columns>> : std::true_type {
    using row = Row;
    template <class N, class Range>
    static auto with(const N& n, const Range& rows) {
        return node_::bulk_update_rows_node<M, const Range&, Columns>{{{n.how}},
                                                                      node_::hold<const Range&>(rows)};
    }
};

/// Deletes the records of keys that come by wire.
template <class M, bool Sized = false>
struct open_keys_node {
    using model = M;
    using output = bulk_result<M>;
    using closed = node_::bulk_erase_keys_node<M>;
    using key = typename closed::key;
    static constexpr node_::tables_read<open_keys_node> reads{};
    static constexpr node_::tables_written<open_keys_node, true> writes{};
    static constexpr const sql::statement& statement = closed::statement;

    closed inner{};

    /// How many keys one statement takes.
    template <class N>
    [[nodiscard]] open_keys_node<M, true> batch_size(const N& n) const& {
        return open_keys_node{*this}.batch_size(n);
    }
    template <class N>
    [[nodiscard]] open_keys_node<M, true> batch_size(const N& n) && {
        using once = node_::clause_verdict<M, "batch_size", !Sized>;
        static_assert(once{});
        return {std::move(inner).batch_size(n)};
    }

    /// The verdict on a run without a wire.
    static constexpr auto alone_check() {
        return rule::an_input_of_a_node_that_runs_alone_is_filled_by_nothing<M, "keys">{};
    }
    template <class Context>
    output execute(Context&) const {
        static_assert(std::is_void_v<Context> || rule::diagnostic<decltype(alone_check())>{});
        return {};
    }
};

template <class N>
inline constexpr bool takes_keys = false;
template <class M, bool Sized>
inline constexpr bool takes_keys<open_keys_node<M, Sized>> = true;

} // namespace dataflow::workflow_

namespace dataflow {

/// In a workflow: creates the rows that a wire brings to its input `rows` (any range of M). A wire to a
/// field of M gives one value to all rows, or a vector's values to the rows one by one. The options are
/// those of `df::bulk_create(rows)`.
template <class M>
[[nodiscard]] constexpr auto bulk_create() {
    using verdict = schema::write_verdict<M, write_kind::create>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        return node_::bulk_insert_node<M, workflow_::open_rows<M>, node_::target<>, node_::assignments<M>,
                                       false>{};
    }
}

/// In a workflow: creates or updates the rows of its input `rows`; see `df::bulk_upsert(rows)`.
template <class M>
[[nodiscard]] constexpr auto bulk_upsert() {
    using verdict = schema::write_verdict<M, write_kind::create | write_kind::update>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        using target = std::conditional_t<std::is_void_v<node_::default_target<M>>, node_::target<>,
                                          node_::default_target<M>>;
        return node_::bulk_insert_node<M, workflow_::open_rows<M>, target, node_::assignments<M>, true>{
            {}, {}, {}, conflict::update};
    }
}

/// In a workflow: updates records by the rows of its input `rows`, which have their keys; see
/// `df::bulk_update(rows)`.
template <class M>
[[nodiscard]] constexpr auto bulk_update_rows() {
    using verdict = schema::write_verdict<M, write_kind::update>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        return node_::bulk_update_rows_node<M, workflow_::open_rows<workflow_::keyed_row<M>>,
                                            node_::all_plain_columns<M>>{};
    }
}

/// In a workflow: deletes the records whose keys a wire brings to its input `keys` (any range of them).
template <class M>
[[nodiscard]] constexpr auto bulk_erase_keys() {
    using verdict = schema::write_verdict<M, write_kind::erase>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        return workflow_::open_keys_node<M>{};
    }
}
// As users say it: see bulk/bulk_erase.hpp.
template <class M>
[[nodiscard]] constexpr auto bulk_delete_keys() { // as users say
    return bulk_erase_keys<M>();
}

} // namespace dataflow
