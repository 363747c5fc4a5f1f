// expect: a_model_is_not_an_aggregate<Order
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Base {
    int total{};
};

#ifdef MISTAKE
struct Order : Base {
    df::id<Order> id{};
};
#else
struct Order {
    df::id<Order> id{};
    int total{};
};
#endif

auto wanted() { return df::list<Order>(); }
