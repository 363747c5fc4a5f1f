// How a database is opened, and the pools that it then has.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/dialect.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow {

/// How a database is opened. A number out of its range is refused with an `invalid_value` when it is opened.
struct open_options {
    std::string url{};            ///< empty: $DATABASE_URL, else sqlite:dataflow.db
    std::size_t connections = 16; ///< at most, 1 to 10,000. On an SQLite file: readers, besides one writer
    /// How many of them sessions of one tenant have at once, at most: whoever is over it waits. 0: no limit
    std::size_t connections_per_tenant = 0;
    std::chrono::milliseconds wait{30'000}; ///< how long to wait for a free connection: 0 to a year
    std::chrono::milliseconds statement_timeout{
        0};                    ///< how long a statement may take; then `timeout`. 0: as long as it does
    bool create_tables = true; ///< create the tables and indexes that are missing
    /// The database belongs to somebody else: opening changes nothing of it, not even an SQLite file's
    /// journal mode, and every promise of a model that its table does not keep is a `schema_mismatch`, which
    /// says what would mend it. `create_tables` is off then.
    bool existing_schema_mode = false;
    /// PostgreSQL: how a connection keeps its statements prepared. The URL's `statements` names another way.
    dataflow::statements statements = dataflow::statements::automatic;
    /// How many statements a connection keeps prepared, at most: the one that is used least makes room. The
    /// URL's `kept_statements` is another number. 0: none.
    std::size_t kept_statements = 256;
};

/// A promise of a model that its table keeps in part: what `warnings()` of a database lists.
struct open_warning {
    std::string model{};
    std::string table{};
    std::string column{}; ///< empty where it is about more than one
    std::string message{};
};

} // namespace dataflow

namespace dataflow::database_ {

/// What opening does about tables.
enum class opening : std::uint8_t {
    creates,  ///< what is missing is made
    compares, ///< nothing is made
    respects, ///< nothing is changed, and every promise of a model must be kept
};
[[nodiscard]] inline opening opening_of(const open_options& how) noexcept {
    return how.existing_schema_mode ? opening::respects
           : how.create_tables      ? opening::creates
                                    : opening::compares;
}

/// The pools of one database: one for all, or readers and a writer.
struct pools {
    dataflow::dialect dialect = dataflow::dialect::sqlite;
    std::unique_ptr<pool> writers;
    std::unique_ptr<pool> readers;             ///< null: readers use the writers' pool
    std::unique_ptr<const sql::forms> forms{}; ///< of the columns that keep their values in another way

    [[nodiscard]] pool& of(access how) const noexcept {
        return how == access::read_only && readers ? *readers : *writers;
    }
    /// From the next loan on, columns are of these forms.
    void take(std::unique_ptr<const sql::forms> all) noexcept {
        forms = std::move(all);
        writers->uses(forms.get());
        if (readers) readers->uses(forms.get());
    }
    /// What triggers need of their connections, from the next loan on.
    void assist(const driver::trigger_help* with) const noexcept {
        writers->assists(with);
        if (readers) readers->assists(with);
    }
    /// How many connections of a pool one tenant has, at most; 0: all.
    void limit_tenants(std::size_t most) const {
        if (most == 0) return;
        writers->limit_tenants(most);
        if (readers) readers->limit_tenants(most);
    }
    /// Who is told of what runs on their connections, from the next loan on.
    void watched_by(driver::statement_watch* by) const noexcept {
        writers->watched_by(by);
        if (readers) readers->watched_by(by);
    }
};

/// The pools of a URL. Throws connection_error for an unknown scheme, a wrong setting, or a driver that
/// was left out of the program; invalid_value for a number that is out of its range.
[[nodiscard]] pools open_pools(const open_options& how);

class connector; // in database/detail/pool.hpp

/// The same with one connection for readers and writers, from the connector that `wrap` makes of the
/// driver's.
[[nodiscard]] pools
open_wrapped(const open_options& how,
             std::unique_ptr<connector> (*wrap)(std::unique_ptr<connector> real, void* state), void* state);

/// Which database a URL is of. Throws connection_error for an unknown scheme.
[[nodiscard]] dataflow::dialect dialect_of(std::string_view url);

/// A URL that was given: an empty one is an error, not the default. Throws connection_error.
[[nodiscard]] std::string required_url(std::string_view url);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/open.ipp>
#endif
