// Bulk create and bulk upsert: many rows in one statement a batch.
#pragma once

#include <dataflow/bulk/detail/insert_node.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/node/assignments.hpp>
#include <dataflow/node/conflict.hpp>
#include <dataflow/node/refused_rows.hpp>

#include <initializer_list>
#include <type_traits>
#include <vector>

namespace dataflow {

/// Creates many records from any range of M (or of `df::record<M>`). An lvalue range is referred to, not
/// copied. Keys of 0 are made by the database. Gives bulk_result<M>; throws what a create throws, naming the
/// row.
template <class Range>
[[nodiscard]] constexpr auto bulk_create(Range&& rows) {
    using verdict = node_::rows_verdict<Range, write_kind::create>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        using model = node_::model_of_rows<Range>;
        using none = node_::assignments<model>;
        return node_::bulk_insert_node<model, Range, node_::target<>, none, false>{
            {}, node_::hold<Range>(static_cast<Range&&>(rows))};
    }
}

/// The same of a few: `df::bulk_create({alice, bob})`; they are copied.
template <class M>
[[nodiscard]] constexpr auto bulk_create(std::initializer_list<M> rows) {
    return bulk_create(std::vector<M>(rows));
}

/// Creates or updates many records: by the key where the caller gives it, or
/// `.on_conflict(field<&User::email>)`. Of rows with the same target the last wins: they are taken one after
/// another. Gives bulk_result<M>; throws what a create throws, naming the row.
template <class Range>
[[nodiscard]] constexpr auto bulk_upsert(Range&& rows) {
    using verdict = node_::rows_verdict<Range, write_kind::create | write_kind::update>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else {
        using model = node_::model_of_rows<Range>;
        using none = node_::assignments<model>;
        using by_key = node_::default_target<model>;
        using target = std::conditional_t<std::is_void_v<by_key>, node_::target<>, by_key>;
        return node_::bulk_insert_node<model, Range, target, none, true>{
            {}, node_::hold<Range>(static_cast<Range&&>(rows)), {}, conflict::update};
    }
}

/// The same of a few: `df::bulk_upsert({alice, bob})`; they are copied.
template <class M>
[[nodiscard]] constexpr auto bulk_upsert(std::initializer_list<M> rows) {
    return bulk_upsert(std::vector<M>(rows));
}

} // namespace dataflow
