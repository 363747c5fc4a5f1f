// The code that knows no model, for the one file of a program that compiles it. All files of that program
// define DATAFLOW_RUNTIME_APART (see core/config.hpp), and one holds only:
//
//     #include <dataflow/runtime.hpp>
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/catalog/assemble.ipp>
#include <dataflow/catalog/assemble_sqlite.ipp>
#include <dataflow/catalog/compare.ipp>
#include <dataflow/catalog/difference_text.ipp>
#include <dataflow/catalog/expression.ipp>
#include <dataflow/catalog/found_row.ipp>
#include <dataflow/catalog/keeps.ipp>
#include <dataflow/catalog/literal.ipp>
#include <dataflow/catalog/models.ipp>
#include <dataflow/catalog/print.ipp>
#include <dataflow/catalog/read.ipp>
#include <dataflow/catalog/sqlite_text.ipp>
#include <dataflow/catalog/tokens.ipp>
#include <dataflow/catalog/understand.ipp>
#include <dataflow/core/array_text.ipp>
#include <dataflow/core/error.ipp>
#include <dataflow/core/json_text.ipp>
#include <dataflow/core/kept_text.ipp>
#include <dataflow/core/regex_machine.ipp>
#include <dataflow/core/types/registry.ipp>
#include <dataflow/database/database.ipp>
#include <dataflow/database/enum_checks.ipp>
#include <dataflow/database/execution.ipp>
#include <dataflow/database/full_text.ipp>
#include <dataflow/database/marks.ipp>
#include <dataflow/database/misfits.ipp>
#include <dataflow/database/open.ipp>
#include <dataflow/database/opening_plan.ipp>
#include <dataflow/database/pool.ipp>
#include <dataflow/database/row_shapes.ipp>
#include <dataflow/database/shared_write.ipp>
#include <dataflow/database/stream.ipp>
#include <dataflow/database/tables.ipp>
#include <dataflow/driver/limit.ipp>
#include <dataflow/driver/named.ipp>
#include <dataflow/driver/unfolded.ipp>
#include <dataflow/json/object.ipp>
#include <dataflow/json/value.ipp>
#include <dataflow/node/create.ipp>
#include <dataflow/node/cursor.ipp>
#include <dataflow/node/deleted.ipp>
#include <dataflow/node/diagnose.ipp>
#include <dataflow/node/erase.ipp>
#include <dataflow/node/executor.ipp>
#include <dataflow/node/fault.ipp>
#include <dataflow/node/insert_rows.ipp>
#include <dataflow/node/keyed_rows.ipp>
#include <dataflow/node/list.ipp>
#include <dataflow/node/lock.ipp>
#include <dataflow/node/read.ipp>
#include <dataflow/node/select.ipp>
#include <dataflow/node/select_page.ipp>
#include <dataflow/node/stored.ipp>
#include <dataflow/node/update.ipp>
#include <dataflow/node/upsert.ipp>
#include <dataflow/node/with_many.ipp>
#include <dataflow/outside/filter.ipp>
#include <dataflow/outside/reader.ipp>
#include <dataflow/outside/reader_list.ipp>
#include <dataflow/outside/reader_places.ipp>
#include <dataflow/outside/reader_values.ipp>
#include <dataflow/query/regex.ipp>
#include <dataflow/search/nearest.ipp>
#include <dataflow/sql/fragment.ipp>
#include <dataflow/sql/full_text.ipp>
#include <dataflow/sql/mark_triggers.ipp>
#include <dataflow/sql/statement.ipp>
#include <dataflow/sql/words.ipp>
#include <dataflow/workflow/engine.ipp>

#include <dataflow/core/leave.hpp> // last
