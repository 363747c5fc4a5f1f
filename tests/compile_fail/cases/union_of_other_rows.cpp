// expect: the_selects_of_a_set_operation_give_different_rows<
// lines clang++: 13
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
auto found() { return df::intersect(df::list<Customer>(), df::list<Order>()); }
#else
auto found() {
    return df::intersect(df::list<Customer>(), df::list<Customer>().where(field<&Customer::name> == "a"));
}
#endif
auto rows() { return db.run(found()); }
