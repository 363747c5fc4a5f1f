// Transactions: all or nothing, nested, isolated; what is refused in them.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::has;
using support::thrown;

class Transactions : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Transactions);
class TransactionsSeenFromOutside : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(TransactionsSeenFromOutside);

struct stop {};

TEST_P(Transactions, WhatReturnsIsCommitted) {
    database db{url()};
    const auto id = db.transaction([](auto& tx) {
        const auto c = tx.run(df::create(customer(1)));
        tx.run(df::create(Order{.customer_id = c.id}));
        return c.id;
    });
    EXPECT_EQ(db.run(df::count<Order>().where(field<&Order::customer_id> == id)), 1);
}

TEST_P(Transactions, WhatThrowsIsUndone) {
    database db{url()};
    db.run(df::create(customer(0, "kept")));
    EXPECT_THROW(db.transaction([](auto& tx) {
        tx.run(df::create(customer(1)));
        tx.run(df::bulk_update<Customer>(df::everything, field<&Customer::name> = "gone"));
        tx.run(df::bulk_erase<Customer>(field<&Customer::email> == "c0@x.org"));
        EXPECT_EQ(tx.run(df::count<Customer>()), 1);
        throw stop{};
    }),
                 stop);
    EXPECT_EQ(db.run(df::list<Customer>()).records.at(0).name, "kept");
    EXPECT_THROW(db.transaction([](auto& tx) {
        tx.run(df::create(customer(1)));
        tx.run(df::create(customer(0)));
    }),
                 df::unique_violation);
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(Transactions, ANestedOneIsUndoneAlone) {
    database db{url()};
    db.transaction([](auto& tx) {
        tx.run(df::create(customer(1, "outer")));
        EXPECT_THROW(tx.nested([](auto& inner) {
            inner.run(df::create(customer(2, "inner")));
            inner.nested([](auto& innermost) { innermost.run(df::create(customer(3, "innermost"))); });
            EXPECT_EQ(inner.run(df::count<Customer>()), 3);
            throw stop{};
        }),
                     stop);
        EXPECT_EQ(tx.run(df::count<Customer>()), 1);
        tx.nested([](auto& inner) {
            inner.run(df::create(customer(4, "kept")));
            EXPECT_THROW(inner.nested([](auto& innermost) { innermost.run(df::create(customer(4))); }),
                         df::unique_violation);
            inner.run(df::create(customer(5, "kept")));
        });
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 3);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::name> == "kept")), 2);
}

