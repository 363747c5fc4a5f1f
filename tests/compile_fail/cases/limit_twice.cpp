// expect: a_clause_is_given_twice<Order
// expect: "limit"
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

auto wanted() {

#ifdef MISTAKE
    return db.run(
        df::list<Order>().limit(3).where(field<&Order::total> > 5).order_by(field<&Order::total>).limit(4));
#else
    return db.run(
        df::list<Order>().limit(3).where(field<&Order::total> > 5).order_by(field<&Order::total>).offset(4));
#endif
}
