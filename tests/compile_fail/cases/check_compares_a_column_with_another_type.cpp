// expect: a_condition_compares_a_column_with_another_type<Order
// expect: "total"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("positive", df::column("total") > "0"))};
#else
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("positive", df::column("total") > 0))};
#endif
};

auto wanted() { return df::list<Order>(); }
