// expect: a_field_type_has_no_sql_type<Order
// expect: "bytes"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::id<Order> id{};
    std::uint64_t bytes{};
#else
    df::id<Order> id{};
    std::int64_t bytes{};
#endif
};

auto wanted() { return df::list<Order>(); }
