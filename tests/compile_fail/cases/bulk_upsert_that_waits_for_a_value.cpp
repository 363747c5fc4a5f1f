// expect: an_input_of_a_node_that_runs_alone_is_filled_by_nothing<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string mail;
    std::string name;

    static constexpr auto dataflow = df::options{.unique = df::unique({"mail"})};
};

auto wanted(df::database<Customer>& db, const std::vector<Customer>& rows) {
#ifdef MISTAKE
    return db.run(df::bulk_upsert(rows)
                      .on_conflict(field<&Customer::mail>)
                      .set_on_conflict(field<&Customer::name> = df::param<"name">));
#else
    return db.run(df::bulk_upsert(rows)
                      .on_conflict(field<&Customer::mail>)
                      .set_on_conflict(field<&Customer::name> = "x"));
#endif
}
