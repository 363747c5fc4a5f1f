// expect: an_ordering_of_a_set_operation_is_not_selected<
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::string email;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::string status;
    int total{};
};
extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto found() {
    return df::union_all(df::select(field<&Order::status>), df::select(field<&Customer::name>))
        .order_by(field<&Order::total>);
}
#else
auto found() {
    return df::union_all(df::select(field<&Order::status>), df::select(field<&Customer::name>))
        .order_by(field<&Order::status>);
}
#endif
auto rows() { return db.run(found()); }
