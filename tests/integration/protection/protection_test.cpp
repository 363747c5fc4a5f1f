// Rules that keep what uses a database from writing.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/protection.hpp>
#include <dataflow/session.hpp>
#include <dataflow/sql.hpp>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::has;
using support::thrown;
using kind = df::write_kind;
using mode = df::protection_mode;
using database = df::database<Customer, Order>;

class Protection : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db.emplace(url());
        ada = db->run(df::create(Customer{.name = "Ada", .email = "ada@example.com"})).id;
        order =
            db->run(df::create<Order>(field<&Order::customer_id> = ada, field<&Order::status> = "open")).id;
    }
    void TearDown() override {
        db.reset();
        database_test::TearDown();
    }
    /// Refused, by a rule of this name; nothing is changed.
    template <class Work>
    df::error refused(const std::string& rule, Work&& work) {
        const auto before = counts();
        const auto e = thrown<df::protected_operation>(work);
        EXPECT_EQ(e.constraint(), rule) << e.what();
        EXPECT_EQ(counts(), before);
        return e;
    }
    [[nodiscard]] std::string counts() {
        return std::to_string(db->run(df::count<Customer>())) + " " +
               std::to_string(db->run(df::count<Order>())) + " " + db->run(df::read<Order>(order)).status;
    }
    void use(const df::write_protection& rules) { db->protect(rules); }
    /// Whether the database itself says what a statement writes to which table and column.
    [[nodiscard]] bool tells_columns() const { return !postgres(); }

    std::optional<database> db;
    df::id<Customer> ada{};
    df::id<Order> order{};
};
DATAFLOW_ON_ALL_DATABASES(Protection);

TEST_P(Protection, OfAllRefusesEveryWayToWrite) {
    use({df::protect_all("a move to another server")});
    const auto e =
        refused("read only", [&] { db->run(df::update<Order>(order, field<&Order::status> = "paid")); });
    EXPECT_EQ(e.node(), "update");
    EXPECT_EQ(e.model(), "Order");
    EXPECT_TRUE(has(e.what(), "a move to another server")) << e.what();
    refused("read only", [&] { db->run(df::create(Customer{.name = "B", .email = "b@example.com"})); });
    refused("read only", [&] { db->run(df::erase<Order>(order)); });
    refused("read only",
            [&] { db->run(df::bulk_create(std::vector{Customer{.name = "C", .email = "c@example.com"}})); });
    refused("read only",
            [&] { db->run(df::bulk_update<Order>(df::everything, field<&Order::status> = "x")); });
    refused("read only", [&] { db->run(df::bulk_delete<Order>(df::everything)); });
    refused("read only", [&] { db->transaction([&](auto& tx) { tx.run(df::erase<Order>(order)); }); });
    refused("read only", [&] { db->run_all(df::count<Order>(), df::erase<Order>(order)); });
    refused("read only", [&] { db->run(df::sql<"delete from orders">()); });
    refused("read only", [&] { db->run(df::sql<"create table other (n integer)">()); });
    EXPECT_EQ(db->run(df::list<Order>()).records.size(), 1U);
    EXPECT_EQ((db->run(df::sql<"select count(*) from orders", std::int64_t>().one())), 1);
}

TEST_P(Protection, TakesWhatTheDatabaseSaysOfAStatementByHand) {
    use({df::protect_all("")});
    // not by its first word
    if (postgres()) {
        refused("read only", [&] {
            db->run(df::sql<"with gone as (delete from orders returning id) select count(*) from gone",
                            std::int64_t>());
        });
        refused("read only", [&] { db->run(df::sql<"explain analyze delete from orders", std::string>()); });
        refused("read only", [&] { db->run(df::sql<"select * into others from orders">()); });
        refused("read only", [&] { db->run(df::sql<"do $$ begin delete from orders; end $$">()); });
        refused("read only", [&] { db->run(df::sql<"truncate orders">()); });
        // a function that writes is found when it runs
        plain().run(
            "CREATE FUNCTION wipe() RETURNS bigint LANGUAGE sql AS 'DELETE FROM orders; SELECT 1::bigint'");
        refused("read only", [&] { db->run(df::sql<"select wipe()", std::int64_t>()); });
        refused("read only", [&] {
            db->transaction([](auto& tx) { return tx.run(df::sql<"select wipe()", std::int64_t>()); });
        });
        plain().run("CREATE VIEW wiping AS SELECT wipe() AS n");
        refused("read only", [&] { db->run(df::sql<"select n from wiping", std::int64_t>()); });
    } else {
        refused("read only", [&] { db->run(df::sql<"with x as (select 1) delete from orders">()); });
    }
    // a transaction goes on after one that reads
    db->transaction([](auto& tx) {
        EXPECT_EQ((tx.run(df::sql<"select count(*) from orders", std::int64_t>().one())), 1);
        EXPECT_EQ((tx.run(df::sql<"select abs(count(*)) from orders", std::int64_t>().one())), 1);
    });
}

