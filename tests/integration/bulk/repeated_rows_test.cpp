// Rows of one batch that repeat each other; batches of threads in opposite orders; bulk nodes that are kept
// and given options later; numbers that leave their range in an expression; an order of nodes without data.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
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

class RepeatedRows : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (!IsSkipped()) db.emplace(url());
    }
    void TearDown() override {
        db.reset();
        database_test::TearDown();
    }
    std::optional<database> db{};

    /// Rows 1, 3 and 6 are one record; row 5 is refused for another reason.
    [[nodiscard]] std::vector<df::record<Customer>> spoilt(bool bad) {
        std::vector<Customer> made;
        for (int i = 0; i < 8; ++i) made.push_back(customer(i));
        db->run(df::bulk_create(made));
        auto rows = db->run(df::list<Customer>().order_by(field<&Customer::id>)).records;
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].name = "row " + std::to_string(i);
        for (const auto i : {3U, 6U}) {
            rows[i].id = rows[1].id;
            rows[i].email = rows[1].email;
        }
        if (bad) rows[5].age = 1000;
        return rows;
    }
    [[nodiscard]] std::vector<std::string> names() {
        std::vector<std::string> out;
        for (const auto& c : db->run(df::list<Customer>().order_by(field<&Customer::id>)).records)
            out.push_back(c.name);
        return out;
    }
};
DATAFLOW_ON_ALL_DATABASES(RepeatedRows);

const std::vector<std::string> untouched(8, "someone");

/// As the rows one by one leave them: the last of those with one key wins.
const std::vector<std::string> all_taken{"row 0", "row 6", "row 2",   "someone",
                                         "row 4", "row 5", "someone", "row 7"};

TEST_P(RepeatedRows, TheLastOfAnUpdateWins) {
    for (const bool bad : {false, true})
        for (const std::size_t size : {1U, 2U, 5U, 100U}) {
            SCOPED_TRACE(size);
            db->run(df::bulk_erase<Customer>(df::everything));
            const auto rows = spoilt(bad);
            const auto update = df::bulk_update(rows).batch_size(size);
            if (bad) {
                const auto e = thrown<df::check_violation>([&] { db->run(update); });
                EXPECT_TRUE(has(e.what(), "row 5:")) << e.what();
                EXPECT_EQ(names(), untouched);
            } else {
                EXPECT_EQ(db->run(update).updated, 8);
                EXPECT_EQ(names(), all_taken);
            }
            const auto row = db->run(update.per_row());
            EXPECT_EQ(row.updated, bad ? 7 : 8);
            ASSERT_EQ(row.failures.size(), bad ? 1U : 0U);
            if (bad) {
                EXPECT_EQ(row.failures[0].index, 5U);
            }
            auto wanted = all_taken;
            if (bad) wanted[5] = "someone";
            EXPECT_EQ(names(), wanted);
        }
}

TEST_P(RepeatedRows, TheLastOfAnUpsertWins) {
    for (const bool bad : {false, true})
        for (const std::size_t size : {1U, 2U, 5U, 100U}) {
            SCOPED_TRACE(size);
            db->run(df::bulk_erase<Customer>(df::everything));
            const auto rows = spoilt(bad);
            std::vector<Customer> plain(rows.begin(), rows.end());
            for (auto& r : plain) r.id = {};
            const auto upsert =
                df::bulk_upsert(plain).on_conflict(field<&Customer::email>).batch_size(size).returning_ids();
            if (bad) {
                const auto e = thrown<df::check_violation>([&] { db->run(upsert); });
                EXPECT_TRUE(has(e.what(), "row 5:")) << e.what();
                EXPECT_EQ(names(), untouched);
                continue;
            }
            const auto done = db->run(upsert);
            EXPECT_EQ(done.updated, 8);
            EXPECT_EQ(done.created, 0);
            EXPECT_EQ(names(), all_taken);
            std::vector<df::id<Customer>> keys;
            for (const auto& r : rows) keys.push_back(r.id);
            EXPECT_EQ(done.ids, keys) << "each row has the key of its record";
            const auto counted = db->run(upsert.set_on_conflict(field<&Customer::age> += 1));
            EXPECT_EQ(counted.updated, 8);
            EXPECT_EQ(db->run(df::read<Customer>(rows[1].id)).age, 33) << "as often as it is there";
        }
}

