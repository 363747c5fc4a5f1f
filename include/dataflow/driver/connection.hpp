// What every driver offers. Drivers know no model: they bind plain values and fill plain fields.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/cursor.hpp>
#include <dataflow/driver/outcome.hpp>
#include <dataflow/driver/session_told.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/statement.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

/// How strictly concurrent transactions are kept apart. SQLite is always serializable.
enum class isolation : std::uint8_t { standard, read_committed, repeatable_read, serializable };

// g++ 12 takes a scoped enumerator for a declaration that shadows the error class of the same name.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
/// Whether a transaction writes.
enum class access : std::uint8_t { read_write, read_only };
#pragma GCC diagnostic pop

/// How a PostgreSQL server keeps the statements of a connection prepared.
enum class statements : std::uint8_t {
    automatic, ///< `named` on a connection of the server's own, `unnamed` behind a pooler
    named,     ///< prepared once; a pooler must keep track of them (PgBouncer 1.21 with
               ///< `max_prepared_statements`)
    unnamed,   ///< text and values are sent together each time, in one round trip: for any pooler
};

} // namespace dataflow

namespace dataflow::driver {

class limit;           // in driver/limit.hpp
class statement_watch; // in driver/watch.hpp

/// What a connection is good for at the end of a loan.
enum class condition : std::uint8_t {
    sound, ///< it is as it was when it was lent
    spent, ///< it is of no more use, for a reason of its own
    lost,  ///< the other side is gone: so may be what was connected before
};

/// One connection; used by one thread at a time.
class connection : public session_told {
  public:
    connection() = default;
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    virtual ~connection() = default;

    [[nodiscard]] virtual dataflow::dialect dialect() const noexcept = 0;

    /// Runs a statement to its end, prepared once per connection and variant. A single statement is
    /// atomic: when it throws, nothing of it stays. `target` may be null when no rows are expected.
    /// Throws the error family of core/error.hpp, with node, model, field and constraint.
    virtual outcome run(const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                        row_target* target) = 0;

    /// Runs a statement once for each of the rows that are bound. Gives how many rows all of them affected.
    /// When it throws, rows before the one at fault stay: it runs in a transaction that is undone.
    virtual std::int64_t run_each(const sql::statement& what, std::uint64_t variant,
                                  const sql::bindings& bound) = 0;

    /// Runs statements in their order, sent together where the database takes them so: then in one round
    /// trip. `begins`: in a transaction that is begun with them, and stays open; without it, and where none
    /// is open, they must only read. Gives how many were run; less than all where one failed, whose error is
    /// `failed`.
    [[nodiscard]] virtual std::size_t run_together(std::span<posted> all, const access* begins,
                                                   std::exception_ptr& failed) {
        std::size_t done = 0;
        try {
            if (begins != nullptr) begin(*begins, isolation::standard);
            for (; done < all.size(); ++done)
                all[done].done = run(*all[done].what, all[done].variant, all[done].bound, all[done].target);
        } catch (...) {
            failed = std::current_exception();
        }
        return done;
    }

    /// Stores rows by a faster way than statements, where the database has one (COPY): the fields of each
    /// row, then the constants, into the columns of those names. The same promises as `run`. Gives the rows
    /// that were stored; nothing where there is no such way: then nothing was done.
    [[nodiscard]] virtual std::optional<std::int64_t> copy(const sql::statement& what, const rows_view& rows,
                                                           std::span<const value> constants) {
        (void)what, (void)rows, (void)constants;
        return std::nullopt;
    }

    /// Starts a statement whose rows are read step by step. Until the cursor is gone or at its end, all else
    /// throws `protected_operation`; the end of the transaction or savepoint ends it.
    [[nodiscard]] virtual std::unique_ptr<cursor> open(const sql::statement& what, std::uint64_t variant,
                                                       const sql::bindings& bound,
                                                       std::span<const field_access> fields) = 0;

    /// What a statement would write, as the database finds out without running it; triggers count, too.
    /// Nothing where it does not say so much: then it is asked by EXPLAIN, and by `run_reading`. Throws where
    /// the statement is wrong.
    [[nodiscard]] virtual std::optional<std::vector<table_write>> writes_of(const sql::statement&,
                                                                            std::uint64_t) {
        return std::nullopt;
    }
    /// As `run`, but the database refuses what writes, with `read_only`, also what a function in it writes.
    virtual outcome run_reading(const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                                row_target* target) {
        return run(what, variant, bound, target);
    }

    /// Runs a text of one or more statements without parameters and results: DDL and settings.
    virtual void script(std::string_view text) = 0;

    virtual void begin(access how, isolation level) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0; ///< also when the connection is lost: the server does the same

    /// Savepoints, by depth of nesting from 1.
    virtual void savepoint(int depth) = 0;
    virtual void release(int depth) = 0;
    virtual void rollback_to(int depth) noexcept = 0;

    /// From now on what runs is bounded by a limit, which must live until the next call; null: by none. Gives
    /// the one before. What is cut short throws `timeout` or `cancelled`, and leaves nothing; a transaction
    /// in which it ran can only be undone.
    virtual limit* bound_by(limit* by) noexcept {
        (void)by;
        return nullptr;
    }

