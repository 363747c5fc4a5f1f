// expect: a_foreign_key_refers_to_a_model_that_is_not_in_the_list_of_the_database<Order, Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
};

#ifdef MISTAKE
void wanted() { df::database<Order> db{"sqlite::memory:"}; }
#else
void wanted() { df::database<Customer, Order> db{"sqlite::memory:"}; }
#endif
