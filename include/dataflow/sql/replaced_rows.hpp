// SQLite: which rows a REPLACE takes away. No trigger of a DELETE is called for them, unless the connection
// has recursive triggers; so those before an INSERT and an UPDATE look.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

/// The table whose first row tells a trigger whether the statement that called it replaces rows, and whose
/// second row whether other triggers are called for them. Row 0: a record with the key -1 was there.
inline constexpr std::string_view replaces_table = "dataflow_replaces";
/// The texts that make it in the file of a table, where it is not there.
[[nodiscard]] std::vector<std::string> make_replaces_table(dialect d, const schema::table& t);

/// By how many keys and unique constraints a row can be replaced.
[[nodiscard]] std::size_t count_unique_ways(const schema::table& t);
/// In a trigger: that the row `r` would be replaced by `new` for the sake of one of them. Before an INSERT
/// (`inserts`) a key that SQLite makes is -1, and so is one that is given as -1: neither counts there.
void write_replaced_by(writer& w, const schema::table& t, std::size_t way, bool inserts);
/// In the triggers of an INSERT: that `new` has this key.
void write_has_unknown_key(writer& w, const schema::table& t);
/// `SELECT 1 FROM <table> AS r WHERE <it would be replaced>`; `has_old`: by an UPDATE of the row `old`.
void write_replaced(writer& w, const schema::table& t, bool has_old);
/// ` AND NOT <r is old>`
void write_other_than_old(writer& w, const schema::table& t);

/// ` OF <columns>`, after `BEFORE UPDATE`: those by which an UPDATE can replace another row, so that others
/// have no such trigger, which would have SQLite note their rows first. Nothing where columns that cannot be
/// listed take part: computed ones, and the conditions of partial indexes.
void write_replacing_columns(writer& w, const schema::table& t);

/// A trigger's first statement: notes whether the statement that called it says REPLACE.
void write_whether_it_replaces(writer& w);

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/replaced_rows.ipp>
#endif
