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
#include <dataflow/driver/postgres/detail/link.hpp>
#include <dataflow/driver/postgres/detail/parameters.hpp>
#include <dataflow/driver/postgres/detail/prepared.hpp>
#include <dataflow/driver/unfolded.hpp>
#include <dataflow/sql/raw.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <charconv>
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
          statements_(link_, how.statements, how.kept_statements) {}
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
        touch(about, what.session);
        parameters_.assign(about, statements_.sources(about), bound);
        auto fields = target != nullptr ? target->fields : std::span<const field_access>{};
        if (target != nullptr && target->flag != nullptr) { // one more column than the object has fields
            flagged_.assign(fields.begin(), fields.end());
            flagged_.push_back({0, &flag_type, "flag"});
            fields = flagged_;
        }
        return finish(about, target != nullptr ? &fields : nullptr, target);
    }

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
            if (attempt == most_attempts || !is_stale(first.get())) link_.fail(about, first.get());
            statements_.forget(about, statement, first.get());
        }
    }

    /// Throws as `run`. The time zone and the other settings that the library relies on are put back
    /// after a text that changed them (outside a transaction).
    void script(std::string_view text) override {
        const subject about{nullptr, 0, text};
        link_.require_ready(about, false); // what changes tables takes its time
        if (text.find('\0') != std::string_view::npos) refuse(about, {}, "text holds a NUL byte");
        if (!link_.pooled())
            touch(about,
                  sql::report_on(text).prepares ? sql::session_use::statements : sql::session_use::settings);
        if (!link_.in_transaction()) link_.risk(link::stake::texts);
        link_.command(link_.with_settings(about, std::string{text}).c_str(), about, true);
        if (!link_.in_transaction()) link_.restore_session();
    }

    /// Streams rows through a binary COPY; far faster than INSERT for many rows. `copy_sql`:
    /// `COPY "t" ("a", "b") FROM STDIN (FORMAT binary)`, whose columns are the fields of `rows`, then
    /// one for each of `constants`; the columns' types must be exactly those of the fields' storage.
    /// `what` gives node and model for messages. Gives the number of rows stored; throws as `run`.
    std::int64_t copy_in(const sql::statement& what, std::string_view copy_sql, const rows_view& rows,
                         std::span<const value> constants = {}) {
        const subject about{&what, 0, copy_sql};
        link_.require_ready(about);
        return copy_rows(link_, about, rows, constants, copy_buffer_);
    }

    /// By a binary COPY, with the text made from the names of fields and constants. Not for a few rows, which
    /// one prepared INSERT takes sooner, and not where row-level security or rules apply, which the server
    /// heeds for INSERT only. COPY takes the bytes of a value for those of its column's type, whatever that
    /// is: the types are looked at in the same transaction, where the table is locked against their change.
    [[nodiscard]] std::optional<std::int64_t> copy(const sql::statement& what, const rows_view& rows,
                                                   std::span<const value> constants) override {
        // A COPY that is held up stops in the middle of what is sent: within a limit the rows go in by
        // INSERT.
        if (rows.count < fewest_to_copy || link_.limited()) return std::nullopt;
        sql::writer w{dialect::postgres};
        bool first = true;
        const auto column = [&](std::string_view name) {
            if (!std::exchange(first, false)) w << ", ";
            w.identifier(name);
        };
        for (const auto& f : rows.fields) column(f.name);
        for (const auto& v : constants) column(v.field);
        const std::string columns{w.view()};
        sql::writer t{dialect::postgres};
        t.identifier(what.table->name);
        const std::string table{t.view()};
        const std::string text = "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
        const subject about{&what, 0, text};
        remember(what);
        link_.require_ready(about);
        const bool alone = !link_.in_transaction();
        try {
            std::int64_t stored = 0;
            const bool possible = begin_copy(link_, about, table, columns, rows.fields, constants);
            link_.enter_transaction();
            if (possible) stored = copy_rows(link_, about, rows, constants, copy_buffer_);
            if (alone) {
                writes_ = possible;
                commit(about);
            }
            return possible ? std::optional{stored} : std::nullopt;
        } catch (...) {
            if (alone) rollback();
            throw;
        }
    }

    void begin(access how, isolation level) override {
        forget_last();
        const std::string text = begin_text(how, level);
        const subject about{nullptr, 0, text};
        link_.require_ready(about);
        if (link_.in_transaction()) // the server would only warn
            link_.fail(about, error_kind::database_error, "a transaction is open already");
        link_.forget_failure();
        const auto whole = [&] {
            return link_.for_transactions().empty() ? text : text + "; " + link_.for_transactions();
        };
        try {
            link_.command(whole().c_str(), about, true);
        } catch (const connection_error&) {
            if (touched_ != sql::session_use::none) throw;
            link_.renew(connect(how_)); // nothing was lost with the old one
            statements_.clear();
            link_.require_ready(about);
            link_.command(whole().c_str(), about, true);
        }
        writes_ = how == access::read_write;
    }

    void commit() override { commit({nullptr, 0, "COMMIT"}); }

    void rollback() noexcept override {
        reading().end();
        if (!link_.usable()) return;
        if (!link_.in_transaction()) return;
        if (!link_.try_command("ROLLBACK")) link_.give_up();
    }

    void savepoint(int depth) override { at_depth("SAVEPOINT dataflow_", depth); }
    void release(int depth) override {
        reading().end();
        at_depth("RELEASE SAVEPOINT dataflow_", depth);
    }
    void rollback_to(int depth) noexcept override {
        reading().end();
        if (!link_.usable()) return;
        char text[64] = "ROLLBACK TO SAVEPOINT dataflow_";
        const std::string_view start{text};
        *std::to_chars(text + start.size(), text + sizeof text - 1, depth).ptr = '\0';
        link_.try_command(text);
    }

    limit* bound_by(limit* by) noexcept override { return link_.bound_by(by); }
    [[nodiscard]] bool in_transaction() const noexcept override { return link_.in_transaction(); }
    [[nodiscard]] bool usable() const noexcept override { return link_.usable(); }
    [[nodiscard]] bool alive() noexcept override { return link_.alive(); }

    [[nodiscard]] condition settle() noexcept override {
        if (link_.in_transaction()) rollback();
        if (touched_ != sql::session_use::none && !put_back()) link_.give_up();
        return link_.usable() ? condition::sound : link_.severed() ? condition::lost : condition::spent;
    }

  private:
    [[nodiscard]] static std::string begin_text(access how, isolation level) {
        std::string text = "BEGIN";
        switch (level) {
        case isolation::standard: break;
        case isolation::read_committed: text += " ISOLATION LEVEL READ COMMITTED"; break;
        case isolation::repeatable_read: text += " ISOLATION LEVEL REPEATABLE READ"; break;
        case isolation::serializable: text += " ISOLATION LEVEL SERIALIZABLE"; break;
        }
        // Never READ WRITE: a role or server whose default is read-only is so for its own good.
        if (how == access::read_only) text += " READ ONLY";
        return text;
    }

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
    void touch(const subject& about, sql::session_use how) {
        if (how <= touched_ && !link_.pooled()) return;
        if (!link_.pooled()) touched_ = how;
        else if (how > sql::session_use::calls)
            raise(error_kind::protected_operation,
                  about.info("it would change a session that a connection pooler gives to other programs, "
                             "too; SET LOCAL in a "
                             "transaction, and options=-c... in the URL, are for this one only"));
    }
    /// DISCARD ALL, but for the prepared statements, which are the library's own. False where that is not
    /// enough.
    [[gnu::cold]] bool put_back() noexcept {
        if (!link_.usable() || touched_ == sql::session_use::statements) return false;
        touched_ = sql::session_use::none;
        constexpr const char* text =
            "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ROLE; RESET ALL; UNLISTEN *; "
            "SELECT pg_advisory_unlock_all(); DISCARD SEQUENCES; DISCARD TEMP";
        try {
            if (!link_.try_command(text)) return false;
            link_.restore_session();
            return true;
        } catch (...) {
            return false;
        }
    }

    void commit(const subject& about) {
        reading().end();
        link_.require_ready(about);
        if (!link_.in_transaction()) link_.fail(about, error_kind::database_error, "no transaction is open");
        if (!link_.alive()) link_.require_ready(about); // a commit that was never sent is in no doubt
        if (writes_) link_.risk(link::stake::commit);
        const auto result = link_.command("COMMIT", about);
        // The server answers the COMMIT of a failed transaction with a ROLLBACK, and no error.
        if (std::string_view{PQcmdStatus(result.get())} == "COMMIT") return;
        const auto kind = link_.last_failure() == error_kind::serialization_failure
                              ? error_kind::serialization_failure
                              : error_kind::database_error;
        link_.fail(about, kind, "a statement of the transaction had failed: it was rolled back");
    }

    void at_depth(std::string_view verb, int depth) {
        const std::string text = std::string{verb} + std::to_string(depth);
        const subject about{nullptr, 0, text};
        link_.require_ready(about);
        link_.command(text.c_str(), about, true);
    }

    /// Runs the statement whose parameters are encoded, and reads its rows; a form that is out of date is
    /// prepared anew.
    outcome finish(const subject& about, std::span<const field_access>* fields, row_target* target) {
        const auto given = fields != nullptr ? *fields : std::span<const field_access>{};
        for (int attempt = 0;; ++attempt) {
            link_.risk(link::stake::nothing);
            auto& statement = statements_.find(about, parameters_, fields != nullptr ? &given : nullptr);
            result_ptr result = answer(about, statement);
            const auto status = PQresultStatus(result.get());
            if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
                try {
                    if (fields != nullptr) statements_.check_result(about, statement, result.get(), *fields);
                    return read(about, result.get(), fields, target);
                } catch (const error& e) {
                    link_.unread(about, e.info(),
                                 "; the statement was done, but what it gave could not be read");
                    throw;
                } catch (...) { // std::bad_alloc
                    link_.unread(about, about.info("no memory for the statement's result"), "; it was done");
                    throw;
                }
            }
            if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
                link_.give_up();
                link_.fail(about, error_kind::database_error, "COPY is not possible here");
            }
            if (attempt == most_attempts || !is_stale(result.get())) link_.fail(about, result.get());
            statements_.forget(about, statement, result.get());
        }
    }

    /// What a statement gave. Fields that are found by their names are in the order of the columns.
    static outcome read(const subject& about, const PGresult* result,
                        const std::span<const field_access>* fields, row_target* target) {
        outcome out;
        const std::string_view tag = PQcmdStatus(const_cast<PGresult*>(result));
        if (tag.starts_with("INSERT") || tag.starts_with("UPDATE") || tag.starts_with("DELETE") ||
            tag.starts_with("MERGE"))
            out.affected = tag_count(const_cast<PGresult*>(result));
        const int rows = PQntuples(result);
        out.returned = rows;
        if (target == nullptr) return out;
        auto read = *fields;
        if (target->flag != nullptr) read = read.first(read.size() - 1);
        if (target->expect != nullptr) target->expect(target->state, static_cast<std::size_t>(rows));
        for (int i = 0; i < rows; ++i) decode_row(about, result, i, read, target->next(target->state));
        if (target->flag != nullptr && rows != 0)
            *target->flag = *PQgetvalue(result, 0, static_cast<int>(read.size())) != '\0';
        return out;
    }

    [[nodiscard]] result_ptr answer(const subject& about, const prepared& statement) {
        if (link_.limited()) link_.require_time(about);
        if (statement_cache::looks_at_columns(about))
            return statements_.keeps_columns() ? answer_if_unchanged(about, statement)
                                               : answer_and_look(about, statement);
        if (!link_.pooled() || link_.before(about).empty()) {
            if (!send(statement)) return nullptr;
            link_.risk(about);
            return link_.all(about);
        }
        const auto& settings = link_.before(about);
        link_.risk(about);
        auto results =
            link_.together(about, [&](PGconn* c) { return queue_text(c, settings) && send(statement); });
        return results.empty() ? nullptr : std::move(results.back());
    }

    /// Together with a statement the form is described that tells the types of its table's columns: the
    /// server refuses both where one of these has changed, and until the end of the transaction none can.
    [[nodiscard]] result_ptr answer_if_unchanged(const subject& about, const prepared& statement) {
        const auto& columns = statements_.columns_of_table(about).name;
        const auto& settings = link_.before(about);
        const bool sets = !settings.empty();
        link_.risk(about);
        auto results = link_.together(
            about,
            [&](PGconn* c) {
                return (!sets || queue_text(c, settings)) &&
                       PQsendDescribePrepared(c, columns.c_str()) == 1 && send(statement);
            },
            sets ? 2 : 1);
        return results.empty() ? nullptr : std::move(results.back());
    }
    /// The same where the server keeps nothing: the types come with the answer, within a transaction that can
    /// be undone.
    [[nodiscard]] result_ptr answer_and_look(const subject& about, const prepared& statement) {
        const auto& text = statements_.columns_text(about);
        const bool begins = !link_.in_transaction();
        const auto& settings = link_.for_transactions();
        const bool sets = begins && !settings.empty();
        try {
            auto results = link_.together(about, [&](PGconn* c) {
                return (!begins || queue_text(c, "BEGIN")) && (!sets || queue_text(c, settings)) &&
                       PQsendPrepare(c, "", text.c_str(), 0, nullptr) == 1 &&
                       PQsendDescribePrepared(c, "") == 1 && send(statement);
            });
            if (results.empty() || link::failed(results.back().get())) {
                if (begins) rollback();
                return results.empty() ? nullptr : std::move(results.back());
            }
            if (begins) link_.enter_transaction();
            const PGresult* found = results[results.size() - 2].get();
            std::vector<type_number> types;
            std::vector<int> modifiers;
            for (int i = 0; i < PQnfields(found); ++i) {
                types.push_back(PQftype(found, i));
                modifiers.push_back(PQfmod(found, i));
            }
            if (const auto different = differences_of(about, types, modifiers); !different.none())
                different.fail(about);
            if (begins) {
                writes_ = true;
                commit(about);
            }
            return std::move(results.back());
        } catch (...) {
            if (begins) rollback();
            throw;
        }
    }
    [[nodiscard]] static bool queue_text(PGconn* c, const std::string& text) {
        return PQsendQueryParams(c, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) == 1;
    }

    /// Sends a statement with its parameters; false where libpq refuses.
    [[nodiscard]] bool send(const prepared& statement) {
        if (statement.name.empty())
            return PQsendQueryParams(link_.get(), statement.text.c_str(), parameters_.count(),
                                     parameters_.types().data(), parameters_.values(), parameters_.lengths(),
                                     parameters_.formats(), 1) == 1;
        return PQsendQueryPrepared(link_.get(), statement.name.c_str(), parameters_.count(),
                                   parameters_.values(), parameters_.lengths(), parameters_.formats(),
                                   1) == 1;
    }

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

#include <dataflow/driver/postgres/detail/together.hpp>
