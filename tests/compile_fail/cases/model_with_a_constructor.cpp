// expect: a_model_is_not_an_aggregate<Order
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    explicit Order(int t) : total(t) {}
    int total;
#else
    int total{};
#endif
};

auto wanted() { return df::list<Order>(); }
