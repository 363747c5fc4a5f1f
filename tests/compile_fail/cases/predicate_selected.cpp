// expect: a_predicate_is_selected_without_case_when<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::select(field<&Order::status> == "new"); }
#else
auto wanted() { return df::select(df::case_when(field<&Order::status> == "new", true).otherwise(false)); }
#endif
