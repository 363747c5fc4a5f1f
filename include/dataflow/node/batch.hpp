// Runs batches of rows: finds the row at fault, undoes as much as was asked for. Knows no model.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/bulk_options.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/duplicates.hpp>
#include <dataflow/node/row_source.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// Rows of one batch, with their place in the whole input.
struct batch {
    rows_view rows;
    std::size_t first = 0; ///< the index of its first row in the input

    [[nodiscard]] batch part(std::size_t from, std::size_t count) const noexcept {
        batch out = *this;
        out.rows.base += from * rows.stride;
        out.rows.count = count;
        out.first += from;
        return out;
    }
};

/// Calls `use(batch)` for each batch of at most `size` rows.
template <class Use>
void each_batch(const row_source& from, std::size_t size, Use use) {
    if (from.gather != nullptr) {
        const auto call = [](void* self, const rows_view& rows, std::size_t first) { (*static_cast<Use*>(self))(batch{rows, first}); };
        return from.gather(from.range, size, {call, &use});
    }
    const batch all{from.rows, 0};
    for (std::size_t at = 0; at < from.rows.count; at += size) use(all.part(at, std::min(size, from.rows.count - at)));
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
    case error_kind::too_many_rows: return true;
    default: return false;
    }
}

/// One way to handle a batch; implemented by each bulk node.
class batch_work {
  public:
    batch_work() = default;
    batch_work(const batch_work&) = delete;
    batch_work& operator=(const batch_work&) = delete;
    virtual ~batch_work() = default;

    /// Handles the rows in one statement or several; throws when one of them is refused.
    virtual bulk_counts attempt(context& c, const batch& rows) = 0;
    /// Forgets what an attempt that is undone had noted (returned keys).
    virtual void forget(std::size_t noted) = 0;
    [[nodiscard]] virtual std::size_t noted() const = 0;
    /// The rows that must not stand in one batch behind an equal one. An attempt refuses them
    /// (too_many_rows) before all else, so that no part of such a batch is sent.
    [[nodiscard]] virtual std::vector<two_rows> repeated(const batch& rows) const = 0;
    /// What such rows have in common: "key".
    [[nodiscard]] virtual std::string_view repeats() const = 0;
    /// Completes the error of a single row: which constraint it was.
    virtual void explain(context& c, const batch& row, error_kind kind, error_info& info) = 0;
};

/// Tells of two rows of a batch, by their places in the whole input.
[[nodiscard]] inline std::string words_for(const batch& rows, const two_rows& two, std::string_view what) {
    return "rows " + std::to_string(rows.first + two.first) + " and " + std::to_string(rows.first + two.second) + " have the same " +
           std::string{what};
}

/// The error of a row, with its index in the message.
[[nodiscard]] inline error row_error(const error& e, error_info info, std::size_t index) {
    info.message = "row " + std::to_string(index) + ": " + info.message;
    return error{e.kind(), std::move(info)};
}

class batch_runner {
  public:
    batch_runner(context& c, batch_work& work, atomicity how) noexcept : context_(c), work_(work), how_(how) {}

    /// Handles one batch as `how` says.
    void run(const batch& rows) {
        handled_ += static_cast<std::int64_t>(rows.rows.count);
        if (rows.rows.count == 0) return;
        if (how_ == atomicity::row) return each(rows);
        try {
            counts += tried(rows);
        } catch (const error& e) {
            if (!is_about_a_row(e.kind())) throw;
            // Halving would part two rows that clash with each other, and blame what comes of that.
            const auto twice = repeated(rows, e);
            auto found = !twice.empty() ? std::pair{rows.first + twice.front().second, e} : culprit(rows, e);
            if (how_ == atomicity::all) raise(found.second.kind(), found.second.info());
            failed_ += static_cast<std::int64_t>(rows.rows.count);
            failures.push_back({found.first, std::move(found.second)});
        }
    }

    [[nodiscard]] bulk_progress progress() const noexcept { return {handled_, failed_}; }

    bulk_counts counts{};
    std::vector<bulk_failure> failures{};

  private:
    /// One attempt that leaves nothing behind when it throws.
    bulk_counts tried(const batch& rows) {
        const auto noted = work_.noted();
        try {
            return context_.atomically([&] { return work_.attempt(context_, rows); });
        } catch (...) {
            work_.forget(noted);
            throw;
        }
    }

    [[nodiscard]] std::vector<two_rows> repeated(const batch& rows, const error& e) const {
        return e.kind() == error_kind::too_many_rows ? work_.repeated(rows) : std::vector<two_rows>{};
    }

    /// Row by row where a batch fails, by halving: the good parts go in whole.
    void each(const batch& rows) {
        if (rows.rows.count == 0) return;
        try {
            counts += tried(rows);
            return;
        } catch (const error& e) {
            if (!is_about_a_row(e.kind())) throw;
            if (const auto twice = repeated(rows, e); !twice.empty()) return each_but(rows, twice, e);
            if (rows.rows.count == 1) {
                ++failed_;
                failures.push_back({rows.first, explained(rows, e)});
                return;
            }
        }
        const auto half = rows.rows.count / 2;
        each(rows.part(0, half));
        each(rows.part(half, rows.rows.count - half));
    }

    /// The same without the rows that repeat one before them; these are refused.
    void each_but(const batch& rows, const std::vector<two_rows>& twice, const error& e) {
        std::size_t from = 0;
        for (const auto& two : twice) {
            each(rows.part(from, two.second - from));
            error_info info = e.info();
            info.message = words_for(rows, two, work_.repeats());
            ++failed_;
            failures.push_back({rows.first + two.second, error{e.kind(), std::move(info)}});
            from = two.second + 1;
        }
        each(rows.part(from, rows.rows.count - from));
    }

    error explained(const batch& row, const error& e) {
        error_info info = e.info();
        work_.explain(context_, row, e.kind(), info);
        return row_error(e, std::move(info), row.first);
    }

    struct undo {};

    /// Finds the first row that is refused, behind the rows before it, and undoes all that the search did.
    std::pair<std::size_t, error> culprit(const batch& rows, const error& whole) {
        std::optional<std::pair<std::size_t, error>> found;
        const auto noted = work_.noted();
        try {
            context_.atomically([&] {
                batch rest = rows;
                error last = whole;
                while (rest.rows.count > 1) {
                    const auto half = rest.rows.count / 2;
                    try {
                        tried(rest.part(0, half));
                        rest = rest.part(half, rest.rows.count - half);
                    } catch (const error& e) {
                        if (!is_about_a_row(e.kind())) throw;
                        last = e;
                        rest = rest.part(0, half);
                    }
                }
                try {
                    tried(rest);
                } catch (const error& e) {
                    if (!is_about_a_row(e.kind())) throw;
                    last = e;
                }
                found.emplace(rest.first, explained(rest, last));
                throw undo{};
            });
        } catch (const undo&) { // the way out of `atomically` that undoes
        }
        work_.forget(noted);
        return std::move(*found);
    }

    context& context_;
    batch_work& work_;
    atomicity how_;
    std::int64_t handled_ = 0;
    std::int64_t failed_ = 0;
};

} // namespace dataflow::node_
