// A connection whose work is undone: what a program takes for transactions are savepoints of one that is
// never committed.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::testing {

/// Between `start` and `undo` all that runs on it is in one transaction. The program's own begin, commit and
/// rollback are those of a savepoint, its savepoints are one level deeper, and a statement outside of its
/// transactions has a savepoint of its own: when it fails, what was before stays.
class undone_connection final : public driver::connection {
  public:
    explicit undone_connection(std::unique_ptr<driver::connection> real) noexcept : real_(std::move(real)) {}

    /// Begins a test. Before the first, what runs is real: the tables are made.
    void start() {
        forms_of_now();
        real_->begin(access::read_write, isolation::standard);
        now_ = stage::test;
    }
    /// Ends it. False where something may be left of it: this connection is of no more use.
    [[nodiscard]] bool undo() noexcept {
        if (now_ != stage::test) return false;
        const bool whole = real_->in_transaction();
        now_ = stage::rest;
        open_ = reads_only_ = waits_ = lost_ = false;
        real_->rollback();
        return whole && real_->settle() == driver::condition::sound;
    }

    [[nodiscard]] dataflow::dialect dialect() const noexcept override { return real_->dialect(); }

    driver::outcome run(const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                        driver::row_target* target) override {
        admit(what);
        return alone([&] { return real_->run(what, variant, bound, target); },
                     [](const driver::outcome& done) { return done.affected != 0; });
    }
    std::int64_t run_each(const sql::statement& what, std::uint64_t variant,
                          const sql::bindings& bound) override {
        admit(what);
        return alone([&] { return real_->run_each(what, variant, bound); },
                     [](std::int64_t done) { return done != 0; });
    }
    [[nodiscard]] std::optional<std::int64_t> copy(const sql::statement& what, const rows_view& rows,
                                                   std::span<const value> constants) override {
        admit(what);
        return alone([&] { return real_->copy(what, rows, constants); },
                     [](std::optional<std::int64_t> done) { return done.value_or(0) != 0; });
    }
    [[nodiscard]] std::unique_ptr<driver::cursor> open(const sql::statement& what, std::uint64_t variant,
                                                       const sql::bindings& bound,
                                                       std::span<const field_access> fields) override {
        admit(what);
        enter();
        if (!guards()) return real_->open(what, variant, bound, fields);
        real_->savepoint(outermost);
        try {
            auto out = real_->open(what, variant, bound, fields);
            waits_ = true; // for the cursor's end
            return out;
        } catch (...) {
            take_back(outermost);
            throw;
        }
    }
    void script(std::string_view text) override {
        alone(
            [&] {
                real_->script(text);
                return true;
            },
            [](bool) { return true; });
    }

    // The isolation of one transaction is that of all: nobody else sees it, and it sees all of itself.
    void begin(access how, isolation level) override {
        enter();
        forget_last();
        if (now_ != stage::test) return real_->begin(how, level);
        if (open_) raise(error_kind::database_error, {.message = "a transaction is open already"});
        real_->savepoint(outermost);
        open_ = true;
        reads_only_ = how == access::read_only;
        if (!reads_only_ || says().only_reads.empty()) return;
        try {
            real_->script(says().only_reads); // until the savepoint's end
        } catch (...) {
            rollback();
            throw;
        }
    }
    void commit() override {
        enter();
        if (now_ != stage::test) return real_->commit();
        if (!open_) raise(error_kind::database_error, {.message = "no transaction is open"});
        if (reads_only_) return rollback();
        try {
            look_at_deferred();
            real_->release(outermost);
        } catch (...) {
            rollback();
            throw;
        }
        open_ = false;
    }
    void rollback() noexcept override {
        if (now_ != stage::test) return real_->rollback();
        if (!open_) return;
        open_ = reads_only_ = false;
        take_back(outermost);
    }
    void savepoint(int depth) override {
        enter();
        real_->savepoint(depth + below());
    }
    void release(int depth) override {
        enter();
        real_->release(depth + below());
    }
    void rollback_to(int depth) noexcept override { real_->rollback_to(depth + below()); }

