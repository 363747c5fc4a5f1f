// SQLite, as data. The functions called dataflow_... are the driver's own.
#pragma once

#include <dataflow/sql/dialect_data.hpp>

namespace dataflow::rooms::sql {

inline constexpr dialect_data sqlite_data{
    .name = "SQLite",
    .brackets_quote = true,
    .names_fold = true,
    .types = {.array = "TEXT", .others = &type_facts::sqlite},
    .casts = {.int64 = "INTEGER", .float64 = "REAL", .text = "TEXT"},
    .decimals_scaled = true,
    .rows = row_form::function,
    .updates_rows =
        row_update::each, // a statement over many rows would keep a copy of each page that it changes
    .erases_rows_together = false,
    .unlimited = " LIMIT -1",
    .conflict_needs_where = true,
    .count_update = "dataflow_tick(@1)",
    .returning = {.insert = true, .update = true, .erase = true},
    .keeps_what_is_sent = true,
    .same = {"", " IS ", ""},
    .differs = {"", " IS NOT ", ""},
    // SQLite's own LIKE may use an index, but takes three characters for one another. A range for a
    // beginning, so that an index on the column serves; an empty ending ends every text, which substr(x, -0)
    // would not tell.
    .match = {.like = "(@1 LIKE @2 ESCAPE '\\' AND (dataflow_plain_pattern(@2) OR dataflow_like(@1, @2)))",
              .like_once = "dataflow_like(@1, @2)",
              .ilike = "dataflow_ilike(@1, @2)",
              .starts_with = "(@1 >= @2 AND @1 < dataflow_prefix_end(@2))",
              .starts_with_once = "dataflow_starts_with(@1, @2)",
              .ends_with = "substr(@1, CASE length(@2) WHEN 0 THEN length(@1) + 1 ELSE -length(@2) END) = @2",
              .ends_with_once = "dataflow_ends_with(@1, @2)",
              .contains = "instr(@1, @2) > 0",
              .regex = "dataflow_matches(@1, @2)"},
    .arrays = {.has = "dataflow_has(@1, @2@3)",
               .append = "dataflow_array_append(@1, @2)",
               .remove = "dataflow_array_remove(@1, @2@3)",
               .size = "json_array_length(@1)"},
    .json = {.values = json_form::function,
             .part = "@1 -> @2",
             .kind = "json_type(@1, @2)",
             .exists = "coalesce(json_type(@1, @2) <> 'null', 0)",
             .size = "json_array_length(@1)",
             .set_member = "json_set(@1, @2, json(@3))",
             .set_element = "json_replace(@1, @2, json(@3))",
             .null = "'null'"},
    .arithmetic_calls = true,
    .gathers_texts = "dataflow_string_agg",
    .checked_whole = {"dataflow_whole(", "", ")"},
    .single = {"dataflow_single(", "", ")"},
    .rounded_whole = {"dataflow_whole_number(dataflow_round(", "", ", 0), 64)"},
    .functions = &function_text::sqlite,
    .search = search_form::fts5,
    .vectors = vector_form::functions,
    .literals = {.yes = "1", .no = "0", .infinity = "9e999", .minus_infinity = "-9e999"},
    .made_key = " PRIMARY KEY",
    .made_key_once = " AUTOINCREMENT",
    .made_key_is_primary = true,
    .columns_take_anything = true,
    .foreign_keys_inside = true,
    .catalog = catalog_form::sqlite_schema,
    .counts_triggers = true,
    .tells_last_key = true,
    .one_writer = true,
    .may_drop_rows = true, // ON CONFLICT IGNORE
    .meets_records_twice = true,
};

} // namespace dataflow::rooms::sql
