// expect: a_row_is_neither_a_struct_nor_a_value<
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t", std::vector<Customer>>(); }
#else
auto wanted() { return df::sql<"select 1 from t", int>(); }
#endif
