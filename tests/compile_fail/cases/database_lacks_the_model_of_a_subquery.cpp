// expect: a_model_is_not_in_the_list_of_the_database<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void wanted(df::database<Customer>& db) {
#else
void wanted(df::database<Customer, Order>& db) {
#endif
    db.run(df::count<Customer>().where(
        df::exists(df::list<Order>().where(field<&Order::customer_id> == field<&Customer::id>))));
}