TEST_P(Transactions, TryRunUndoesOnlyWhatFailed) {
    database db{url()};
    db.transaction([](auto& tx) {
        EXPECT_TRUE(tx.try_run(df::create(customer(1))));
        const auto bad = tx.try_run(df::create(customer(1)));
        ASSERT_FALSE(bad);
        EXPECT_EQ(bad.error().kind(), df::error_kind::unique_violation);
        EXPECT_FALSE(tx.try_run(df::read<Customer>(999)));
        tx.run(df::create(customer(2)));
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_P(Transactions, AnErrorOfTheDatabaseThatWasSwallowedIsNotCommitted) {
    database db{url()};
    db.run(df::create(customer(1)));
    EXPECT_THROW(db.transaction([](auto& tx) {
        tx.run(df::create(customer(2)));
        EXPECT_THROW(tx.run(df::create(customer(1))), df::unique_violation);
    }),
                 df::unique_violation);
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    // what the library itself finds does no harm
    db.transaction([](auto& tx) {
        EXPECT_THROW(tx.run(df::read<Customer>(999)), df::not_found);
        tx.run(df::create(customer(3)));
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_P(Transactions, TheDatabaseItselfIsRefusedInsideOnTheSameThread) {
    database db{url()};
    db.transaction([&](auto& tx) {
        tx.run(df::create(customer(1)));
        EXPECT_THROW(db.run(df::count<Customer>()), df::protected_operation);
        EXPECT_THROW(db.transaction([](auto&) {}), df::protected_operation);
        EXPECT_THROW((void)db.stream(df::list<Customer>()), df::protected_operation);
        EXPECT_EQ(db.try_run(df::count<Customer>()).error().kind(), df::error_kind::protected_operation);
        tx.run(df::create(customer(2)));
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_P(Transactions, AnotherDatabaseMayBeUsedInside) {
    database db{url()};
    const auto there = another();
    database other{there->url()};
    db.transaction([&](auto& tx) {
        tx.run(df::create(customer(1)));
        other.run(df::create(customer(2)));
        other.transaction([](auto& inner) { inner.run(df::create(customer(3))); });
        EXPECT_THROW(db.run(df::count<Customer>()), df::protected_operation) << "still in the outer one";
    });
    EXPECT_EQ(other.run(df::count<Customer>()), 2);
}

TEST_P(Transactions, AReadOnlyOneRefusesWritesWithTheSameClass) {
    database db{url()};
    const auto made = db.run(df::create(customer(1)));
    const df::transaction_options reading{.mode = df::access::read_only};
    EXPECT_EQ(db.transaction([](auto& tx) { return tx.run(df::count<Customer>()); }, reading), 1);
    EXPECT_THROW(db.transaction([](auto& tx) { tx.run(df::create(customer(2))); }, reading), df::read_only);
    EXPECT_THROW(db.transaction([](auto& tx) { tx.run(df::bulk_create(std::vector{customer(2)})); }, reading),
                 df::read_only);
    EXPECT_THROW(
        db.transaction([&](auto& tx) { tx.run(df::update<Customer>(made.id, field<&Customer::age> = 1)); },
                       reading),
        df::read_only);
    EXPECT_THROW(db.transaction([](auto& tx) { tx.run(df::bulk_erase<Customer>(df::everything)); }, reading),
                 df::read_only);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 30)), 1);
    db.run(df::create(customer(2))); // the connection writes again
}

TEST_P(Transactions, EveryIsolationLevelWorks) {
    database db{url()};
    int n = 0;
    for (const auto level : {df::isolation::standard, df::isolation::read_committed,
                             df::isolation::repeatable_read, df::isolation::serializable}) {
        db.transaction([&](auto& tx) { tx.run(df::create(customer(++n))); }, {.level = level});
        EXPECT_EQ(db.transaction([](auto& tx) { return tx.run(df::count<Customer>()); },
                                 {.level = level, .mode = df::access::read_only}),
                  n);
    }
}

TEST_P(TransactionsSeenFromOutside, NobodySeesWhatIsNotCommitted) {
    database db{url()};
    auto sql = plain();
    db.transaction([&](auto& tx) {
        tx.run(df::create(customer(1)));
        EXPECT_EQ(sql.number("SELECT count(*) FROM customers"), 0);
    });
    EXPECT_EQ(sql.number("SELECT count(*) FROM customers"), 1);
}

TEST_P(TransactionsSeenFromOutside, ARepeatableReadSeesOneState) {
    database db{url()};
    database other{url()};
    db.run(df::create(customer(1)));
    db.transaction(
        [&](auto& tx) {
            EXPECT_EQ(tx.run(df::count<Customer>()), 1);
            other.run(df::create(customer(2)));
            EXPECT_EQ(tx.run(df::count<Customer>()), 1);
        },
        {.level = df::isolation::repeatable_read, .mode = df::access::read_only});
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_P(TransactionsSeenFromOutside, AConflictOfSerializableTransactionsIsASerializationFailure) {
    database db{url()};
    if (!postgres()) { // one writer at a time: the second waits, and its lock times out
        database impatient{url("busy_timeout=50")};
        db.transaction([&](auto& tx) {
            tx.run(df::create(customer(1)));
            EXPECT_THROW(impatient.run(df::create(customer(2))), df::timeout);
        });
        EXPECT_EQ(impatient.run(df::count<Customer>()), 1);
        return;
    }
    database other{url()};
    const df::transaction_options serializable{.level = df::isolation::serializable};
    const auto e = thrown<df::serialization_failure>([&] {
        db.transaction(
            [&](auto& tx) {
                const auto seen = tx.run(df::count<Customer>());
                other.transaction(
                    [&](auto& inner) {
                        const auto also = inner.run(df::count<Customer>());
                        inner.run(df::create(customer(static_cast<int>(also) + 100)));
                    },
                    serializable);
                tx.run(df::create(customer(static_cast<int>(seen) + 200)));
            },
            serializable);
    });
    EXPECT_EQ(e.code(), "40001");
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(TransactionsSeenFromOutside, ADeadlockEndsOneOfTheTwo) {
    if (!postgres()) GTEST_SKIP() << "SQLite has one writer at a time";
    database db{url()};
    const auto a = db.run(df::create(customer(1))).id;
    const auto b = db.run(df::create(customer(2))).id;
    std::atomic<int> failed{0};
    std::atomic<int> ready{0};
    const auto both = [&](auto first, auto second) {
        try {
            db.transaction([&](auto& tx) {
                tx.run(df::update<Customer>(first, field<&Customer::age> += 1));
                ++ready;
                for (int i = 0; i < 2000 && ready < 2; ++i)
                    std::this_thread::sleep_for(std::chrono::milliseconds{1});
                tx.run(df::update<Customer>(second, field<&Customer::age> += 1));
            });
        } catch (const df::serialization_failure&) {
            ++failed;
        }
    };
    std::thread other{[&] { both(b, a); }};
    both(a, b);
    other.join();
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 31)), 2);
}

} // namespace
