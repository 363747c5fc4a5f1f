// expect: a_query_needs_the_type_of_its_rows<1>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t where a = {}">(1); }
#else
auto wanted() { return df::sql<"delete from t where a = {}">(1); }
#endif
