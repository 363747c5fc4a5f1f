// expect: an_id_is_compared_with_a_bare_key<Order, int>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Order {
    df::id<Order> id{};
};

#ifdef MISTAKE
bool is_first(const Order& order) { return order.id == 1; }
#else
bool is_first(const Order& order) { return order.id == df::id<Order>{1} && order.id.value == 1; }
#endif
