// Mistakes in migrations, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/sql/dialect.hpp>

namespace dataflow::rule {

template <class Snapshot, dialect Wanted>
struct the_snapshot_was_not_written_for_this_kind_of_database {};
/// Their fields are columns: what is read, and what is written.
template <class Function>
struct migrate_data_takes_a_function_of_one_struct_that_gives_a_struct {};
/// `df::migrate::set<&Person::age>("0")`
template <auto Field, class Value>
struct a_column_is_set_to_sql_that_is_a_text {};

} // namespace dataflow::rule
