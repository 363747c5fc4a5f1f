// expect: a_selected_expression_has_no_name
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::select(field<&Order::status>, field<&Order::total> * 2); }
#else
auto wanted() { return df::select(field<&Order::status>, (field<&Order::total> * 2).as<"twice">()); }
#endif
double twice() { // what is done with the rows is no second mistake
    using namespace df::literals;
    double last = 0;
    for (const auto& row : db.run(wanted())) last = row["twice"_n];
    return last;
}
