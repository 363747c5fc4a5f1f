// expect: a_node_does_not_name_its_model<
// expect: "bulk_update"}, Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::bulk_update(field<&Customer::name> == "Al", field<&Customer::name> = "Bo"); }
#else
auto wanted() {
    return df::bulk_update<Customer>(field<&Customer::name> == "Al", field<&Customer::name> = "Bo");
}
#endif
