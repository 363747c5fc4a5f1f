// What foreign keys say, kept for records that are only marked as deleted: by triggers, so that it holds for
// whoever marks one.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/policy.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

/// The triggers of a table: no record refers to one that is marked, and what becomes of those that do when
/// one is marked.
[[nodiscard]] std::vector<mark_trigger> mark_triggers(dialect d, const schema::table& t,
                                                      std::span<const schema::table* const> all);

/// The text that takes one away.
[[nodiscard]] std::string drop_mark_trigger(dialect d, const schema::table& t, std::string_view name);

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/mark_triggers.ipp>
#endif
