// expect: a_header_is_not_included<
// expect: "dataflow/sql.hpp"
// expect: "sql"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/sql.hpp>
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
    return db.run(df::sql<"select name from customers where id = {}", std::string>(1));
}
