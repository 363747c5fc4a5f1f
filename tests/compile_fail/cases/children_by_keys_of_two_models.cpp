// expect: children_come_by_two_keys_of_different_models<Order, Tagging>
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
auto wanted() { return df::list<Customer>().with_many<&Order::customer_id, &Tagging::tag_id>(); }
#else
auto wanted() { return df::list<Order>().with_many<&Tagging::order_id, &Tagging::tag_id>(); }
#endif
