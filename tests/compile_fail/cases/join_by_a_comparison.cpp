// expect: a_join_is_not_by_the_member_that_is_its_foreign_key<Order
// expect: Order::customer_id
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(df::database<Customer, Order>& db) {
    return db.run(df::list<Order>().join(field<&Order::customer_id> == field<&Customer::id>)).size();
}
#else
auto wanted(df::database<Customer, Order>& db) {
    return db.run(df::list<Order>().join<Customer>(field<&Order::customer_id> == field<&Customer::id>))
        .size();
}
#endif
