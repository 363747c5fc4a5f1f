// expect: rule::an_input_of_a_node_that_runs_alone_is_filled_by_nothing<Customer
// expect: "id"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};

#ifdef MISTAKE
void wanted(df::context& c) { (void)(df::erase<Customer>()).execute(c); }
#else
void wanted(df::context& c) { (void)(df::erase<Customer>(1)).execute(c); }
#endif
