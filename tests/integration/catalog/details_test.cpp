// What a description has with the details, of a database that others made.
#include <dataflow/catalog.hpp>
#include <dataflow/pull.hpp>

#include "support/fixture.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
namespace catalog = dataflow::catalog;

struct Stub {
    df::id<Stub> id{};
};

class CatalogDetails : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(CatalogDetails);

std::vector<std::string_view> list(df::constant_list<std::string_view> names) {
    return {names.begin(), names.end()};
}

TEST_P(CatalogDetails, AreReadWhereTheyAreAskedFor) {
    df::database<Stub> db{url()};
    plain().run("CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL); "
                "CREATE VIEW names AS SELECT name, id + 1 AS following FROM parents");
    const auto plainly = df::describe(db);
    ASSERT_NE(plainly.find("names"), nullptr);
    EXPECT_TRUE(plainly.search_path.empty() && plainly.find("names")->uses.empty());
    if (!postgres()) {
        EXPECT_TRUE(plainly.find("names")->columns.empty());
    }

    if (postgres())
        plain().run(
            "CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy'); COMMENT ON TYPE mood IS 'how one feels';"
            "CREATE DOMAIN short AS varchar(20) DEFAULT 'x' CHECK (length(VALUE) > 0);"
            "CREATE DOMAIN shorter AS short NOT NULL CHECK (length(VALUE) < 10);"
            "COMMENT ON TABLE parents IS 'who has \"children\"'; COMMENT ON COLUMN parents.name IS 'as "
            "spoken';"
            "CREATE SEQUENCE counter AS INTEGER INCREMENT BY 5 MINVALUE 10 MAXVALUE 90 START 20 CYCLE;"
            "CREATE TABLE numbered (id BIGSERIAL PRIMARY KEY, m mood, s shorter);"
            "CREATE TABLE days (day DATE NOT NULL) PARTITION BY RANGE (day);"
            "CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"
            "CREATE FUNCTION how_many() RETURNS BIGINT LANGUAGE sql AS 'SELECT count(*) FROM parents -- "
            "numbered';"
            "CREATE POLICY mine ON parents AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (id > 1) WITH CHECK (id "
            "> 2);"
            "INSERT INTO parents SELECT n, 'p' FROM generate_series(1, 1000) AS n; ANALYZE parents");
    else
        plain().run("CREATE VIEW broken AS SELECT * FROM gone; CREATE INDEX parents_name ON parents (name);"
                    "INSERT INTO parents (name) VALUES ('a'), ('b'), ('c'); ANALYZE");
    const auto found = df::describe(db, {.details = true});
    const auto& parents = *found.find("parents");
    const auto& names = *found.find("names");
    ASSERT_EQ(names.columns.size(), 2U);
    EXPECT_EQ(names.columns[1].name, "following");
    EXPECT_TRUE(names.columns[0].type.understood);
    if (!postgres()) {
        EXPECT_EQ(list(found.search_path), (std::vector<std::string_view>{"main"}));
        EXPECT_EQ(parents.rows, 3);
        EXPECT_TRUE(support::has(std::string{found.find("broken")->gap}, "gone"));
        EXPECT_TRUE(found.find("broken")->columns.empty() && names.gap.empty());
        return;
    }
    EXPECT_EQ(parents.rows, 1000);
    EXPECT_GT(parents.bytes, 8192);
    EXPECT_EQ(names.rows, -1);
    EXPECT_EQ(parents.comment, "who has \"children\"");
    EXPECT_EQ(parents.find_column("name")->comment, "as spoken");
    ASSERT_EQ(names.uses.size(), 1U);
    EXPECT_TRUE(names.uses[0].ends_with(".parents"));
    EXPECT_EQ(list(parents.functions), (std::vector<std::string_view>{"how_many"}));
    EXPECT_TRUE(found.find("numbered")->functions.empty());
    ASSERT_EQ(found.find("days")->partitions.size(), 1U);
    EXPECT_TRUE(found.find("days")->partitions[0].ends_with(".days_1"));

    ASSERT_EQ(parents.policies.size(), 1U);
    const auto& policy = parents.policies[0];
    EXPECT_EQ(policy.command, "UPDATE");
    EXPECT_FALSE(policy.permissive);
    EXPECT_EQ(list(policy.roles), (std::vector<std::string_view>{"public"}));
    EXPECT_EQ(policy.visible, "(id > 1)");
    EXPECT_EQ(policy.written, "(id > 2)");

    ASSERT_EQ(found.enumerations.size(), 1U);
    EXPECT_EQ(list(found.enumerations[0].values), (std::vector<std::string_view>{"sad", "so so", "happy"}));
    EXPECT_EQ(found.enumerations[0].spelled, found.find("numbered")->find_column("m")->type.spelled);
    EXPECT_EQ(found.enumerations[0].comment, "how one feels");
    ASSERT_EQ(found.domains.size(), 2U);
    EXPECT_EQ(found.domains[1].name, "shorter");
    EXPECT_EQ(found.domains[1].base.spelled, "character varying(20)");
    EXPECT_EQ(found.domains[1].base.length, 20);
    EXPECT_FALSE(found.domains[1].nullable);
    ASSERT_EQ(found.domains[0].checks.size(), 1U);
    EXPECT_TRUE(support::has(std::string{found.domains[0].checks[0].expression}, "length"));
    EXPECT_TRUE(support::has(std::string{found.domains[0].default_text}, "'x'"));

    const auto counter = std::find_if(found.sequences.begin(), found.sequences.end(),
                                      [](const auto& s) { return s.name == "counter"; });
    ASSERT_NE(counter, found.sequences.end());
    EXPECT_TRUE(counter->start == 20 && counter->increment == 5 && counter->least == 10 &&
                counter->greatest == 90);
    EXPECT_TRUE(counter->cycles && counter->table.empty() && counter->type == "integer");
    const auto made = std::find_if(found.sequences.begin(), found.sequences.end(),
                                   [](const auto& s) { return s.name == "numbered_id_seq"; });
    ASSERT_NE(made, found.sequences.end());
    EXPECT_TRUE(made->table.ends_with(".numbered") && made->column == "id");
}

