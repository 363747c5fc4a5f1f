// Plans from models, on both databases: what they change, what they ask, and what stops them.
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
namespace migrate = dataflow::migrate;
using support::has;

struct Stub {
    df::id<Stub> id{};
};

namespace v1 {
enum class Status { fresh, paid, gone };
struct Customer {
    df::id<Customer> id{};
    std::string email;
    std::int32_t points = 0;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::string note;
    std::int32_t count = 1;
    Status status = Status::fresh;

    static constexpr auto dataflow = df::options{.timestamps = false, .indexes = df::indexes({"note"})};
};
} // namespace v1

namespace v2 {
enum class Status { open, paid, gone, lost };
struct Customer {
    df::id<Customer> id{};
    std::string mail;
    std::int64_t points = 0;
    std::optional<std::string> phone;

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"mail"}), .renamed = df::renamed({"email", "mail"})};
};
struct Purchase {
    df::id<Purchase> id{};
    df::id<Customer> customer_id{};
    std::optional<std::string> note;
    std::int32_t amount = 1;
    Status status = Status::open;
    bool gift = false;

    static constexpr auto dataflow = df::options{
        .indexes = df::indexes({"note"}, {"amount", "status"}),
        .checks = df::checks(df::check("some", df::column("amount") > 0)),
        .renamed_table = "orders",
        .renamed = df::renamed({"count", "amount"}),
        .renamed_values = df::renamed_values({"status", "fresh", "open"}),
    };
};
} // namespace v2

namespace v3 {
struct Customer {
    df::id<Customer> id{};
    std::string address;
    std::int64_t points = 0;
    std::optional<std::string> phone;

    static constexpr auto dataflow = df::options{.unique = df::unique({"address"})};
};
} // namespace v3

namespace v4 {
struct Customer {
    df::id<Customer> id{};
    std::string email;
};
} // namespace v4

namespace shared {
struct Place {
    df::id<Place> id{};
    std::string name;
    static constexpr auto dataflow =
        df::options{.soft_delete = true, .multi_tenant = true, .unique = df::unique({"name"})};
};
struct Visit {
    df::id<Visit> id{};
    df::id<Place> place_id{};
    std::vector<std::int32_t> hours;
    df::decimal<10, 2> price{};
    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
} // namespace shared

class PlanOf : public support::shared_database_test {
  protected:
    template <class... Models>
    migrate::plan plan_for() {
        df::database<Stub> db{url()};
        found_ = df::describe(db, {.details = true});
        wanted_ = df::catalog::describe_models<Models...>(postgres() ? df::postgres : df::sqlite);
        return migrate::plan_of(wanted_, found_, postgres() ? 150000 : 3040001, {.batch = 3});
    }
    void run(const migrate::plan& p) {
        const auto pools = df::database_::open_pools({.url = url(), .connections = 2});
        const auto lease = pools.writers->take();
        migrate::run(lease.connection(), p);
    }
    void start() {
        df::database<v1::Customer, v1::Order> db{url()};
        for (int i = 1; i <= 10; ++i) {
            const auto c = db.run(df::create(v1::Customer{.email = "a" + std::to_string(i), .points = i}));
            (void)db.run(df::create(v1::Order{.customer_id = c.id, .note = "n", .count = i}));
        }
        if (postgres()) plain().run("ANALYZE");
    }

