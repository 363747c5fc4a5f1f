// expect: a_node_does_not_name_its_model<
// expect: "bulk_erase"}, Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::bulk_erase(field<&Customer::name> == "Al"); }
#else
auto wanted() { return df::bulk_erase<Customer>(field<&Customer::name> == "Al"); }
#endif
