// All nodes.
#pragma once

#include <dataflow/bulk/bulk_erase.hpp>
#include <dataflow/bulk/bulk_insert.hpp>
#include <dataflow/bulk/bulk_update.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/sql_of.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/upsert.hpp>
#include <dataflow/node/with_children.hpp>
#include <dataflow/select/aggregate.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/select/set_operation.hpp>
#include <dataflow/select/subquery.hpp>
#include <dataflow/select/with.hpp>
