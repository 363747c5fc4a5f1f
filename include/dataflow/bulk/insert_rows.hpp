// The engine of bulk create and bulk upsert: knows the model only by its table.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/bulk/insert_plan.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/context.hpp>

#include <vector>

namespace dataflow::node_ {

/// Inserts all rows. Rows of a model with a UUID key must come as copies: they get their keys here.
bulk_counts insert_rows(context& c, const insert_plan& plan, const row_source& rows,
                        std::vector<bulk_failure>& failures);

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/bulk/insert_rows.ipp>
#endif
