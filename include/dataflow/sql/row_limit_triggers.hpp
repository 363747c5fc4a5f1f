// The triggers that count the rows of each tenant, and refuse those above its limit. docs/tenants.md.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/policy.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

/// Beside the tables, in their schema or file: how many rows of each table a tenant has, and where its limit
/// is another one than that of the model.
inline constexpr std::string_view tenant_rows_table = "dataflow_tenant_rows";

/// The triggers of a table with `rows_per_tenant`, none of another. `space`: the schema in which the table
/// is, or the name of its file; empty: SQLite's own.
[[nodiscard]] std::vector<mark_trigger> row_limit_triggers(dialect d, const schema::table& t,
                                                           std::string_view space);
/// The text that makes the table of the counts.
[[nodiscard]] std::string make_tenant_rows(dialect d, std::string_view space);
/// The texts that count all rows anew, while nobody else writes to the table.
[[nodiscard]] std::vector<std::string> count_tenant_rows(dialect d, const schema::table& t,
                                                         std::string_view space);
/// The texts by which the counts, and the limits of single tenants, go along when a table gets another name.
[[nodiscard]] std::vector<std::string> move_tenant_rows(dialect d, std::string_view from, std::string_view to,
                                                        std::string_view space);
/// The text that takes a trigger away.
[[nodiscard]] std::string drop_row_limit_trigger(dialect d, const schema::table& t, std::string_view space,
                                                 std::string_view name);

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/row_limit_triggers.ipp>
#endif
