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

TEST_P(PlanOf, NamesAViewInTheWay) {
    if (!postgres()) GTEST_SKIP() << "SQLite's views are made again by the plan";
    start();
    plain().run("CREATE VIEW points AS SELECT points FROM customers");
    const auto p = plan_for<v2::Customer, v2::Purchase>();
    ASSERT_EQ(p.questions.size(), 1U) << titles(p);
    EXPECT_TRUE(has(p.questions[0].text, "points reads column points")) << p.questions[0].text;
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
