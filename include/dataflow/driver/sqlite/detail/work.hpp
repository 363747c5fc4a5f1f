// One run of a statement, such that a failure leaves nothing of it behind; and the rows read step by step.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/sqlite/detail/columns.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/prepared.hpp>
#include <dataflow/driver/sqlite/detail/read.hpp>
#include <dataflow/driver/sqlite/detail/session.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>

namespace dataflow::driver::sqlite_ {

/// Steps a bound statement. When it goes without `keep`, what the statement has written is undone; where
/// that is not possible, the transaction is failed.
class work {
  public:
    /// `rows`: whether rows are among the parameters. Within a transaction such a statement gets a
    /// savepoint: SQLite itself keeps the first half when one of the rows cannot be read.
    work(session& owner, lease& use, bool rows)
        : owner_{owner}, use_{use}, marked_{rows && !use.info().reads_only && owner.transaction().open()} {
        if (marked_) owner_.transaction().mark();
        owner_.alone(!use_.info().reads_only && !owner_.transaction().open());
    }
    work(const work&) = delete;
    work& operator=(const work&) = delete;
    [[gnu::always_inline]] ~work() { // of each row of a bulk node
        owner_.alone(false);
        if (!kept_ && !use_.info().reads_only) undo();
    }

    /// Whether there is another row. Throws what the statement's failure means.
    [[nodiscard]] bool step(const subject& s) {
        const int code = sqlite3_step(use_.statement());
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        undone_ = leaves_nothing(code);
        owner_.fail(code, s, true);
    }

    /// After the first step: where a table has changed since the statement was compiled, it is compared with
    /// its model.
    void look_at_tables(const subject& s) {
        if (!use_.was_recompiled()) return;
        if (!use_.info().reads_only) owner_.compiled_write();
        look_again(s);
    }

    /// All is well.
    void keep() {
        if (marked_) {
            use_.reset(); // a statement that is not reset may still count as running
            owner_.transaction().keep_mark();
        }
        kept_ = true;
    }

  private:
    [[gnu::cold, gnu::noinline]] void undo() noexcept {
        owner_.rest();
        auto& transaction = owner_.transaction();
        const bool unfinished = sqlite3_stmt_busy(use_.statement()) != 0;
        if (marked_) {
            use_.reset();
            transaction.undo_mark();
        } else if (!transaction.open()) {
            if (unfinished) transaction.undo_unfinished();
        } else if (unfinished || !undone_) {
            transaction.fail();
        }
    }
    [[gnu::cold]] void look_again(const subject& s) {
        const bool done = !use_.info().reads_only && !owner_.transaction().open() &&
                          sqlite3_stmt_busy(use_.statement()) == 0;
        try {
            require_columns(owner_.database(), s, owner_.forms(),
                            done ? "; the statement itself was done" : "");
        } catch (...) {
            owner_.outdate();
            throw;
        }
    }
    // Whether SQLite undoes a statement that ends so, or has not begun with it.
    [[nodiscard]] static bool leaves_nothing(int code) noexcept {
        switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
        case SQLITE_CONSTRAINT_FOREIGNKEY:
        case SQLITE_CONSTRAINT_CHECK:
        case SQLITE_CONSTRAINT_NOTNULL: return true;
        default: break;
        }
        const int primary = code & 0xFF;
        return primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_READONLY;
    }

    session& owner_;
    lease& use_;
    bool marked_;
    bool kept_ = false;
    bool undone_ = false;
};

/// The cursor over a statement's rows.
class reader final : public driver::cursor {
  public:
    reader(session& owner, lease use, std::span<const field_access> fields, const subject& s)
        : run_{std::in_place, owner, std::move(use)}, fields_{fields}, subject_{s}, owner_{&owner} {
        owner.reading().take(*this);
    }
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;
    ~reader() override { leave(); }

    void end() noexcept override {
        cut_ = run_.has_value();
        leave();
    }

    [[nodiscard]] bool next(void* object) override {
        if (cut_) refuse(subject_, error_kind::protected_operation, std::string{cursor_place::ended_text});
        if (!run_) return false;
        owner_->start_time(subject_);
        failed_ = true; // until it is known to be otherwise
        bool found = false;
        try {
            found = run_->doing.step(subject_);
            if (!std::exchange(looked_, true)) run_->doing.look_at_tables(subject_);
            if (found) run_->use.read(fields_, object, subject_);
        } catch (...) {
            leave();
            throw;
        }
        failed_ = false;
        if (found) return true;
        const bool wrote = !run_->use.info().reads_only && !owner_->transaction().open();
        leave();
        if (wrote) owner_->require_in_place(subject_);
        return false;
    }

  private:
    struct running {
        lease use;
        work doing;
        running(session& owner, lease&& l) : use{std::move(l)}, doing{owner, use, false} {}
    };

    /// Makes the connection free for others.
    void leave() noexcept {
        if (!run_) return;
        if (!failed_) run_->doing.keep();
        run_.reset();
        owner_->reading().leave();
    }

    std::optional<running> run_;
    std::span<const field_access> fields_;
    subject subject_;
    session* owner_;
    bool failed_ = false;
    bool looked_ = false;
    bool cut_ = false; ///< ended by its connection
};

} // namespace dataflow::driver::sqlite_
