// expect: the_columns_of_an_index_are_not_in_braces<Customer
// expect: "unique"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.unique = df::unique("id", "name")};
#else
    static constexpr auto dataflow = df::options{.unique = df::unique({"id", "name"})};
#endif
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
};

auto wanted() { return df::create(Customer{}); }
