// expect: a_header_is_not_included<
// expect: "dataflow/windows.hpp"
// expect: "row_number"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/windows.hpp>
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
auto found() {
    return df::select(field<&Customer::name>,
                      df::row_number().over(df::order_by(field<&Customer::id>)).as<"n">());
}
