// Runs batches of rows: finds the row at fault, undoes as much as was asked for. Knows no model.
#pragma once

#include <dataflow/bulk/detail/batch.hpp>
#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/references.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/bulk_result.hpp>
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

class batch_runner {
  public:
    batch_runner(context& c, batch_executor& work, const sql::statement& of, atomicity how) noexcept
        : context_(c), work_(work), of_(of), how_(how) {}

    /// Tells of the transaction that was begun for all batches: the first of them needs no savepoint in it,
    /// for all can be begun again. (Within a savepoint SQLite keeps a copy of each page that is changed.)
    void begun(std::optional<context::scope>& whole) noexcept {
        fresh_ = whole && context_.depth() == 1 ? &whole : nullptr;
    }

    /// Tells of the order in which the rows of all batches come, where it is not their own. It must live as
    /// long as these.
    void moved(const row_positions& order) noexcept { order_ = order; }

    /// Handles one batch as `how` says.
    void run(const batch& rows) {
        if (rows.rows.count == 0) return;
        if (done_without_savepoint(rows)) return;
        try {
            if (how_ == atomicity::row) each(rows);
            else whole(rows);
        } catch (const error& e) {
            if (how_ == atomicity::all || context_.depth() != 0 || is_about_a_row(e.kind())) throw;
            const auto first =
                order_.empty() ? std::max(how_ == atomicity::row ? settled_ : 0, rows.first) : first_moved();
            raise_with_what_stays(e, how_, first, !order_.empty(), failures);
        }
        handled_ += static_cast<std::int64_t>(rows.rows.count);
    }

    /// Does what is left to do after the last batch.
    template <class Rest>
    void end(Rest rest) {
        try {
            rest();
        } catch (const error& e) {
            if (how_ == atomicity::all || context_.depth() != 0) throw;
            raise_with_what_stays(e, how_, static_cast<std::size_t>(handled_), false, failures);
        }
    }

    [[nodiscard]] bulk_progress progress() const noexcept { return {handled_, failed_}; }

    bulk_counts counts{};
    std::vector<bulk_failure> failures{};

  private:
    /// The first of the rows that are not handled yet.
    [[nodiscard]] std::size_t first_moved() const noexcept {
        return *std::min_element(order_.begin() + static_cast<std::ptrdiff_t>(handled_), order_.end());
    }
    [[nodiscard]] bool done_without_savepoint(const batch& rows) {
        if (fresh_ == nullptr) return false;
        auto& transaction = *std::exchange(fresh_, nullptr);
        try {
            counts += work_.attempt(context_, rows);
            handled_ += static_cast<std::int64_t>(rows.rows.count);
            return true;
        } catch (const error& e) {
            if (!is_about_a_row(e.kind())) throw;
        }
        work_.forget(0);
        transaction.reset();
        transaction.emplace(context_);
        return false;
    }

    void whole(const batch& rows) {
        try {
            counts += tried(rows);
        } catch (const error& e) {
            if (!is_about_a_row(e.kind())) throw;
            auto found = culprit(rows, e);
            if (how_ == atomicity::all) raise(found.second.kind(), found.second.info());
            failed_ += static_cast<std::int64_t>(rows.rows.count);
            failures.push_back({found.first, std::move(found.second)});
        }
    }

    /// One attempt that leaves nothing behind when it throws.
    bulk_counts once(const batch& rows) {
        const auto noted = work_.noted();
        try {
            return context_.atomically(of_, [&] { return work_.attempt(context_, rows); });
        } catch (...) {
            work_.forget(noted);
            throw;
        }
    }

    /// The same; a batch that fails for the order in which its rows were sent, or because the database takes
    /// two of them for one that are not equal here, is sent in another way.
    bulk_counts tried(const batch& rows) {
        try {
            return once(rows);
        } catch (const error& e) {
            const bool one_of_two = e.kind() == error_kind::too_many_rows && rows.rows.count > 1;
            if (!one_of_two && (e.kind() != error_kind::unique_violation || !work_.reordered())) throw;
            if (one_of_two) return in_halves(rows);
        }
        struct in_order {
            batch_executor& work;
            explicit in_order(batch_executor& w) : work(w) { work.keep_order(true); }
            ~in_order() { work.keep_order(false); }
        } kept{work_};
        return once(rows);
    }
    bulk_counts in_halves(const batch& rows) {
        const auto noted = work_.noted();
        const auto half = rows.rows.count / 2;
        try {
            return context_.atomically(of_, [&] {
                auto done = tried(rows.part(0, half));
                done += tried(rows.part(half, rows.rows.count - half));
                return done;
            });
        } catch (...) {
            work_.forget(noted);
            throw;
        }
    }

    /// Row by row where a batch fails, by halving: the good parts go in whole.
    void each(const batch& rows) {
        try {
            counts += tried(rows);
            return;
        } catch (const error& e) {
            if (!is_about_a_row(e.kind())) throw;
            if (rows.rows.count == 1) return refuse(rows, e);
        }
        const auto before = failures.size();
        search(rows);
        std::sort(failures.begin() + static_cast<std::ptrdiff_t>(before), failures.end(),
                  [](const bulk_failure& a, const bulk_failure& b) { return a.index < b.index; });
    }
    inline void search(const batch& rows);
    void each_half(const batch& all, const row_units& units, std::size_t from, std::size_t to) {
        const auto half = from + (to - from) / 2;
        each_unit(all, units, from, half);
        each_unit(all, units, half, to);
    }
    inline void each_unit(const batch& all, const row_units& units, std::size_t from, std::size_t to);
    [[nodiscard]] static batch part(const batch& all, const row_units& units, std::size_t from,
                                    std::size_t to) {
        return all.part(units.start(from), units.start(to) - units.start(from));
    }
    void refuse(const batch& row, const error& e) {
        ++failed_;
        failures.push_back({row.index(0), explained(row, e)});
        if (row.rows.order == nullptr) settled_ = row.first + 1;
    }

    /// Rows that refer to each other in a ring, one of which at least is refused: those that are at fault
    /// whatever the others are go, and then the rest is seen to. Where none is, they are taken one by one.
    inline void ring(const batch& rows);
    /// Why a row is refused that is tried alone, and undone.
    [[nodiscard]] inline std::optional<error> error_alone(const batch& row);

    error explained(const batch& row, const error& e) {
        error_info info = e.info();
        work_.explain(context_, row, e.kind(), info);
        return row_error(e, std::move(info), row.index(0));
    }

    struct undo {};
    /// Runs `what()`, and undoes all that it did.
    template <class What>
    void undone(What what) {
        try {
            context_.atomically(of_, [&] {
                what();
                throw undo{};
            });
        } catch (const undo&) { // the way out of `atomically` that undoes
        }
    }

    /// Finds the first row that is refused after the rows before it, and undoes all that the search did.
    inline std::pair<std::size_t, error> culprit(const batch& rows, const error& whole);

    context& context_;
    std::optional<context::scope>* fresh_ = nullptr;
    batch_executor& work_;
    const sql::statement& of_;
    atomicity how_;
    std::span<const std::uint32_t> order_{};
    std::int64_t handled_ = 0;
    std::int64_t failed_ = 0;
    std::size_t settled_ = 0; ///< rows before this one are stored or refused
};

} // namespace dataflow::node_

#include <dataflow/bulk/detail/batch_faults.hpp>
