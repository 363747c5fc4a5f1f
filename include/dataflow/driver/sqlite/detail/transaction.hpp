// Transactions and savepoints of one connection, on kept statements.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/path.hpp>
#include <dataflow/driver/sqlite/detail/prepared.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::sqlite_ {

/// What the connection knows of its transaction.
///
/// SQLite goes on after an error within a transaction, and after some (a full disk, say) has rolled
/// back on its own and would go on outside any. Neither may happen unseen: such a transaction is
/// failed, and takes nothing but a rollback, as on PostgreSQL.
class transaction {
  public:
    explicit transaction(sqlite3* db) : db_{db} {
        constexpr std::array<std::string_view, control_count> texts{"BEGIN IMMEDIATE",
                                                                    "BEGIN DEFERRED",
                                                                    "COMMIT",
                                                                    "ROLLBACK",
                                                                    "SAVEPOINT dataflow_rows",
                                                                    "RELEASE dataflow_rows",
                                                                    "ROLLBACK TO dataflow_rows"};
        for (std::size_t i = 0; i < control_count; ++i) controls_[i] = kept(texts[i]);
    }

    [[nodiscard]] bool open() const noexcept { return begun_ || !autocommit(); }
    [[nodiscard]] bool read_only() const noexcept { return begun_ && read_only_; }
    [[nodiscard]] bool usable() const noexcept { return usable_; }
    /// Whether SQLite has found the file of this name to be another one.
    [[nodiscard]] bool moved() const noexcept { return moved_; }
    /// Whether nothing but a rollback is possible.
    [[nodiscard]] bool failed() const noexcept { return (failed_ && open()) || (begun_ && autocommit()); }
    /// Tells that a statement may have left half of its work in the open transaction.
    void fail() noexcept { failed_ = true; }
    /// Looks again, after texts that may have opened or ended a transaction.
    void refresh() noexcept {
        begun_ = !autocommit();
        if (!begun_) failed_ = read_only_ = false;
    }

    void begin(bool read_only) {
        if (open()) refuse({}, error_kind::database_error, "a transaction is open already");
        step(controls_[read_only ? deferred : immediate]);
        begun_ = true;
        failed_ = false;
        read_only_ = read_only;
    }

    void commit() {
        require_open();
        if (failed()) {
            rollback();
            refuse({}, error_kind::database_error, "the transaction had failed, and was rolled back");
        }
        try {
            step(controls_[commits]);
        } catch (...) {
            rollback(); // as on PostgreSQL: after a COMMIT, done or not, there is no transaction
            throw;
        }
        begun_ = read_only_ = false;
    }

    void rollback() noexcept {
        if (!autocommit()) {
            sqlite3_step(controls_[rolls_back].get());
            sqlite3_reset(controls_[rolls_back].get());
            usable_ = usable_ && autocommit();
        }
        begun_ = failed_ = read_only_ = false;
    }

    void savepoint(int depth) {
        require_open();
        require_sound();
        step(points(depth)[0]);
    }
    void release(int depth) {
        require_open();
        require_sound();
        step(points(depth)[1]);
    }
    void rollback_to(int depth) noexcept {
        const auto at = static_cast<std::size_t>(depth);
        if (at >= savepoints_.size() || savepoints_[at][2] == nullptr) return; // was never made
        auto* to = savepoints_[at][2].get();
        const int code = sqlite3_step(to);
        sqlite3_reset(to);
        // Where the savepoint is gone, the transaction is, or it must not go on.
        failed_ = code != SQLITE_DONE;
    }

    /// The driver's own savepoint around a statement that reads rows.
    void mark() { step(controls_[marks]); }
    void keep_mark() { step(controls_[keeps]); }
    void undo_mark() noexcept {
        for (const auto i : {undoes, keeps}) {
            if (sqlite3_step(controls_[i].get()) != SQLITE_DONE) failed_ = true;
            sqlite3_reset(controls_[i].get());
        }
    }

    /// Undoes a statement that is not at its end, outside any transaction: resetting it would
    /// commit what it has done.
    void undo_unfinished() noexcept {
        sqlite3_step(controls_[deferred].get());
        sqlite3_reset(controls_[deferred].get());
        rollback();
    }

  private:
    enum control : std::size_t {
        immediate,
        deferred,
        commits,
        rolls_back,
        marks,
        keeps,
        undoes,
        control_count
    };

    [[nodiscard]] bool autocommit() const noexcept { return sqlite3_get_autocommit(db_) != 0; }
    void require_open() const {
        if (!open()) refuse({}, error_kind::database_error, "no transaction is open");
    }
    void require_sound() const {
        if (failed())
            refuse({}, error_kind::database_error, "the transaction has failed and can only be rolled back");
    }

    [[nodiscard]] statement_handle kept(std::string_view text) const {
        return std::move(prepare(db_, {std::string{text}, {}}, true, {nullptr, 0, text}).handle);
    }
    void step(const statement_handle& statement) {
        const int code = sqlite3_step(statement.get());
        if (code == SQLITE_DONE) {
            sqlite3_reset(statement.get());
            return;
        }
        const bool full = has_no_room(db_, code);
        moved_ = moved_ || code == SQLITE_READONLY_DBMOVED;
        usable_ = usable_ && (code & 0xFF) != SQLITE_IOERR && !moved_;
        const auto message = full ? std::string{no_room} : detail::message_of(db_, code);
        sqlite3_reset(statement.get());
        raise_failure(full ? SQLITE_FULL : code, message, {nullptr, 0, sqlite3_sql(statement.get())}, {},
                      true);
    }

    // Set, release, roll back to: all made at the first use of a depth, so that undoing needs no memory.
    using point = std::array<statement_handle, 3>;
    [[nodiscard]] point& points(int depth) {
        if (depth < 1) refuse({}, error_kind::database_error, "savepoints are counted from 1");
        const auto at = static_cast<std::size_t>(depth);
        if (at >= savepoints_.size()) savepoints_.resize(at + 1);
        auto& p = savepoints_[at];
        if (p[2] == nullptr) {
            const auto name = "dataflow_" + std::to_string(depth);
            p[0] = kept("SAVEPOINT " + name);
            p[1] = kept("RELEASE " + name);
            p[2] = kept("ROLLBACK TO " + name);
        }
        return p;
    }

    sqlite3* db_;
    bool begun_ = false;
    bool failed_ = false;
    bool read_only_ = false;
    bool usable_ = true;
    bool moved_ = false;
    std::array<statement_handle, control_count> controls_{};
    std::vector<point> savepoints_{};
};

} // namespace dataflow::driver::sqlite_
