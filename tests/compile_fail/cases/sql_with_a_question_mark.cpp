// expect: a_statement_has_a_placeholder_of_another_kind<
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found() { return df::sql<"select name from customers where age > ?", std::string>(5); }
#else
auto found() { return df::sql<"select name from customers where age > {}", std::string>(5); }
#endif
