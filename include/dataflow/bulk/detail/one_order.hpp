// All rows of a bulk node in one order, whatever the size of its batches: then no two programs that take the
// same records in opposite orders wait for each other.
#pragma once

#include <dataflow/bulk/detail/batch.hpp>
#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/row_order.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/node/context.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <thread>

namespace dataflow::node_::detail {

/// Whether the order counts of more rows than those of a batch: the locks of one batch are held while the
/// next runs. Rows that are gathered are sorted batch by batch only.
[[nodiscard]] inline bool locks_span_batches(const context& c, const bulk_options& how,
                                             const row_source& rows, std::size_t size) noexcept {
    return !c.dialect_data().one_writer && how.undone == atomicity::all && rows.gather == nullptr &&
           rows.rows.count > size;
}

/// Rows that lie side by side, in an order; `order` and `kept` must live as long as what is given.
[[nodiscard]] inline batch in_this_order(const row_source& rows, const row_positions& order,
                                         row_positions& kept) {
    batch out{rows.rows, 0};
    if (!order.empty()) out.rows = chosen_rows(rows.rows, order, kept);
    return out;
}

/// Calls `use(batch)` for batches of at most `size` of these rows.
template <class Use>
void each_part(const batch& all, std::size_t size, Use use) {
    for (std::size_t at = 0; at < all.rows.count; at += size)
        use(all.part(at, std::min(size, all.rows.count - at)));
}

/// Runs `work(true)`, which sorts all rows. Where that refuses one, it has been undone, and `work(false)`
/// does it in the rows' own order: which of the refused rows is the first depends on it, and so may whether
/// one is. Where it was chosen to end a deadlock, for plans of PostgreSQL's may take the rows of a batch in
/// another order, it has been undone, too, and outside of other transactions is done again, a few times.
template <class Work>
auto in_one_order(const context& c, bool sorted, Work work) {
    constexpr int attempts = 5;
    for (int attempt = 1; sorted; ++attempt) {
        try {
            return work(true);
        } catch (const error& e) {
            if (is_about_a_row(e.kind())) break;
            if (e.info().code != "40P01" || c.depth() != 0 || attempt == attempts) throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{attempt});
    }
    return work(false);
}

} // namespace dataflow::node_::detail
