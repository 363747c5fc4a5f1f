// DataFlow for C++: models, nodes, filters, databases and workflows.
//
// With DATAFLOW_SQLITE=1 and DATAFLOW_POSTGRES=1 (the CMake targets dataflow::sqlite and
// dataflow::postgres define them) the drivers are built in.
#pragma once

#include <dataflow/core/enter.hpp> // first

// The rooms in their order, and one by one the headers that a compile error can stand in: so a message
// begins with one line of "included from", not with the whole chain.
// clang-format off
#include <dataflow/version.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/comparison.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/misuse.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/conditional.hpp>
#include <dataflow/node/named_rows.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/bulk/bulk_given.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/list_node.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/upsert.hpp>
#include <dataflow/bulk/bulk_erase.hpp>
#include <dataflow/bulk/bulk_insert.hpp>
#include <dataflow/bulk/bulk_update.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/select/select_node.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/select/aggregate.hpp>
#include <dataflow/select/subquery.hpp>
#include <dataflow/select/count_rows.hpp>
#include <dataflow/node/first_per.hpp>
#include <dataflow/select/select_page.hpp>
#include <dataflow/node/with_children.hpp>
#include <dataflow/node/sql_of.hpp>
#include <dataflow/database/nodes.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/headers.hpp>
#include <dataflow/database/headers_of_functions.hpp>
// clang-format on
#if __has_include(<dataflow/workflow/workflow.hpp>)
#include <dataflow/workflow/workflow.hpp>
#endif

#include <dataflow/core/leave.hpp> // last
