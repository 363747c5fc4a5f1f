// Rows in batches, and what a bulk node does with one of them. Knows no model.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/references.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/sql/statement.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// Rows of one batch, with their place in the whole input.
struct batch {
    rows_view rows;
    std::size_t first = 0; ///< the index in the input of the row at `rows.base`

    [[nodiscard]] batch part(std::size_t from, std::size_t count) const noexcept {
        batch out = *this;
        out.rows.count = count;
        if (rows.order != nullptr) {
            out.rows.order += from;
            return out;
        }
        out.rows.base += from * rows.stride;
        out.first += from;
        return out;
    }
    /// The index in the input of one of the rows.
    [[nodiscard]] std::size_t index(std::size_t row) const noexcept {
        return first + (rows.order != nullptr ? rows.order[row] : row);
    }
};

/// Calls `use(batch)` for each batch of at most `size` rows.
template <class Use>
void each_batch(const row_source& from, std::size_t size, Use use) {
    if (from.gather != nullptr) {
        const auto call = [](void* self, const rows_view& rows, std::size_t first) {
            (*static_cast<Use*>(self))(batch{rows, first});
        };
        return from.gather(from.range, size, {call, &use});
    }
    const batch all{from.rows, 0};
    for (std::size_t at = 0; at < from.rows.count; at += size)
        use(all.part(at, std::min(size, from.rows.count - at)));
}

/// Whether an error is about a row, and not about the connection, the disk or a lock.
[[nodiscard]] inline bool is_about_a_row(error_kind kind) noexcept {
    switch (kind) {
    case error_kind::not_found:
    case error_kind::unique_violation:
    case error_kind::foreign_key_violation:
    case error_kind::check_violation:
    case error_kind::not_null_violation:
    case error_kind::invalid_value:
    case error_kind::not_stored:
    case error_kind::version_conflict:
    case error_kind::too_many_rows: return true;
    default: return false;
    }
}

/// Rows that are records name the tenant of the session in this field, or none.
inline void require_tenant(const context& c, const sql::statement& s, const field_access& field,
                           const rows_view& rows) {
    if (c.session() == nullptr) return;
    for (std::size_t i = 0; i < rows.count; ++i)
        if (const auto v = load(field, rows.row(i)); v.size != 0 && v.text_view() != c.session()->tenant)
            fail(error_kind::invalid_value, s, "a row names another tenant than that of the session",
                 field.name);
}

/// One way to handle a batch; implemented by each bulk node.
class batch_executor {
  public:
    batch_executor() = default;
    batch_executor(const batch_executor&) = delete;
    batch_executor& operator=(const batch_executor&) = delete;
    virtual ~batch_executor() = default;

    /// Handles the rows in one statement or several; throws when one of them is refused.
    virtual bulk_counts attempt(context& c, const batch& rows) = 0;
    /// Forgets what an attempt that is undone had noted (returned keys).
    virtual void forget(std::size_t noted) = 0;
    [[nodiscard]] virtual std::size_t noted() const = 0;
    /// Whether the last attempt took the rows in another order than theirs. `keep_order`: the next ones must
    /// not.
    [[nodiscard]] virtual bool reordered() const noexcept { return false; }
    virtual void keep_order(bool) noexcept {}
    /// The rows in an order in which each follows those of the batch that it refers to.
    [[nodiscard]] virtual row_units units(const batch& rows) const { return row_units{rows.rows.count}; }
    /// Completes the error of a single row: which constraint it was.
    virtual void explain(context& c, const batch& row, error_kind kind, error_info& info) = 0;
};

/// The error of a row, with its index in the message.
[[nodiscard]] inline error row_error(const error& e, error_info info, std::size_t index) {
    info.message = "row " + std::to_string(index) + ": " + info.message;
    return error{e.kind(), std::move(info)};
}

/// Throws an error that is about no row and has ended work whose parts stay each for itself, and tells which
/// do: what comes before `row`, without what was refused. Where something stays, `not_done` would be a lie,
/// and a caller that runs all of it once more would do a part twice: it is `in_doubt` then. `moved`: the rows
/// were taken in another order than theirs.
[[noreturn, gnu::cold]] inline void raise_with_what_stays(const error& e, atomicity how, std::size_t row,
                                                          bool moved,
                                                          const std::vector<bulk_failure>& failures) {
    if (row == 0 && !moved) raise(e.kind(), e.info());
    error_info info = e.info();
    const bool rows = how == atomicity::row;
    info.retry_is_safe = false;
    if (row == 0) info.message += "; some rows may stay";
    else
        info.message += std::string{rows ? "; the rows" : "; the batches"} + " before row " +
                        std::to_string(row) + " stay";
    if (moved)
        info.message += std::string{row == 0 ? "" : " and perhaps some after it"} +
                        ": rows are taken after those that they refer to";
    constexpr std::size_t most_named = 20;
    for (std::size_t i = 0; i < failures.size() && i < most_named; ++i)
        info.message += (i != 0 ? ", "
                         : rows ? ", except the refused rows "
                                : ", except the refused ones of rows ") +
                        std::to_string(failures[i].index);
    if (failures.size() > most_named)
        info.message += " and " + std::to_string(failures.size() - most_named) + " more";
    raise(e.kind() == error_kind::not_done ? error_kind::in_doubt : e.kind(), std::move(info));
}

} // namespace dataflow::node_
