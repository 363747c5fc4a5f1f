// What becomes of rows whose records are there already.
#pragma once

#include <dataflow/bulk/detail/insert_executor.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/sql/write.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dataflow::node_::detail {

/// Whether rows bring the key of their table along.
[[nodiscard]] inline bool has_own_key(const schema::table& t) noexcept {
    return !t.key.empty() && t.key[0] < t.own_columns;
}

inline bool insert_executor::meet_elsewhere(const rows_view& rows,
                                            std::span<const std::uint16_t> columns) const noexcept {
    const auto& t = *plan_.insert->table;
    const bool key = t.generated_key < 0 ? has_own_key(t) : look_at_keys(t, plan_.fields, rows).given;
    if (key && !std::ranges::is_permutation(t.key, columns)) return true;
    return std::ranges::any_of(t.indexes, [&](const schema::index& i) {
        return i.unique && (i.where.size != 0 || !std::ranges::is_permutation(i.parts(), columns));
    });
}

inline constant_list<std::uint16_t> insert_executor::meeting_columns() const noexcept {
    const auto& t = *plan_.insert->table;
    if (!plan_.insert->target.empty()) return plan_.insert->target;
    for (const auto& i : t.indexes)
        if (i.unique) return i.parts();
    return has_own_key(t) ? t.key : constant_list<std::uint16_t>{};
}

inline row_positions insert_executor::order_of_all(const rows_view& rows) const {
    if (plan_.on_conflict == conflict::error) return {};
    const auto columns = meeting_columns();
    const bool any_order = plan_.on_conflict == conflict::skip && !plan_.insert->target.empty();
    if (columns.empty() || (!any_order && meet_elsewhere(rows, columns))) return {};
    some_fields fields;
    return sorted_rows({rows, key_fields(columns, fields)});
}

inline bulk_counts insert_executor::replace(context& c, const rows_view& rows) {
    const auto& s = *plan_.insert;
    some_fields fields;
    bulk_counts done;
    // No two programs must wait for each other: their rows come in one order, or, where that changes what
    // is done, one program after another.
    const bool sorts = !meet_elsewhere(rows, s.target);
    if (!sorts && rows.count > 1) take_turns(c, s);
    each_distinct_part({rows, key_fields(s.target, fields)}, sorts, [&](positions part) {
        done += insert(c, rows, in_order(rows, part), conflict::update);
    });
    return done;
}

inline bulk_counts insert_executor::skip(context& c, const rows_view& rows) {
    if (plan_.ids == nullptr && c.dialect_data().one_writer) return insert(c, rows, {}, conflict::skip);
    some_fields fields;
    const auto columns = meeting_columns();
    const row_compare by{rows, key_fields(columns, fields)};
    row_positions meeting; // the rows that can meet a record, and with ids those that cannot
    row_positions others;
    for (std::size_t i = 0; i < rows.count; ++i)
        (plan_.ids != nullptr && by.has_null(i) ? others : meeting).push_back(static_cast<std::uint32_t>(i));
    // As `replace`; with a target the order changes nothing.
    const bool waits = !c.dialect_data().one_writer && !columns.empty() && meeting.size() > 1;
    const bool sorts = waits && (!plan_.insert->target.empty() || !meet_elsewhere(rows, columns));
    if (waits && !sorts) take_turns(c, *plan_.insert);
    if (sorts) {
        row_positions kept;
        const auto chosen = chosen_rows(rows, meeting, kept);
        auto order = sorted_rows(row_compare{chosen, by.fields});
        for (auto& i : order) i = meeting[i];
        meeting = std::move(order);
    }
    bulk_counts done;
    if (!meeting.empty()) done = insert(c, rows, in_order(rows, meeting), conflict::skip);
    if (plan_.ids != nullptr && !meeting.empty()) {
        row_positions kept;
        rows_view view = chosen_rows(rows, meeting, kept);
        view.fields = by.fields;
        read_keys(c, view, key_places{plan_, start_, meeting, meeting.size()});
    }
    if (!others.empty()) done += insert(c, rows, in_order(rows, others), conflict::error);
    return done;
}

} // namespace dataflow::node_::detail
