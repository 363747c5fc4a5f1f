// expect: a_predicate_is_selected_without_case_when<Order>
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
auto wanted() { return df::select(field<&Order::status> == "new"); }
#else
auto wanted() { return df::select(df::case_when(field<&Order::status> == "new", true).otherwise(false)); }
#endif
