// expect: a_clause_is_given_twice<Order
// expect: "where"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    double total{};
};
extern df::database<Order> db;

auto wanted() {
#ifdef MISTAKE
    return db.run(df::count<Order>().where(field<&Order::total> > 5).where(field<&Order::total> < 9));
#else
    return db.run(df::count<Order>().where(field<&Order::total> > 5 && field<&Order::total> < 9));
#endif
}
