// expect: a_clause_is_given_twice<Order
// expect: "where"
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

auto wanted() {

#ifdef MISTAKE
    return db.run(df::count<Order>().where(field<&Order::total> > 5).where(field<&Order::total> < 9));
#else
    return db.run(df::count<Order>().where(field<&Order::total> > 5 && field<&Order::total> < 9));
#endif
}
