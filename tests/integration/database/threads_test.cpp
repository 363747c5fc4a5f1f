// One database handle, many threads.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;

class Concurrency : public support::database_test {
  protected:
    static constexpr int thread_count = 8;

    /// Runs `work(number)` in each thread; what one throws is a failure of the test.
    template <class Work>
    static void in_threads(Work work) {
        std::vector<std::thread> threads;
        for (int t = 0; t < thread_count; ++t)
            threads.emplace_back([&work, t] {
                try {
                    work(t);
                } catch (const std::exception& e) {
                    ADD_FAILURE() << "thread " << t << ": " << e.what();
                }
            });
        for (auto& t : threads) t.join();
    }
};
DATAFLOW_ON_ALL_DATABASES(Concurrency);

TEST_P(Concurrency, ConcurrentCreatesReadsAndUpdatesLoseNothing) {
    database db{url()};
    constexpr int each = 25;
    in_threads([&](int t) {
        for (int i = 0; i < each; ++i) {
            const auto made = db.run(df::create(customer(t * 1000 + i, "t" + std::to_string(t))));
            EXPECT_EQ(db.run(df::read<Customer>(made.id)).email, made.email);
            db.run(df::update<Customer>(made.id, field<&Customer::age> += 1));
            EXPECT_GE(
                db.run(df::list<Customer>().where(field<&Customer::name> == "t" + std::to_string(t)).limit(3))
                    .records.size(),
                1U);
        }
    });
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 31)), thread_count * each);
    std::set<std::int64_t> keys;
    for (const auto& c : db.stream(df::list<Customer>())) keys.insert(c.id.value);
    EXPECT_EQ(keys.size(), static_cast<std::size_t>(thread_count * each));
}

TEST_P(Concurrency, ConcurrentIncrementsAddUp) {
    database db{url()};
    using iata = df::id<Airport, std::string>;
    db.run(df::create(Airport{iata{"OSL"}, "Oslo"}));
    in_threads([&](int) {
        for (int i = 0; i < 20; ++i) {
            db.run(df::update<Airport>("OSL", field<&Airport::flights> += 1));
            db.run(df::upsert(Airport{iata{"JFK"}, "NY", 1}).set_on_conflict(field<&Airport::flights> += 1));
        }
    });
    EXPECT_EQ(db.run(df::read<Airport>("OSL")).flights, thread_count * 20);
    EXPECT_EQ(db.run(df::read<Airport>("JFK")).flights, thread_count * 20);
}

TEST_P(Concurrency, ConcurrentBulksListsAndTransactions) {
    database db{url()};
    in_threads([&](int t) {
        for (int round = 0; round < 3; ++round) {
            std::vector<Customer> rows;
            for (int i = 0; i < 40; ++i)
                rows.push_back(customer(t * 10'000 + round * 100 + i, "t" + std::to_string(t)));
            EXPECT_EQ(db.run(df::bulk_create(rows).batch_size(15).returning_ids()).ids.size(), 40U);
            EXPECT_EQ(db.run(df::bulk_upsert(rows).on_conflict(field<&Customer::email>)).updated, 40);
            const auto page = db.run(df::list<Customer>()
                                         .where(field<&Customer::name> == "t" + std::to_string(t))
                                         .limit(10)
                                         .with_total());
            EXPECT_EQ(page.total, 40 * (round + 1));
            db.transaction([&](auto& tx) {
                tx.run(df::bulk_update<Customer>(field<&Customer::name> == "t" + std::to_string(t),
                                                 field<&Customer::age> += 1));
                tx.run(df::create(Note{"note of " + std::to_string(t)}));
            });
            int n = 0;
            for (const auto& c : db.stream(df::list<Customer>().limit(20))) n += c.id.is_set() ? 1 : 0;
            EXPECT_EQ(n, 20);
        }
    });
    EXPECT_EQ(db.run(df::count<Customer>()), thread_count * 120);
    EXPECT_EQ(db.run(df::count<Note>()), thread_count * 3);
}

TEST_P(Concurrency, ConcurrentCreatesOfOneKeyHaveOneWinner) {
    database db{url()};
    std::atomic<int> won{0}, lost{0};
    in_threads([&](int) {
        for (int i = 0; i < 20; ++i) {
            const auto made = db.try_run(df::create(customer(i)));
            if (made) ++won;
            else {
                EXPECT_EQ(made.error().kind(), df::error_kind::unique_violation) << made.error().what();
                ++lost;
            }
        }
    });
    EXPECT_EQ(won, 20);
    EXPECT_EQ(lost, 20 * (thread_count - 1));
    EXPECT_EQ(db.run(df::count<Customer>()), 20);
}

TEST_P(Concurrency, ConcurrentOpeningOfAnEmptyDatabaseCreatesItsTablesOnce) {
    if (memory()) GTEST_SKIP() << "each handle in memory has a database of its own";
    std::vector<std::unique_ptr<database>> handles(thread_count);
    in_threads([&](int t) {
        handles[static_cast<std::size_t>(t)] = std::make_unique<database>(url());
        handles[static_cast<std::size_t>(t)]->run(df::create(customer(t)));
    });
    EXPECT_EQ(handles[0]->run(df::count<Customer>()), thread_count);
}

TEST_P(Concurrency, ConcurrentUseOfAFewConnectionsWaitsForThem) {
    database db{df::open_options{.url = url(), .connections = 2}};
    in_threads([&](int t) {
        for (int i = 0; i < 15; ++i) {
            db.run(df::create(customer(t * 100 + i)));
            EXPECT_TRUE(db.run(df::exists<Customer>()));
        }
    });
    EXPECT_EQ(db.run(df::count<Customer>()), thread_count * 15);
}

} // namespace
