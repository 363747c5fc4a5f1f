// expect: arithmetic_on_a_field_that_is_no_number
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};

#ifdef MISTAKE
auto wanted() { return df::created_at + 5; }
#else
auto wanted() { return df::created_at + std::chrono::seconds{5}; }
#endif
