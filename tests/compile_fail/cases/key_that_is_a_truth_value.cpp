// expect: a_whole_number_is_expected<Customer
// expect: bool
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::erase<Customer>(true); }
#else
auto wanted() { return df::erase<Customer>(std::uint64_t{1}); }
#endif
