// expect: an_expression_is_printed<Order
#include <dataflow/dataflow.hpp>

#include <iostream>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void printed() { std::cout << "where " << (field<&Order::total> > 5.0) << std::endl; }
#else
void printed() {
    std::cout << "where "
              << df::sql_of<df::dialect::sqlite>(df::list<Order>().where(field<&Order::total> > 5.0))
              << std::endl;
}
#endif
