// expect: children_have_a_parameter_of_a_workflow<Order
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    int total{};
};
struct Tag {
    df::id<Tag> id{};
    std::string name;
};
struct Tagging {
    df::id<Tagging> id{};
    df::id<Order> order_id{};
    df::id<Tag> tag_id{};
};

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().with_many<&Order::customer_id>(df::list<Order>().where(field<&Order::total> > df::param<"least">)); }
#else
auto wanted() { return df::list<Customer>().with_many<&Order::customer_id>(df::list<Order>().where(field<&Order::total> > 5)); }
#endif
