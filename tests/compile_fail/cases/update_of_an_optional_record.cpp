// expect: a_node_of_one_model_is_given_something_else<
// expect: "update"}, std::optional<dataflow::record<Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

auto wanted(const std::optional<df::record<Customer>>& found) {
#ifdef MISTAKE
    return df::update(found);
#else
    return df::update(*found);
#endif
}
