// expect: the_snapshot_was_not_written_for_this_kind_of_database<then::User, dataflow::dialect::postgres>
// lines: 16
// lines clang++: 28
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include <string>

namespace df = dataflow;

namespace now {
struct User {
    df::id<User> id{};
    std::string name;
};
} // namespace now

namespace then { // as the command `snapshot` writes it of an SQLite database
inline constexpr df::catalog::table tables[]{{.name = "users", .model = "User"}};
inline constexpr df::catalog::database_description all{df::dialect::sqlite, {tables, 1}};
struct User {
    using dataflow_snapshot = df::migrate::snapshot<&all, nullptr>;
};
} // namespace then

#ifdef MISTAKE
constexpr auto changes = df::migration<then::User, now::User>;
#else
constexpr auto changes = df::migration<then::User, now::User, df::sqlite>;
#endif
