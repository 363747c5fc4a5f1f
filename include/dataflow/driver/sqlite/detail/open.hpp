// Opens a database and sets the connection up.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/functions.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/path.hpp>
#include <dataflow/driver/sqlite/detail/rows_table.hpp>
#include <dataflow/driver/sqlite/detail/settings.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <chrono>
#include <climits>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace dataflow::driver::sqlite_ {

inline int set_busy_timeout(sqlite3* db, std::chrono::milliseconds wait) noexcept {
    return sqlite3_busy_timeout(db, static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, INT_MAX)));
}

namespace detail {

/// Opens one database; every failure names its path.
class opener {
  public:
    opener(const settings& how, callback_state& state) : how_{how}, state_{state} {}

    [[nodiscard]] database_handle open() {
        if (how_.path.find('\0') != std::string::npos)
            fail(error_kind::connection_error, 0, "the path holds a NUL byte");
        open_file();
        if (!how_.read_only && sqlite3_db_readonly(db(), "main") == 1)
            fail(error_kind::read_only, SQLITE_READONLY, "the file cannot be written to");
        check(set_busy_timeout(db(), how_.busy_timeout));
        // Without this a misspelled "column" would quietly be a text.
        check(sqlite3_db_config(db(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr));
        check(sqlite3_db_config(db(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr));
        check(sqlite3_db_config(db(), SQLITE_DBCONFIG_ENABLE_FKEY, how_.foreign_keys ? 1 : 0, nullptr));
        read_schema();
        set_journal(how_.unchecked);
        for (const auto& file : how_.attached) attach(file);
        if (how_.cache_size) (void)ask("PRAGMA cache_size = " + std::to_string(*how_.cache_size));
        if (how_.mmap_size) (void)ask("PRAGMA mmap_size = " + std::to_string(*how_.mmap_size));
        require_json();
        check(register_functions(db(), state_));
        check(register_rows(db(), state_));
        (void)ask("PRAGMA case_sensitive_like = ON");
        if (ask("SELECT 'a' LIKE 'A'") != "0") check(replace_like(db(), state_));
        return std::move(database_);
    }

  private:
    [[nodiscard]] sqlite3* db() const noexcept { return database_.get(); }

    [[noreturn]] void fail(error_kind kind, int code, std::string_view why) const {
        if (has_no_descriptors(db(), code)) {
            kind = error_kind::resource_exhausted;
            why = no_descriptors;
        }
        if (has_no_room(db(), code)) {
            kind = error_kind::resource_exhausted;
            why = no_room;
        }
        error_info info;
        info.message = "cannot open " +
                       (attaching_ != nullptr ? "'" + attaching_->path + "' as " + attaching_->name
                        : how_.in_memory()    ? "a database in memory"
                                              : "'" + how_.path + "'") +
                       ": ";
        const auto known = kind == error_kind::connection_error && !how_.in_memory() && attaching_ == nullptr
                               ? reason(how_)
                               : std::string{};
        info.message += known.empty() ? why : known;
        const int system = db() == nullptr ? 0 : sqlite3_system_errno(db());
        if (kind == error_kind::connection_error && system != 0 && known.empty())
            info.message += " (" + std::generic_category().message(system) + ")";
        if (code != 0) info.code = std::to_string(code);
        raise(kind, std::move(info));
    }
    void check(int code) const {
        if (code == SQLITE_OK) return;
        // Not every call leaves its code with the database.
        const int left = db() == nullptr ? code : sqlite3_extended_errcode(db());
        const int extended = (left & 0xFF) == (code & 0xFF) ? left : code;
        auto kind = kind_of(extended);
        if (kind == error_kind::database_error || (kind == error_kind::read_only && how_.read_only))
            kind = error_kind::connection_error;
        fail(kind, extended, db() == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db()));
    }

    void open_file() {
        if (sqlite3_libversion_number() < 3035000)
            fail(error_kind::connection_error, 0, "the SQLite library in use is older than 3.35");
        if (sqlite3_threadsafe() == 0)
            fail(error_kind::connection_error, 0,
                 "the SQLite library in use is built for one thread (SQLITE_THREADSAFE=0); this library uses "
                 "it from several");
        std::string name = how_.in_memory() || stands_in(how_) ? ":memory:" : how_.path;
        // Some builds read a name that starts so as a URI.
        if (name.starts_with("file:")) name.insert(0, "./");
        int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
        if (how_.read_only && !how_.in_memory()) flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY;
        else if (how_.in_memory() || how_.missing == missing_file::made) flags |= SQLITE_OPEN_CREATE;
        if (how_.immutable && !how_.in_memory()) {
            if (holds_changes(how_.path + "-wal"))
                fail(error_kind::connection_error, 0,
                     "it is not immutable: a write-ahead log with changes is there, which would not be seen");
            name = immutable_uri(name);
            flags |= SQLITE_OPEN_URI;
        }
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
        database_.reset(opened); // also after a failure, for it holds the message
        check(code);
        sqlite3_extended_result_codes(db(), 1);
    }

    /// Runs a text of one statement and gives the first column of its first row, as text.
    [[nodiscard]] std::string ask(const std::string& text) {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v2(db(), text.c_str(), -1, &made, nullptr));
        const statement_handle statement{made};
        std::string answer;
        const int code = sqlite3_step(made);
        if (code == SQLITE_ROW) {
            if (const auto* found = sqlite3_column_text(made, 0))
                answer = reinterpret_cast<const char*>(found);
        } else if (code != SQLITE_DONE) {
            check(code);
        }
        return answer;
    }

