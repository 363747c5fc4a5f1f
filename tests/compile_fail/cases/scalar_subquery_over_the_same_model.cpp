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
struct Best {
    std::string name;
    std::optional<int> best{};
};
extern df::database<Employee> db;

#ifdef MISTAKE
auto wanted() {
    return db.run(
        df::select<Best>(field<&Employee::name>,
                         df::scalar(df::select(df::max(field<&Employee::pay>))
                                        .where(field<&Employee::manager_id> == field<&Employee::manager_id>))
                             .as<"best">()));
}
#else
auto wanted() {
    return db.run(df::select<Best>(field<&Employee::name>,
                                   df::scalar(df::select(df::max(df::of<"other">(field<&Employee::pay>)))
                                                  .from<Employee>(df::as<"other">)
                                                  .where(df::of<"other">(field<&Employee::manager_id>) ==
                                                         field<&Employee::manager_id>))
                                       .as<"best">())
                      .from<Employee>());
}
#endif
