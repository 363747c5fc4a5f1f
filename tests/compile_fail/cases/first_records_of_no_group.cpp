// expect: the_first_records_are_of_no_group<Order>
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
auto wanted() { return df::list<Order>().first_per(3); }
#else
auto wanted() { return df::list<Order>().first_per(3, field<&Order::customer_id>); }
#endif
