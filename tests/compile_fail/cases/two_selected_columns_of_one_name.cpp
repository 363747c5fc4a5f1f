// expect: two_selected_values_have_the_same_name<dataflow::types<Customer, Order>
// expect: "status"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string status;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::string status;
};
extern df::database<Customer, Order> db;

auto wanted() {
#ifdef MISTAKE
    return db.run(df::select(field<&Customer::status>, field<&Order::status>)
                      .from<Order>()
                      .join<&Order::customer_id>());
#else
    return db.run(df::select(field<&Customer::status>.as<"customer">(), field<&Order::status>)
                      .from<Order>()
                      .join<&Order::customer_id>());
#endif
}
