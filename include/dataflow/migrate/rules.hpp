// Mistakes in migrations, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/sql/dialect.hpp>

namespace dataflow::rule {

template <class Snapshot, dialect Wanted>
struct the_snapshot_was_not_written_for_this_kind_of_database {};

} // namespace dataflow::rule
