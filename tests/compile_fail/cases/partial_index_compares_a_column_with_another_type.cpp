// expect: a_condition_compares_a_column_with_another_type<Order
// expect: "status"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow =
        df::options{.indexes = df::indexes(df::index{"total"}.where(df::column("status") == 1))};
#else
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow =
        df::options{.indexes = df::indexes(df::index{"total"}.where(df::column("status") == "new"))};
#endif
};

auto wanted() { return df::list<Order>(); }
