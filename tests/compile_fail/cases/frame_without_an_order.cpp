// expect: a_window_frame_needs_an_order<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include <chrono>

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    int total{};
    std::string status;
    df::timestamp placed{};
};
extern df::database<Order> db;

#ifdef MISTAKE
auto sum() {
    return df::sum(field<&Order::total>)
        .over(df::partition_by(field<&Order::status>), df::rows_between(df::preceding(3), df::current_row));
}
#else
auto sum() {
    return df::sum(field<&Order::total>)
        .over(df::order_by(field<&Order::id>), df::rows_between(df::preceding(3), df::current_row));
}
#endif
auto wanted() { return df::select(field<&Order::status>, sum().as<"sum">()); }