    df::catalog::live_description wanted_, found_;
};
DATAFLOW_ON_SHARED_DATABASES(PlanOf);

std::string titles(const migrate::plan& p) {
    std::string out;
    for (const auto& s : p.steps) out += s.title + "\n";
    for (const auto& q : p.questions) out += "? " + q.text + "\n";
    return out;
}

TEST_P(PlanOf, ChangesADatabaseIntoTheNextVersion) {
    start();
    EXPECT_EQ(titles(plan_for<v1::Customer, v1::Order>()), "");
    const auto p = plan_for<v2::Customer, v2::Purchase>();
    ASSERT_TRUE(p.questions.empty()) << titles(p);
    EXPECT_EQ(p.risk(), df::risk::critical); // a table gets another name
    EXPECT_FALSE(p.loses_data());
    run(p);
    EXPECT_EQ(titles(plan_for<v2::Customer, v2::Purchase>()), "");

    df::database<v2::Customer, v2::Purchase> db{url()};
    const auto customers = db.run(df::list<v2::Customer>());
    const auto purchases = db.run(df::list<v2::Purchase>());
    ASSERT_EQ(customers.size(), 10U);
    ASSERT_EQ(purchases.size(), 10U);
    EXPECT_EQ(customers[9].mail, "a10");
    EXPECT_EQ(customers[9].points, 10);
    EXPECT_EQ(purchases[9].amount, 10);
    EXPECT_EQ(purchases[9].note, "n");
    EXPECT_EQ(purchases[9].status, v2::Status::open);
    EXPECT_GT(purchases[9].created_at.time_since_epoch().count(), 0);
    EXPECT_FALSE(purchases[9].gift);
    const auto more = db.run(
        df::create(v2::Purchase{.customer_id = customers[0].id, .note = {}, .status = v2::Status::lost}));
    EXPECT_EQ(more.id.value, 11);
}

TEST_P(PlanOf, AsksWhetherAColumnWasRenamed) {
    start();
    const auto p = plan_for<v3::Customer>();
    ASSERT_FALSE(p.questions.empty());
    EXPECT_EQ(p.questions[0].table, "customers");
    EXPECT_TRUE(has(p.questions[0].text, "email") &&
                has(p.questions[0].answer, "df::renamed({\"email\", \"address\"})"));
    for (const auto& s : p.steps) EXPECT_FALSE(has(s.table, "orders")) << s.title; // nobody's
}

TEST_P(PlanOf, FindsRowsThatDoNotFitAndChangesNothing) {
    start();
    plain().run("UPDATE customers SET email = 'same' WHERE id <= 3");
    const auto p = plan_for<v2::Customer, v2::Purchase>();
    const auto e = support::thrown<df::check_violation>([&] { run(p); });
    EXPECT_TRUE(has(e.what(), "in the way") && has(e.what(), "email")) << e.what();
    EXPECT_EQ(titles(plan_for<v1::Customer, v1::Order>()), "");
}

TEST_P(PlanOf, WhatTheLibraryMakesIsWhatItWants) {
    df::database<shared::Place, shared::Visit> db{url()};
    const auto p = plan_for<shared::Place, shared::Visit>();
    EXPECT_EQ(titles(p), "");
    EXPECT_TRUE(p.unknown.empty()) << p.unknown.front();
}

TEST_P(PlanOf, MakesTablesAsTheLibraryDoes) {
    plain().run("CREATE TABLE others (id INTEGER)");
    const auto p = plan_for<v1::Customer, v1::Order>();
    EXPECT_EQ(p.risk(), df::risk::low) << titles(p);
    run(p);
    start();
    EXPECT_EQ(plain().number("SELECT count(*) FROM orders"), 10);
    EXPECT_EQ(titles(plan_for<v1::Customer, v1::Order>()), "");
}

/// The statements of all views, which hold all that belongs to them.
std::string views_of(const df::catalog::database_description& d) {
    std::string out;
    for (const auto& t : d.tables)
        for (const auto text : t.statements) out += std::string{text} + '\n';
    return out;
}

TEST_P(PlanOf, MakesViewsAgainAroundAChangeOfTheirColumns) {
    if (!postgres()) GTEST_SKIP() << "SQLite's are in sqlite_plan_test.cpp";
    start();
    plain().run(
        "CREATE VIEW points WITH (security_barrier=true) AS SELECT id, points FROM customers WHERE points > "
        "2; "
        "CREATE VIEW most AS SELECT max(points) AS greatest FROM points; "
        "CREATE MATERIALIZED VIEW kept AS SELECT points, count(*) AS n FROM points GROUP BY points; "
        "CREATE UNIQUE INDEX kept_points_idx ON kept (points); ALTER MATERIALIZED VIEW kept CLUSTER ON "
        "kept_points_idx; COMMENT ON VIEW points IS 'who''s who'; COMMENT ON COLUMN points.points IS 'so "
        "many'; "
        "COMMENT ON MATERIALIZED VIEW kept IS 'kept'; COMMENT ON INDEX kept_points_idx IS 'an index'; "
        "CREATE RULE nothing AS ON DELETE TO points DO INSTEAD NOTHING; COMMENT ON RULE nothing ON points IS "
        "'r'; "
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
        "CREATE TRIGGER refused INSTEAD OF INSERT ON points FOR EACH ROW EXECUTE FUNCTION refuse(); "
        "COMMENT ON TRIGGER refused ON points IS 't'; ALTER VIEW points ALTER COLUMN points SET DEFAULT 9; "
        "GRANT SELECT, UPDATE ON points TO PUBLIC; GRANT UPDATE (greatest) ON most TO PUBLIC; "
        "REVOKE DELETE ON most FROM CURRENT_USER; CREATE VIEW mails AS SELECT email FROM customers");
    const auto p = plan_for<v2::Customer>();
    const auto before = views_of(found_);
    EXPECT_TRUE(has(before, "security_barrier=true") && has(before, "GRANT SELECT, UPDATE ON") &&
                has(before, "COMMENT ON TRIGGER") && has(before, "CLUSTER ON") &&
                has(before, "SET DEFAULT 9"))
        << before;
    ASSERT_TRUE(p.questions.empty()) << p.questions[0].text;
    EXPECT_FALSE(has(titles(p), "mails")) << titles(p);
    run(p);
    EXPECT_EQ(titles(plan_for<v2::Customer>()), "");
    EXPECT_EQ(plain().value("SELECT pg_typeof(greatest) FROM most"), "bigint");
    EXPECT_EQ(plain().number("SELECT sum(n) FROM kept"), 8);
    const auto mended = [](std::string text) { // mails follows the rename, which PostgreSQL does by itself
        constexpr std::string_view renamed{
            "mail AS email"}; // PostgreSQL 16 and later name no table before it
        for (std::size_t at = 0; (at = text.find(renamed, at)) != std::string::npos;)
            text.replace(at, renamed.size(), "email");
        return text;
    };
    EXPECT_EQ(mended(views_of(found_)), before);
    {
        const auto pools = df::database_::open_pools({.url = url(), .connections = 2});
        const auto lease = pools.writers->take();
        migrate::rollback(lease.connection(), 1, {.lose_data = true});
    }
    EXPECT_EQ(plain().value("SELECT pg_typeof(greatest) FROM most"), "integer");
    (void)plan_for<v1::Customer, v1::Order>();
    EXPECT_EQ(views_of(found_), before);
}

TEST_P(PlanOf, AsksWhereAViewCannotBeMadeAgain) {
    start();
    plain().run("CREATE VIEW rich AS SELECT email FROM customers AS c WHERE c.points > 3");
    plain().run("CREATE VIEW mails AS SELECT email AS points FROM customers");
    plain().run(
        "CREATE VIEW others AS SELECT c.email, o.points FROM customers AS c JOIN (SELECT 1 AS points, 1 AS "
        "id) AS o ON o.id = c.id");
    auto p = plan_for<v4::Customer>();
    ASSERT_EQ(p.questions.size(), 1U) << titles(p);
    EXPECT_TRUE(has(p.questions[0].text, "view rich names column points, which goes") ||
                has(p.questions[0].text, ".rich names column points, which goes"))
        << p.questions[0].text;
    EXPECT_THROW(run(p), df::protected_operation);
    EXPECT_EQ(plain().number("SELECT count(*) FROM rich"), 7);
    if (!postgres()) return;
    // Its text names the column that gets another name, and has to be given again for the other one.
    p = plan_for<v2::Customer>();
    ASSERT_EQ(p.questions.size(), 1U) << titles(p);
    EXPECT_TRUE(has(p.questions[0].text, "rich has to be made again") &&
                has(p.questions[0].text, "column email, which gets another name"))
        << p.questions[0].text;
}

TEST_P(PlanOf, SaysWhyAStepIsDangerous) {
    start();
    auto p = plan_for<v4::Customer>();
    std::string codes;
    for (const auto& s : p.steps)
        for (const auto& f : s.findings) codes += std::string{f.code} + " " + f.table + "." + f.column + " ";
    EXPECT_EQ(codes, "DF-D02 customers.points ");
    EXPECT_TRUE(has(migrate::preview(p), "DF-D02 high, customers.points: a column is dropped"))
        << migrate::preview(p);
    const auto ignored = [&](std::string code, std::string reason) {
        return migrate::plan_of(wanted_, found_, p.server_version,
                                {.ignored = {{std::move(code), "customers", "points", std::move(reason)}}});
    };
    p = ignored("DF-D02", "nobody reads it since 3.1");
    EXPECT_EQ(p.risk(), df::risk::high);
    EXPECT_TRUE(p.findings.empty());
    for (const auto& s : p.steps) EXPECT_LE(s.risk_left(), df::risk::medium) << s.title;
    EXPECT_TRUE(has(migrate::preview(p), "ignored: nobody reads it since 3.1")) << migrate::preview(p);
    p = ignored("DF-D02", "");
    ASSERT_EQ(p.findings.size(), 1U);
    EXPECT_EQ(p.findings[0].code, "DF-S02");
    p = ignored("DF-C01", "it is no rename");
    ASSERT_EQ(p.findings.size(), 1U);
    EXPECT_EQ(p.findings[0].code, "DF-S01");
    EXPECT_TRUE(has(migrate::to_json(p), R"("code":"DF-S01")")) << migrate::to_json(p);
}

TEST_P(PlanOf, GoesOnAfterAnInvalidIndex) {
    if (!postgres()) GTEST_SKIP() << "SQLite's indexes are made in a transaction";
    start();
    plain().run("ALTER TABLE customers RENAME COLUMN email TO mail; UPDATE customers SET mail = 'same'");
    EXPECT_THROW(plain().run("CREATE UNIQUE INDEX CONCURRENTLY customers_mail_key ON customers (mail)"),
                 std::runtime_error);
    plain().run("UPDATE customers SET mail = id::text");
    const auto p = plan_for<v2::Customer>();
    EXPECT_TRUE(has(titles(p), "drop the invalid index")) << titles(p);
    run(p);
    EXPECT_EQ(titles(plan_for<v2::Customer>()), "");
}

} // namespace
