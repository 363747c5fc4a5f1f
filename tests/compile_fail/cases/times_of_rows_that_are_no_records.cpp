// expect: rows_that_are_not_records_have_no_times<Customer
#include <dataflow/dataflow.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted(const std::vector<Customer>& rows) { return df::bulk_create(rows).with_times(); }
#else
auto wanted(const std::vector<df::record<Customer>>& rows) { return df::bulk_create(rows).with_times(); }
#endif
