// expect: two_fields_have_the_same_column<Order
// expect: "total"
// expect: "sum"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Order {
    df::id<Order> id{};
    int total{};
    int sum{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.columns = df::columns({"total", "SUM"}, {"sum", "SUM"})};
#else
    static constexpr auto dataflow = df::options{.columns = df::columns({"total", "TOTAL"}, {"sum", "SUM"})};
#endif
};

auto wanted() { return df::list<Order>(); }
