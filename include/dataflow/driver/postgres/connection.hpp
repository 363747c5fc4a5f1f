// The PostgreSQL driver: a connection of libpq as the library's other rooms see it.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/postgres/detail/buffer.hpp>
#include <dataflow/driver/postgres/detail/connect.hpp>
#include <dataflow/driver/postgres/detail/copy.hpp>
#include <dataflow/driver/postgres/detail/cursor.hpp>
#include <dataflow/driver/postgres/detail/decode.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/limited_columns.hpp>
#include <dataflow/driver/postgres/detail/link.hpp>
#include <dataflow/driver/postgres/detail/parameters.hpp>
#include <dataflow/driver/postgres/detail/prepared.hpp>
#include <dataflow/driver/unfolded.hpp>
#include <dataflow/sql/raw.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// A connection to a PostgreSQL server, 14 or later; used by one thread at a time.
///
/// A statement is one round trip, its first use on a connection one more. Outside a transaction
/// the server commits a statement before its rows are read: where they cannot be read (a value that a field
/// cannot hold, no memory), a statement that writes has been done, and throws `in_doubt`. Behind a pooler
/// nothing is left in the server's session: see `statements`.
class connection final : public driver::connection {
  public:
    /// Connects. Throws `connection_error`; its message holds no password.
    explicit connection(const settings& how)
        : how_(how), link_(connect(how), reading(), how.statement_timeout),
          statements_(link_, *this, how.statements, how.kept_statements) {}
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() override {
        if (!reading().taken()) return;
        link_.give_up(); // the server is not asked to stop what ends with the connection
        reading().end();
    }

    [[nodiscard]] dataflow::dialect dialect() const noexcept override { return dialect::postgres; }

    outcome run(const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                row_target* target) override {
        if (has_fragments(what, bound)) return run_unfolded(*this, what, variant, bound, target);
        const subject about{&what, variant, {}};
        remember(what);
        link_.require_ready(about);
        link_.bring_late(about);
        touch(about, what.session);
        parameters_.assign(about, statements_.sources(about), bound);
        auto fields = target != nullptr ? target->fields : std::span<const field_access>{};
        if (target != nullptr && target->flag != nullptr) { // one more column than the object has fields
            flagged_.assign(fields.begin(), fields.end());
            flagged_.push_back({0, &flag_type, "flag"});
            fields = flagged_;
        }
        try {
            return finish(about, target != nullptr ? &fields : nullptr, target);
        } catch (const invalid_value& e) {
            if (!what.writes || forms() == nullptr) throw;
            name_limited(what, bound, *forms(), e);
        }
    }

    [[nodiscard]] inline outcome run_reading(const sql::statement& what, std::uint64_t variant,
                                             const sql::bindings& bound, row_target* target) override;

    /// Sends all, then reads all answers. (inline here, or g++ takes it for the key function of the class.)
    [[nodiscard]] inline std::size_t run_together(std::span<posted> all, const access* begins,
                                                  std::exception_ptr& failed) override;

    std::int64_t run_each(const sql::statement& what, std::uint64_t variant,
                          const sql::bindings& bound) override {
        std::int64_t affected = 0;
        for (std::size_t i = 0; i < bound.rows->count; ++i) {
            const rows_view row{static_cast<const std::byte*>(bound.rows->row(i)), 0, 1, bound.rows->fields};
            auto of_row = bound;
            of_row.rows = &row;
            affected += run(what, variant, of_row, nullptr).affected;
        }
        return affected;
    }

    /// The rows come one by one (in chunks with libpq 17). In a transaction, destroying the cursor
    /// before its end leaves the transaction as it was. `what` and `fields` must outlive the cursor.
    [[nodiscard]] std::unique_ptr<driver::cursor> open(const sql::statement& what, std::uint64_t variant,
                                                       const sql::bindings& bound,
                                                       std::span<const field_access> fields) override {
        if (has_fragments(what, bound)) return open_unfolded(*this, what, variant, bound, fields);
        const subject about{&what, variant, {}};
        remember(what);
        link_.require_ready(about);
        link_.bring_late(about);
        touch(about, what.session);
        parameters_.assign(about, statements_.sources(about), bound);
        for (int attempt = 0;; ++attempt) {
            auto& statement = statements_.find(about, parameters_, &fields);
            link_.require_time(about);
            const auto& settings = link_.before(about);
            const auto guard = link_.in_transaction() ? cursor::guarded::by_savepoint
                               : settings.empty()     ? cursor::guarded::by_nothing
                                                      : cursor::guarded::by_transaction;
            if (guard == cursor::guarded::by_savepoint) link_.command(cursor_savepoint);
            if (guard == cursor::guarded::by_transaction) link_.command(("BEGIN; " + settings).c_str());
            if (guard == cursor::guarded::by_nothing) link_.risk(about);
            if (!send(statement) || !read_in_steps(link_.get())) link_.fail(about, nullptr);
            result_ptr first = link_.next(about);
            const auto status = PQresultStatus(first.get());
            if (is_step(first.get()) || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
                auto out = std::make_unique<cursor>(link_, about, fields, std::move(first), guard);
                statements_.check_result(about, statement, out->result(),
                                         fields); // where it throws, the cursor is gone
                out->give_fields(fields);
                return out;
            }
            link_.drain();
            if (guard == cursor::guarded::by_transaction) (void)link_.try_command("ROLLBACK");
            if (attempt == most_attempts || !is_stale(first.get(), statement.name))
                link_.fail(about, first.get());
            statements_.forget(about, statement, first.get());
        }
    }

    /// Throws as `run`. The time zone and the other settings that the library relies on are put back
    /// after a text that changed them (outside a transaction).
    inline void script(std::string_view text) override;

