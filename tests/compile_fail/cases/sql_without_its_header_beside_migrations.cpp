// expect: a_header_is_not_included
// expect: "dataflow/sql.hpp"
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#ifndef MISTAKE
#include <dataflow/sql.hpp>
#endif

namespace df = dataflow;

auto one(df::database<>& db) { return db.run(df::sql<"SELECT 1", int>()); }
