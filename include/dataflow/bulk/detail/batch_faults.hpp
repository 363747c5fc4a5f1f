// Which row of a batch is at fault.
#pragma once

#include <dataflow/bulk/detail/batch_runner.hpp>
#include <dataflow/bulk/detail/references.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/node/context.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::node_ {

inline void batch_runner::search(const batch& rows) {
    const auto units = work_.units(rows);
    batch all = rows;
    row_positions kept;
    if (!units.order.empty()) all.rows = chosen_rows(rows.rows, units.order, kept);
    each_half(all, units, 0, units.count());
}

inline void batch_runner::each_unit(const batch& all, const row_units& units, std::size_t from,
                                    std::size_t to) {
    if (from == to) return;
    const auto rows = part(all, units, from, to);
    try {
        counts += tried(rows);
        if (rows.rows.order == nullptr) settled_ = rows.first + rows.rows.count;
        return;
    } catch (const error& e) {
        if (!is_about_a_row(e.kind())) throw;
        if (rows.rows.count == 1) return refuse(rows, e);
    }
    if (to - from == 1) ring(rows);
    else each_half(all, units, from, to);
}

inline void batch_runner::ring(const batch& rows) {
    row_positions rest;
    for (std::size_t i = 0; i < rows.rows.count; ++i) {
        const auto row = rows.part(i, 1);
        const auto e = error_alone(row);
        if (e && e->kind() != error_kind::foreign_key_violation) refuse(row, *e);
        else rest.push_back(static_cast<std::uint32_t>(i));
    }
    if (rest.empty()) return;
    batch left = rows;
    row_positions kept;
    left.rows = chosen_rows(rows.rows, rest, kept);
    if (rest.size() != rows.rows.count) return search(left);
    for (std::size_t i = 0; i < left.rows.count; ++i) {
        const auto row = left.part(i, 1);
        try {
            counts += tried(row);
        } catch (const error& e) {
            if (!is_about_a_row(e.kind())) throw;
            refuse(row, e);
        }
    }
}

inline std::optional<error> batch_runner::error_alone(const batch& row) {
    std::optional<error> out;
    const auto noted = work_.noted();
    undone([&] {
        try {
            tried(row);
        } catch (const error& e) {
            if (!is_about_a_row(e.kind())) throw;
            out = e;
        }
    });
    work_.forget(noted);
    return out;
}

inline std::pair<std::size_t, error> batch_runner::culprit(const batch& rows, const error& whole) {
    std::optional<std::pair<std::size_t, error>> found;
    const auto noted = work_.noted();
    const auto units = rows.rows.count > 1 ? work_.units(rows) : row_units{rows.rows.count};
    batch all = rows;
    row_positions kept;
    if (!units.order.empty()) all.rows = chosen_rows(rows.rows, units.order, kept);
    undone([&] {
        std::size_t from = 0;
        std::size_t to = units.count();
        error last = whole;
        const auto fails = [&](const batch& part) {
            try {
                tried(part);
            } catch (const error& e) {
                if (!is_about_a_row(e.kind())) throw;
                last = e;
                return true;
            }
            return false;
        };
        while (to - from > 1) {
            const auto half = from + (to - from) / 2;
            (fails(part(all, units, from, half)) ? to : from) = half;
        }
        auto rest = part(all, units, from, to);
        (void)fails(rest);
        if (rest.rows.count > 1) { // a ring: the row that is at fault whatever the others are, or its first
            auto at_fault = rest.part(0, 1);
            for (std::size_t i = 0; i < rest.rows.count; ++i) {
                const auto e = error_alone(rest.part(i, 1));
                if (!e || e->kind() == error_kind::foreign_key_violation) continue;
                at_fault = rest.part(i, 1);
                last = *e;
                break;
            }
            rest = at_fault;
        }
        found.emplace(rest.index(0), explained(rest, last));
    });
    work_.forget(noted);
    return std::move(*found);
}

} // namespace dataflow::node_
