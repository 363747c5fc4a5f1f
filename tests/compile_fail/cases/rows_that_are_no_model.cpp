// expect: a_model_is_not_an_aggregate<int>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_create(std::vector<int>{}); }
#else
auto wanted() { return df::bulk_create(std::vector<Customer>{}); }
#endif
