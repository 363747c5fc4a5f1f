// expect: a_page_is_ordered_by_a_window<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::select(field<&Order::status>)
        .order_by(df::row_number().over(df::order_by(field<&Order::total>)))
        .limit(5)
        .with_cursor();
}
#else
auto wanted() {
    return df::select(field<&Order::status>).order_by(field<&Order::total>).limit(5).with_cursor();
}
#endif
