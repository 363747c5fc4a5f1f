// Records of which the times are given: history that comes from elsewhere.
#pragma once

#include <dataflow/node/context.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/write.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

void insert(context& c, const sql::statement& s, std::span<const field_access> fields,
            void* record); // of node/create.hpp

/// A model's table where `created_at` and `updated_at` are columns like others.
template <class M>
struct dated_table {
    static constexpr std::size_t size = schema::table_of<M>.columns.size();
    static constexpr bool keeps(const schema::stamp& s) {
        const auto managed_by = schema::table_of<M>.columns[s.column].managed_by;
        return managed_by != schema::managed::created_at && managed_by != schema::managed::updated_at;
    }
    static constexpr auto columns = [] {
        std::array<schema::column, size> out{};
        for (std::size_t i = 0; i < size; ++i) {
            out[i] = schema::table_of<M>.columns[i];
            using enum schema::managed;
            if (out[i].managed_by == created_at || out[i].managed_by == updated_at) out[i].managed_by = none;
        }
        return out;
    }();
    /// The stamps, those of the times at the end.
    static constexpr std::size_t stamps_left = [] {
        std::size_t n = 0;
        for (const auto& s : schema::table_of<M>.policy.stamps) n += keeps(s) ? 1U : 0U;
        return n;
    }();
    static constexpr auto stamps = [] {
        std::array<schema::stamp, schema::table_of<M>.policy.stamps.size()> out{};
        std::size_t first = 0, last = out.size();
        for (const auto& s : schema::table_of<M>.policy.stamps) out[keeps(s) ? first++ : --last] = s;
        return out;
    }();
    static constexpr schema::table value = [] {
        auto out = schema::table_of<M>;
        out.columns = columns;
        out.created_at = out.updated_at = -1;
        out.policy.stamps = {stamps.data(), stamps_left};
        return out;
    }();
};

/// What a statement sets in a record that is there: its columns, and the times.
template <class Node>
inline constexpr auto dated_columns = [] {
    constexpr auto& t = schema::table_of<typename Node::model>;
    std::array<std::uint16_t, Node::statement.columns.size() + 2> out{};
    std::size_t n = 0;
    for (const auto c : Node::statement.columns) out[n++] = c;
    out[n++] = static_cast<std::uint16_t>(t.created_at);
    out[n] = static_cast<std::uint16_t>(t.updated_at);
    return out;
}();

/// The verdict on times that are given for a model.
template <class M>
using times_verdict =
    rule::diagnostic<std::conditional_t<(schema::table_of<M>.created_at >= 0), rule::ok,
                                        rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>>>;
/// The same, by rows of a type.
template <class M, class Row>
using row_times_verdict =
    rule::first_broken<times_verdict<M>,
                       std::conditional_t<std::is_same_v<Row, record<M>>, rule::ok,
                                          rule::rows_that_are_not_records_have_no_times<M, Row>>>;

/// Creates a record with times of its own.
template <class M>
struct dated_create {
    using model = M;
    using output = record<M>;
    static constexpr tables_read<dated_create> reads{};
    static constexpr tables_written<dated_create, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "create",
                                              .table = &dated_table<M>::value,
                                              .what = sql::verb::insert,
                                              .back = schema::computes(schema::table_of<M>)
                                                          ? sql::returning::record
                                                          : sql::returning::record_if_changed,
                                              .cache = &cache,
                                              .writes = true,
                                              .stores = sql::stored_columns::returned};

    record<M> fields;
    std::uint64_t bits = 0; ///< the variant

    /// The time of the last change, if that is another than the time of creation.
    [[nodiscard]] dated_create updated_at(timestamp t) const {
        auto out = *this;
        out.fields.updated_at = t;
        return out;
    }
    output execute(context& c) const {
        output out{fields};
        insert(c, statement, schema::fields_of<M>, &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return bits; }
};

/// A dated create from what another create node makes.
template <class M, class Node>
[[nodiscard]] auto dated(const Node& node, M fields, timestamp created) {
    if constexpr (!rule::is_ok<times_verdict<M>>) return node;
    else {
        dated_create<M> out{record<M>{std::move(fields)}, node.variant()};
        out.fields.created_at = out.fields.updated_at = created;
        return out;
    }
}

/// A bulk create or upsert whose rows bring their times.
template <class Node>
struct dated_rows {
    using model = typename Node::model;
    using output = typename Node::output;
    static constexpr tables_read<dated_rows> reads{};
    static constexpr tables_written<dated_rows, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement = [] {
        auto out = Node::statement;
        out.table = &dated_table<model>::value;
        out.cache = &cache;
        out.columns = dated_columns<Node>;
        return out;
    }();

    Node inner;

    output execute(context& c) { return inner.execute(c, statement); }
    output execute(context& c) const { return inner.execute(c, statement); }
    [[nodiscard]] constexpr std::uint64_t variant() const { return inner.variant(); }
};

} // namespace dataflow::node_
