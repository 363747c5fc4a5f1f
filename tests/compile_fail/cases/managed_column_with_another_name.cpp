// expect: a_managed_column_cannot_have_another_name<Order
// expect: "created_at"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Order {
    df::id<Order> id{};
    int total{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.columns = df::columns({"created_at", "createdAt"})};
#else
    static constexpr auto dataflow = df::options{.columns = df::columns({"total", "orderTotal"})};
#endif
};

auto wanted() { return df::list<Order>(); }
