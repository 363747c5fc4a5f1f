// expect: an_option_names_an_unknown_column<Order
// expect: "totl"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("positive", df::column("totl") > 0))};
#else
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("positive", df::column("total") > 0))};
#endif
};

auto wanted() { return df::list<Order>(); }
