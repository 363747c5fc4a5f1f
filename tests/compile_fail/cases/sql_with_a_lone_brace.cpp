// expect: a_statement_has_a_brace_that_is_not_a_placeholder<27>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t where a = {0}", int>(1); }
#else
auto wanted() { return df::sql<"select 1 from t where a = {}", int>(1); }
#endif