TEST_P(RepeatedRows, BatchesInOppositeOrdersDoNotDeadlock) {
    constexpr int count = 120;
    std::vector<Customer> made;
    for (int i = 0; i < count; ++i) made.push_back(customer(i));
    db->run(df::bulk_create(made));
    const auto records = db->run(df::list<Customer>()).records;
    std::atomic<int> failed = 0;
    const auto race = [&](auto work) {
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int round = 0; round < 6; ++round) try {
                        work(t % 2 == 0, round);
                    } catch (const df::error& e) {
                        if (++failed == 1) ADD_FAILURE() << e.what();
                    }
            });
        for (auto& t : threads) t.join();
    };
    const auto turned = [](auto rows, bool other) {
        if (other) std::reverse(rows.begin(), rows.end());
        return rows;
    };
    race([&](bool other, int) {
        const auto rows = turned(made, other);
        db->run(df::bulk_upsert(rows).on_conflict(field<&Customer::email>).batch_size(5));
    });
    race([&](bool other, int round) {
        auto rows = turned(made, other);
        for (auto& r : rows) r.email = "new " + std::to_string(round) + r.email;
        db->run(df::bulk_create(rows).on_conflict(df::conflict::skip).batch_size(5));
    });
    race([&](bool other, int) {
        const auto rows = turned(records, other);
        db->run(df::bulk_update(rows).set(field<&Customer::name>).batch_size(5));
    });
    race([&](bool other, int) {
        std::vector<df::id<Customer>> keys;
        for (const auto& r : turned(records, other)) keys.push_back(r.id);
        db->run(df::bulk_erase<Customer>(keys).batch_size(5));
    });
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(db->run(df::count<Customer>()), 6 * count);
}

