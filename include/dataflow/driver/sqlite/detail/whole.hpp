// What a connection to SQLite does with the whole database: scripts, the lock of those who change tables,
// copies.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/connection.hpp>

#include <unistd.h>

#include <climits>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::driver::sqlite_ {

inline std::size_t connection::script_step(std::string_view text) {
    if (text.size() > INT_MAX) refuse({}, error_kind::database_error, "the script is too long");
    sqlite3_stmt* made = nullptr;
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v2(session_.database(), text.data(), static_cast<int>(text.size()), &made, &rest);
    const statement_handle statement{made};
    if (code != SQLITE_OK) script_failure(code, {nullptr, 0, text}, false);
    const auto length = static_cast<std::size_t>(rest - text.data());
    const subject s{nullptr, 0, text.substr(0, length)};
    if (length == 0) refuse(s, error_kind::database_error, "the script holds a NUL byte");
    if (made == nullptr) return length; // a comment, or blanks
    if (sqlite3_stmt_readonly(made) == 0) session_.require_writable(s);
    int stepped = SQLITE_ROW;
    while (stepped == SQLITE_ROW) stepped = sqlite3_step(made);
    if (stepped != SQLITE_DONE) script_failure(stepped, s, true);
    return length;
}

inline void connection::take(const trigger_help* with) {
    told_ = with != nullptr ? std::make_unique<told_session>() : nullptr;
    if (with == nullptr || session_.read_only()) return;
    session_.unjudged([&](sqlite3* db) {
        if (const int code = told_->enter(db, *with); code != SQLITE_OK) script_failure(code, {}, false);
        script(with->temporary);
    });
}

inline void connection::script_failure(int code, const subject& s, bool prepared) {
    if (in_transaction()) session_.transaction().fail();
    session_.fail(code, s, prepared);
}

namespace detail {

/// `2026-11-30T10:11:12Z`.
[[nodiscard]] inline std::string second_now() {
    char when[32]{};
    const auto now = std::time(nullptr);
    std::tm utc{};
    (void)std::strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", ::gmtime_r(&now, &utc));
    return when;
}

} // namespace detail

inline std::string_view connection::file() const {
    const char* const at = sqlite3_db_filename(session_.database(), "main");
    return at != nullptr ? at : "";
}

inline std::optional<std::string> connection::try_lock(std::string_view name) {
    const std::string path{file()};
    if (path.empty()) return std::nullopt; // in memory: nobody else is there
    char host[128]{};
    (void)::gethostname(host, sizeof host - 1);
    return lock_.take(path + "-" + std::string{name}, "process " + std::to_string(::getpid()) + " on " +
                                                          host + ", since " + detail::second_now());
}

inline bool connection::keeps_lock(std::string_view) {
    return file().empty() || lock_.keeps(", last active since " + detail::second_now());
}

inline std::optional<std::string> connection::lock_holder(std::string_view name) {
    const std::string path{file()};
    if (path.empty()) return std::nullopt;
    return lock_file::holder_of(path + "-" + std::string{name});
}

inline bool connection::enforce_foreign_keys(bool on) {
    if (in_transaction())
        refuse({}, error_kind::database_error, "foreign keys are turned on and off outside transactions");
    int was = 0, now = 0;
    (void)sqlite3_db_config(session_.database(), SQLITE_DBCONFIG_ENABLE_FKEY, -1, &was);
    (void)sqlite3_db_config(session_.database(), SQLITE_DBCONFIG_ENABLE_FKEY, on ? 1 : 0, &now);
    if ((now != 0) != on)
        refuse({}, error_kind::database_error, "SQLite does not turn its foreign keys on or off");
    return was != 0;
}

inline void connection::take_quoted_texts(bool yes) {
    (void)sqlite3_db_config(session_.database(), SQLITE_DBCONFIG_DQS_DDL, yes ? 1 : 0, nullptr);
}

inline void connection::reset_session() {
    if (!session_.touched()) return;
    auto* const db = session_.database();
    if (!in_transaction()) (void)enforce_foreign_keys(session_.enforces());
    for (const char* pragma : {"ignore_check_constraints = OFF", "legacy_alter_table = OFF",
                               "query_only = OFF", "recursive_triggers = OFF", "writable_schema = OFF"})
        (void)sqlite3_exec(db, ("PRAGMA " + std::string{pragma}).c_str(), nullptr, nullptr, nullptr);
    std::vector<std::string> drops;
    const auto take = [](void* to, int, char** values, char**) {
        static_cast<std::vector<std::string>*>(to)->emplace_back(values[0]);
        return 0;
    };
    (void)sqlite3_exec(db,
                       "SELECT 'DROP ' || type || ' temp.\"' || replace(name, '\"', '\"\"') || '\"' FROM "
                       "sqlite_temp_schema WHERE type IN ('table', 'view', 'trigger') AND "
                       "substr(name, 1, 9) <> 'dataflow_' ORDER BY type DESC",
                       take, &drops, nullptr);
    for (const auto& text : drops) (void)sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr);
}

inline bool connection::back_up(const std::string& file) {
    session_.enter({});
    const auto failed = [&](int code) {
        raise(code == SQLITE_FULL ? error_kind::resource_exhausted : error_kind::database_error,
              {.message = "the database cannot be copied to '" + file + "'", .code = std::to_string(code)});
    };
    if (::access(file.c_str(), F_OK) == 0)
        raise(error_kind::protected_operation,
              {.message = "there is a file '" + file + "' already: a copy is made as a new file"});
    sqlite3* made = nullptr;
    const int opened =
        sqlite3_open_v2(file.c_str(), &made, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const database_handle copy{made};
    if (opened != SQLITE_OK) failed(opened);
    auto* const work = sqlite3_backup_init(made, "main", session_.database(), "main");
    if (work == nullptr) failed(sqlite3_errcode(made));
    const int stepped = sqlite3_backup_step(work, -1); // all of it under one lock of readers
    const int ended = sqlite3_backup_finish(work);
    if (stepped != SQLITE_DONE) failed(stepped);
    if (ended != SQLITE_OK) failed(ended);
    sqlite3_stmt* look = nullptr;
    (void)sqlite3_prepare_v2(made, "PRAGMA integrity_check(1)", -1, &look, nullptr);
    const statement_handle checked{look};
    const bool sound = look != nullptr && sqlite3_step(look) == SQLITE_ROW &&
                       std::string_view{reinterpret_cast<const char*>(sqlite3_column_text(look, 0))} == "ok";
    if (!sound)
        raise(error_kind::corrupt_database, {.message = "the copy of the database in '" + file +
                                                        "' is damaged, and so may the database be"});
    return true;
}

inline void connection::release(int depth) {
    reading().end();
    session_.start_control();
    session_.transaction().release(depth);
}
inline void connection::rollback_to(int depth) noexcept {
    if (session_.left()) return;
    reading().end();
    session_.rest();
    session_.transaction().rollback_to(depth);
}

} // namespace dataflow::driver::sqlite_
