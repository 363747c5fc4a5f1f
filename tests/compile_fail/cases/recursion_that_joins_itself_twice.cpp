// expect: a_recursion_joins_its_own_rows_once<
// lines clang++: 14
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

const auto top = df::with_recursive<"tree">(
    df::select(field<&Employee::id>, field<&Employee::name>).where(field<&Employee::manager_id>.is_null()));
#ifdef MISTAKE
auto rows() { return top.union_all(df::select(field<&Employee::id>, field<&Employee::name>)); }
#else
auto rows() {
    return top.union_all(df::select(field<&Employee::id>, field<&Employee::name>)
                             .from<Employee>()
                             .join(top, field<&Employee::manager_id> == top["id"_n]));
}
#endif
auto wanted() { return rows(); }
