// expect: an_option_names_an_unknown_column<Order
// expect: "totl"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Order {
    df::id<Order> id{};
    int total{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.columns = df::columns({"totl", "Total"})};
#else
    static constexpr auto dataflow = df::options{.columns = df::columns({"total", "Total"})};
#endif
};

auto wanted() { return df::list<Order>(); }
