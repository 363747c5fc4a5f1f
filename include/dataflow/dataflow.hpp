// DataFlow for C++: models, nodes, filters, databases and workflows.
//
// With DATAFLOW_SQLITE=1 and DATAFLOW_POSTGRES=1 (the CMake targets dataflow::sqlite and
// dataflow::postgres define them) the drivers are built in.
#pragma once

#include <dataflow/database/database.hpp>
#include <dataflow/node/nodes.hpp>
#if __has_include(<dataflow/node/sql_of.hpp>)
#include <dataflow/node/sql_of.hpp>
#endif
#if __has_include(<dataflow/workflow/workflow.hpp>)
#include <dataflow/workflow/workflow.hpp>
#endif
