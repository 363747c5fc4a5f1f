// expect: a_subquery_over_the_same_model_needs_an_alias<Employee>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Employee {
    df::id<Employee> id{};
    std::optional<df::id<Employee>> manager_id{};
    std::string name;
    int pay{};
};
extern df::database<Employee> db;

#ifdef MISTAKE
auto wanted() {
    return db.run(df::count<Employee>().where(
        df::exists(df::list<Employee>().where(field<&Employee::manager_id> == field<&Employee::id>))));
}
#else
auto wanted() {
    return db.run(df::count<Employee>().where(
        df::exists(df::list<Employee>(df::as<"other">)
                       .where(df::of<"other">(field<&Employee::manager_id>) == field<&Employee::id>))));
}
#endif
