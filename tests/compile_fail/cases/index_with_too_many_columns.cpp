// expect: an_option_list_has_too_many_entries<Customer,
// expect: "indexes"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.indexes = df::indexes({"age", "name", "id", "age", "name", "id", "age", "name", "id"})};
#else
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"age", "name", "id"})};
#endif
};

#ifdef MISTAKE
auto wanted() { return df::read<Customer>(1); }
#else
auto wanted() { return df::read<Customer>(1); }
#endif
