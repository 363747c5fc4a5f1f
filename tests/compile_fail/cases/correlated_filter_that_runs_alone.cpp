// expect: a_field_of_another_model_is_used<Order, Customer>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::list<Order>().where(field<&Order::total> > field<&Customer::age>)); }
#else
auto wanted() {
    return db.run(
        df::list<Order>().join<&Order::customer_id>().where(field<&Order::total> > field<&Customer::age>));
}
#endif
