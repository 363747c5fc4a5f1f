// expect: the_input_of_a_workflow_is_not_a_struct<int>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;

struct Start {
    int age{};
};

#ifdef MISTAKE
auto made() { return df::workflow<int>(df::node<"n">(df::count<Customer>())); }
#else
auto made() { return df::workflow<Start>(df::node<"n">(df::count<Customer>())); }
#endif
