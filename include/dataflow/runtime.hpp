// The code that knows no model, for the one file of a program that compiles it. All files of that program
// define DATAFLOW_SEPARATE_COMPILATION (see core/config.hpp), and one holds only:
//
//     #include <dataflow/runtime.hpp>
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/bulk/insert_rows.ipp>
#include <dataflow/bulk/keyed_rows.ipp>
#include <dataflow/catalog/compare.ipp>
#include <dataflow/catalog/detail/assemble.ipp>
#include <dataflow/catalog/detail/definition_text.ipp>
#include <dataflow/catalog/detail/details.ipp>
#include <dataflow/catalog/detail/expression.ipp>
#include <dataflow/catalog/detail/found_row.ipp>
#include <dataflow/catalog/detail/literal.ipp>
#include <dataflow/catalog/detail/source.ipp>
#include <dataflow/catalog/detail/sqlite_text.ipp>
#include <dataflow/catalog/detail/understand.ipp>
#include <dataflow/catalog/difference_text.ipp>
#include <dataflow/catalog/field_choice.ipp>
#include <dataflow/catalog/field_type.ipp>
#include <dataflow/catalog/fit.ipp>
#include <dataflow/catalog/keeps.ipp>
#include <dataflow/catalog/models.ipp>
#include <dataflow/catalog/print.ipp>
#include <dataflow/catalog/read.ipp>
#include <dataflow/catalog/table_definition.ipp>
#include <dataflow/catalog/tokens.ipp>
#include <dataflow/core/array_text.ipp>
#include <dataflow/core/error.ipp>
#include <dataflow/core/json_text.ipp>
#include <dataflow/core/kept_text.ipp>
#include <dataflow/core/regex_machine.ipp>
#include <dataflow/core/types/registry.ipp>
#include <dataflow/database/core.ipp>
#include <dataflow/database/detail/column_forms.ipp>
#include <dataflow/database/detail/enum_checks.ipp>
#include <dataflow/database/detail/full_text.ipp>
#include <dataflow/database/detail/marks.ipp>
#include <dataflow/database/detail/mends.ipp>
#include <dataflow/database/detail/misfits.ipp>
#include <dataflow/database/detail/opening_plan.ipp>
#include <dataflow/database/detail/opening_view.ipp>
#include <dataflow/database/detail/pool.ipp>
#include <dataflow/database/detail/pool_sharing.ipp>
#include <dataflow/database/detail/promises.ipp>
#include <dataflow/database/detail/row_shapes.ipp>
#include <dataflow/database/detail/shared_write.ipp>
#include <dataflow/database/detail/tables.ipp>
#include <dataflow/database/execution.ipp>
#include <dataflow/database/open.ipp>
#include <dataflow/database/stream.ipp>
#include <dataflow/driver/limit.ipp>
#include <dataflow/driver/named.ipp>
#include <dataflow/driver/unfolded.ipp>
#include <dataflow/dynamic/database.ipp>
#include <dataflow/dynamic/detail/bulk_operation.ipp>
#include <dataflow/dynamic/detail/column_kind.ipp>
#include <dataflow/dynamic/detail/filter.ipp>
#include <dataflow/dynamic/detail/found_table.ipp>
#include <dataflow/dynamic/detail/json_record.ipp>
#include <dataflow/dynamic/detail/operation.ipp>
#include <dataflow/dynamic/detail/reader.ipp>
#include <dataflow/dynamic/detail/reader_list.ipp>
#include <dataflow/dynamic/detail/reader_places.ipp>
#include <dataflow/dynamic/detail/reader_values.ipp>
#include <dataflow/json/object.ipp>
#include <dataflow/json/value.ipp>
#include <dataflow/migrate/change.ipp>
#include <dataflow/node/create.ipp>
#include <dataflow/node/cursor.ipp>
#include <dataflow/node/deleted.ipp>
#include <dataflow/node/diagnose.ipp>
#include <dataflow/node/erase.ipp>
#include <dataflow/node/executor.ipp>
#include <dataflow/node/fault.ipp>
#include <dataflow/node/list.ipp>
#include <dataflow/node/read.ipp>
#include <dataflow/node/stored.ipp>
#include <dataflow/node/update.ipp>
#include <dataflow/node/upsert.ipp>
#include <dataflow/node/with_children.ipp>
#include <dataflow/query/regex.ipp>
#include <dataflow/search/nearest.ipp>
#include <dataflow/select/lock.ipp>
#include <dataflow/select/select.ipp>
#include <dataflow/select/select_page.ipp>
#include <dataflow/sql/fragment.ipp>
#include <dataflow/sql/full_text.ipp>
#include <dataflow/sql/mark_triggers.ipp>
#include <dataflow/sql/statement.ipp>
#include <dataflow/sql/words.ipp>
#include <dataflow/workflow/detail/engine.ipp>

#include <dataflow/core/leave.hpp> // last
