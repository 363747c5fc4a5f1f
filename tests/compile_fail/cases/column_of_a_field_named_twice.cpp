// expect: the_column_of_a_field_is_named_twice<Order
// expect: "total"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Order {
    df::id<Order> id{};
    int total{};
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.columns = df::columns({"total", "Total"}, {"total", "SUM"})};
#else
    static constexpr auto dataflow = df::options{.columns = df::columns({"id", "ID"}, {"total", "SUM"})};
#endif
};

auto wanted() { return df::list<Order>(); }
