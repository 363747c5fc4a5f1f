// expect: an_argument_of_a_statement_has_no_sql_type<2, Customer>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t where a = {} and b = {}", int>(1, Customer{}); }
#else
auto wanted() { return df::sql<"select 1 from t where a = {} and b = {}", int>(1, Customer{}.name); }
#endif
