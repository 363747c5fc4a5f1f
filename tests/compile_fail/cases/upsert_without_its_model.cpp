// expect: a_node_does_not_name_its_model<
// expect: "upsert"}, Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::upsert(field<&Customer::name> = "Al").on_conflict(field<&Customer::id>); }
#else
auto wanted() {
    return df::upsert<Customer>(field<&Customer::name> = "Al").on_conflict(field<&Customer::id>);
}
#endif