    /// Streams rows through a binary COPY; far faster than INSERT for many rows. `copy_sql`:
    /// `COPY "t" ("a", "b") FROM STDIN (FORMAT binary)`, whose columns are the fields of `rows`, then
    /// one for each of `constants`; the columns' types must be exactly those of the fields' storage.
    /// `what` gives node and model for messages. Gives the number of rows stored; throws as `run`.
    inline std::int64_t copy_in(const sql::statement& what, std::string_view copy_sql, const rows_view& rows,
                                std::span<const value> constants = {});

    /// By a binary COPY, with the text made from the names of fields and constants. Not for a few rows, which
    /// one prepared INSERT takes sooner, and not where row-level security or rules apply, which the server
    /// heeds for INSERT only. COPY takes the bytes of a value for those of its column's type, whatever that
    /// is: the types are looked at in the same transaction, where the table is locked against their change.
    [[nodiscard]] inline std::optional<std::int64_t> copy(const sql::statement& what, const rows_view& rows,
                                                          std::span<const value> constants) override;

    inline void begin(access how, isolation level) override;

    void commit() override { commit({nullptr, 0, "COMMIT"}); }

    inline void rollback() noexcept override;

    void savepoint(int depth) override { at_depth("SAVEPOINT dataflow_", depth); }
    void release(int depth) override {
        reading().end();
        at_depth("RELEASE SAVEPOINT dataflow_", depth);
    }
    inline void rollback_to(int depth) noexcept override;

    limit* bound_by(limit* by) noexcept override { return link_.bound_by(by); }
    [[nodiscard]] bool in_transaction() const noexcept override { return link_.in_transaction(); }
    [[nodiscard]] bool usable() const noexcept override { return link_.usable(); }
    [[nodiscard]] bool alive() noexcept override { return link_.alive(); }

    [[nodiscard]] inline condition settle() noexcept override;
    void serve(const sql::session_values* whose) override { link_.serve(whose, tells_policies()); }

    [[nodiscard]] place_of_database whereabouts() const override {
        const auto text = [](const char* of) { return std::string_view{of != nullptr ? of : ""}; };
        return {.host = text(PQhost(link_.get())), .name = text(PQdb(link_.get()))};
    }
    [[nodiscard]] int version() override { return PQserverVersion(link_.get()); }
    inline void wait_for_locks(std::optional<std::chrono::milliseconds> at_most) override;
    [[nodiscard]] inline std::optional<std::string> try_lock(std::string_view name) override;
    inline void unlock(std::string_view name) noexcept override;
    inline void reset_session() override;
    [[nodiscard]] inline bool keeps_lock(std::string_view name) override;
    [[nodiscard]] inline std::optional<std::string> lock_holder(std::string_view name) override;

  private:
    [[nodiscard]] inline static std::string begin_text(access how, isolation level);

    struct sent;
    [[nodiscard]] bool prepare_together(std::span<posted> all, std::vector<sent>& out);
    [[nodiscard]] std::vector<result_ptr> send_together(std::span<posted> all, std::vector<sent>& out,
                                                        const access* begins, std::size_t& before);

    static constexpr std::size_t fewest_to_copy = 250;
    static constexpr type_info flag_type{storage::boolean, layout::boolean, sizeof(bool)};
    // A pooler that knows no named statements may give another of its servers each time.
    static constexpr int most_attempts = 32;

    /// Takes note of what a statement may leave behind. Behind a pooler the session is not this program's
    /// own.
    inline void touch(const subject& about, sql::session_use how);
    /// DISCARD ALL, but for the prepared statements, which are the library's own. False where that is not
    /// enough.
    [[gnu::cold]] inline bool put_back() noexcept;

    inline void commit(const subject& about);

    inline void at_depth(std::string_view verb, int depth);

    /// Runs the statement whose parameters are encoded, and reads its rows; a form that is out of date is
    /// prepared again.
    inline outcome finish(const subject& about, std::span<const field_access>* fields, row_target* target);

    /// What a statement gave. Fields that are found by their names are in the order of the columns.
    inline static outcome read(const subject& about, const PGresult* result,
                               const std::span<const field_access>* fields, row_target* target);

    [[nodiscard]] inline result_ptr answer(const subject& about, const prepared& statement);

    /// Together with a statement the form is described that tells the types of its table's columns: the
    /// server refuses both where one of these has changed, and until the end of the transaction none can.
    [[nodiscard]] inline result_ptr answer_if_unchanged(const subject& about, const prepared& statement);
    /// The same where the server keeps nothing: the types come with the answer, within a transaction that can
    /// be undone.
    [[nodiscard]] inline result_ptr answer_and_look(const subject& about, const prepared& statement);
    [[nodiscard]] inline static bool queue_text(PGconn* c, const std::string& text);

    /// Sends a statement with its parameters; false where libpq refuses.
    [[nodiscard]] inline bool send(const prepared& statement);

    settings how_;
    link link_;
    statement_cache statements_;
    parameters parameters_;
    buffer copy_buffer_;
    std::vector<field_access> flagged_;                 // those of a result with a flag
    bool writes_ = true;                                // the open transaction may
    sql::session_use touched_ = sql::session_use::none; // what may be left behind in the session
};

} // namespace dataflow::driver::postgres_

#include <dataflow/driver/postgres/detail/answers.hpp>
#include <dataflow/driver/postgres/detail/connection_copy.hpp>
#include <dataflow/driver/postgres/detail/session_locks.hpp>
#include <dataflow/driver/postgres/detail/together.hpp>
#include <dataflow/driver/postgres/detail/transactions.hpp>
