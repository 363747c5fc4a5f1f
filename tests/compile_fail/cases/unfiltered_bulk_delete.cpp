// expect: a_bulk_delete_without_a_predicate_needs_everything<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_delete<Customer>(); }
#else
auto wanted() { return df::bulk_delete<Customer>(df::everything); }
#endif
