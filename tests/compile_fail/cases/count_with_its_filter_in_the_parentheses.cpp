// expect: a_list_a_count_and_an_exists_take_their_filter_in_where<Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::count<Order>(field<&Order::total> > 1); }
#else
auto wanted() { return df::count<Order>().where(field<&Order::total> > 1); }
#endif
