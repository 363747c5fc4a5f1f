// expect: a_field_has_the_name_of_a_managed_column<Order
// expect: "updated_at"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::timestamp updated_at{};
#else
    df::timestamp changed_at{};
#endif
};

auto wanted() { return df::list<Order>(); }
