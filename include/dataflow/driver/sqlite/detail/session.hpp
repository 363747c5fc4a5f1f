// What the parts of one connection share, and the one place where its failures become errors.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/home.hpp>
#include <dataflow/driver/limit.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/judge.hpp>
#include <dataflow/driver/sqlite/detail/log_file.hpp>
#include <dataflow/driver/sqlite/detail/misfit_row.hpp>
#include <dataflow/driver/sqlite/detail/open.hpp>
#include <dataflow/driver/sqlite/detail/quiet_folder.hpp>
#include <dataflow/driver/sqlite/detail/settings.hpp>
#include <dataflow/driver/sqlite/detail/transaction.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace dataflow::driver::sqlite_ {

/// An open database with its transaction. Its address must not change: SQLite knows it.
class session {
  public:
    session(settings how, cursor_place& reading, const sql::forms* const& forms)
        : settings_{std::move(how)}, reading_{&reading}, stands_in_{stands_in(settings_)},
          database_{open_database(settings_, state_)}, transaction_{database_.get()} {
        state_.forms = &forms;
        set_limited();
        sqlite3_set_authorizer(database(), &judge::ask, &judge_); // after opening, which has its own settings
    }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    [[nodiscard]] sqlite3* database() const noexcept { return database_.get(); }
    [[nodiscard]] sqlite_::transaction& transaction() noexcept { return transaction_; }
    [[nodiscard]] const sqlite_::transaction& transaction() const noexcept { return transaction_; }
    [[nodiscard]] bool read_only() const noexcept { return settings_.read_only; }
    /// The cursor that is open.
    [[nodiscard]] cursor_place& reading() const noexcept { return *reading_; }
    /// Whether this is a child of the process that has opened the database: nothing of it is touched then.
    [[nodiscard]] bool left() const noexcept { return home_.left(); }
    /// Whether a statement has changed the connection itself: its settings, or what it sees besides its file.
    [[nodiscard]] bool touched() const noexcept { return judge_.touched; }
    [[nodiscard]] bool enforces() const noexcept { return settings_.foreign_keys; }
    [[nodiscard]] judge& judged() noexcept { return judge_; }
    [[nodiscard]] bool usable() const noexcept { return usable_ && transaction_.usable(); }
    [[nodiscard]] std::optional<std::size_t> failed_row() const noexcept { return failed_row_; }

    /// The database is the one that was meant: what opening changes in its file is changed now. Throws.
    [[nodiscard]] const sql::forms* forms() const noexcept { return *state_.forms; }
    void accept() {
        if (stands_in_)
            raise(error_kind::connection_error,
                  {.message = "cannot open '" + settings_.path +
                              "': there is no such file, and create_tables is off"});
        if (!settings_.unchecked || settings_.read_only || settings_.in_memory() || !settings_.journal_mode)
            return;
        unjudged([&](sqlite3*) { detail::opener::accept(settings_, state_, database_); });
    }
    /// Changes the connection itself, for the library's own purposes.
    template <class Work>
    void unjudged(const Work& work) {
        sqlite3_set_authorizer(database(), nullptr, nullptr);
        work(database());
        sqlite3_set_authorizer(database(), &judge::ask, &judge_);
    }
    /// After what was written is committed: throws `in_doubt` where the file has been deleted or replaced
    /// meanwhile. (What takes its place may find the write in the log that was left next to it.)
    void require_in_place(const subject& s) {
        if (settings_.in_memory() || folder_.unchanged()) return;
        if (has_moved(database())) {
            usable_ = false;
            moved_ = true;
            refuse(s, error_kind::in_doubt,
                   std::string{not_in_place} +
                       ": whether what was written is in the file of its name is not known");
        }
        if (!log_.in_place(database())) return lose_log(s);
        folder_.in_place();
    }
    /// A table was found to have another shape than its model: all statements are compiled again before their
    /// next use, and compared with it before they do anything.
    void outdate() noexcept { ++age_; }
    [[nodiscard]] unsigned age() const noexcept { return age_; }
    /// A statement that writes was compiled, or was compiled again.
    void compiled_write() noexcept { ++compiled_writes_; }
    [[nodiscard]] std::uint64_t compiled_writes() const noexcept { return compiled_writes_; }
    /// Whether the file of this name is not the one that was opened.
    [[nodiscard]] bool moved() const noexcept { return moved_ || transaction_.moved(); }

    /// Before each statement: forgets the last failure, and refuses to go on in a failed transaction.
    [[gnu::always_inline]] void enter(const subject& s) {
        state_.clear();
        failed_row_.reset();
        require_no_cursor(s);
        if (transaction_.failed())
            refuse(s, error_kind::database_error, "the transaction has failed and can only be rolled back");
        start_time(s);
    }

    /// Refuses what would run next to an open cursor.
    [[gnu::always_inline]] void require_no_cursor(const subject& s) const {
        if (reading_->taken()) refuse_beside_cursor(s);
    }

