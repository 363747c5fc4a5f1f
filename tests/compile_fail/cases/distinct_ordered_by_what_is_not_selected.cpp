// expect: an_ordering_of_distinct_rows_is_not_selected<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::select(field<&Order::status>).distinct().order_by(field<&Order::total>)); }
#else
auto wanted() { return db.run(df::select(field<&Order::status>).distinct().order_by(field<&Order::status>)); }
#endif
