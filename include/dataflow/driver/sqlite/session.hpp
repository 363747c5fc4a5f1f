// What the parts of one connection share, and the one place where its failures become errors.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/errors.hpp>
#include <dataflow/driver/sqlite/fault.hpp>
#include <dataflow/driver/sqlite/handles.hpp>
#include <dataflow/driver/sqlite/open.hpp>
#include <dataflow/driver/sqlite/settings.hpp>
#include <dataflow/driver/sqlite/transaction.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace dataflow::driver::sqlite_ {

/// An open database with its transaction. Its address must not change: SQLite knows it.
class session {
  public:
    explicit session(settings how)
        : settings_{std::move(how)}, database_{open_database(settings_, state_)}, transaction_{database_.get()} {}
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    [[nodiscard]] sqlite3* database() const noexcept { return database_.get(); }
    [[nodiscard]] sqlite_::transaction& transaction() noexcept { return transaction_; }
    [[nodiscard]] const sqlite_::transaction& transaction() const noexcept { return transaction_; }
    [[nodiscard]] bool read_only() const noexcept { return settings_.read_only; }
    [[nodiscard]] bool usable() const noexcept { return usable_ && transaction_.usable(); }
    [[nodiscard]] std::optional<std::size_t> failed_row() const noexcept { return failed_row_; }

    /// Before each statement: forgets the last failure, and refuses to go on in a failed transaction.
    void enter(const subject& s) {
        state_.clear();
        failed_row_.reset();
        if (transaction_.failed())
            refuse(s, error_kind::database_error, "the transaction has failed and can only be rolled back");
    }

    /// Refuses to write where nothing may be written. SQLite's own PRAGMA query_only would have to be
    /// compiled at each begin and end.
    void require_writable(const subject& s) const {
        if (settings_.read_only) refuse(s, error_kind::read_only, "the database was opened for reading only");
        if (transaction_.read_only()) refuse(s, error_kind::read_only, "the transaction only reads");
    }

    /// Throws what a failed call means; to be called before anything else is asked of the database.
    /// `prepared` as for `raise_failure`.
    [[noreturn, gnu::cold]] void fail(int code, const subject& s, bool prepared) {
        const std::string message{sqlite3_errmsg(database())};
        if (state_.scans == 1) failed_row_ = state_.row;
        if ((code & 0xFF) == SQLITE_IOERR || code == SQLITE_READONLY_DBMOVED) usable_ = false;
        if (code == SQLITE_FULL && keys_are_used_up(s)) {
            auto info = about(s);
            info.code = std::to_string(code);
            info.message = "the table has no keys left";
            raise(error_kind::resource_exhausted, std::move(info));
        }
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
    // AUTOINCREMENT at its end has the same code and text as a full disk.
    [[nodiscard]] bool keys_are_used_up(const subject& s) const noexcept {
        if (s.what == nullptr || s.what->table == nullptr || s.what->table->generated_key < 0) return false;
        sqlite3_stmt* made = nullptr;
        sqlite3_prepare_v2(database(), "SELECT 1 FROM sqlite_sequence WHERE name = ? AND seq = 9223372036854775807",
                           -1, &made, nullptr);
        const statement_handle statement{made};
        if (made == nullptr) return false;
        const auto name = s.what->table->name;
        sqlite3_bind_text64(made, 1, name.data(), name.size(), SQLITE_STATIC, SQLITE_UTF8);
        return sqlite3_step(made) == SQLITE_ROW;
    }

    settings settings_;
    callback_state state_{}; // the functions and tables of the database know its address
    database_handle database_;
    sqlite_::transaction transaction_;
    std::optional<std::size_t> failed_row_{};
    bool usable_ = true;
};

} // namespace dataflow::driver::sqlite_
