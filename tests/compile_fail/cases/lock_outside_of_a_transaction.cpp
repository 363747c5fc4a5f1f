// expect: rows_are_locked_outside_of_a_transaction<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::optional<df::id<Customer>> seller_id{};
    double total{};
};
extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::read<Order>(1).for_update()); }
#else
auto wanted() {
    return db.transaction([](auto& tx) { return tx.run(df::read<Order>(1).for_update()); });
}
#endif
