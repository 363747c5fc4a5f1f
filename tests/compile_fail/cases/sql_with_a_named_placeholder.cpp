// expect: a_statement_has_a_placeholder_of_another_kind<40>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found() { return df::sql<"select name from customers where age > :age and id = 1", std::string>(5); }
#else
auto found() { return df::sql<"select name from customers where age > {} and id = 1", std::string>(5); }
#endif
