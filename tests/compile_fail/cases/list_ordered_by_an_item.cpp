// expect: nothing_is_selected_under_this_name<
// expect: twice
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().order_by(df::item<"twice">); }
#else
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age> * 2); }
#endif