TEST_P(CatalogDetails, AreOfTheSchemasThatAreAskedFor) {
    df::database<Stub> db{url()};
    const auto all = df::describe(db, {.details = true, .all_schemas = true});
    EXPECT_NE(all.find("stubs"), nullptr);
    EXPECT_EQ(all.find("pg_class"), nullptr);
    const auto none = df::describe(db, {.schemas = {"no_such_schema"}});
    EXPECT_TRUE(none.tables.empty());
    const auto own = df::describe(db, {.schemas = {std::string{all.find("stubs")->schema}}});
    EXPECT_NE(own.find("stubs"), nullptr);
    if (!postgres()) return;
    const auto other = where().schema() + " Old";
    plain().run(
        "CREATE SCHEMA \"" + other +
        "\"; CREATE DOMAIN sex AS CHAR(1) DEFAULT 'U' NOT NULL; CREATE "
        "DOMAIN other_sex AS sex; CREATE TABLE \"" +
        other +
        "\".\"People\" (a sex, b other_sex DEFAULT 'M', c CHAR(1)); CREATE VIEW seen AS SELECT * FROM \"" +
        other + "\".\"People\"");
    const auto found = df::describe(db, {.details = true, .schemas = {other}});
    plain().run("DROP SCHEMA \"" + other + "\" CASCADE");
    ASSERT_EQ(found.tables.size(), 1U);
    EXPECT_EQ(found.tables[0].gap, "");
    // A domain's default and NOT NULL are its columns'.
    const auto& columns = found.tables[0].columns;
    EXPECT_TRUE(!columns[0].nullable && support::has(std::string{columns[0].default_text}, "'U'"));
    EXPECT_TRUE(!columns[1].nullable && support::has(std::string{columns[1].default_text}, "'M'"));
    EXPECT_TRUE(columns[2].nullable && columns[2].default_text.empty());
}

TEST_P(CatalogDetails, TellWhatTheUserMayNotRead) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no users";
    const auto schema = where().schema(), role = schema + "_few";
    plain().run("CREATE TABLE seen (id INTEGER); CREATE TABLE half (id INTEGER, pay INTEGER); CREATE TABLE "
                "hidden (id INTEGER);"
                "CREATE ROLE " +
                role + " LOGIN; GRANT USAGE ON SCHEMA " + schema + " TO " + role +
                "; GRANT SELECT ON seen TO " + role + "; GRANT SELECT (id) ON half TO " + role);
    auto theirs = url();
    theirs.replace(theirs.find("://") + 3, theirs.find('@') - theirs.find("://") - 3, role);
    const auto described = [&] {
        df::database<> db{df::open_options{.url = theirs, .existing_schema_mode = true}};
        auto found = df::describe(db, {.details = true});
        auto told = df::pull::told_of(df::pull::plan_of(found));
        return std::pair{std::move(found), std::move(told)};
    };
    {
        const auto [found, told] = described();
        EXPECT_EQ(found.find("seen")->gap, "");
        EXPECT_EQ(found.find("half")->gap, "the user may not read all of its columns");
        EXPECT_EQ(found.find("hidden")->gap, "the user may not read it");
        EXPECT_TRUE(found.closed_schemas.empty());
        EXPECT_FALSE(told.failed);
        EXPECT_EQ(told.lines,
                  (std::vector<std::string>{schema + ".half: the user may not read all of its columns",
                                            schema + ".hidden: the user may not read it"}));
    }
    plain().run("REVOKE USAGE ON SCHEMA " + schema + " FROM " + role);
    {
        const auto [found, told] = described();
        EXPECT_TRUE(found.tables.empty());
        EXPECT_EQ(list(found.closed_schemas), std::vector<std::string_view>{schema});
        EXPECT_TRUE(told.failed);
        EXPECT_EQ(told.lines.at(0), "the schema " + schema + ": the user may not use it");
    }
    {
        df::database<> db{df::open_options{.url = theirs, .existing_schema_mode = true}};
        const auto found = df::describe(db, {.details = true, .schemas = {schema}});
        EXPECT_EQ(found.find("seen", schema)->gap, "the user may not use its schema");
    }
    plain().run("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

} // namespace
