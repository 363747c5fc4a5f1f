// expect: a_select_of_one_row_has_no_pages<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::aggregate<Order>().select(df::sum(field<&Order::total>).as<"total">()).with_cursor();
}
#else
auto wanted() {
    return df::aggregate<Order>()
        .group_by(field<&Order::status>)
        .select(df::sum(field<&Order::total>).as<"total">())
        .with_cursor();
}
#endif
