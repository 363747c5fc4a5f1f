// expect: a_row_without_a_type_of_its_own_is_printed<
// expect: Customer::name
#include <dataflow/dataflow.hpp>

#include <iostream>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void told(df::database<Customer>& db) {
    std::cout << db.run(df::select(field<&Customer::name>, field<&Customer::age>)).at(0);
}
#else
void told(df::database<Customer>& db) {
    std::cout << db.run(df::select(field<&Customer::name>, field<&Customer::age>)).at(0).get<"name">();
}
#endif
