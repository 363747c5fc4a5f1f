// expect: a_bulk_delete_without_a_predicate_needs_everything<Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};

#ifdef MISTAKE
auto wanted() { return df::bulk_delete<Customer>(); }
#else
auto wanted() { return df::bulk_delete<Customer>(df::everything); }
#endif
