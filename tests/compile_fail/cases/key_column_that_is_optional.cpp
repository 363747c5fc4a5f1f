// expect: a_key_column_is_optional<Order
// expect: "number"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
#ifdef MISTAKE
    std::optional<std::string> number;
    static constexpr auto dataflow = df::options{.key = df::key("number")};
#else
    std::string number;
    static constexpr auto dataflow = df::options{.key = df::key("number")};
#endif
};

auto wanted() { return df::list<Order>(); }
