// expect: a_value_that_can_be_null_fills_a_field_that_cannot<Line
// expect: total
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::discount>.as<"total">()); }
#else
auto wanted() {
    return df::select<Line>(field<&Order::status>, df::coalesce(field<&Order::discount>, 0.0).as<"total">());
}
#endif
double total() { // what is done with the rows is no second mistake
    double sum = 0;
    for (const auto& line : db.run(wanted())) sum += line.total;
    for (const auto& line : db.stream(wanted())) sum += line.total;
    return sum;
}
