// expect: a_progress_function_does_not_take_df_bulk_progress<Order
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include <vector>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const std::vector<Order>& rows) {
    return df::bulk_create(rows).batch_size(10).on_progress([](int) {});
}
#else
auto wanted(const std::vector<Order>& rows) {
    return df::bulk_create(rows).batch_size(10).on_progress([](df::bulk_progress) {});
}
#endif