// What a statement that was prepared by hand does is seen when it is executed, and one that is not there is
// told as that: neither is a form of the library's own that is out of date.
TEST_P(Protection, LooksBehindAnExecute) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no EXECUTE";
    df::database<Customer, Order> one{{.url = url(), .connections = 1}};
    const auto missing = [](auto&& work) {
        const auto e = thrown<df::database_error>(work);
        EXPECT_EQ(e.kind(), df::error_kind::database_error) << e.what();
        EXPECT_EQ(e.code(), "26000");
    };
    missing([&] { one.run(df::sql<"EXECUTE nothing">()); });
    missing([&] { one.transaction([](auto& tx) { tx.run(df::sql<"EXECUTE nothing">()); }); });
    one.protect(df::write_protection{df::protect("kept").model<Order>().against(kind::erase)});
    missing([&] { one.run(df::sql<"EXECUTE nothing">()); });
    one.transaction([&](auto& tx) {
        tx.run(df::sql<"PREPARE gone2 AS DELETE FROM orders">());
        refused("kept", [&] { tx.run(df::sql<"EXECUTE gone2">()); });
        missing([&] { tx.nested([](auto& in) { in.run(df::sql<"EXECUTE nothing">()); }); });
        EXPECT_EQ(tx.run(df::count<Order>()), 1);
    });
}

// A form of a reading statement that is out of date is made again, as without rules.
TEST_P(Protection, MakesFormsAgain) {
    if (!postgres()) GTEST_SKIP() << "SQLite makes its statements again by itself";
    df::database<Customer, Order> one{{.url = url(), .connections = 1}};
    one.protect(df::write_protection{df::protect("kept").model<Order>().against(kind::erase)});
    struct named {
        std::string name{};
    };
    const auto all = df::sql<"SELECT name FROM (SELECT * FROM customers) AS c ORDER BY name", named>();
    EXPECT_EQ(one.run(all).size(), 1U);
    plain().run("ALTER TABLE customers ALTER COLUMN name TYPE VARCHAR(100)");
    EXPECT_EQ(one.run(all).size(), 1U);
    one.transaction([&](auto& tx) { EXPECT_EQ(tx.run(all).size(), 1U); });
    plain().run("ALTER TABLE customers ALTER COLUMN name TYPE TEXT");
    one.transaction([&](auto& tx) { EXPECT_EQ(tx.run(all).size(), 1U); });
}

