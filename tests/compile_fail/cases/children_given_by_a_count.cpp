// expect: children_are_given_by_another_thing_than_their_list<Order
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
auto wanted() { return df::list<Customer>().with_many<&Order::customer_id>(df::count<Order>()); }
#else
auto wanted() { return df::list<Customer>().with_many<&Order::customer_id>(df::list<Order>()); }
#endif
