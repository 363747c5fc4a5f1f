// expect: a_node_does_not_name_its_model<
// expect: "update"}, Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted(const df::record<Customer>& c) { return df::update(c, field<&Customer::name> = "Al"); }
#else
auto wanted(const df::record<Customer>& c) {
    return df::update<Customer>(c.id, field<&Customer::name> = "Al");
}
#endif
