// expect: the_dialect_has_no_text_for<
// expect: full joins
// lines clang++: 15
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;

inline constexpr df::rooms::sql::dialect_data other = [] {
    auto row = df::rooms::sql::postgres_data;
    row.full_joins = false;
    return row;
}();

#ifdef MISTAKE
auto wanted() { return df::sql_of<other>(df::list<Order>().full_join<&Order::customer_id>()); }
#else
auto wanted() { return df::sql_of<other>(df::list<Order>().left_join<&Order::customer_id>()); }
#endif
