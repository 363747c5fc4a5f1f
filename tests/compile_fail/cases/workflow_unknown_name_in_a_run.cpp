// expect: a_workflow_has_no_node_of_this_name
// expect: "ordr"
#include <dataflow/dataflow.hpp>
#include <iostream>

#include "../models/signup.hpp"

namespace df = dataflow;
using df::field;
using namespace df::literals;

inline MailOut write_mail(const MailIn& in) { return {static_cast<int>(in.text.size())}; }

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

#ifdef MISTAKE
void found(df::context& c) {
    std::cout << made().execute(c, Signup{"a", 1})["ordr"_n];
} // no second error about <<
#else
auto found(df::context& c) { return made().execute(c, Signup{"a", 1})["order"_n]; }
#endif
