// expect: a_model_is_not_in_the_list_of_the_database<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void wanted(df::database<Customer>& db) { db.run(df::read<Order>(1)); }
#else
void wanted(df::database<Customer, Order>& db) { db.run(df::read<Order>(1)); }
#endif
