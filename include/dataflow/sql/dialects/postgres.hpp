// PostgreSQL, as data.
#pragma once

#include <dataflow/sql/dialect_data.hpp>

namespace dataflow::rooms::sql {

inline constexpr type_texts postgres_types{.others = &type_facts::postgres};

inline constexpr dialect_data postgres_data{
    .name = "PostgreSQL",
    .parameter = "$",
    .types = postgres_types,
    .casts = postgres_types,
    .typed_values = true,
    .byte_order = " COLLATE \"C\"",
    .fine_decimal = "NUMERIC(100, 60)",
    .rows = row_form::arrays,
    .created_flag = "(xmax = 0)",
    .next_key = "nextval(pg_get_serial_sequence(@1, @2))",
    .orders_inserts = true,
    .returning = {.insert = true, .update = true, .erase = true},
    .locks = {" FOR UPDATE", " FOR SHARE", " OF ", " SKIP LOCKED", " NOWAIT"},
    .same_uses_no_index = true,
    .match = {.like = "@1 LIKE @2 ESCAPE '\\'",
              .ilike = "@1 ILIKE @2 ESCAPE '\\'",
              .starts_with = "starts_with(@1, @2)",
              .ends_with = "right(@1, length(@2)) = @2",
              .contains = "strpos(@1, @2) > 0",
              .regex = "@1 ~ @2"},
    .arrays = {.native = true,
               .has = "coalesce(@2 = ANY(@1), FALSE)",
               .elements = "unnest(@1) AS e(v)",
               .append = "array_cat(@1, @2)",
               .remove = "array_remove(@1, (@2)[1])",
               .size = "cardinality(@1)"},
    .json = {.values = json_form::judged_path,
             .path = {"'{", ",", "}'"},
             .name = {"\"", "", "\""},
             .item = {"\"", "", "\""},
             .bound_path = {"ARRAY[", ", ", "]::TEXT[]"},
             .bound_key = {},
             .path_is_array = true,
             .part = "@1 #> @2",
             .kind = "jsonb_typeof(@1 #> @2)",
             .exists = "coalesce(jsonb_typeof(@1 #> @2) <> 'null', FALSE)",
             .size = "jsonb_array_length(@1)",
             .set_member = "jsonb_set(@1, @2, @3, TRUE)",
             .set_element = "jsonb_set(@1, @2, @3, FALSE)",
             .null = "'null'::JSONB"},
    .keeps_width = true,
    .sums_widen = true,
    .rounded_whole = "CAST(CAST(round(CAST(CAST(@1 AS TEXT) AS NUMERIC)) AS DOUBLE PRECISION) AS BIGINT)",
    .functions = &function_text::postgres,
    .search = search_form::tsvector,
    .vectors = vector_form::arrays,
    .catalog = catalog_form::pg_catalog,
    .names_foreign_keys = true,
    .knows_trigger_events = true,
    .makes_keys_by_sequence = true,
    .copies = true,
};

} // namespace dataflow::rooms::sql
