// expect: a_clause_is_given_twice<Order
// expect: "per_row"
#include <dataflow/dataflow.hpp>

#include <vector>

#include "../models/shop.hpp"

namespace df = dataflow;

extern df::database<Order> db;

auto created(std::vector<Order>& orders) {

#ifdef MISTAKE
    return db.run(df::bulk_create(orders).per_batch().batch_size(100).per_row()).created;
#else
    return db.run(df::bulk_create(orders).per_batch().batch_size(100).returning_ids()).created;
#endif
}
