// expect: a_statement_that_only_reads_says_that_it_writes<Customer>
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;

void wanted(df::database<Customer>& db) {

#ifdef MISTAKE
    db.run(df::sql<"select name from customers", std::string>().writing<Customer>());
#else
    db.run(df::sql<"select name from customers", std::string>().reading<Customer>());
#endif
}