    /// Bounds what runs from now on; gives the limit before.
    limit* bound_by(limit* by) noexcept {
        auto* before = std::exchange(limit_, by);
        set_limited();
        return before;
    }
    /// How long a statement waits for locks from now on; nothing: as the settings say.
    void wait_for_locks(std::optional<std::chrono::milliseconds> at_most) noexcept {
        busy_ = at_most.value_or(settings_.busy_timeout);
        if (!limited_) set_busy_timeout(database(), busy_);
    }
    /// Before a statement, and before each step of one that the user takes: its time begins. Throws where the
    /// limit is reached. `each`: the time of a statement bounds it, too.
    void start_time(const subject& s, bool each = true) {
        if (home_.left() || limited_) start_limited(s, each);
    }
    /// The same before a statement that begins or ends a transaction: that is not cut short, but for its
    /// waiting for a lock.
    void start_control() {
        start_time({});
        rest();
    }
    /// What runs now undoes, and must not be cut short.
    void rest() noexcept { armed_ = false; }
    /// Whether what runs now is a write that commits by itself.
    void alone(bool is) noexcept { alone_ = is; }
    /// Runs `work()`, whose errors know nothing of limits.
    template <class Work>
    decltype(auto) within_limit(Work&& work) {
        try {
            return work();
        } catch (const timeout& e) {
            tell_cut(e.info());
            throw;
        }
    }

    /// Refuses to write where nothing may be written. SQLite's own PRAGMA query_only would have to be
    /// compiled at each begin and end.
    [[gnu::always_inline]] void require_writable(const subject& s) const {
        if (settings_.read_only || transaction_.read_only()) refuse_write(s);
    }

    /// Throws what a failed call means; to be called before anything else is asked of the database.
    /// `prepared` as for `raise_failure`.
    [[noreturn, gnu::cold]] void fail(int code, const subject& s, bool prepared) {
        const auto message = detail::message_of(database(), code);
        if (state_.scans == 1) failed_row_ = state_.row;
        moved_ = moved_ || code == SQLITE_READONLY_DBMOVED;
        if ((code & 0xFF) == SQLITE_IOERR || moved_) usable_ = false;
        if ((code & 0xFF) == SQLITE_INTERRUPT || (code & 0xFF) == SQLITE_BUSY ||
            (code & 0xFF) == SQLITE_LOCKED) {
            auto info = about(s);
            info.code = std::to_string(code);
            tell_cut(std::move(info));
        }
        const auto exhausted = [&](std::string_view why) {
            auto info = about(s);
            info.code = std::to_string(code);
            info.message = why;
            raise(error_kind::resource_exhausted, std::move(info));
        };
        if (code == SQLITE_FULL && keys_are_used_up(database(), s)) exhausted("the table has no keys left");
        if (has_no_descriptors(database(), code)) exhausted(no_descriptors);
        if (has_no_room(database(), code)) raise_failure(SQLITE_FULL, no_room, s, {}, prepared);
        if (state_.failed && state_.form != nullptr) raise_misfit(database(), state_, code, s, prepared);
        raise_failure(code, message, s, state_.failed, prepared);
    }

    /// Rows that the last statement inserted, updated or deleted itself.
    [[nodiscard]] std::int64_t changes() const noexcept {
#if SQLITE_VERSION_NUMBER >= 3037000
        return sqlite3_changes64(database());
#else
        return sqlite3_changes(database());
#endif
    }

  private:
    [[noreturn, gnu::cold, gnu::noinline]] static void refuse_beside_cursor(const subject& s) {
        refuse(s, error_kind::protected_operation, std::string{cursor_place::taken_text});
    }
    [[noreturn, gnu::cold, gnu::noinline]] void refuse_write(const subject& s) const {
        refuse(s, error_kind::read_only,
               transaction_.read_only() ? "the transaction only reads" // on a connection that only reads, too
                                        : "the database was opened for reading only");
    }
    /// The write-ahead log is gone from its place. What it holds is saved where that is possible; later
    /// connections make a new one.
    [[gnu::cold]] void lose_log(const subject& s) {
        if (judge_.touched) return log_.forget(); // another journal mode may have been set by hand
        usable_ = false;
        moved_ = true;
        if (!log_file::rescue(database()))
            refuse(s, error_kind::in_doubt,
                   "the write-ahead log was deleted, moved or replaced while the file was open: what was "
                   "written last may be lost");
    }

    [[gnu::noinline]] inline void start_limited(const subject& s, bool each);

    /// Throws an error of a statement that was cut short, as what it is.
    void tell_cut(error_info info) const {
        if (cut_ == limit::end::none) return;
        info.message = words_for(cut_);
        raise(driver::kind_of(cut_), std::move(info));
    }

    // SQLite asks, every few instructions of its machine and while it waits for a lock, whether to go on.
    // Nothing comes from another thread, so nothing can come late.
    inline void set_limited() noexcept;
    /// Whether the limit is reached.
    [[nodiscard]] inline bool look() noexcept;
    [[nodiscard]] inline bool has_committed() const noexcept;
    [[nodiscard]] inline bool wait_for_lock(int times) noexcept;

    home home_;
    settings settings_;
    judge judge_{settings_.in_memory()};
    cursor_place* reading_;
    bool stands_in_ = false; // for a file that is missing
    callback_state state_{}; // the functions and tables of the database know its address
    database_handle database_;
    sqlite_::transaction transaction_;
    std::optional<std::size_t> failed_row_{};
    unsigned age_ = 0;
    std::uint64_t compiled_writes_ = 0;
    bool usable_ = true;
    bool moved_ = false;
    log_file log_{};
    quiet_folder folder_{sqlite3_db_filename(database(), "main")};

    std::chrono::milliseconds busy_ = settings_.busy_timeout;
    bool limited_ = false;
    bool armed_ = false;
    bool alone_ = false;                ///< what runs is a write that commits by itself
    limit::end cut_ = limit::end::none; ///< why what runs was cut short
    limit* limit_ = nullptr;
    limit::clock::time_point until_ = limit::never;
    limit::clock::time_point lock_until_{};
};

} // namespace dataflow::driver::sqlite_

#include <dataflow/driver/sqlite/detail/session_limits.hpp>
