// expect: a_field_has_the_name_of_a_managed_column<Order
// expect: "id"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    int id{};
    int total{};
#else
    df::id<Order> id{};
    int total{};
#endif
};

auto wanted() { return df::list<Order>(); }
