// What the compiler knows of a change from one version of a struct to the next.
#include <dataflow/migrate.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

namespace df = dataflow;
using df::change_kind;
using df::risk;

namespace {

namespace v1 {
enum class Plan { free, paid };
struct User {
    df::id<User> id{};
    std::string email;
    std::int32_t age = 0;
    Plan plan = Plan::free;

    static constexpr auto dataflow = df::options{
        .indexes = df::indexes({"email"}), .checks = df::checks(df::check("adult", df::column("age") >= 18))};
};
struct Note {
    df::id<Note> id{};
    std::string text;
};
} // namespace v1

namespace same {
using v1::Plan;
struct User {
    df::id<User> id{};
    std::string email;
    std::int32_t age = 0;
    Plan plan = Plan::free;

    static constexpr auto dataflow = df::options{
        .indexes = df::indexes({"email"}), .checks = df::checks(df::check("adult", df::column("age") >= 18))};
};
} // namespace same
static_assert(df::migration<v1::User, same::User>.empty());
static_assert(df::migration<v1::User, same::User>.risk() == risk::none);
static_assert(df::migration<v1::User, same::User, df::sqlite>.empty());

// A field that may be empty is added: nothing to fear.
namespace more {
using v1::Plan;
struct User {
    df::id<User> id{};
    std::string email;
    std::int32_t age = 0;
    Plan plan = Plan::free;
    std::optional<std::string> phone;

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"email"}),
                    .indexes = df::indexes({"email"}),
                    .checks = df::checks(df::check("adult", df::column("age") >= 18))};
};
} // namespace more
constexpr auto added = df::migration<v1::User, more::User>;
static_assert(added.size() == 2 && added.has(change_kind::add_column) && added.has(change_kind::add_index));
static_assert(added.changes[0].table == "users" && added.changes[0].column == "phone");
static_assert(added.changes[0].risk == risk::low && added.risk() == risk::medium); // the unique one
static_assert(!added.may_lose_data());

// Everything under another name.
namespace renamed {
using v1::Plan;
struct Customer {
    df::id<Customer> id{};
    std::string mail;
    std::int32_t years = 0;
    Plan plan = Plan::free;

    static constexpr auto dataflow = df::options{
        .indexes = df::indexes({"mail"}),
        .checks = df::checks(df::check("adult", df::column("years") >= 18)),
        .renamed_table = "users",
        .renamed = df::renamed({"email", "mail"}, {"age", "years"}),
    };
};
} // namespace renamed
constexpr auto named = df::migration<v1::User, renamed::Customer>;
static_assert(named.has(change_kind::rename_table) && named.count(change_kind::rename_column) == 2);
static_assert(named.count(change_kind::rename_index) == 1 && named.count(change_kind::rename_check) == 1);
static_assert(named.size() == 5 && named.risk() == risk::critical && !named.asks() && !named.may_lose_data());
static_assert(df::migration<v1::User, renamed::Customer, df::sqlite>.count(change_kind::rename_column) == 2);

// The same without annotations: what looks like a rename is asked.
namespace unsaid {
using v1::Plan;
struct User {
    df::id<User> id{};
    std::string mail;
    std::int32_t age = 0;
    Plan plan = Plan::free;

    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("adult", df::column("age") >= 18))};
};
} // namespace unsaid
constexpr auto asked = df::migration<v1::User, unsaid::User>;
static_assert(asked.asks() && asked.doubts == 1 && asked.risk() == risk::high && asked.may_lose_data());
static_assert(asked.has(change_kind::drop_column) && asked.has(change_kind::drop_index));

// Types, NULL, and names of an enumeration.
namespace other {
enum class Plan { paid, trial };
struct User {
    df::id<User> id{};
    std::string email;
    std::optional<std::int64_t> age;
    Plan plan = Plan::paid;

    static constexpr auto dataflow = df::options{
        .indexes = df::indexes({"email"}),
        .checks = df::checks(df::check("adult", df::column("age") >= 21)),
        .renamed_values = df::renamed_values({"plan", "free", "trial"}),
    };
};
} // namespace other
constexpr auto typed = df::migration<v1::User, other::User>;
static_assert(typed.has(change_kind::change_type) && typed.has(change_kind::drop_not_null));
static_assert(typed.has(change_kind::rename_enumerator) && typed.has(change_kind::change_enumerators));
static_assert(typed.has(change_kind::change_check));

// The order of an enumeration's names is nothing to a database that keeps the names.
namespace reordered {
enum class Plan { paid, free };
struct User {
    df::id<User> id{};
    std::string email;
    std::int32_t age = 0;
    Plan plan = Plan::free;

    static constexpr auto dataflow = df::options{
        .indexes = df::indexes({"email"}), .checks = df::checks(df::check("adult", df::column("age") >= 18))};
};
} // namespace reordered
static_assert(df::migration<v1::User, reordered::User>.empty());

// Several models at once: a table that is new, and one that is no longer wanted, which stays.
constexpr auto both = df::migration<df::types<v1::User>, df::types<same::User, v1::Note>>;
static_assert(both.size() == 1 && both.has(change_kind::add_table) && both.risk() == risk::low);
static_assert(df::migration<df::types<v1::User, v1::Note>, df::types<same::User>>.empty());

TEST(Between, TheRunningProgramSeesWhatTheCompilerSees) {
    const auto old = df::catalog::describe_models<v1::User>(df::postgres);
    const auto now = df::catalog::describe_models<renamed::Customer>(df::postgres);
    const auto all = df::migrate::changes_of(now, old);
    ASSERT_EQ(all.changes.size(), named.size());
    for (std::size_t i = 0; i < named.size(); ++i) {
        EXPECT_EQ(all.changes[i].what, named.changes[i].what) << i;
        EXPECT_EQ(all.changes[i].column(), named.changes[i].column) << i;
    }
    EXPECT_EQ(all.changes[0].former, "users");
    EXPECT_TRUE(all.doubts.empty());
}

} // namespace
