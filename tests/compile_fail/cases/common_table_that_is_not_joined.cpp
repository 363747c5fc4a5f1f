// expect: a_field_of_another_model_is_used<
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

const auto long_ones = df::with<"long_ones">(
    df::select(field<&Task::id>, field<&Task::employee_id>).where(field<&Task::hours> > 9));
#ifdef MISTAKE
auto rows() {
    return db.run(df::select(field<&Task::hours>).from<Task>().where(long_ones["id"_n] > field<&Task::id>));
}
#else
auto rows() {
    return db.run(
        df::select(field<&Task::hours>).from<Task>().join(long_ones, long_ones["id"_n] > field<&Task::id>));
}
#endif
auto wanted() { return rows(); }
