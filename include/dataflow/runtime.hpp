// The code that knows no model, for the one file of a program that compiles it. All files of that program
// define DATAFLOW_RUNTIME_APART (see core/config.hpp), and one holds only:
//
//     #include <dataflow/runtime.hpp>
#pragma once

#include <dataflow/core/array_text.ipp>
#include <dataflow/core/error.ipp>
#include <dataflow/core/json_text.ipp>
#include <dataflow/database/open.ipp>
#include <dataflow/database/pool.ipp>
#include <dataflow/database/tables.ipp>
#include <dataflow/json/object.ipp>
#include <dataflow/json/value.ipp>
#include <dataflow/node/cursor.ipp>
#include <dataflow/query/regex.ipp>
#include <dataflow/sql/statement.ipp>
