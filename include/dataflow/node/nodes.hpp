// All nodes.
#pragma once

#include <dataflow/node/bulk_delete.hpp>
#include <dataflow/node/bulk_insert.hpp>
#include <dataflow/node/bulk_update.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/select.hpp>
#include <dataflow/node/aggregate.hpp>
#include <dataflow/node/subquery.hpp>
#include <dataflow/node/set_operation.hpp>
#include <dataflow/node/with.hpp>
#include <dataflow/node/with_many.hpp>
#include <dataflow/node/sql_of.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/upsert.hpp>