    driver::limit* bound_by(driver::limit* by) noexcept override { return real_->bound_by(by); }
    [[nodiscard]] driver::cursor_place& reading() noexcept override { return real_->reading(); }
    [[nodiscard]] bool in_transaction() const noexcept override {
        return now_ == stage::test ? open_ : real_->in_transaction();
    }
    [[nodiscard]] bool usable() const noexcept override { return real_->usable(); }
    [[nodiscard]] bool alive() noexcept override {
        return now_ == stage::test ? real_->usable() : real_->alive();
    }
    void accept() override { real_->accept(); }
    [[nodiscard]] driver::condition settle() noexcept override {
        if (now_ != stage::test) return real_->settle();
        rollback();
        return driver::condition::sound; // one that is lost says so when it is used: there is no other
    }

  private:
    enum class stage : std::uint8_t { opening, test, rest };
    static constexpr int outermost = 1; // the depth of the savepoint that stands for a transaction

    [[nodiscard]] const sql::dialect_data& says() const noexcept { return sql::data_of(dialect()); }
    [[nodiscard]] int below() const noexcept { return now_ == stage::test ? outermost : 0; }
    /// Whether a statement needs a savepoint of its own.
    [[nodiscard]] bool guards() const noexcept { return now_ == stage::test && !open_; }
    void admit(const sql::statement& what) {
        remember(what);
        if (reads_only_ && what.writes) // as SQLite's driver says it
            raise(error_kind::read_only,
                  {.message = "the transaction only reads", .node = std::string{what.node}});
    }
    void forms_of_now() noexcept { real_->use(forms()); }

    /// Before whatever runs.
    void enter() {
        forms_of_now();
        if (now_ == stage::opening) return;
        if (now_ == stage::rest)
            raise(error_kind::protected_operation,
                  {.message = "the test of this database has ended: what outlives it cannot use it"});
        if (lost_ || !real_->in_transaction())
            raise(error_kind::protected_operation,
                  {.message =
                       "the transaction around the test is gone, with a statement that was cut short or "
                       "with the connection: what a test does after that needs a database of its own, "
                       "df::test_template"});
        if (!waits_ || real_->reading().taken()) return;
        waits_ = false; // a stream has been read since
        try {
            real_->release(outermost);
        } catch (const error&) {
            take_back(outermost);
        }
    }
    void take_back(int depth) noexcept {
        try {
            real_->rollback_to(depth);
            real_->release(depth);
        } catch (...) {
            lost_ = true; // SQLite takes back a whole transaction, for one
        }
    }
    /// What the end of a transaction looks at: constraints that are deferred. They stay deferred.
    void look_at_deferred() {
        if (says().checks_deferred.empty()) return;
        constexpr int depth = outermost + 1;
        real_->savepoint(depth);
        try {
            real_->script(says().checks_deferred);
        } catch (...) {
            take_back(depth);
            throw;
        }
        take_back(depth);
    }
    /// Runs something that is a transaction of its own outside of one. `wrote`: whether what it gave says
    /// that it changed something.
    template <class Work, class Wrote>
    auto alone(const Work& work, const Wrote& wrote) -> decltype(work()) {
        enter();
        if (!guards()) return work();
        real_->savepoint(outermost);
        try {
            auto out = work();
            if (wrote(out)) look_at_deferred();
            real_->release(outermost);
            return out;
        } catch (...) {
            take_back(outermost);
            throw;
        }
    }

    std::unique_ptr<driver::connection> real_;
    stage now_ = stage::opening;
    bool open_ = false;       ///< the program's transaction
    bool reads_only_ = false; ///< that transaction
    bool lost_ = false;       ///< the transaction around the test
    bool waits_ = false;      ///< the savepoint of a statement whose rows are read step by step
};

} // namespace dataflow::testing
