// expect: nothing_is_selected_under_this_name<
// expect: twice
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::select(field<&Order::total>).order_by(df::item<"twice">)); }
#else
auto wanted() { return db.run(df::select(field<&Order::total>).order_by(df::item<"total">)); }
#endif
