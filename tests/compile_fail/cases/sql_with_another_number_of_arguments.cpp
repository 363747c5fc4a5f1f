// expect: a_statement_has_more_or_fewer_placeholders_than_arguments<2, 1>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t where a = {} and b = {}", int>(1); }
#else
auto wanted() { return df::sql<"select 1 from t where a = {} and b = {}", int>(1, 2); }
#endif
