// expect: a_field_of_a_result_is_filled_twice<Line
// expect: total
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::select<Line>(
        field<&Order::status>, field<&Order::total>, (field<&Order::total> * 2).as<"total">());
}
#else
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::total>); }
#endif
