// The engines of bulk update and bulk delete: know the model only by its table.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dataflow::node_ {

/// Updates, and deletes, the records that fit a predicate; gives how many. Throws where a limit is negative.
std::int64_t run_bulk_update(context& c, const sql::statement& s, std::uint64_t variant,
                             std::span<const value> given, const std::optional<std::int64_t>& most);
std::int64_t run_bulk_erase(context& c, const sql::statement& s, std::uint64_t variant,
                            std::span<const value> given, const std::optional<std::int64_t>& most);

/// Updates records by rows: those of the statement's columns, found by the key. `fields`: the model's.
/// `records`: the rows have the managed columns, too.
bulk_counts update_rows(context& c, const sql::statement& s, std::span<const field_access> fields,
                        const bulk_options& how, const row_source& rows, bool records,
                        std::vector<bulk_failure>& failures);

/// Deletes the records of keys. `fields`: where the key's parts lie in one.
bulk_counts delete_rows(context& c, const sql::statement& s, std::span<const field_access> fields,
                        const bulk_options& how, const row_source& keys);

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/bulk/keyed_rows.ipp>
#endif
