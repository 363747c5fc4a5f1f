// expect: a_list_is_ordered_by_fields_and_a_select_by_expressions<Customer>
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
auto wanted() { return df::list<Customer>().order_by(df::lower(field<&Customer::name>)); }
#else
auto wanted() { return df::select(field<&Customer::name>).order_by(df::lower(field<&Customer::name>)); }
#endif
