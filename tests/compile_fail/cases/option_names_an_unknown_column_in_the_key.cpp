// expect: an_option_names_an_unknown_column<Order
// expect: "numbr"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    int number{};
    int total{};
    static constexpr auto dataflow = df::options{.key = df::key("numbr")};
#else
    int number{};
    int total{};
    static constexpr auto dataflow = df::options{.key = df::key("number")};
#endif
};

auto wanted() { return df::list<Order>(); }
