// expect: a_node_of_one_model_is_given_something_else<
// expect: "upsert"}, std::vector<Customer
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted(const std::vector<Customer>& rows) { return df::upsert(rows).on_conflict(field<&Customer::id>); }
#else
auto wanted(const std::vector<Customer>& rows) {
    return df::bulk_upsert(rows).on_conflict(field<&Customer::id>);
}
#endif
