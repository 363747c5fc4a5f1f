// expect: a_statement_begins_or_ends_a_transaction<0>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"begin">(); }
#else
auto wanted() { return df::sql<"vacuum">(); }
#endif
