// The code of database/catalog_look.hpp.
#pragma once

#include <dataflow/catalog/lock_holders.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/database/catalog_look.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/sql/dialect.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace dataflow::database_ {

namespace detail {

// Both until the transaction ends.
inline void write_no_jit(sql::writer& w, const sql::statement&) {
    w << "SELECT set_config('jit', 'off', TRUE)";
}
inline void write_a_minute(sql::writer& w, const sql::statement&) {
    w << "SELECT CASE current_setting('lock_timeout') WHEN '0' THEN set_config('lock_timeout', '60s', TRUE) "
         "ELSE '' END";
}

/// Whether somebody may have dropped, while it was read, what a statement had found.
[[nodiscard]] inline bool lost_a_race(const error& e) {
    if (e.kind() == error_kind::serialization_failure) return true;
    if (e.kind() == error_kind::invalid_value) return true; // NULL for the name of what is gone
    // PostgreSQL: a relation of that number, a schema, a table, a column, an object; SQLite: a table.
    for (const std::string_view code : {"XX000", "3F000", "42P01", "42703", "42704", "1"})
        if (e.code() == code) return true;
    return false;
}

} // namespace detail

DATAFLOW_RUNTIME void wait_a_minute_for_locks(context& c, std::string_view node) {
    if (c.dialect_data().catalog == sql::catalog_form::pg_catalog)
        (void)ask<std::string>(c, {.node = node, .own_text = &detail::write_a_minute});
}

DATAFLOW_RUNTIME void look_at_catalog(context& c, std::string_view node, void (*work)(void*), void* state) {
    if (c.depth() != 0) return work(state);
    const bool postgres = c.dialect_data().catalog == sql::catalog_form::pg_catalog;
    const int attempts = postgres ? 20 : 2; // in a transaction of SQLite's nothing is dropped meanwhile
    std::chrono::milliseconds pause{1};
    for (int attempt = 1;; ++attempt) {
        try {
            // SQLite: a transaction keeps others from writing to a file without WAL.
            if (!postgres && attempt == 1) return work(state);
            return c.atomically(
                [&] {
                    if (postgres) {
                        (void)ask<std::string>(c, {.node = node, .own_text = &detail::write_no_jit});
                        wait_a_minute_for_locks(c, node);
                    }
                    work(state);
                },
                access::read_only);
        } catch (const error& e) {
            if (e.code() == catalog::lock_not_available) {
                auto info = e.info();
                const auto who = catalog::lock_holders(c, {}, node);
                if (!who.empty()) info.message += ": " + who;
                raise(e.kind(), std::move(info));
            }
            if (!detail::lost_a_race(e) || attempt == attempts || !c.connection().usable()) throw;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds{100});
    }
}

} // namespace dataflow::database_
