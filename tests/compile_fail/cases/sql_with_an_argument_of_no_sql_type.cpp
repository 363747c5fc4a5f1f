// expect: an_argument_of_a_statement_has_no_sql_type<2, Customer>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t where a = {} and b = {}", int>(1, Customer{}); }
#else
auto wanted() { return df::sql<"select 1 from t where a = {} and b = {}", int>(1, Customer{}.name); }
#endif
