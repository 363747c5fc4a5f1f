// expect: a_field_is_compared_with_another_type<Customer
// expect: "age"}, int, std::optional<
#include <dataflow/dataflow.hpp>

#include <optional>
#include <string>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::optional<int> age{};
};
extern df::database<Customer> db;

auto wanted(const std::optional<std::string>& age) {
#ifdef MISTAKE
    return db.run(df::list<Customer>().where(age == field<&Customer::age>)).records;
#else
    return db.run(df::list<Customer>().where(std::optional{age->size()} == field<&Customer::age>)).records;
#endif
}
