// The triggers that refuse the writes which a model is without, whoever tries them.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/policy.hpp>

#include <string>
#include <vector>

namespace dataflow::rooms::sql {

/// The triggers of a table with `append_only`, `without` or `immutable`, none of another.
[[nodiscard]] std::vector<mark_trigger> protection_triggers(dialect d, const schema::table& t);

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/protection_triggers.ipp>
#endif
