// expect: the_text_of_a_statement_is_known_only_when_it_runs<
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found(const std::string& text) { return df::sql(text, 5); }
#else
auto found() { return df::sql<"select name from customers where age > {}", std::string>(5); }
#endif
