// expect: a_json_value_is_compared_without_as<Customer
// expect: "doc.n"
#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    bool active{};
    df::json_value doc{};
};

#ifdef MISTAKE
auto found() { return df::list<Customer>().where(field<&Customer::doc>.key<"n"> == 5); }
#else
auto found() { return df::list<Customer>().where(field<&Customer::doc>.key<"n">.as<int>() == 5); }
#endif