    /// What is known of the tables that were written to (node/stored.hpp keeps it), or of one: null, nothing.
    [[nodiscard]] std::vector<table_actors>& known_actors() noexcept { return actors_; }
    [[nodiscard]] table_actors* known_actors(const schema::table& of) noexcept {
        for (auto& one : actors_)
            if (one.table == &of) return &one;
        return nullptr;
    }

    /// SQLite: how often a statement that writes was compiled, by it or by SQLite itself, as happens where a
    /// table or a trigger has changed since. As long as that stays, what is known of a table's triggers
    /// holds.
    [[nodiscard]] virtual std::uint64_t compiled_writes() const noexcept { return 0; }

    [[nodiscard]] virtual bool in_transaction() const noexcept = 0;
    /// Whether the connection can still be used; a lost one is replaced by the pool.
    [[nodiscard]] virtual bool usable() const noexcept = 0;
    /// At opening, when it was found to be the database that was meant: what opening changes is changed now.
    virtual void accept() {}
    /// The end of a loan: undoes what is open, and puts back what statements written by hand have changed in
    /// the session (settings, roles, locks, temporary tables). What cannot be put back makes the connection
    /// `spent`.
    [[nodiscard]] virtual condition settle() noexcept {
        if (in_transaction()) rollback();
        return usable() ? condition::sound : condition::spent;
    }
    /// Whether it can be used, after a look whether the other side has gone meanwhile; for connections that
    /// have rested.
    [[nodiscard]] virtual bool alive() noexcept { return usable(); }

    // For what changes tables (migrate/).
    /// The server's, or SQLite's: 150004, 3040001.
    [[nodiscard]] virtual int version() { return 0; }
    /// How long a statement waits for the locks of others from now on; nothing: as it was at first.
    virtual void wait_for_locks(std::optional<std::chrono::milliseconds> at_most) { (void)at_most; }
    /// Tries to take a lock that all programs respect which ask for this name. It belongs to this connection,
    /// and ends with `unlock`, the connection or its process. Gives who else has it, for people; nothing
    /// where it is taken now. Throws `protected_operation` behind a pooler, where no session is a program's
    /// own.
    [[nodiscard]] virtual std::optional<std::string> try_lock(std::string_view) { return std::nullopt; }
    virtual void unlock(std::string_view) noexcept {}
    /// Whether this connection still has a lock that it took; others are told then that its holder lives.
    /// Throws where the connection is lost, and the lock with it.
    [[nodiscard]] virtual bool keeps_lock(std::string_view) { return true; }
    /// Who else has the lock of this name, for people, without taking it; nothing where nobody has it.
    [[nodiscard]] virtual std::optional<std::string> lock_holder(std::string_view) { return std::nullopt; }
    /// Outside transactions (SQLite): whether foreign keys are enforced from now on. Gives whether they were.
    virtual bool enforce_foreign_keys(bool on) { return on; }
    /// Whether "word" may be a text where the DDL of others is run again (SQLite), as when it is read.
    virtual void take_quoted_texts(bool yes) { (void)yes; }
    /// What statements written by hand have changed in the session is as it was at first, but for locks.
    virtual void reset_session() {}
    [[nodiscard]] virtual place_of_database whereabouts() const { return {.host = {}, .name = file()}; }
    /// The database's file, as long as the connection is open; empty where it is none.
    [[nodiscard]] virtual std::string_view file() const { return {}; }
    /// Copies an SQLite database into a new file, and checks that: `corrupt_database`. False: it is none.
    [[nodiscard]] virtual bool back_up(const std::string&) { return false; }

    /// Who is told of what runs on it, by the executors that run it; null: nobody.
    [[nodiscard]] statement_watch* watch() const noexcept { return watch_; }
    /// From now on these are; gives those before.
    statement_watch* watched_by(statement_watch* by) noexcept { return std::exchange(watch_, by); }

    /// How the columns keep their values that are not of the library's own types, from the next statement
    /// that is prepared; null: all are.
    [[nodiscard]] const sql::forms* const& forms() const noexcept { return forms_; }
    void use(const sql::forms* all) noexcept { forms_ = all; }
    /// Whether some column has one.
    [[nodiscard]] bool has_forms() const noexcept { return forms_ != nullptr && !forms_->empty(); }

    /// The cursor that is open.
    [[nodiscard]] virtual cursor_place& reading() noexcept { return reading_; }

    /// The node and the table of a statement, for messages.
    struct trace {
        std::string_view node{};
        const schema::table* table = nullptr;
    };
    /// Of the statement that ran last in the open transaction, or in the one that has just ended.
    [[nodiscard]] const trace& last() const noexcept { return last_; }

  protected:
    void remember(const sql::statement& what) noexcept { last_ = {what.node, what.table}; }
    void forget_last() noexcept { last_ = {}; }

  private:
    cursor_place reading_{};
    statement_watch* watch_ = nullptr;
    const sql::forms* forms_ = nullptr;
    trace last_{};
    std::vector<table_actors> actors_{};
};

} // namespace dataflow::driver
