// expect: an_argument_of_a_workflow_is_neither_a_node_nor_a_wire
#include <dataflow/dataflow.hpp>

#include "../models/signup.hpp"

namespace df = dataflow;
using df::field;
using namespace df::literals;

inline MailOut write_mail(const MailIn& in) { return {static_cast<int>(in.text.size())}; }

#ifdef MISTAKE
auto made() {
    return df::workflow<Signup>(df::node<"customer">(df::create<Customer>()),
                                df::node<"order">(df::create<Order>()),
                                df::node<"mail">(&write_mail),
                                df::count<Order>(),
                                df::wire<"input.name", "customer.name">,
                                df::wire<"customer.id", "order.customer_id">,
                                df::wire<"input.total", "order.total">,
                                df::wire<"order.id", "mail.order_id">,
                                df::constant<"mail.text">("hi"));
}
#else
auto made() {
    return df::workflow<Signup>(df::node<"customer">(df::create<Customer>()),
                                df::node<"order">(df::create<Order>()),
                                df::node<"mail">(&write_mail),
                                df::wire<"input.name", "customer.name">,
                                df::wire<"customer.id", "order.customer_id">,
                                df::wire<"input.total", "order.total">,
                                df::wire<"order.id", "mail.order_id">,
                                df::constant<"mail.text">("hi"));
}
#endif
double ran(df::context& c) {
    auto run = made().execute(c, Signup{"a", 1});
    return static_cast<double>(sizeof run);
}
