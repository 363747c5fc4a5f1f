// What goes into a connection with a statement, and what comes out of it.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/statement.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver {

/// Where the rows of a result go: `next` gives the object for the coming row, whose fields are
/// filled in the order of the result's columns.
struct row_target {
    void* (*next)(void* state) = nullptr;
    void* state = nullptr;
    std::span<const field_access> fields{};
    /// Where set, told how many rows will come before the first does, if the driver knows it then.
    void (*expect)(void* state, std::size_t rows) = nullptr;
    /// PostgreSQL: where set, the result has one more column, a truth value, which goes here.
    bool* flag = nullptr;
    bool single = false; ///< the statement gives one row at most: a driver need not look for another
};

/// What a statement did, as the database told it.
struct outcome {
    std::int64_t affected = 0; ///< rows inserted, updated or deleted
    std::int64_t returned = 0; ///< rows of the result
    std::int64_t last_key = 0; ///< SQLite: last_insert_rowid(); elsewhere 0
    std::int64_t beside = 0;   ///< SQLite: rows that triggers and foreign keys changed; elsewhere 0
};

/// Events of a table, as bits: those of pg_trigger.tgtype.
enum table_event : std::uint8_t { on_insert = 4, on_delete = 8, on_update = 16 };

/// What acts on the rows of a table besides the statements that write them: triggers and rules, by event.
struct table_actors {
    const schema::table* table = nullptr;
    std::uint8_t any = 0;                           ///< the events on which something acts
    std::uint8_t after = 0;                         ///< those on which it may act after a row is written
    bool partitioned = false;                       ///< its written rows have no system columns
    std::chrono::steady_clock::time_point looked{}; ///< when the database was last asked
    std::uint64_t compiled = 0;                     ///< `connection::compiled_writes` then
};

/// One of several statements that are sent together.
struct posted {
    const sql::statement* what = nullptr;
    std::uint64_t variant = 0;
    sql::bindings bound{};
    row_target* target = nullptr;
    outcome done{};
};

/// What a statement would do to a table.
struct table_write {
    enum class kind : std::uint8_t { insert, update, erase, alter };

    std::string space{}; ///< the table's schema, or the name of its attached file
    std::string table{};
    kind what{};
    std::string column{}; ///< of an update, where it is known
};

/// Where a database is, without a password. Its views are the connection's.
struct place_of_database {
    std::string_view host{}; ///< or the folder of a socket; empty for SQLite
    std::string_view name{}; ///< SQLite: its file; empty in memory
};

} // namespace dataflow::driver
