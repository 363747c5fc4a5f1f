// expect: a_subquery_selects_what_is_around_it<Employee
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Employee {
    df::id<Employee> id{};
    std::string team;
    int pay{};
};
extern df::database<Employee> db;

auto best_of_the_team() {
#ifdef MISTAKE
    const auto best = df::select(df::max(field<&Employee::pay>));
#else
    const auto best = df::select(df::max(df::of<"other">(field<&Employee::pay>)));
#endif
    return db.run(df::list<Employee>().where(
        field<&Employee::pay> ==
        df::scalar(best.from<Employee>(df::as<"other">)
                       .where(df::of<"other">(field<&Employee::team>) == field<&Employee::team>))));
}
