// expect: an_option_names_an_unknown_column<Order
// expect: "stats"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"stats"}, {"total", "created_at"})};
#else
    df::id<Order> id{};
    int total{};
    std::string status;
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"status"}, {"total", "created_at"})};
#endif
};

auto wanted() { return df::list<Order>(); }
