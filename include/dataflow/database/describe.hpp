// What a database holds, for people and for programs: df::describe(db).
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/database/read_whole.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/statement.hpp>

#include <utility>

namespace dataflow::database_ {

/// Reads the description of a live database.
struct describe_node {
    using model = void;
    using models = query::types<>;
    using output = catalog::live_description;
    static constexpr bool writes = false;
    static constexpr sql::statement statement{.node = "describe"};

    catalog::read_options how{};

    [[nodiscard]] output execute(context& c) const { return read_whole(c, how, "describe"); }
};

} // namespace dataflow::database_

namespace dataflow {

/// The tables of a database, or of the one that a transaction is open on, as they are now, with all that
/// belongs to them: columns, keys, indexes, checks, triggers. On PostgreSQL of the schemas of the search
/// path, on SQLite of all attached databases. Throws what running a node throws. `df::catalog::to_string`
/// lists it.
template <class Database>
[[nodiscard]] catalog::live_description describe(Database& db) {
    return db.run(database_::describe_node{});
}

/// The same with more: the details, other schemas.
template <class Database>
[[nodiscard]] catalog::live_description describe(Database& db, catalog::read_options how) {
    return db.run(database_::describe_node{std::move(how)});
}

} // namespace dataflow
