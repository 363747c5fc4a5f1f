// Pages: records or rows, and where the next ones begin.
#pragma once

#include <dataflow/node/cursor.hpp>
#include <dataflow/schema/record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dataflow {

/// Rows of a join or a select, and where the next ones begin.
template <class Row>
struct row_page {
    std::vector<Row> records;
    std::optional<std::int64_t> total; ///< how many there are in all, after `with_total()`
    std::optional<cursor> next;        ///< where the next page begins; nothing at the end, or without a limit

    // The rows are what a page is a range of.
    // Of a page that is about to end, a row is moved out, and there are no iterators.
    [[nodiscard]] auto begin() & noexcept { return records.begin(); }
    [[nodiscard]] auto begin() const& noexcept { return records.begin(); }
    void begin() const&& = delete;
    [[nodiscard]] auto end() & noexcept { return records.end(); }
    [[nodiscard]] auto end() const& noexcept { return records.end(); }
    void end() const&& = delete;
    [[nodiscard]] std::size_t size() const noexcept { return records.size(); }
    [[nodiscard]] bool empty() const noexcept { return records.empty(); }
    [[nodiscard]] decltype(auto) front() & noexcept { return records.front(); }
    [[nodiscard]] decltype(auto) front() const& noexcept { return records.front(); }
    [[nodiscard]] Row front() && { return std::move(records.front()); }
    [[nodiscard]] decltype(auto) operator[](std::size_t i) & noexcept { return records[i]; }
    [[nodiscard]] decltype(auto) operator[](std::size_t i) const& noexcept { return records[i]; }
    [[nodiscard]] Row operator[](std::size_t i) && { return std::move(records[i]); }
};

/// Records of a list: `for (auto& p : db.run(df::list<User>()))`.
template <class M>
using page = row_page<record<M>>;

} // namespace dataflow
