// expect: a_model_is_not_in_the_list_of_the_database<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;

#ifdef MISTAKE
void wanted(df::database<Customer>& db) {
#else
void wanted(df::database<Customer, Order>& db) {
#endif
    db.run(df::sql<"delete from orders where customer_id = {}">(1).writing<Order>());
}
