// expect: an_upsert_needs_a_conflict_target<Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};

#ifdef MISTAKE
void wanted(df::context& c) { (void)(df::bulk_upsert(std::vector<Customer>{})).execute(c); }
#else
void wanted(df::context& c) { (void)(df::bulk_upsert(std::vector<Customer>{}).on_conflict(field<&Customer::id>)).execute(c); }
#endif
