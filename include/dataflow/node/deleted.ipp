// The code of node/deleted.hpp.
#pragma once

#include <dataflow/node/deleted.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/values.hpp>

namespace dataflow::node_ {

DATAFLOW_RUNTIME void restore_by_key(context& c, const sql::statement& s,
                                     std::span<const field_access> key_fields, const void* key,
                                     std::span<const field_access> fields, void* record) {
    one_row row{record};
    auto target = row.target(fields);
    target.single = true;
    c.run(s, 0, {.key = key, .key_fields = key_fields, .now = time_of_write(*s.table)}, &target);
    if (row.rows == 0) fail(error_kind::not_found, s, "no deleted record has this key", key_names(*s.table));
}

DATAFLOW_RUNTIME bool purge_by_key(context& c, const sql::statement& s,
                                   std::span<const field_access> key_fields, const void* key) {
    return run_delete(c, s, 0, {.key = key, .key_fields = key_fields}) != 0;
}

} // namespace dataflow::node_
