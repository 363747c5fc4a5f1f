// expect: an_upsert_needs_a_conflict_target<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void wanted(df::context& c) { (void)(df::bulk_upsert(std::vector<Customer>{})).execute(c); }
#else
void wanted(df::context& c) {
    (void)(df::bulk_upsert(std::vector<Customer>{}).on_conflict(field<&Customer::id>)).execute(c);
}
#endif