TEST_P(Protection, IsAboutAModelAnOperationOrAField) {
    use({df::protect("no deletes").model<Order>().against(kind::erase).because("orders are kept"),
         df::protect("no new customers").model<Customer>().against(kind::create),
         df::protect("mail is fixed").field<&Customer::email>()});
    const auto e = refused("no deletes", [&] { db->run(df::erase<Order>(order)); });
    EXPECT_TRUE(has(e.what(), "forbids to delete records: orders are kept")) << e.what();
    refused("no deletes", [&] { db->run(df::bulk_delete<Order>(field<&Order::status> == "open")); });
    refused("no deletes", [&] { db->run(df::sql<"delete from orders where status = {}">("open")); });
    refused("no new customers",
            [&] { db->run(df::create(Customer{.name = "B", .email = "b@example.com"})); });
    EXPECT_EQ(refused("mail is fixed",
                      [&] { db->run(df::update<Customer>(ada, field<&Customer::email> = "x@example.com")); })
                  .field(),
              "email");
    // an update of the whole record sets it, too
    auto record = db->run(df::read<Customer>(ada));
    record.name = "Ada L.";
    refused("mail is fixed", [&] { db->run(df::update(record)); });
    refused("mail is fixed", [&] { db->run(df::sql<"update customers set email = {}">("y@example.com")); });
    // all else is done
    db->run(df::update<Customer>(ada, field<&Customer::name> = "Ada Lovelace"));
    db->run(df::update<Order>(order, field<&Order::status> = "paid"));
    db->run(df::sql<"insert into orders (customer_id, total, status, quantity, created_at, updated_at) "
                    "select customer_id, total, {}, quantity, created_at, updated_at from orders">("copy"));
    EXPECT_EQ(db->run(df::count<Order>()), 2);
    if (postgres()) // which columns an UPDATE sets, it does not say: what may set the field is refused
        refused("mail is fixed", [&] { db->run(df::sql<"update customers set name = {}">("A")); });
    else EXPECT_EQ(db->run(df::sql<"update customers set name = {}">("A")), 1);
}

TEST_P(Protection, FollowsTheStrictestRule) {
    std::vector<std::string> told;
    df::write_protection rules{
        df::protect("a warning").mode(mode::warn), df::protect("an audit").model<Order>().mode(mode::audit),
        df::protect("a block").against(kind::erase), df::protect("nothing").mode(mode::off)};
    rules.on_violation([&](const df::protection_violation& v) {
        told.push_back(v.rule + (v.refused ? " refused " : " done ") + v.node);
    });
    use(rules);
    db->run(df::update<Customer>(ada, field<&Customer::name> = "A"));
    EXPECT_EQ(told, (std::vector<std::string>{"a warning done update"}));
    told.clear();
    refused("an audit", [&] { db->run(df::erase<Order>(order)); });
    EXPECT_EQ(told, (std::vector<std::string>{"a warning refused erase", "an audit refused erase",
                                              "a block refused erase"}));
    EXPECT_EQ(db->run(df::sql<"update customers set name = {}">("B")), 1);
    if (postgres()) {
        plain().run("CREATE FUNCTION rename() RETURNS bigint LANGUAGE sql AS "
                    "'UPDATE customers SET name = ''C''; SELECT 1::bigint'");
        df::write_protection warnings{df::protect("w").mode(mode::warn)};
        rules.disable();
        use(warnings);
        EXPECT_EQ((db->run(df::sql<"select rename()", std::int64_t>().one())), 1);
        EXPECT_EQ(db->run(df::read<Customer>(ada)).name, "C");
        EXPECT_EQ(warnings.report().rules.at(0).broken, 1);
        rules.enable();
    }
    const auto report = rules.report();
    ASSERT_EQ(report.rules.size(), 4U);
    EXPECT_EQ(report.rules[0].level, df::protection_level::global);
    EXPECT_EQ(report.rules[0].broken, 3);
    EXPECT_EQ(report.rules[1].level, df::protection_level::model);
    EXPECT_EQ(report.rules[2].level, df::protection_level::operation);
    EXPECT_FALSE(report.rules[3].holds_now);
    ASSERT_EQ(report.audited.size(), 1U);
    EXPECT_EQ(report.audited[0].rule, "an audit");
    EXPECT_EQ(report.audited[0].model, "Order");
}

TEST_P(Protection, IsOfServersAndDatabases) {
    const std::string host = postgres() ? "127.*" : "", name = postgres() ? "POSTGRES" : "*test.db";
    if (memory()) {
        use({df::protect_production_database("*"), df::protect("elsewhere").host("?*")});
        refused("production database", [&] { db->run(df::erase<Order>(order)); });
        return;
    }
    df::write_protection rules{df::protect("elsewhere").database("other*"),
                               df::protect("a server").host("*.example.com")};
    use(rules);
    db->run(df::update<Order>(order, field<&Order::status> = "paid"));
    rules.add(df::protect("here").database(name));
    const auto e = refused("here", [&] { db->run(df::erase<Order>(order)); });
    EXPECT_FALSE(has(e.what(), "postgres:")) << e.what();
    EXPECT_EQ(rules.report().rules.at(2).level, df::protection_level::connection);
    if (!postgres()) return;
    rules.disable("here");
    rules.add(df::protect("there").host(host));
    refused("there", [&] { db->run(df::erase<Order>(order)); });
    // never by the user or a password
    rules.disable("there");
    rules.add(df::protect("user").host("*postgres@*"));
    db->run(df::erase<Order>(order));
}

