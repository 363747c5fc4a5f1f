// expect: a_field_of_another_model_is_used<Customer, Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};
struct Order {
    df::id<Order> id{};
    std::string status;
};

#ifdef MISTAKE
auto wanted() { return df::bulk_delete<Customer>(df::concat(field<&Customer::name>, field<&Order::status>) == "x"); }
#else
auto wanted() { return df::bulk_delete<Customer>(df::concat(field<&Customer::name>, field<&Customer::note>) == "x"); }
#endif
