// expect: a_header_is_not_included<
// expect: "dataflow/json.hpp"
// expect: "to_json"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/json.hpp>
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
auto told(const Customer& c) { return df::to_json(c.name); }
