// expect: a_workflow_is_run_without_its_input<Payment>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    double total{};
};
struct Payment {
    double total{};
};
struct Refund {
    double total{};
};
inline auto pay() {
    return df::workflow<Payment>(df::node<"order">(df::create<Order>()),
                                 df::wire<"input.total", "order.total">);
}

#ifdef MISTAKE
auto ran(df::database<Order>& db) { return db.run(pay()); }
#else
auto ran(df::database<Order>& db) { return db.run(pay(), Payment{5}); }
#endif
