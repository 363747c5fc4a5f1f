// expect: a_whole_number_is_expected<Customer
// expect: char
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::id<Customer>('1'); }
#else
auto wanted() { return df::id<Customer>(1U); }
#endif
