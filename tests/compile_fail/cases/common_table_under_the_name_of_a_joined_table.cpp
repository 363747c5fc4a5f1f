// expect: a_common_table_has_the_name_of_a_table<Employee
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

const auto busy = [] {
#ifdef MISTAKE
    return df::with<"employees">(df::select(field<&Task::employee_id>));
#else
    return df::with<"busy">(df::select(field<&Task::employee_id>));
#endif
}();
#ifdef MISTAKE
auto rows() {
    return db.run(df::select(field<&Employee::name>)
                      .from<Employee>()
                      .join(busy, busy["employee_id"_n] == field<&Employee::id>));
}
#else
auto rows() {
    return db.run(df::select(field<&Employee::name>)
                      .from<Employee>()
                      .join(busy, busy["employee_id"_n] == field<&Employee::id>));
}
#endif
auto wanted() { return rows(); }
