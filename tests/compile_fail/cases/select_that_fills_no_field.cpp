// expect: a_selected_value_fills_no_field<Line
// expect: discount
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::select<Line>(field<&Order::status>, field<&Order::total>, field<&Order::discount>);
}
#else
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::total>); }
#endif
