// expect: an_option_list_has_too_many_entries<Customer,
// expect: "checks"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{
        .checks = df::checks(df::check("c0", df::column("age") > 0), df::check("c1", df::column("age") > 1),
                             df::check("c2", df::column("age") > 2), df::check("c3", df::column("age") > 3),
                             df::check("c4", df::column("age") > 4), df::check("c5", df::column("age") > 5),
                             df::check("c6", df::column("age") > 6), df::check("c7", df::column("age") > 7),
                             df::check("c8", df::column("age") > 8))};
#else
    static constexpr auto dataflow = df::options{
        .checks = df::checks(df::check("c0", df::column("age") > 0), df::check("c1", df::column("age") > 1),
                             df::check("c2", df::column("age") > 2), df::check("c3", df::column("age") > 3),
                             df::check("c4", df::column("age") > 4), df::check("c5", df::column("age") > 5),
                             df::check("c6", df::column("age") > 6), df::check("c7", df::column("age") > 7))};
#endif
};

#ifdef MISTAKE
auto wanted() { return df::read<Customer>(1); }
#else
auto wanted() { return df::read<Customer>(1); }
#endif
