// expect: the_function_of_an_if_set_gives_no_predicate<
// expect: bool
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(std::optional<bool> active) {
    return df::list<Customer>().where(df::if_set(active, [](bool b) { return b; }));
}
#else
auto wanted(std::optional<bool> active) {
    return df::list<Customer>().where(
        df::if_set(active, [](bool b) { return field<&Customer::active> == b; }));
}
#endif
