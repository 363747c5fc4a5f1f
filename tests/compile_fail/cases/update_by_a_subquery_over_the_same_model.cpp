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
    return db.run(df::update<Employee>(
        1,
        field<&Employee::pay> =
            df::coalesce(df::scalar(df::select(df::max(field<&Employee::pay>))
                                        .where(field<&Employee::manager_id> == field<&Employee::id>)),
                         0)));
}
#else
auto wanted() {
    return db.run(df::update<Employee>(
        1, field<&Employee::pay> = df::coalesce(df::scalar(df::select(df::max(field<&Employee::pay>))), 0)));
}
#endif
