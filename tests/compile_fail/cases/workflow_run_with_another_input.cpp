// expect: a_workflow_is_given_input_of_another_type<Payment, Refund>
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
auto ran(df::database<Order>& db) { return db.run(pay(), Refund{5}); }
#else
auto ran(df::database<Order>& db) { return db.run(pay(), Payment{5}); }
#endif
