// expect: a_select_of_several_models_needs_a_from<
// expect: Customer
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::select(field<&Order::total> * field<&Customer::age>)); }
#else
auto wanted() {
    return db.run(
        df::select(field<&Order::total> * field<&Customer::age>).from<Order>().join<&Order::customer_id>());
}
#endif
