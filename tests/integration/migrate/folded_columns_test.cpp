// Columns of SQLite's whose texts are equal in capitals, or not, and what keeps them unique: one plan is
// enough, and the next is empty.
#include "support/fixture.hpp"
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#include <gtest/gtest.h>
namespace {
using namespace support;
namespace migrate = df::migrate;
struct Shop {
    df::id<Shop> id{};
    std::string name{};
    std::string code{};
    static constexpr auto dataflow = df::options{.timestamps = false, .unique = df::unique({"name"})};
};
struct folded_columns : testing::TestWithParam<const char*> {};

TEST_P(folded_columns, become_plain_ones_in_one_plan) {
    const place in{backend::sqlite_file};
    in.plain().run(
        std::string{"CREATE TABLE shops (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL "} +
        GetParam());
    in.plain().run("INSERT INTO shops (name, code) VALUES ('a', 'a'), ('b', 'b')");
    const auto of = df::migrations_of<Shop>(in.url());
    of.run({.auto_confirm = true, .max_risk = df::risk::critical});
    EXPECT_TRUE(of.pending().empty()) << migrate::preview(of.pending());
    EXPECT_TRUE(of.drift().empty()) << migrate::to_text(of.drift());
    df::database<Shop> db{in.url()};
    db.run(df::create(Shop{.name = "A", .code = "c"}));
    EXPECT_EQ(db.run(df::count<Shop>()), 3);
}
INSTANTIATE_TEST_SUITE_P(
    sqlite, folded_columns,
    testing::Values(
        "COLLATE NOCASE UNIQUE ON CONFLICT REPLACE, code TEXT NOT NULL)",
        "COLLATE NOCASE, code TEXT NOT NULL, UNIQUE (name) ON CONFLICT REPLACE)",
        "COLLATE NOCASE UNIQUE, code TEXT NOT NULL)", "UNIQUE ON CONFLICT REPLACE, code TEXT NOT NULL)",
        "COLLATE NOCASE, code TEXT NOT NULL); CREATE UNIQUE INDEX n ON shops(name)",
        "COLLATE NOCASE UNIQUE ON CONFLICT REPLACE, code TEXT NOT NULL UNIQUE ON CONFLICT IGNORE)"));

} // namespace
