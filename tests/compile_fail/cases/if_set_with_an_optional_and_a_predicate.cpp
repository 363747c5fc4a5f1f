// expect: an_if_set_with_an_optional_needs_a_function_that_makes_the_predicate<Customer
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const std::optional<std::string>& name) {
    return df::list<Customer>().where(df::if_set(name, field<&Customer::name> == *name));
}
#else
auto wanted(const std::optional<std::string>& name) {
    return df::list<Customer>().where(
        df::if_set(name, [](const std::string& n) { return field<&Customer::name> == n; }));
}
#endif
