// expect: a_header_is_not_included<
// expect: "dataflow/cancel.hpp"
// expect: "timeout_after"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/cancel.hpp>
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
auto found(df::database<Customer>& db) {
    return db.run(df::list<Customer>(), df::timeout_after(std::chrono::seconds(1)));
}
