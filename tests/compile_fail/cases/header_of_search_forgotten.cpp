// expect: a_header_is_not_included<
// expect: "dataflow/search.hpp"
// expect: "search"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/search.hpp>
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
auto found() { return df::list<Customer>().where(df::search<Customer>("ann")); }
