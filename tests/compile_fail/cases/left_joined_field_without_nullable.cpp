// expect: a_field_of_a_left_joined_model_needs_nullable<City
// expect: name
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return db.run(df::list<Customer>().left_join<&Customer::city_id>().where(field<&City::name> == "Rome"));
}
#else
auto wanted() {
    return db.run(df::list<Customer>().left_join<&Customer::city_id>().where(
        df::nullable(field<&City::name>) == "Rome"));
}
#endif
