// expect: a_name_in_brackets_is_written_without_its_n<const char
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

auto names(df::database<Customer>& db) {
    const auto rows = db.run(df::select(field<&Customer::id>, field<&Customer::name>));
#ifdef MISTAKE
    return rows[0]["name"];
#else
    return rows[0]["name"_n];
#endif
}
