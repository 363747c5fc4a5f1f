// expect: a_header_is_not_included<
// expect: "dataflow/dynamic.hpp"
// expect: "filter_from_json"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/dynamic.hpp>
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
auto found(std::string_view text) { return df::list<Customer>().where(df::filter_from_json<Customer>(text)); }
