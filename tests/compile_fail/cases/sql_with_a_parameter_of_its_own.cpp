// expect: a_statement_numbers_its_own_parameters<27>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t where a = $1", int>(); }
#else
auto wanted() { return df::sql<"select 1 from t where a = {}", int>(1); }
#endif
