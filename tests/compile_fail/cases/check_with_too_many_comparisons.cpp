// expect: a_condition_in_the_options_has_too_many_steps<Customer,
// expect: "checks"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check(
                        "c", df::column("age") != 0 && df::column("age") != 1 && df::column("age") != 2 &&
                                 df::column("age") != 3 && df::column("age") != 4))};
#else
    static constexpr auto dataflow = df::options{
        .checks = df::checks(df::check("c", df::column("age") != 0 && df::column("age") != 1 &&
                                                df::column("age") != 2 && df::column("age") != 3))};
#endif
};

#ifdef MISTAKE
auto wanted() { return df::read<Customer>(1); }
#else
auto wanted() { return df::read<Customer>(1); }
#endif
