// expect: a_common_table_has_the_name_of_a_table<Task
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
auto rows() { return df::with<"tasks">(df::select(field<&Task::id>)); }
#else
auto rows() { return df::with<"all_tasks">(df::select(field<&Task::id>)); }
#endif
auto wanted() { return rows(); }
