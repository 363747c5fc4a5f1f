// Rows of a batch that refer to each other: an order in which each follows those that it refers to.
#pragma once

#include <dataflow/bulk/detail/row_order.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/table.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// Rows in an order, cut into units: rows that refer to each other in a ring are one, every other row is its
/// own.
struct row_units {
    std::size_t rows = 0;
    row_positions order{};  ///< empty: the rows' own
    row_positions starts{}; ///< where in the order each unit begins; empty: each row is one

    explicit row_units(std::size_t count) : rows(count) {}
    [[nodiscard]] std::size_t count() const noexcept { return starts.empty() ? rows : starts.size(); }
    [[nodiscard]] std::size_t start(std::size_t unit) const noexcept {
        return starts.empty() ? unit : unit == starts.size() ? rows : starts[unit];
    }
};

namespace detail {

/// Finds rings and puts rows after those that they refer to (Tarjan's components, without recursion).
class reference_order {
  public:
    /// `parents`: for each row and each of `width` references the row that it refers to, plus one, or 0.
    reference_order(std::size_t rows, std::size_t width, const row_positions& parents)
        : width_(width), parents_(parents), seen_(rows, 0), lowest_(rows, 0), waiting_(rows, false),
          out_(rows) {
        for (std::size_t i = 0; i < rows; ++i)
            if (seen_[i] == 0) visit(static_cast<std::uint32_t>(i));
    }
    [[nodiscard]] row_units take() { return std::move(out_); }

  private:
    void visit(std::uint32_t row) {
        enter(row);
        while (!path_.empty()) {
            auto& [at, next] = path_.back();
            if (next == width_) {
                leave(at);
                continue;
            }
            const auto parent = parents_[at * width_ + next++];
            if (parent == 0) continue;
            if (seen_[parent - 1] == 0) enter(parent - 1);
            else if (waiting_[parent - 1]) lowest_[at] = std::min(lowest_[at], seen_[parent - 1]);
        }
    }
    void enter(std::uint32_t row) {
        seen_[row] = lowest_[row] = ++counter_;
        waiting_[row] = true;
        stack_.push_back(row);
        path_.push_back({row, 0});
    }
    void leave(std::uint32_t row) {
        path_.pop_back();
        if (!path_.empty()) {
            auto& above = lowest_[path_.back().first];
            above = std::min(above, lowest_[row]);
        }
        if (lowest_[row] != seen_[row]) return;
        const auto start = out_.order.size();
        out_.starts.push_back(static_cast<std::uint32_t>(start));
        for (;;) {
            const auto member = stack_.back();
            stack_.pop_back();
            waiting_[member] = false;
            out_.order.push_back(member);
            if (member == row) break;
        }
        std::sort(out_.order.begin() + static_cast<std::ptrdiff_t>(start), out_.order.end());
    }

    std::size_t width_;
    const row_positions& parents_;
    std::vector<std::uint32_t> seen_; // when a row was first met, from 1
    std::vector<std::uint32_t> lowest_;
    std::vector<bool> waiting_;
    row_positions stack_{};
    std::vector<std::pair<std::uint32_t, std::size_t>> path_{};
    std::uint32_t counter_ = 0;
    row_units out_;
};

/// The positions of rows by a field of theirs.
class rows_by_field {
  public:
    rows_by_field(const rows_view& rows, const field_access& field)
        : fields_{field}, by_{rows, fields_}, order_(sorted_rows(by_)), marks_(rows.count) {
        for (std::size_t i = 0; i < order_.size(); ++i) marks_[i] = mark_of(by_, order_[i]).prefix;
    }
    rows_by_field(const rows_by_field&) = delete;
    rows_by_field& operator=(const rows_by_field&) = delete;

    /// The first of the rows whose field has this value, plus one; 0 where there is none.
    [[nodiscard]] std::uint32_t find(const value& v) const {
        const auto prefix = prefix_of(v);
        auto at =
            static_cast<std::size_t>(std::lower_bound(marks_.begin(), marks_.end(), prefix) - marks_.begin());
        for (; at < marks_.size() && marks_[at] == prefix; ++at) {
            int c = 0;
            with_field(fields_[0], by_.rows.row(order_[at]),
                       [&](const value& key) { c = key.is_null() ? 1 : compared(key, v); });
            if (c == 0) return order_[at] + 1;
            if (c > 0) break;
        }
        return 0;
    }

  private:
    std::array<field_access, 1> fields_;
    row_compare by_;
    row_positions order_;
    std::vector<std::uint64_t> marks_;
};

} // namespace detail

/// Whether a foreign key of a table refers to the key of the same table, and rows may hold both.
[[nodiscard]] constexpr bool refers_to_itself(const schema::table& t, const schema::foreign_key& f) noexcept {
    return f.table == t.name && t.key.size() == 1 && f.more == 0 && f.target == t.columns[t.key[0]].name &&
           f.column < t.own_columns && t.key[0] < t.own_columns;
}
[[nodiscard]] constexpr bool refers_to_itself(const schema::table& t) noexcept {
    return std::any_of(t.foreign_keys.begin(), t.foreign_keys.end(),
                       [&](const auto& f) { return refers_to_itself(t, f); });
}

/// The units of rows whose table refers to itself. Where no row refers to one after it, the rows' own order.
[[nodiscard]] inline row_units
units_by_reference(const schema::table& t, std::span<const field_access> fields, const rows_view& rows) {
    row_units none{rows.count};
    row_positions columns;
    for (const auto& f : t.foreign_keys)
        if (refers_to_itself(t, f)) columns.push_back(f.column);
    if (columns.empty()) return none;
    const detail::rows_by_field by{rows, fields[t.key[0]]};
    row_positions parents(rows.count * columns.size(), 0);
    bool forward = false;
    for (std::size_t i = 0; i < rows.count; ++i)
        for (std::size_t k = 0; k < columns.size(); ++k)
            detail::with_field(fields[columns[k]], rows.row(i), [&](const value& v) {
                if (v.is_null() || (t.generated_key >= 0 && v.integer == 0)) return; // 0 is no key yet
                const auto parent = by.find(v);
                if (parent == i + 1) return;
                parents[i * columns.size() + k] = parent;
                forward = forward || parent > i + 1;
            });
    if (!forward) return none;
    return detail::reference_order{rows.count, columns.size(), parents}.take();
}

} // namespace dataflow::node_
