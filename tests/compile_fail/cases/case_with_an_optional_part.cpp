// expect: a_condition_in_an_expression_is_not_a_plain_predicate
// expect: optional_part
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(bool b) { return df::case_when(df::if_set(b, field<&Customer::age> < 18), 1); }
#else
auto wanted() { return df::case_when(field<&Customer::age> < 18, 1); }
#endif
