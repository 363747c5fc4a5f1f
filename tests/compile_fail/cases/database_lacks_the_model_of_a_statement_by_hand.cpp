// expect: a_model_is_not_in_the_list_of_the_database<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
};

#ifdef MISTAKE
void wanted(df::database<Customer>& db) {
#else
void wanted(df::database<Customer, Order>& db) {
#endif
    db.run(df::sql<"delete from orders where customer_id = {}">(1).writing<Order>());
}
