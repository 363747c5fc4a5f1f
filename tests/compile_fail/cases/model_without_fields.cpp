// expect: a_model_has_no_fields<Order
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    void total();
#else
    int total{};
#endif
};

auto wanted() { return df::list<Order>(); }
