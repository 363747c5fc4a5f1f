// expect: agee
// expect: Customer
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::agee> > 30; }
#else
auto wanted() { return field<&Customer::age> > 30; }
#endif
