// expect: the_function_of_an_if_set_does_not_take_the_value<
// expect: string
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const std::optional<std::string>& name) {
    return df::list<Customer>().where(
        df::if_set(name, [](int n) { return field<&Customer::id> == df::id<Customer>{n}; }));
}
#else
auto wanted(const std::optional<std::string>& name) {
    return df::list<Customer>().where(
        df::if_set(name, [](const std::string& n) { return field<&Customer::name> == n; }));
}
#endif
