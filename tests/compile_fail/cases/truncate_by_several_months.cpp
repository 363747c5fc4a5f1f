// expect: these_units_are_not_counted<2>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
    std::string status;
    df::timestamp placed{};
};
extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::truncate<df::unit::month, 2>(field<&Order::placed>); }
#else
auto wanted() { return df::truncate<df::unit::week, 2>(field<&Order::placed>); }
#endif
