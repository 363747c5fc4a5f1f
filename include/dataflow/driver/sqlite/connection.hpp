// The SQLite connection.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/sqlite/detail/columns.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/lock_file.hpp>
#include <dataflow/driver/sqlite/detail/prepared.hpp>
#include <dataflow/driver/sqlite/detail/read.hpp>
#include <dataflow/driver/sqlite/detail/session.hpp>
#include <dataflow/driver/sqlite/detail/settings.hpp>
#include <dataflow/driver/sqlite/detail/told_session.hpp>
#include <dataflow/driver/sqlite/detail/work.hpp>
#include <dataflow/driver/unfolded.hpp>

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

namespace dataflow::driver::sqlite_ {

/// A connection to one SQLite database; used by one thread at a time.
///
/// An error within a transaction leaves it open where SQLite has undone the statement; where it has
/// not, the transaction takes nothing but a rollback (`rollback`, or `rollback_to` a savepoint).
class connection final : public driver::connection {
  public:
    /// Opens the database, and makes the file where it is missing. Throws as `open_database` does.
    explicit connection(settings how)
        : most_kept_{how.kept_statements}, session_{std::move(how), reading(), forms()} {}
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() override { reading().end(); }

    [[nodiscard]] dataflow::dialect dialect() const noexcept override { return dialect::sqlite; }

    outcome run(const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                row_target* target) override {
        if (has_fragments(what, bound)) return run_unfolded(*this, what, variant, bound, target);
        const subject s{&what, variant, {}};
        auto use = acquire(s);
        if (what.raw && target != nullptr && !use.fills(target->fields)) look_again(use, s);
        const bool rows = use.bind(bound, false, s);
        return finish(use, rows, target, s);
    }

    std::int64_t run_each(const sql::statement& what, std::uint64_t variant,
                          const sql::bindings& bound) override {
        const subject s{&what, variant, {}};
        const auto& rows = *bound.rows;
        auto use = acquire(s);
        (void)use.bind(bound, false, s);
        std::int64_t affected = 0;
        int before = sqlite3_total_changes(session_.database());
        for (std::size_t i = 0; i < rows.count; ++i) {
            use.bind_row(rows.row(i), rows.fields, s);
            work doing{session_, use, false};
            while (doing.step(s)) {
            }
            if (i == 0) doing.look_at_tables(s); // no other program changes them until the transaction ends
            doing.keep();
            use.reset();
            const int now = sqlite3_total_changes(session_.database());
            if (now != before) affected += session_.changes();
            before = now;
        }
        if (!in_transaction()) session_.require_in_place(s);
        return affected;
    }

    [[nodiscard]] inline std::optional<std::vector<table_write>> writes_of(const sql::statement& what,
                                                                           std::uint64_t variant) override;

    /// As the interface says. Texts and bytes among the parameters are copied; rows (`value::of_rows`)
    /// must live as long as the cursor. A statement that writes does so at the first `next`.
    [[nodiscard]] std::unique_ptr<cursor> open(const sql::statement& what, std::uint64_t variant,
                                               const sql::bindings& bound,
                                               std::span<const field_access> fields) override {
        if (has_fragments(what, bound)) return open_unfolded(*this, what, variant, bound, fields);
        const subject s{&what, variant, {}};
        auto use = acquire(s);
        (void)use.bind(bound, true, s);
        check_columns(use, fields, s);
        return std::make_unique<reader>(session_, std::move(use), fields, s);
    }

    /// As the interface says. Outside a transaction each statement of the text stands for itself: when
    /// one fails, those before it stay.
    void script(std::string_view text) override {
        session_.enter({nullptr, 0, text});
        session_.start_time({nullptr, 0, text}, false); // what changes tables takes its time
        const int before = sqlite3_total_changes(session_.database());
        const auto whole = text;
        while (!text.empty()) text.remove_prefix(script_step(text));
        session_.transaction().refresh();
        if (!in_transaction() && !session_.read_only() &&
            sqlite3_total_changes(session_.database()) != before)
            session_.require_in_place({nullptr, 0, whole});
    }

    void begin(access how, isolation) override {
        forget_last();
        session_.require_no_cursor({});
        if (how == access::read_write && session_.read_only()) session_.require_writable({});
        session_.start_control();
        session_.within_limit([&] { session_.transaction().begin(how == access::read_only); });
    }
    void commit() override {
        session_.start_control();
        reading().end();
        const bool wrote = !session_.transaction().read_only();
        session_.within_limit([&] { session_.transaction().commit(); });
        if (wrote) session_.require_in_place({});
    }
    void rollback() noexcept override {
        if (session_.left()) return;
        reading().end();
        session_.rest();
        session_.transaction().rollback();
    }
    void savepoint(int depth) override {
        session_.require_no_cursor({});
        session_.start_control();
        session_.transaction().savepoint(depth);
    }
    inline void release(int depth) override;
    inline void rollback_to(int depth) noexcept override;
    limit* bound_by(limit* by) noexcept override { return session_.bound_by(by); }
    [[nodiscard]] std::uint64_t compiled_writes() const noexcept override {
        return session_.compiled_writes();
    }
    [[nodiscard]] bool in_transaction() const noexcept override { return session_.transaction().open(); }
    [[nodiscard]] bool usable() const noexcept override { return session_.usable(); }
    [[nodiscard]] condition settle() noexcept override {
        if (in_transaction()) rollback();
        if (told_) told_->forget();
        if (session_.moved()) return condition::lost;
        return usable() && !session_.touched() ? condition::sound : condition::spent;
    }
    void accept() override { session_.accept(); }
    void serve(const sql::session_values* whose) override { told_->serve(whose, !in_transaction()); }

