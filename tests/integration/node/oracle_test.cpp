// The same questions, asked through this library and through the programs sqlite3 and psql.
#include "support/fixture.hpp"
#include "support/models.hpp"
#include "support/oracle.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;

class Oracle : public support::shared_database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        if (!support::oracle_is_there(GetParam()))
            GTEST_SKIP() << "the database's command-line program is not installed";
        db_.emplace(url());
        std::vector<Customer> customers;
        const char* const cities[] = {"Oslo", "Rome", "S\xC3\xA3o Paulo", "O'Fallon", ""};
        for (int i = 0; i < 40; ++i) {
            customers.push_back(customer(i, i % 2 == 0 ? "even" : "odd"));
            customers.back().age = 18 + i * 7 % 60;
            if (i % 4 != 0) customers.back().city = cities[i % 5];
        }
        const auto ids = db_->run(df::bulk_create(customers).returning_ids()).ids;
        std::vector<Order> orders;
        const char* const states[] = {"pending", "paid", "sent"};
        for (int i = 0; i < 700; ++i) {
            Order o;
            o.customer_id = ids[static_cast<std::size_t>(i * 13 % 40)];
            o.total = (i * 37 % 1000) * 0.25;
            o.status = states[i % 3];
            o.quantity = i * 11 % 17 - 3;
            if (i % 5 == 0) o.note = "note " + std::to_string(i % 7) + (i % 2 == 0 ? "%" : "_");
            orders.push_back(o);
        }
        db_->run(df::bulk_create(orders).batch_size(97));
    }
    void TearDown() override {
        db_.reset();
        database_test::TearDown();
    }
    database& db() { return *db_; }

    /// What the program says.
    [[nodiscard]] std::string ask(const std::string& sql) const {
        return support::ask_oracle(GetParam(), where(), sql);
    }

    template <class List>
    std::string ids(const List& list) {
        std::string out;
        for (const auto& r : db_->run(list).records)
            out += (out.empty() ? "" : "\n") + std::to_string(r.id.value);
        return out;
    }
    /// A list and a count of a predicate against one WHERE.
    template <class P>
    void same(const P& predicate, const std::string& condition) {
        EXPECT_EQ(ids(df::list<Order>().where(predicate)),
                  ask("SELECT id FROM orders WHERE " + condition + " ORDER BY id"))
            << condition;
        EXPECT_EQ(std::to_string(db_->run(df::count<Order>().where(predicate))),
                  ask("SELECT count(*) FROM orders WHERE " + condition))
            << condition;
    }

  private:
    std::optional<database> db_;
};
DATAFLOW_ON_SHARED_DATABASES(Oracle);

TEST_P(Oracle, FiltersGiveWhatTheProgramGives) {
    same(field<&Order::status> == "paid", "status = 'paid'");
    same(field<&Order::total> > 100 && field<&Order::quantity> < 5, "total > 100 AND quantity < 5");
    same(field<&Order::total>.between(10.25, 99.75) || field<&Order::quantity> == -3,
         "total BETWEEN 10.25 AND 99.75 OR quantity = -3");
    same(field<&Order::note>.is_null() && field<&Order::status>.in({"paid", "sent"}),
         "note IS NULL AND status IN ('paid', 'sent')");
    same(field<&Order::note>.ends_with("%"), "note LIKE '%\\%' ESCAPE '\\'");
    same(!(field<&Order::note>.ends_with("%")), "note IS NULL OR note NOT LIKE '%\\%' ESCAPE '\\'");
    same(field<&Order::note> != "note 1_", "note IS NULL OR note <> 'note 1_'");
    same(field<&Order::quantity> * 2 > field<&Order::total> - 3.0, "quantity * 2 > total - 3.0");
    same(field<&Order::quantity> / 2 == -1, "quantity / 2 = -1");
    same(field<&Order::id>.not_in(std::vector{df::id<Order>{3}, df::id<Order>{5}}), "id NOT IN (3, 5)");
}

