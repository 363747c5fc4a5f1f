// The triggers that keep the past versions of a table's records, whoever changes them, and what brings a
// table of past versions up to what the table holds.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/policy.hpp>

#include <string>
#include <vector>

namespace dataflow::rooms::sql {

/// The triggers of a table with history, none of another.
[[nodiscard]] std::vector<mark_trigger> history_triggers(dialect d, const schema::table& t);

/// Where triggers were missing: statements that end the versions of records that are gone or another, and
/// begin those of records that have none. On PostgreSQL the first one keeps others from writing meanwhile,
/// and where triggers are to be taken away from reading, too: who has one lock, and then wants the other, and
/// who has read and then writes, would wait for each other.
[[nodiscard]] std::vector<std::string> catch_up_history(dialect d, const schema::table& t, bool takes_away);

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/history_triggers.ipp>
#endif
