// expect: a_common_table_is_joined_twice<
// lines clang++: 13
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
    return df::select(long_ones["id"_n])
        .from(long_ones)
        .join(long_ones, long_ones["id"_n] == long_ones["id"_n]);
}
#else
auto rows() {
    return df::select(long_ones["id"_n]).from(long_ones).join<Task>(long_ones["id"_n] == field<&Task::id>);
}
#endif
auto wanted() { return rows(); }
