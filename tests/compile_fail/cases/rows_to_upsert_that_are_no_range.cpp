// expect: the_rows_are_not_a_range<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const Customer& c) { return df::bulk_upsert(c).on_conflict(field<&Customer::id>); }
#else
auto wanted(const std::vector<Customer>& c) { return df::bulk_upsert(c).on_conflict(field<&Customer::id>); }
#endif
