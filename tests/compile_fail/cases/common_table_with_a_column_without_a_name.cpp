// expect: a_column_of_a_common_table_has_no_name<
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using namespace df::literals;
using df::field;

struct Employee {
    df::id<Employee> id{};
    std::optional<df::id<Employee>> manager_id{};
    std::string name;
};
struct Task {
    df::id<Task> id{};
    df::id<Employee> employee_id{};
    int hours{};
};
extern df::database<Employee, Task> db;

#ifdef MISTAKE
auto rows() { return df::with<"sums">(df::select(field<&Task::hours> + 1)); }
#else
auto rows() { return df::with<"sums">(df::select(df::as<"more">(field<&Task::hours> + 1))); }
#endif
auto wanted() { return rows(); }
