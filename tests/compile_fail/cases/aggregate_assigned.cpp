// expect: an_aggregate_is_assigned<Customer
// expect: "big"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
    std::int64_t big{};
};

#ifdef MISTAKE
auto wanted() {
    return df::bulk_update<Customer>(df::everything,
                                     field<&Customer::big> = df::coalesce(df::max(field<&Customer::age>), 0));
}
#else
auto wanted() {
    return df::bulk_update<Customer>(df::everything,
                                     field<&Customer::big> = df::coalesce(field<&Customer::age>, 0));
}
#endif
