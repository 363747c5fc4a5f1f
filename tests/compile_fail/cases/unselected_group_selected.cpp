// expect: a_select_takes_expressions_only<
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    int total{};
    std::string status;
};

#ifdef MISTAKE
auto wanted() { return df::aggregate<Order>().group_by(field<&Order::status>).select(df::unselected(df::count())); }
#else
auto wanted() { return df::aggregate<Order>().group_by(df::unselected(field<&Order::status>)).select(df::count().as<"n">()); }
#endif
