// expect: a_header_is_not_included<
// expect: "dataflow/functions.hpp"
// expect: "lower"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/functions.hpp>
#endif

#include <chrono>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;

    static constexpr auto dataflow = df::options{.full_text = df::full_text({"name"})};
};

// MISTAKE: the header above
auto found() { return df::list<Customer>().where(df::lower(field<&Customer::name>) == "ann"); }
