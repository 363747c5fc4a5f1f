// expect: a_bulk_erase_without_a_predicate_needs_everything<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_erase<Customer>(); }
#else
auto wanted() { return df::bulk_erase<Customer>(df::everything); }
#endif