    // Checks of arrays and JSON, and places in them, use these functions: an extension before 3.38, and left
    // out of some builds.
    void require_json() const {
        sqlite3_stmt* made = nullptr;
        const int code = sqlite3_prepare_v2(db(), "SELECT json_valid('[]')", -1, &made, nullptr);
        const statement_handle statement{made};
        if (code == SQLITE_ERROR)
            fail(error_kind::connection_error, 0,
                 "the SQLite library in use has no JSON functions (SQLITE_ENABLE_JSON1 before 3.38, "
                 "SQLITE_OMIT_JSON since)");
        check(code);
    }

    // Opening alone does not look into the file: damage is to be seen here, not at the first query.
    void read_schema() {
        (void)ask("SELECT count(*) FROM sqlite_master");
        if (ask("PRAGMA encoding") != "UTF-8")
            fail(error_kind::connection_error, 0, "its text is not stored as UTF-8");
    }

    /// Each connection attaches the same files. Where the main one may be made, so may they; one that is made
    /// is kept as the main one is by default.
    void attach(const attached_file& file) {
        attaching_ = &file;
        sql::writer w{dialect::sqlite};
        std::string path = file.path;
        if (path.starts_with("file:")) path.insert(0, "./"); // not a URI
        (w << "ATTACH DATABASE ").literal(path) << " AS ";
        w.identifier(file.name);
        (void)ask(std::string{w.view()});
        const auto pragma = [&](std::string_view what) {
            sql::writer p{dialect::sqlite};
            p << "PRAGMA ";
            p.identifier(file.name) << "." << what;
            return ask(std::string{p.view()});
        };
        if (pragma("encoding") != "UTF-8") // also looks into the file
            fail(error_kind::connection_error, 0, "its text is not stored as UTF-8");
        if (!how_.read_only && !how_.unchanged && pragma("page_count") == "0")
            (void)pragma("journal_mode = " + std::string{word_of(how_.journal_mode.value_or(journal::wal))});
        (void)pragma("synchronous = " + std::string{word_of(how_.synchronous)});
        attaching_ = nullptr;
    }

    /// `later`: a file that is there is not changed yet.
    void set_journal(bool later) {
        auto level = how_.synchronous;
        if (!how_.read_only && !how_.in_memory()) {
            const bool fresh = !how_.unchanged && ask("PRAGMA page_count") == "0";
            const auto wanted = fresh && !how_.journal_mode ? std::optional{journal::wal} : how_.journal_mode;
            const auto got = switch_journal(wanted && (fresh || !later)
                                                ? "PRAGMA journal_mode = " + std::string{word_of(*wanted)}
                                                : "PRAGMA journal_mode");
            // NORMAL is not safe without a WAL, which is not everywhere: where the file system cannot share
            // memory there is none.
            if (how_.journal_mode.value_or(journal::wal) == journal::wal && got != "wal" &&
                level == durability::normal)
                level = durability::full;
        }
        (void)ask("PRAGMA synchronous = " + std::string{word_of(level)});
    }

    // SQLite does not wait for a lock here: several processes that open a new file at once would
    // find it locked.
    [[nodiscard]] std::string switch_journal(const std::string& text) {
        const auto deadline = std::chrono::steady_clock::now() + how_.busy_timeout;
        for (;;) {
            try {
                return ask(text);
            } catch (const timeout&) {
                if (std::chrono::steady_clock::now() >= deadline) throw;
                std::this_thread::sleep_for(std::chrono::milliseconds{2});
            }
        }
    }

    const settings& how_;
    callback_state& state_;
    database_handle database_;
    const attached_file* attaching_ = nullptr;

  public:
    /// On a database that is open already: makes the changes of its file that `unchecked` has put off.
    static void accept(const settings& how, callback_state& state, database_handle& open) {
        opener again{how, state};
        again.database_ = std::move(open);
        try {
            again.set_journal(false);
        } catch (...) {
            open = std::move(again.database_);
            throw;
        }
        open = std::move(again.database_);
    }
};

} // namespace detail

/// Opens a database. Throws `connection_error` (missing directory, no permission), `corrupt_database`,
/// `read_only`, `timeout` (locked) or `resource_exhausted`, with the path in the message.
[[nodiscard]] inline database_handle open_database(const settings& how, callback_state& state) {
    return detail::opener{how, state}.open();
}

} // namespace dataflow::driver::sqlite_
