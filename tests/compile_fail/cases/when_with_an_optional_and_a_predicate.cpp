// expect: a_when_with_an_optional_needs_a_function_that_makes_the_predicate<Customer
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const std::optional<std::string>& name) {
    return df::list<Customer>().where(df::when(name, field<&Customer::name> == *name));
}
#else
auto wanted(const std::optional<std::string>& name) {
    return df::list<Customer>().where(
        df::when(name, [](const std::string& n) { return field<&Customer::name> == n; }));
}
#endif
