// expect: a_subquery_does_not_give_one_value<Line>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return field<&Order::total>.in(df::select<Line>(field<&Order::status>, field<&Order::total>));
}
#else
auto wanted() { return field<&Order::total>.in(df::select(field<&Order::total>)); }
#endif
