// What the compiler knows of a change from one version of a struct to the next.
#include <dataflow/migrate.hpp>

#include "kept_snapshot.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

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

// The header kept_snapshot.h is what the command `snapshot` has written of these.
namespace kept {
enum class Kind { novel, essay };
struct Author {
    df::id<Author> id{};
    std::string name = "a \"b\" ?\?/ */ /* \\ '";
    std::optional<std::string> town = "K\303\266ln";

    static constexpr auto dataflow =
        df::options{.timestamps = true, .soft_delete = true, .unique = df::unique({"name", "town"})};
};
struct Book {
    df::id<Book> id{};
    df::id<Author> author_id;
    Kind kind = Kind::essay;
    df::decimal<10, 2> price{};
    std::vector<std::string> words;
    double weight = 0.5;

    static constexpr auto dataflow =
        df::options{.indexes = df::indexes({"kind", "price"}),
                    .checks = df::checks(df::check("priced", df::column("price") >= 0)),
                    .foreign_keys = df::foreign_keys({"author_id", df::on_delete::cascade})};
};
} // namespace kept
namespace later {
using kept::Author, kept::Kind;
struct Book {
    df::id<Book> id{};
    df::id<Author> author_id;
    Kind kind = Kind::essay;
    df::decimal<10, 2> price{};
    std::vector<std::string> words;
    double weight = 0.5;
    std::optional<std::string> note;
};
} // namespace later
static_assert(df::migration<then::Author, kept::Author>.empty());
static_assert(df::migration<then::Book, kept::Book>.empty());
static_assert(df::migration<then::Author, kept::Author, df::sqlite>.empty());
static_assert(df::migration<then::Book, kept::Book, df::sqlite>.empty());
static_assert(df::migration<then::models, df::types<kept::Author, kept::Book>>.empty());
static_assert(
    df::migration<df::types<then::Author, then::Book>, df::types<kept::Author, kept::Book>>.empty());
constexpr auto noted = df::migration<then::Book, later::Book>;
static_assert(noted.has(change_kind::add_column) && noted.has(change_kind::drop_index) &&
              noted.risk() == risk::high); // a foreign key deletes no longer
static_assert(df::migration<then::Book, v1::Note>.has(change_kind::add_table));

struct snapshots {
    df::catalog::live_description postgres =
        df::catalog::describe_models<kept::Author, kept::Book>(df::postgres);
    df::catalog::live_description sqlite = df::catalog::describe_models<kept::Author, kept::Book>(df::sqlite);
    std::vector<const df::catalog::database_description*> all{&sqlite, &postgres};
};

TEST(Snapshot, TheHeaderIsWhatTheCommandWrites) {
    const snapshots of;
    std::ifstream in{DATAFLOW_TEST_SOURCE_DIR "/tests/unit/migrate/kept_snapshot.h", std::ios::binary};
    const std::string kept{std::istreambuf_iterator<char>{in}, {}};
    EXPECT_EQ(df::migrate::snapshot_header(of.all, "then"), kept);
}

TEST(Snapshot, WhatIsReadAgainIsWhatWasWritten) {
    const snapshots of;
    for (const auto& text :
         {df::migrate::snapshot_header(of.all, "then"), df::migrate::snapshot_json(of.all)}) {
        ASSERT_TRUE(df::migrate::is_snapshot_text(text));
        EXPECT_EQ(df::migrate::dialects_of_snapshot(text).size(), 2U);
        for (const auto* const d : of.all) {
            const auto back = df::migrate::read_snapshot(text, d->dialect);
            ASSERT_TRUE(back);
            EXPECT_EQ(df::migrate::snapshot_json({&*back}), df::migrate::snapshot_json({d}));
            EXPECT_TRUE(df::catalog::compare(*d, *back).empty());
            EXPECT_TRUE(df::catalog::compare(*back, *d).empty());
            EXPECT_TRUE(df::migrate::plan_of(*d, *back, 0).empty());
        }
    }
    EXPECT_FALSE(df::migrate::read_snapshot(df::migrate::snapshot_json({&of.sqlite}), df::postgres));
}

TEST(Snapshot, WhatIsNoneAndWhatIsNewerIsRefused) {
    for (const auto* const text :
         {"", "{}", "{\"dataflow_snapshot\":1,\"databases\":[{\"dialect\":\"oracle\"}]}",
          "{\"dataflow_snapshot\":2}", "{\"dataflow_snapshot\":1,\"databases\":[{}"})
        EXPECT_THROW((void)df::migrate::read_snapshot(text, df::sqlite), df::invalid_value) << text;
    const snapshots of;
    for (const auto* const name : {"", "a b", "1a", "a:b", "::a", "a::"})
        EXPECT_THROW((void)df::migrate::snapshot_header(of.all, name), df::invalid_value) << name;
    EXPECT_NE(df::migrate::snapshot_header(of.all, "a::b").find("namespace a::b {"), std::string::npos);
}

} // namespace
