// expect: a_name_in_brackets_is_written_without_its_n<const char
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

auto how_many(df::database<Customer>& db) {
    const auto run = db.run(df::workflow(df::node<"all">(df::count<Customer>())));
#ifdef MISTAKE
    return run["all"];
#else
    return run["all"_n];
#endif
}
