// Models that are only read: views, materialized views, tables without a key, and tables that others write.
#include "support/fixture.hpp"

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace only_read {

namespace df = dataflow;

struct Shopper {
    df::id<Shopper> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Buy {
    df::id<Buy> id{};
    df::id<Shopper> shopper{};
    int amount = 0;
    static constexpr auto dataflow = df::options{.timestamps = false};
};
/// A view with a key: one row for each shopper who bought something.
struct Total {
    df::id<Shopper> shopper{};
    std::int64_t amount = 0;
    std::optional<std::string> note{};
    static constexpr auto dataflow =
        df::options{.table = "totals", .read_only = true, .key = df::key("shopper")};
};
/// A table without one.
struct Visit {
    df::id<Shopper> shopper{};
    std::string page;
    static constexpr auto dataflow = df::options{.read_only = true};
};
/// A table that somebody else writes, with columns of theirs.
struct Country {
    df::id<Country, std::string> code{};
    std::string name;
    static constexpr auto dataflow = df::options{.read_only = true, .key = df::key("code")};
};

} // namespace only_read

namespace {

using namespace only_read;
using df::field;
using support::has;
using support::thrown;

class ReadOnlyModels : public support::shared_database_test {
  protected:
    using database = df::database<Shopper, Buy, Total, Visit, Country>;

    void make() {
        {
            df::database<Shopper, Buy> db{url()};
        }
        plain().run(
            std::string{"CREATE "} + (postgres() ? "MATERIALIZED " : "") +
            "VIEW totals AS SELECT shopper, sum(amount) AS amount, max(nullif('a', 'a')) AS note FROM buys "
            "GROUP BY "
            "shopper;"
            "CREATE TABLE visits (shopper BIGINT NOT NULL, page TEXT NOT NULL, at TEXT);"
            "CREATE TABLE countries (code TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, secret TEXT NOT "
            "NULL);"
            "INSERT INTO shoppers (name) VALUES ('Al'), ('Bo'), ('Cy');"
            "INSERT INTO buys (shopper, amount) VALUES (1, 3), (1, 4), (2, 5);"
            "INSERT INTO visits VALUES (1, 'b', NULL), (1, 'a', NULL), (1, 'a', NULL), (3, 'c', NULL);"
            "INSERT INTO countries VALUES ('DE', 'Germany', 'x'), ('FR', 'France', 'y')");
        if (postgres()) plain().run("REFRESH MATERIALIZED VIEW totals");
    }
};
DATAFLOW_ON_SHARED_DATABASES(ReadOnlyModels);

TEST_P(ReadOnlyModels, ViewsAndTablesWithoutAKeyAreReadJoinedAndCounted) {
    make();
    for (const bool existing : {false, true}) {
        database db{df::open_options{.url = url(), .existing_schema_mode = existing}};
        for (const auto& w : db.warnings()) ADD_FAILURE() << w.table << "." << w.column << ": " << w.message;
        EXPECT_EQ(db.run(df::read<Total>(df::id<Shopper>{1})).amount, 7);
        EXPECT_FALSE(db.run(df::find<Total>(df::id<Shopper>{3})));
        EXPECT_EQ(db.run(df::read<Country>("DE")).name, "Germany");
        EXPECT_FALSE(db.run(df::list<Total>())[0].note);
        EXPECT_EQ(
            db.run(df::list<Total>().order_by(df::desc(field<&Total::amount>)).limit(1))[0].shopper.value, 1);
        EXPECT_EQ(db.run(df::list<Total>().join<&Total::shopper>().where(field<&Shopper::name> == "Bo"))[0]
                      .get<Total>()
                      .amount,
                  5);
        // without a key
        EXPECT_EQ(db.run(df::count<Visit>()), 4);
        EXPECT_TRUE(db.run(df::exists<Visit>().where(field<&Visit::page> == "c")));
        EXPECT_EQ(db.run(df::list<Visit>()).size(), 4U);
        EXPECT_EQ(db.run(df::list<Visit>().limit(3)).size(), 3U);
        const auto second =
            db.run(df::list<Visit>().order_by(field<&Visit::page>).limit(2).offset(2).with_total());
        ASSERT_EQ(second.size(), 2U);
        EXPECT_EQ(second[0].page, "b");
        EXPECT_EQ(second.total, 4);
        EXPECT_EQ(db.run(df::list<Visit>().join<&Visit::shopper>().limit(3)).size(), 3U);
        const auto left = db.run(df::list<Shopper>()
                                     .left_join<Visit>(field<&Visit::shopper> == field<&Shopper::id>)
                                     .order_by(field<&Shopper::id>, df::nullable(field<&Visit::page>)));
        ASSERT_EQ(left.size(), 5U);
        EXPECT_EQ(left[0].get<Visit>()->page, "a");
        EXPECT_FALSE(left[3].get<Visit>());
        const auto groups =
            db.run(df::aggregate<Visit>().group_by(field<&Visit::page>).select(df::count().as<"n">()));
        EXPECT_EQ(groups.size(), 3U);
        const auto families =
            db.run(df::list<Shopper>().with_children<&Visit::shopper>(df::list<Visit>().limit(2)));
        ASSERT_EQ(families.size(), 3U);
        EXPECT_EQ(families[0].children.size(), 2U);
        EXPECT_EQ(families[2].children.at(0).page, "c");
        std::size_t rows = 0;
        for (const auto& visit : db.stream(df::list<Visit>())) rows += visit.page.size();
        EXPECT_EQ(rows, 4U);
    }
}

TEST_P(ReadOnlyModels, NothingIsMadeForThemAndWhatDoesNotFitIsTold) {
    {
        df::database<Shopper, Buy> db{url()};
    }
    plain().run("CREATE VIEW totals AS SELECT shopper, 'x' AS note FROM buys;"
                "CREATE TABLE visits (shopper BIGINT, page INTEGER NOT NULL)");
    const auto e = thrown<df::schema_mismatch>([&] { database db{url()}; });
    EXPECT_EQ(e.model(), "Total, Visit, Country");
    for (const char* line : {"the table totals: column amount is missing",
                             "the table visits: column shopper can be NULL and the field "
                             "cannot",
                             "the table visits: column page is ",
                             "the table countries does not exist, and a model that is only read makes none"})
        EXPECT_TRUE(has(e.what(), line)) << line << " in " << e.what();
    EXPECT_THROW(plain().run("SELECT * FROM countries"), std::runtime_error);
    // A model that is written is still no view.
    plain().run("DROP TABLE buys" + std::string{postgres() ? " CASCADE" : ""} +
                "; CREATE VIEW buys AS SELECT 1 AS id");
    const auto v = thrown<df::schema_mismatch>(
        [&] { df::database<Shopper, Buy> db{df::open_options{.url = url(), .existing_schema_mode = true}}; });
    EXPECT_TRUE(has(v.what(), "buys is a view") &&
                has(v.what(), "to mend it: .read_only = true in the options of Buy"))
        << v.what();
}

TEST_P(ReadOnlyModels, ANullInAColumnOfAViewIsToldWhenItIsRead) {
    make();
    plain().run(postgres() ? "DROP MATERIALIZED VIEW totals" : "DROP VIEW totals");
    plain().run("CREATE VIEW totals AS SELECT shopper, CASE WHEN amount < 5 THEN CAST(amount AS BIGINT) END "
                "AS amount, "
                "CAST(NULL AS TEXT) AS note FROM buys");
    database db{url()};
    const auto e = thrown<df::invalid_value>([&] { (void)db.run(df::list<Total>()); });
    EXPECT_EQ(e.model(), "Total");
    EXPECT_TRUE(has(e.what(), "amount")) << e.what();
}

#if DATAFLOW_POSTGRES
TEST_P(ReadOnlyModels, AForeignTableIsReadLikeAnyOther) {
    if (!postgres()) GTEST_SKIP() << "SQLite has none";
    make();
    const auto server = where().schema() + "_files";
    try {
        plain().run("CREATE EXTENSION IF NOT EXISTS file_fdw SCHEMA public; CREATE SERVER " + server +
                    " FOREIGN DATA WRAPPER file_fdw");
    } catch (const std::runtime_error& e) {
        GTEST_SKIP() << e.what();
    }
    plain().run("DROP TABLE countries; CREATE FOREIGN TABLE countries (code TEXT, name TEXT) SERVER " +
                server + " OPTIONS (program 'echo DE,Germany', format 'csv')");
    {
        database db{df::open_options{.url = url(), .existing_schema_mode = true}};
        EXPECT_EQ(db.run(df::read<Country>("DE")).name, "Germany");
        EXPECT_EQ(db.run(df::count<Country>()), 1);
    }
    plain().run("DROP SERVER " + server + " CASCADE");
}
#endif

} // namespace