    [[nodiscard]] int version() override { return sqlite3_libversion_number(); }
    void wait_for_locks(std::optional<std::chrono::milliseconds> at_most) override {
        session_.wait_for_locks(at_most);
    }
    [[nodiscard]] inline std::optional<std::string> try_lock(std::string_view name) override;
    void unlock(std::string_view) noexcept override { lock_.give_back(); }
    [[nodiscard]] inline bool keeps_lock(std::string_view name) override;
    [[nodiscard]] inline std::optional<std::string> lock_holder(std::string_view name) override;
    inline bool enforce_foreign_keys(bool on) override;
    inline void reset_session() override;
    inline void take_quoted_texts(bool yes) override;
    [[nodiscard]] inline std::string_view file() const override;
    [[nodiscard]] inline bool back_up(const std::string& file) override;

    /// The row of `value::of_rows`, from 0, at which the last statement failed; nothing where it did not
    /// fail, or the row is not known (several lists of rows, or a check at the statement's end).
    [[nodiscard]] std::optional<std::size_t> failed_row() const noexcept { return session_.failed_row(); }

  private:
    inline void take(const trigger_help* with) override;
    /// Runs a statement whose parameters are bound.
    outcome finish(lease& use, bool rows, row_target* target, const subject& s) {
        std::span<const field_access> fields;
        if (target != nullptr) {
            if (s.what->raw) fields = use.named(target->fields, s);
            else check_columns(use, fields = target->fields, s);
        }
        const bool writes = !use.info().reads_only;
        const int before = writes ? sqlite3_total_changes(session_.database()) : 0;
        work doing{session_, use, rows};
        outcome out;
        while (doing.step(s)) {
            if (++out.returned == 1) doing.look_at_tables(s);
            if (target == nullptr) continue;
            if (s.what->raw && out.returned == 1) fields = use.named(target->fields, s);
            use.read(fields, target->next(target->state), s);
            if (target->single && !writes) break; // what writes is run to its end
        }
        if (out.returned == 0) doing.look_at_tables(s);
        // changes() still tells of an earlier statement where this one changed nothing.
        if (writes) {
            // The total is an int that may pass its end.
            const auto all = static_cast<unsigned>(sqlite3_total_changes(session_.database())) -
                             static_cast<unsigned>(before);
            if (all != 0) {
                out.affected = session_.changes();
                out.beside = static_cast<std::int64_t>(all) - out.affected;
            }
        }
        if (writes) out.last_key = sqlite3_last_insert_rowid(session_.database());
        doing.keep();
        if (writes && !in_transaction()) session_.require_in_place(s);
        return out;
    }

    /// The statement for a run. On the way of every one: inlined, where it is used.
    [[nodiscard, gnu::always_inline]] inline lease acquire(const subject& s);
    [[nodiscard, gnu::noinline]] lease acquire_once(const subject& s) {
        auto once = compile(s, false);
        return {std::move(once), s};
    }
    [[nodiscard, gnu::noinline]] inline lease acquire_new(const subject& s, std::size_t at);

    /// Closes the statement that is used least where as many are kept as may be; false where none can be
    /// closed.
    [[nodiscard]] inline bool make_room() noexcept;

    [[nodiscard]] inline prepared compile(const subject& s, bool kept);

    /// SQLite compiles by what it knows of the tables, and looks at the file only when it runs a statement:
    /// another program may have changed a table since, and the columns that do not fit may be those of
    /// before.
    [[gnu::cold]] void look_again(lease& use, const subject& s) {
        (void)sqlite3_exec(session_.database(), "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr,
                           nullptr);
        use.renew(compile(s, s.what->cache != nullptr));
    }

    static void check_columns(const lease& use, std::span<const field_access> fields, const subject& s) {
        if (use.info().columns != fields.size()) wrong_columns(use, fields, s);
    }
    [[noreturn, gnu::cold]] static void wrong_columns(const lease& use, std::span<const field_access> fields,
                                                      const subject& s) {
        refuse(s, error_kind::database_error,
               "the statement gives " + std::to_string(use.info().columns) + " columns, not " +
                   std::to_string(fields.size()));
    }

    /// Runs the first statement of a text; gives its length in bytes.
    [[nodiscard]] inline std::size_t script_step(std::string_view text);
    [[noreturn]] inline void script_failure(int code, const subject& s, bool prepared);

    std::size_t most_kept_;
    std::uint64_t uses_ = 0;
    session session_;
    std::vector<std::unique_ptr<prepared>> statements_{}; // by slot; gone before the session is
    std::vector<std::size_t> live_{};                     // the slots of those that are there
    lock_file lock_{};
    std::unique_ptr<told_session> told_{}; // where triggers ask for it
};

} // namespace dataflow::driver::sqlite_

#include <dataflow/driver/sqlite/detail/kept_statements.hpp>
#include <dataflow/driver/sqlite/detail/whole.hpp>
