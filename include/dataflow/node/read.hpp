// Read and find: one record by its key.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/key.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/sql/select.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace dataflow::node_ {

template <class M>
struct read_statement {
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement read{
        .node = "read", .table = &schema::table_of<M>, .match = sql::row_match::key, .cache = &cache};
    /// The same text, by the name that the user has written.
    static constexpr sql::statement find{
        .node = "find", .table = &schema::table_of<M>, .match = sql::row_match::key, .cache = &cache};
};

/// Reads a record by its key; false where there is none. The other one throws not_found then.
bool find_by_key(context& c, const sql::statement& s, std::span<const field_access> key_fields,
                 const void* key, std::span<const field_access> fields, void* record);
void read_by_key(context& c, const sql::statement& s, std::span<const field_access> key_fields,
                 const void* key, std::span<const field_access> fields, void* record);

/// Reads a record by key: `Required` throws where there is none, else the result is an optional.
/// Without a key (`Open`) a workflow's wires give it.
template <class M, bool Required, bool Open = false>
struct read_node {
    using model = M;
    using output = std::conditional_t<Required, record<M>, std::optional<record<M>>>;
    static constexpr tables_read<read_node> reads{};
    static constexpr tables_written<read_node, false> writes{};
    static constexpr bool open_key = Open;
    static constexpr const sql::statement& statement =
        Required ? read_statement<M>::read : read_statement<M>::find;

    held_key<M> key{};

    output execute(context& c) const
        requires Required
    {
        output out;
        read_by_key(c, statement, key_fields<M>, &key, schema::fields_of<M>, &out);
        return out;
    }
    output execute(context& c) const
        requires(!Required)
    {
        output out{std::in_place}; // at the outermost level of the function: only there g++ 12 makes it in
                                   // the caller's place
        if (!find_by_key(c, statement, key_fields<M>, &key, schema::fields_of<M>, &*out)) out.reset();
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }

    /// As the record was at a time. The last clause, by
    /// <dataflow/history.hpp>; docs/history.md.
    template <class Node = read_node, class Time>
    [[nodiscard]] constexpr auto as_of(const Time& time) const {
        return rule::as_of_needs_the_header_dataflow_history_hpp<Node>::make(*this, time);
    }
    /// Locks the record until the transaction ends: nobody else changes it, or locks it, meanwhile. The last
    /// clause;
    /// `.skip_locked()` or `.no_wait()` may follow. PostgreSQL only, by <dataflow/lock.hpp>.
    template <class Node = read_node>
    [[nodiscard]] constexpr auto for_update() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<Node>::update(*this);
    }
    /// The same, but others may read-lock it, too.
    template <class Node = read_node>
    [[nodiscard]] constexpr auto for_share() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<Node>::share(*this);
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// The record with this key (its parts, for a composite key). Throws not_found.
template <class M, class... Key>
[[nodiscard]] constexpr auto read(Key&&... key) {
    using verdict = node_::by_key_verdict<M, Key...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_record<M>>{};
    else if constexpr (sizeof...(Key) == 0) return node_::read_node<M, true, true>{};
    else
        return node_::read_node<M, true>{
            node_::hold_key<M>(node_::read_statement<M>::read, static_cast<Key&&>(key)...)};
}

/// The record with this key, or nothing.
template <class M, class... Key>
[[nodiscard]] constexpr auto find(Key&&... key) {
    using verdict = node_::by_key_verdict<M, Key...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<std::optional<node_::refused_record<M>>>{};
    else if constexpr (sizeof...(Key) == 0) return node_::read_node<M, false, true>{};
    else
        return node_::read_node<M, false>{
            node_::hold_key<M>(node_::read_statement<M>::find, static_cast<Key&&>(key)...)};
}

// Without a model.
template <std::nullptr_t = nullptr, class Given, class... More>
[[nodiscard]] constexpr auto read(const Given&, const More&...) {
    using verdict = rule::diagnostic<rule::a_node_by_key_does_not_name_its_model<"read", Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<node_::refused_output>{};
}

// Without a model.
template <std::nullptr_t = nullptr, class Given, class... More>
[[nodiscard]] constexpr auto find(const Given&, const More&...) {
    using verdict = rule::diagnostic<rule::a_node_by_key_does_not_name_its_model<"find", Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<std::optional<node_::refused_output>>{};
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/read.ipp>
#endif
