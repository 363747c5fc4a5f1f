// The code of node/read.hpp.
#pragma once

#include <dataflow/node/fault.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/values.hpp>

namespace dataflow::node_ {

DATAFLOW_RUNTIME bool find_by_key(context& c, const sql::statement& s,
                                  std::span<const field_access> key_fields, const void* key,
                                  std::span<const field_access> fields, void* record) {
    one_row row{record};
    auto target = row.target(fields);
    target.single = true;
    c.run(s, 0, {.key = key, .key_fields = key_fields}, &target);
    return row.rows != 0;
}

DATAFLOW_RUNTIME void read_by_key(context& c, const sql::statement& s,
                                  std::span<const field_access> key_fields, const void* key,
                                  std::span<const field_access> fields, void* record) {
    if (!find_by_key(c, s, key_fields, key, fields, record))
        fail(error_kind::not_found, s, "no record has this key", key_names(*s.table));
}

} // namespace dataflow::node_