TEST_P(Oracle, OrderedPagesGiveWhatTheProgramGives) {
    const std::string text = postgres() ? "note COLLATE \"C\"" : "note";
    EXPECT_EQ(ids(df::list<Order>().order_by(df::desc(field<&Order::total>), field<&Order::id>).limit(50)),
              ask("SELECT id FROM orders ORDER BY total DESC, id LIMIT 50"));
    EXPECT_EQ(ids(df::list<Order>()
                      .order_by(field<&Order::status>, df::desc(field<&Order::quantity>), field<&Order::id>)
                      .limit(40)
                      .offset(200)),
              ask("SELECT id FROM orders ORDER BY status, quantity DESC, id LIMIT 40 OFFSET 200"));
    EXPECT_EQ(ids(df::list<Order>().order_by(df::asc(field<&Order::note>).nulls_last(), field<&Order::id>)),
              ask("SELECT id FROM orders ORDER BY " + text + " ASC NULLS LAST, id"));
    EXPECT_EQ(ids(df::list<Order>().order_by(df::desc(field<&Order::note>).nulls_first(),
                                             df::desc(field<&Order::id>))),
              ask("SELECT id FROM orders ORDER BY " + text + " DESC NULLS FIRST, id DESC"));
    EXPECT_EQ(ids(df::list<Customer>()
                      .where(field<&Customer::city>.not_null())
                      .order_by(field<&Customer::city>, field<&Customer::id>)),
              ask(std::string{"SELECT id FROM customers WHERE city IS NOT NULL ORDER BY city"} +
                  (postgres() ? " COLLATE \"C\"" : "") + ", id"));
}

TEST_P(Oracle, WhatWasWrittenIsWhatTheProgramReads) {
    std::string records;
    for (const auto& c : db().run(df::list<Customer>().order_by(field<&Customer::id>)).records)
        records += (records.empty() ? "" : "\n") + std::to_string(c.id.value) + "|" + c.name + "|" + c.email +
                   "|" + std::to_string(c.age) + "|" + c.city.value_or("");
    EXPECT_EQ(records, ask("SELECT id, name, email, age, city FROM customers ORDER BY id"));
    EXPECT_EQ(ask("SELECT count(*) FROM orders WHERE created_at IS NULL OR updated_at < created_at"), "0");
}

TEST_P(Oracle, BulkCountsAreWhatTheProgramCounts) {
    const auto before = ask("SELECT count(*) FROM orders WHERE status = 'pending' AND quantity > 4");
    EXPECT_EQ(std::to_string(db().run(df::bulk_update<Order>(field<&Order::status> == "pending" &&
                                                                 field<&Order::quantity> > 4,
                                                             field<&Order::status> = "late"))
                                 .updated),
              before);
    EXPECT_EQ(ask("SELECT count(*) FROM orders WHERE status = 'late'"), before);
    const auto deleted = db().run(df::bulk_erase<Order>(field<&Order::total> < 50)).deleted;
    EXPECT_EQ(ask("SELECT count(*) FROM orders"), std::to_string(700 - deleted));
    const auto done = db().run(df::bulk_upsert(std::vector{customer(3, "again"), customer(99, "new")})
                                   .on_conflict(field<&Customer::email>));
    EXPECT_EQ(ask("SELECT count(*) FROM customers"), std::to_string(40 + done.created));
    EXPECT_EQ(ask("SELECT count(*) FROM customers WHERE name = 'again'"), std::to_string(done.updated));
}

TEST_P(Oracle, TheProgramSeesTheConstraintsToo) {
    EXPECT_THROW(
        (void)ask("INSERT INTO orders (customer_id, total, status, quantity, created_at, updated_at) SELECT "
                  "customer_id, NULL, status, quantity, created_at, updated_at FROM orders LIMIT 1"),
        std::runtime_error);
    EXPECT_THROW((void)ask("UPDATE customers SET age = 151"), std::runtime_error);
    EXPECT_THROW((void)ask("UPDATE customers SET email = 'one'"), std::runtime_error);
}

} // namespace
