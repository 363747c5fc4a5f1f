// expect: fields_of_two_models_meet_in_one_expression<Customer, Order>
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
auto wanted() { return df::concat(field<&Customer::name>, field<&Order::status>); }
#else
auto wanted() { return df::concat(field<&Customer::name>, field<&Customer::note>); }
#endif
