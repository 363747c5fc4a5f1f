// Locks that the session of a connection holds, by which one program at a time changes tables.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/postgres/connection.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

namespace detail {

inline constexpr std::string_view lock_class = "1684104557"; // "dfmm"

/// The two numbers of an advisory lock. One database has many schemas, each of which is somebody's own.
[[nodiscard]] inline std::string lock_numbers(std::string_view name) {
    return std::string{lock_class} + ", pg_catalog.hashtext(coalesce(pg_catalog.current_schema(), '') || '-" +
           std::string{name} + "')";
}

/// The condition of pg_locks that finds it.
[[nodiscard]] inline std::string is_lock(std::string_view name) {
    return "l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.database = (SELECT d.oid FROM "
           "pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()) AND "
           "l.classid::bigint = " +
           std::string{lock_class} + " AND l.objid::bigint = (" +
           lock_numbers(name).substr(lock_class.size() + 2) + "::bigint & 4294967295)";
}

} // namespace detail

inline void connection::wait_for_locks(std::optional<std::chrono::milliseconds> at_most) {
    const auto text = at_most ? "SET lock_timeout = " + std::to_string(at_most->count())
                              : std::string{"RESET lock_timeout"};
    const subject about{nullptr, 0, text};
    link_.require_ready(about, false);
    touch(about, sql::session_use::settings);
    link_.command(text.c_str(), about);
}

inline std::optional<std::string> connection::try_lock(std::string_view name) {
    const auto numbers = detail::lock_numbers(name);
    const auto take = "SELECT pg_catalog.pg_try_advisory_lock(" + numbers + ")";
    const subject about{nullptr, 0, take};
    link_.require_ready(about, false);
    touch(about, sql::session_use::settings); // refuses a pooler, and has the lock given back with the loan
    const auto taken = link_.command(take.c_str(), about);
    if (std::string_view{PQgetvalue(taken.get(), 0, 0)} == "t") return std::nullopt;
    auto who = lock_holder(name);
    return who ? std::move(who) : std::string{"another session"};
}

inline std::optional<std::string> connection::lock_holder(std::string_view name) {
    const auto text = "SELECT 'process ' || a.pid || ' of ' || coalesce(a.usename, '?') || "
                      "coalesce(' at ' || a.client_addr::text, '') || ', connected since ' || "
                      "to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') || "
                      "coalesce(', last active since ' || to_char(a.state_change AT TIME ZONE 'UTC', "
                      "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '') "
                      "FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid "
                      "WHERE l.pid <> pg_catalog.pg_backend_pid() AND " +
                      detail::is_lock(name);
    const subject about{nullptr, 0, text};
    link_.require_ready(about, false);
    // Behind a pooler the schema is known only where the settings of this connection are brought along.
    const auto who = link_.command(link_.with_settings(about, text).c_str(), about);
    if (PQntuples(who.get()) == 0) return std::nullopt;
    return std::string{PQgetvalue(who.get(), 0, 0)};
}

inline bool connection::keeps_lock(std::string_view name) {
    const auto text = "SELECT count(*) FROM pg_catalog.pg_locks AS l WHERE l.pid = "
                      "pg_catalog.pg_backend_pid() AND " +
                      detail::is_lock(name);
    const subject about{nullptr, 0, text};
    link_.require_ready(about, false);
    const auto mine = link_.command(text.c_str(), about);
    return std::string_view{PQgetvalue(mine.get(), 0, 0)} != "0";
}

inline void connection::unlock(std::string_view name) noexcept {
    if (!link_.usable() || link_.in_transaction()) return; // settle gives it back
    try {
        const auto text = "SELECT pg_catalog.pg_advisory_unlock(" + detail::lock_numbers(name) + ")";
        (void)link_.command(text.c_str(), {nullptr, 0, text});
    } catch (...) {
        link_.give_up(); // and the lock with it
    }
}

} // namespace dataflow::driver::postgres_
