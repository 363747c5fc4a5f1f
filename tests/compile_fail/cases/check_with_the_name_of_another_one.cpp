// expect: two_constraints_have_the_same_name<Order
// expect: "positive"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
constexpr std::string_view second = "positive";
#else
constexpr std::string_view second = "counted";
#endif

struct Order {
    df::id<Order> id{};
    int total{};
    int count{};

    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("positive", df::column("total") > 0),
                                         df::check(second, df::column("count") > 0))};
};

auto made() { return df::create(Order{}); }
