// expect: a_field_type_has_no_sql_type<Order
// expect: "tags"
// expect: vector
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::id<Order> id{};
    std::vector<std::vector<std::string>> tags;
#else
    df::id<Order> id{};
    std::string tags;
#endif
};

auto wanted() { return df::list<Order>(); }
