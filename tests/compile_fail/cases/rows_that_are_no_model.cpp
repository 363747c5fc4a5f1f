// expect: a_model_is_not_an_aggregate<int>
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
auto wanted() { return df::bulk_create(std::vector<int>{}); }
#else
auto wanted() { return df::bulk_create(std::vector<Customer>{}); }
#endif