TEST_P(Protection, HoldsInItsHoursWhereItsPredicateSaysSoAndWhileItIsOn) {
    df::write_protection rules{
        df::protect("never").during({.from = "00:00", .to = "00:00"}).model<Customer>(),
        df::protect("now").outside({.from = "00:00", .to = "24:00"}),
        df::protect("bob").when(
            [](const df::attempted_write& w) { return w.actor == "bob" && w.field != "status"; })};
    use(rules);
    refused("never", [&] { db->run(df::update<Customer>(ada, field<&Customer::name> = "A")); }); // 24 hours
    rules.disable("never");
    EXPECT_EQ(rules.report().rules.at(0).level, df::protection_level::runtime);
    EXPECT_FALSE(rules.report().rules.at(1).holds_now);
    db->run(df::update<Customer>(ada, field<&Customer::name> = "A"));
    const auto bob = db->session({.actor = "bob", .request_id = "r-1"});
    const auto e = refused("bob", [&] { bob.run(df::update<Customer>(ada, field<&Customer::name> = "B")); });
    EXPECT_EQ(e.info().request, "r-1");
    bob.run(df::update<Order>(order, field<&Order::status> = "paid"));
    EXPECT_EQ(db->run(df::read<Order>(order)).status, "paid");
    rules.disable("bob");
    bob.run(df::update<Customer>(ada, field<&Customer::name> = "B"));
    EXPECT_THROW(rules.disable("bib"), df::invalid_value);
    EXPECT_THROW(rules.add(df::protect("bob")), df::invalid_value);
    EXPECT_THROW(rules.add(df::protect("")), df::invalid_value);
    EXPECT_THROW((void)df::protect("x").during({.zone = "Mars/Base"}), df::invalid_value);
}

TEST_P(Protection, CanBeOfOneRun) {
    const df::write_protection rules{df::protect("no deletes").against(kind::erase)};
    const auto flow =
        df::workflow(df::node<"all">(df::list<Order>()), df::node<"gone">(df::erase<Order>(order)));
    refused("no deletes", [&] { db->run(flow, df::protected_by(rules)); });
    refused("no deletes", [&] { db->run(df::erase<Order>(order), df::protected_by(rules)); });
    refused("no deletes", [&] {
        db->transaction([&](auto& tx) { tx.run(df::erase<Order>(order)); }, df::protected_by(rules));
    });
    for (const auto& one : db->stream(df::list<Order>(), df::protected_by(rules))) EXPECT_EQ(one.id, order);
    db->run(df::erase<Order>(order));
    EXPECT_EQ(db->run(df::count<Order>()), 0);
}

TEST_P(Protection, IsSwitchedWhileOthersWrite) {
    df::write_protection rules{df::protect("freeze").mode(mode::audit)};
    rules.disable();
    use(rules);
    std::vector<std::thread> all;
    std::atomic<int> done{0};
    for (int t = 0; t < 3; ++t)
        all.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                try {
                    db->run(df::update<Order>(order, field<&Order::status> = "s"));
                    ++done;
                } catch (const df::protected_operation&) { // frozen just now
                }
            }
        });
    for (int i = 0; i < 50; ++i) i % 2 == 0 ? rules.enable() : rules.disable();
    rules.disable();
    for (auto& t : all) t.join();
    const auto report = rules.report();
    EXPECT_EQ(report.rules.at(0).broken + done, 150);
    EXPECT_EQ(static_cast<std::int64_t>(report.audited.size()) + report.dropped, report.rules.at(0).broken);
}

} // namespace
