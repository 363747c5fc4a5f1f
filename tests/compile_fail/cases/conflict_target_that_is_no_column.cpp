// expect: a_conflict_target_is_not_a_column<Customer
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::string email;

    static constexpr auto dataflow = df::options{.unique = df::unique({"email"})};
};
extern df::database<Customer> db;
extern const std::vector<Customer> rows;

#ifdef MISTAKE
auto done() { return db.run(df::bulk_upsert(rows).on_conflict("email")).updated; }
#else
auto done() { return db.run(df::bulk_upsert(rows).on_conflict(field<&Customer::email>)).updated; }
#endif
