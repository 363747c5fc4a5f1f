// expect: two_tables_or_indexes_of_a_database_have_the_same_name<User
// expect: UserRole
// expect: "user_role_name_key"
// drivers: sqlite
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct User {
    df::id<User> id{};
    std::string role_name;

    static constexpr auto dataflow = df::options{.table = "user", .unique = df::unique({"role_name"})};
};
struct UserRole {
    df::id<UserRole> id{};
    std::string name;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.table = "user_role", .unique = df::unique({"name"})};
#else
    static constexpr auto dataflow = df::options{.table = "user_roles", .unique = df::unique({"name"})};
#endif
};

void opened() { df::database<User, UserRole> db{"sqlite::memory:"}; }