TEST_P(RepeatedRows, WhatIsChosenToEndADeadlockIsRunAgain) {
    if (!postgres()) GTEST_SKIP() << "SQLite has one writer at a time";
    std::vector<Customer> made;
    for (int i = 0; i < 20; ++i) made.push_back(customer(i));
    db->run(df::bulk_create(made));
    auto records = db->run(df::list<Customer>().order_by(field<&Customer::id>)).records;
    const auto other = [&](const char* what, std::size_t which) {
        return std::string{what} +
               "UPDATE customers SET age = 50 WHERE id = " + std::to_string(records[which].id.value);
    };
    for (auto& r : records) r.name = "new";
    auto one = plain();
    // It waits for longer than the node, and so is not the one that is chosen.
    one.run("SET deadlock_timeout = '60s'; " + other("BEGIN; ", 19));
    std::thread node([&] {
        EXPECT_NO_THROW(db->run(df::bulk_update(records).set(field<&Customer::name>).batch_size(5)));
    });
    while (one.number("SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) WHERE NOT "
                      "l.granted AND "
                      "pg_backend_pid() = ANY (pg_blocking_pids(l.pid))") == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    one.run(other("", 0) + "; COMMIT");
    node.join();
    EXPECT_EQ(names(), std::vector<std::string>(20, "new"));
    EXPECT_EQ(db->run(df::count<Customer>().where(field<&Customer::age> == 50)), 2);
}

TEST_P(RepeatedRows, TheOrderOfBatchesIsNotSeen) {
    std::vector<Customer> rows;
    for (int i = 9; i >= 0; --i) rows.push_back(customer(i)); // against the order of what they are found by
    std::vector<std::int64_t> done;
    const auto upsert = df::bulk_upsert(rows)
                            .on_conflict(field<&Customer::email>)
                            .batch_size(3)
                            .returning_ids()
                            .on_progress([&](const df::bulk_progress& p) { done.push_back(p.done); });
    const auto made = db->run(upsert);
    ASSERT_EQ(made.ids.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(db->run(df::read<Customer>(made.ids[i])).email, rows[i].email);
    EXPECT_EQ(done, (std::vector<std::int64_t>{3, 6, 9, 10}));
    // The first of the refused rows is told, as they stand.
    rows[2].age = rows[8].age = 1000;
    done.clear();
    EXPECT_TRUE(has(thrown<df::check_violation>([&] { db->run(upsert); }).what(), "row 2:"));
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
    // What is right in this order alone is done in it: each takes the unique value that the one before gave
    // up.
    auto records = db->run(df::list<Customer>().order_by(df::desc(field<&Customer::id>)).limit(5)).records;
    records[0].email = "free";
    for (std::size_t i = 1; i < records.size(); ++i)
        records[i].email = db->run(df::read<Customer>(records[i - 1].id)).email;
    EXPECT_EQ(db->run(df::bulk_update(records).batch_size(1)).updated, 5);
    EXPECT_EQ(db->run(df::read<Customer>(records[0].id)).email, "free");
    EXPECT_EQ(db->run(df::read<Customer>(records[4].id)).email, records[4].email);
}

TEST_P(RepeatedRows, ManyOfOneKeyTakeNoLongerThanAsManyOfOthers) {
    std::vector<Airport> rows;
    for (int i = 0; i < 3000; ++i)
        rows.push_back({df::id<Airport, std::string>{"A" + std::to_string(i % 3)}, "city", i});
    const auto done = db->run(df::bulk_upsert(rows));
    EXPECT_EQ(done.created, 3);
    EXPECT_EQ(done.updated, 2997);
    EXPECT_EQ(db->run(df::read<Airport>("A2")).flights, 2999);
    EXPECT_EQ(db->run(df::bulk_update(rows)).updated, 3000);
    EXPECT_EQ(db->run(df::bulk_erase<Airport>(std::vector{rows[0].iata, rows[1].iata, rows[3].iata})).deleted,
              2);
}

TEST_P(RepeatedRows, AnEmptyKeyAfterARepeatedOneIsRefused) {
    using iata = df::id<Airport, std::string>;
    const std::vector<Airport> rows{{iata{"AAA"}, "a"}, {iata{"AAA"}, "b"}, {iata{""}, "c"}};
    EXPECT_TRUE(has(thrown<df::invalid_value>([&] { db->run(df::bulk_upsert(rows)); }).what(), "row 2:"));
    const auto done = db->run(df::bulk_upsert(rows).per_row());
    EXPECT_EQ(done.created, 1);
    EXPECT_EQ(done.updated, 1);
    ASSERT_EQ(done.failures.size(), 1U);
    EXPECT_EQ(done.failures[0].index, 2U);
    EXPECT_EQ(done.failures[0].error.kind(), df::error_kind::invalid_value);
    EXPECT_EQ(db->run(df::read<Airport>("AAA")).city, "b");
}

TEST_P(RepeatedRows, ANodeThatIsKeptTakesOptionsLater) {
    std::vector<Customer> rows{customer(1), customer(2), customer(1), customer(3)};
    auto create = df::bulk_create(rows);
    const auto some = db->run(create.batch_size(2).per_row());
    EXPECT_EQ(some.created, 3);
    EXPECT_EQ(some.failures.size(), 1U);
    EXPECT_THROW(db->run(create), df::unique_violation) << "the node itself is as it was";
    EXPECT_EQ(db->run(create.on_conflict(df::conflict::skip)).skipped, 4);
    EXPECT_EQ(
        db->run(create.on_conflict(df::conflict::skip, field<&Customer::email>).returning_ids()).ids.size(),
        4U);
    std::size_t reports = 0;
    EXPECT_THROW(db->run(create.on_progress([&](const df::bulk_progress&) { ++reports; })),
                 df::unique_violation);
    rows.erase(rows.begin() + 2);
    const auto set = create.on_conflict(df::conflict::update, field<&Customer::email>)
                         .set_on_conflict(field<&Customer::age> += 1);
    EXPECT_EQ(db->run(set.atomic(df::atomicity::all)).updated, 3);
    auto records = db->run(df::list<Customer>()).records;
    for (auto& r : records) r.name = "kept";
    const auto update = df::bulk_update(records);
    EXPECT_EQ(db->run(update.set(field<&Customer::name>).batch_size(2)).updated, 3);
    EXPECT_EQ(db->run(update.per_row()).updated + db->run(update.per_batch()).updated, 6);
    const auto erase = df::bulk_erase<Customer>(std::vector{records[0].id});
    EXPECT_EQ(db->run(erase.batch_size(1)).deleted, 1);
    const auto without =
        thrown<df::protected_operation>([&] { db->run(create.on_conflict(df::conflict::update)); });
    EXPECT_TRUE(has(without.what(), ".on_conflict(df::conflict::update, field<...>)")) << without.what();
}

TEST_P(RepeatedRows, ANumberOutOfRangeNamesItsColumn) {
    const auto c = db->run(df::create(customer(1)));
    const auto o =
        db->run(df::create(Order{.customer_id = c.id, .quantity = std::numeric_limits<int>::max()}));
    const auto one = thrown<df::invalid_value>(
        [&] { db->run(df::update<Order>(o.id, field<&Order::quantity> += 1, field<&Order::status> = "x")); });
    EXPECT_EQ(one.field(), "quantity");
    const auto two = thrown<df::invalid_value>([&] {
        db->run(df::bulk_update<Order>(df::everything, field<&Order::total> = field<&Order::total> + 1,
                                       field<&Order::quantity> *= 2));
    });
    EXPECT_TRUE(has(two.field(), "quantity")) << two.field();
    EXPECT_EQ(db->run(df::read<Order>(o.id)).quantity, std::numeric_limits<int>::max());
}

TEST_P(RepeatedRows, AnOrderWithoutDataIsKept) {
    const auto flow = df::workflow(df::node<"seen">(df::count<Customer>()),
                                   df::node<"made">(df::create(customer(1))), df::after<"made", "seen">);
    EXPECT_EQ(db->run(flow).template get<"seen">(), 1);
    const auto other = df::workflow(df::node<"made">(df::create(customer(2))),
                                    df::node<"seen">(df::count<Customer>()), df::after<"seen", "made">);
    EXPECT_EQ(db->run(other).template get<"seen">(), 1);
}

} // namespace
