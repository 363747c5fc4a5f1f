// expect: a_field_type_has_no_sql_type<Order
// expect: "name"
// expect: char
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::id<Order> id{};
    const char* name{};
#else
    df::id<Order> id{};
    std::string name;
#endif
};

auto wanted() { return df::list<Order>(); }
