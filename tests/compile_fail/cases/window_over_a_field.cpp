// expect: an_argument_is_no_part_of_a_window<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    double total{};
    std::string status;
    std::optional<double> discount{};
};
extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() { return df::select(df::sum(field<&Order::total>).over(field<&Order::status>)); }
#else
auto wanted() { return df::select(df::sum(field<&Order::total>).over(df::partition_by(field<&Order::status>))); }
#endif
