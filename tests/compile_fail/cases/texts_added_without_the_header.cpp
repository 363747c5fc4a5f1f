// expect: adding_to_a_time_or_a_text_needs_the_header_dataflow_functions_hpp<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/functions.hpp>
#endif

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

auto wanted() { return field<&Customer::name> + "!"; }
