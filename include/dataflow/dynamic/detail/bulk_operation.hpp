// The bulk nodes on a table that was found at run time.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/dynamic/detail/found_table.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/statement.hpp>

namespace dataflow::dynamic_ {

struct node_table; // in operation.hpp
class kept_shapes; // in kept_shapes.hpp

// `s`: the node's statement. `kept`: which statements are kept prepared; null: none. Each gives the counts of
// df::bulk_result as an object.

/// `{"rows": [...], "on_conflict": "error" | "skip" | "update", "target": [...], "batch_size": n}`; all rows
/// have the same members, or a member that is missing is NULL. An upsert updates, by its target or the key.
[[nodiscard]] json_value insert_many(context& c, sql::statement s, node_table& on, kept_shapes* kept,
                                     const json_value& input, bool upsert);
/// `{"rows": [...]}`, each with its key; or `{"filter": {...}, "fields": {...}}`. The filter `{}` is refused:
/// `"filter": "everything"` says that all records are meant.
[[nodiscard]] json_value update_many(context& c, sql::statement s, const found_table& of, kept_shapes* kept,
                                     const json_value& input);
/// `{"keys": [...]}`, or `{"filter": {...}}`, as of an update.
[[nodiscard]] json_value erase_many(context& c, sql::statement s, const found_table& of, kept_shapes* kept,
                                    const json_value& input);

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/bulk_operation.ipp>
#endif
