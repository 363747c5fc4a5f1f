// Time limits and stop tokens: what they cut short, what is left behind, and what comes after.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/sql.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using namespace std::chrono_literals;
using df::field;
using support::has;
using support::thrown;

// Would take hours.
#define FOR_EVER                                                                                             \
    "(with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000000000) select "        \
    "count(*) from n)"
constexpr auto endless = [] { return df::sql<"select " FOR_EVER, std::int64_t>(); };
constexpr auto endless_write = [] { return df::sql<"update customers set age = " FOR_EVER>(); };

/// Requests a stop a while after it was made.
class stopping {
  public:
    explicit stopping(std::chrono::milliseconds after = 50ms)
        : thread_([this, after] {
              std::this_thread::sleep_for(after);
              source_.request_stop();
          }) {}
    ~stopping() { thread_.join(); }
    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

  private:
    std::stop_source source_;
    std::thread thread_;
};

/// Does `work` on a thread of its own, once `hold` is under way, which goes on until it is done.
template <class Hold, class Work>
void beside(Hold&& hold, Work&& work) {
    std::mutex guard;
    std::condition_variable turn;
    bool held = false;
    std::thread other([&] {
        std::unique_lock lock{guard};
        turn.wait(lock, [&] { return held; });
        lock.unlock();
        work();
    });
    hold([&] {
        {
            const std::scoped_lock lock{guard};
            held = true;
        }
        turn.notify_all();
        other.join();
    });
}

class Limits : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Limits);
class LimitsBesideOthers : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(LimitsBesideOthers);

TEST_P(Limits, CutAStatementShort) {
    database db{df::open_options{.url = url(), .connections = 1}};
    db.run(df::create(customer(1)));
    const auto late = thrown<df::timeout>([&] { db.run(endless(), df::timeout_after(50ms)); });
    EXPECT_EQ(late.node(), "sql");
    EXPECT_TRUE(has(late.what(), "its time limit was reached"));
    EXPECT_FALSE(late.code().empty());
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    const stopping soon;
    const auto stopped = thrown<df::cancelled>([&] { db.run(endless(), soon.token()); });
    EXPECT_EQ(stopped.kind(), df::error_kind::cancelled);
    EXPECT_TRUE(has(stopped.what(), "cancelled in sql: stopped by its token"));
    EXPECT_EQ(db.run(df::count<Customer>(), df::timeout_after(1h), std::stop_source{}.get_token()), 1);
}

TEST_P(Limits, LeaveNothingOfAWrite) {
    database db{df::open_options{.url = url(), .connections = 1}};
    db.run(df::create(customer(1)));
    EXPECT_THROW(db.run(endless_write(), df::timeout_after(50ms)), df::timeout);
    const stopping soon;
    EXPECT_THROW(db.run(endless_write(), soon.token()), df::cancelled);
    EXPECT_EQ(db.run(df::list<Customer>()).records.at(0).age, customer(1).age);
    EXPECT_EQ(db.run(df::bulk_create(std::vector<Note>(300)), df::timeout_after(1h)).created, 300);
}

TEST_P(Limits, AWriteThatIsCommittedIsNotCut) {
    database db{url(GetParam() == support::backend::sqlite_file ? "synchronous=full" : "")};
    std::int64_t done = 0;
    // Wherever in a write its time is up, in its commit above all: it is done if it says so, and only then.
    for (int i = 0; i < 600; ++i) {
        const auto limit = df::timeout_after(std::chrono::microseconds{30 + i * 3});
        done += db.try_run(df::create(customer(i)), limit).has_value() ? 1 : 0;
        done +=
            db.try_run(df::upsert(customer(1000 + i)).on_conflict(field<&Customer::email>), limit) ? 1 : 0;
        ASSERT_EQ(db.run(df::count<Customer>()), done) << "after " << i;
    }
    EXPECT_GT(done, 0);
}

TEST_P(Limits, NothingIsRunWhereTheyWereReachedBefore) {
    database db{url()};
    std::stop_source stopped;
    stopped.request_stop();
    const auto e = thrown<df::cancelled>([&] { db.run(df::create(customer(1)), stopped.get_token()); });
    EXPECT_EQ(e.node(), "create");
    EXPECT_EQ(e.model(), "Customer");
    EXPECT_THROW(db.run(df::create(customer(1)), df::timeout_after(0ms)), df::timeout);
    EXPECT_THROW(db.run(df::create(customer(1)), df::timeout_after(-1h), stopped.get_token()), df::cancelled);
    EXPECT_THROW(db.transaction([](auto&) { ADD_FAILURE(); }, stopped.get_token()), df::cancelled);
    EXPECT_THROW((void)db.stream(df::list<Customer>(), stopped.get_token()), df::cancelled);
    EXPECT_EQ(db.try_run(df::create(customer(1)), stopped.get_token()).error().kind(),
              df::error_kind::cancelled);
    db.transaction([&](auto& tx) {
        EXPECT_THROW(tx.run(df::create(customer(1)), stopped.get_token()), df::cancelled);
        tx.run(df::create(customer(2))); // nothing had been run
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(Limits, ATransactionIsUndoneAsAWhole) {
    database db{df::open_options{.url = url(), .connections = 1}};
    const auto half = [&](auto&&... limits) {
        db.transaction(
            [&](auto& tx) {
                tx.run(df::create(customer(1)));
                tx.run(endless_write());
            },
            limits...);
    };
    EXPECT_THROW(half(df::timeout_after(100ms)), df::timeout);
    const stopping soon{100ms};
    EXPECT_THROW(half(soon.token()), df::cancelled);
    // The limit of one run within: the transaction cannot go on behind it, and does not commit what came
    // before.
    const auto e = thrown<df::timeout>([&] {
        db.transaction([&](auto& tx) {
            tx.run(df::create(customer(1)));
            EXPECT_THROW(tx.run(endless_write(), df::timeout_after(50ms)), df::timeout);
            EXPECT_THROW(tx.run(df::count<Customer>()), df::timeout);
        });
    });
    EXPECT_TRUE(has(e.what(), "the transaction had failed before"));
    // Its time is up though no statement was cut: nothing is committed.
    EXPECT_THROW(db.transaction(
                     [&](auto& tx) {
                         tx.run(df::create(customer(1)));
                         std::this_thread::sleep_for(60ms);
                     },
                     {.mode = df::access::read_write}, df::timeout_after(50ms)),
                 df::timeout);
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    db.transaction([&](auto& tx) { tx.run(df::create(customer(1))); }, df::timeout_after(1h));
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(Limits, AReadThatWasCutIsUndoneAlone) {
    database db{url()};
    db.transaction([&](auto& tx) {
        tx.run(df::create(customer(1)));
        EXPECT_EQ(tx.try_run(endless(), df::timeout_after(50ms)).error().kind(), df::error_kind::timeout);
        tx.run(df::create(customer(2)));
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_P(Limits, OfAWorkflowAreOverAllOfIt) {
    database db{df::open_options{.url = url(), .connections = 1}};
    struct nothing_to_say {
        int age = 0;
    };
    const auto flow = df::workflow<nothing_to_say>(
        df::node<"made">(df::create(customer(1))),
        df::node<"slow">([](df::context& c) { return endless().execute(c).at(0); }),
        df::after<"made", "slow">);
    const auto e = thrown<df::timeout>([&] { db.run(flow, nothing_to_say{}, df::timeout_after(100ms)); });
    EXPECT_TRUE(has(e.node(), "slow"));
    const stopping soon{100ms};
    EXPECT_THROW(db.run(flow, nothing_to_say{}, soon.token()), df::cancelled);
    EXPECT_THROW(db.transaction([&](auto& tx) { tx.run(flow, nothing_to_say{}, df::timeout_after(100ms)); }),
                 df::timeout);
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
}

TEST_P(Limits, EndAStream) {
    database db{df::open_options{.url = url(), .connections = 1}};
    db.run(df::bulk_create(std::vector<Note>(5000, Note{std::string(100, 'x')})), df::timeout_after(1h));
    std::stop_source source;
    int seen = 0;
    const auto read = [&](auto& from) {
        for (auto& a : from.stream(df::list<Note>(), source.get_token())) {
            (void)a;
            if (++seen == 3) source.request_stop();
        }
    };
    EXPECT_THROW(read(db), df::cancelled);
    EXPECT_EQ(db.run(df::count<Note>()), 5000);
    EXPECT_LT(seen, 5000);
    source = {};
    seen = 0;
    db.transaction([&](auto& tx) {
        EXPECT_THROW(read(tx), df::cancelled);
        tx.run(df::create(customer(1))); // no statement was cut: it was not read on
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    source = {};
    seen = 3;
    read(db);
    EXPECT_EQ(seen, 5003);
}

TEST_P(Limits, OfEachStatement) {
    database db{df::open_options{.url = url(), .connections = 2, .statement_timeout = 200ms}};
    db.run(df::create(customer(1)));
    EXPECT_THROW(db.run(endless()), df::timeout);
    EXPECT_THROW(db.run(endless_write()), df::timeout);
    EXPECT_THROW(db.transaction([](auto& tx) {
        tx.run(df::create(customer(2)));
        tx.run(endless_write());
    }),
                 df::timeout);
    db.transaction([](auto& tx) { // each has its own time
        for (int i = 0; i < 3; ++i) {
            tx.run(df::count<Customer>());
            std::this_thread::sleep_for(100ms);
        }
    });
    EXPECT_THROW(db.run(endless(), df::timeout_after(1h)), df::timeout);
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(Limits, WaitingForAConnection) {
    database db{df::open_options{.url = url(), .connections = 1}};
    db.run(df::create(customer(1)));
    db.transaction([&](auto&) {
        std::thread([&] {
            const auto e =
                thrown<df::timeout>([&] { db.run(df::create(customer(2)), df::timeout_after(50ms)); });
            EXPECT_EQ(e.node(), "create");
            EXPECT_EQ(e.model(), "Customer");
            EXPECT_TRUE(has(e.what(), "before a connection became free"));
            const stopping soon;
            EXPECT_THROW(db.run(df::create(customer(2)), soon.token()), df::cancelled);
            EXPECT_THROW(db.transaction([](auto&) {}, df::timeout_after(20ms)), df::timeout);
        }).join();
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(LimitsBesideOthers, WaitingForALock) {
    database db{url()};
    db.run(df::create(customer(1)));
    auto other = plain();
    other.run(postgres() ? "BEGIN; UPDATE customers SET age = 50" : "BEGIN IMMEDIATE");
    const auto change = df::update<Customer>(1, field<&Customer::age> = 60);
    const auto e = thrown<df::timeout>([&] { db.run(change, df::timeout_after(50ms)); });
    EXPECT_EQ(e.node(), "update");
    EXPECT_EQ(e.model(), "Customer");
    EXPECT_TRUE(has(e.what(), "its time limit was reached"));
    {
        const stopping soon;
        EXPECT_THROW(db.run(change, soon.token()), df::cancelled);
    }
    {
        const stopping soon;
        EXPECT_THROW(db.transaction([&](auto& tx) { tx.run(change); }, soon.token()), df::cancelled);
    }
    if (postgres()) { // so that already its preparing waits
        other.run("ROLLBACK; BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
        EXPECT_EQ(thrown<df::timeout>([&] { db.run(df::list<Order>(), df::timeout_after(50ms)); }).model(),
                  "Order");
        EXPECT_EQ(thrown<df::timeout>([&] {
                      db.run(df::bulk_create(std::vector<Order>(1000)), df::timeout_after(50ms));
                  }).model(),
                  "Order");
    }
    other.run("ROLLBACK");
    db.run(change, df::timeout_after(1h));
    EXPECT_EQ(db.run(df::read<Customer>(1)).age, 60);
}

// Writes that share a commit: one that is cut short takes no other with it.
TEST_P(LimitsBesideOthers, NeighborsAreNotHarmed) {
    database db{df::open_options{.url = url(), .statement_timeout = postgres() ? 0ms : 300ms}};
    db.run(df::create(customer(0)));
    std::atomic<bool> go{false};
    std::vector<std::thread> writers;
    for (int w = 1; w <= 4; ++w)
        writers.emplace_back([&, w] {
            while (!go) std::this_thread::yield();
            for (int i = 0; i < 50; ++i) db.run(df::create(customer(w * 1000 + i)));
        });
    const auto hour = df::timeout_after(1h);
    writers.emplace_back([&] {
        while (!go) std::this_thread::yield();
        for (int i = 0; i < 20; ++i) {
            EXPECT_THROW(db.run(endless_write(), df::timeout_after(5ms)), df::timeout);
            db.run(df::create(customer(9000 + i)), hour);
        }
    });
    if (!postgres())
        writers.emplace_back([&] {
            while (!go) std::this_thread::yield();
            for (int i = 0; i < 3; ++i) EXPECT_THROW(db.run(endless_write()), df::timeout); // may join others
        });
    go = true;
    for (auto& w : writers) w.join();
    EXPECT_EQ(db.run(df::count<Customer>()), 221);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == customer(1).age)), 221);
}

// A stop at any moment, and behind it a statement that nobody stops: it must never be hit.
TEST_P(LimitsBesideOthers, AStopByAnotherThreadNeverHitsTheNextStatement) {
    database db{df::open_options{.url = url(), .connections = 2}};
    db.run(df::create(customer(1)));
    const auto counting = [](std::int64_t to) {
        return df::sql<"with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select "
                       "count(*) from n",
                       std::int64_t>(to);
    };
    const auto short_one = counting(3000);
    const auto long_one = counting(2'000'000'000);
    const auto work = [&](unsigned seed) {
        std::atomic<std::stop_source*> to_stop{nullptr};
        std::atomic<bool> ended{false};
        std::thread stopper([&] {
            unsigned random = seed;
            while (!ended) {
                auto* source = to_stop.load();
                if (source == nullptr) {
                    std::this_thread::sleep_for(10us);
                    continue;
                }
                random = random * 1664525U + 1013904223U;
                for (unsigned spin = random >> 11U; spin != 0; --spin)
                    std::atomic_signal_fence(std::memory_order_seq_cst);
                source->request_stop();
                to_stop = nullptr;
            }
        });
        int cut = 0;
        for (int i = 0; i < 200; ++i) {
            std::stop_source source;
            to_stop = &source;
            try {
                db.run(i % 2 == 0 ? short_one : long_one, source.get_token());
            } catch (const df::cancelled&) {
                ++cut;
            }
            EXPECT_NO_THROW(db.run(short_one));
            while (to_stop.load() != nullptr) std::this_thread::sleep_for(10us);
        }
        ended = true;
        stopper.join();
        EXPECT_GE(cut, 100);
    };
    std::thread second(work, 7U);
    work(3U);
    second.join();
}

TEST_P(LimitsBesideOthers, AServerThatGoesAwayIsNoTimeout) {
    if (!postgres()) GTEST_SKIP();
    database db{df::open_options{.url = url(), .connections = 1}};
    const auto pid = db.run(df::sql<"select pg_backend_pid()", int>().one());
    db.run(df::create(customer(1)));
    std::thread killer([&, pid] {
        std::this_thread::sleep_for(100ms);
        plain().run("SELECT pg_terminate_backend(" + std::to_string(pid) + ")");
    });
    EXPECT_THROW(db.run(df::sql<"update customers set age = 1 where pg_sleep(60) is not null">(),
                        df::timeout_after(1h)),
                 df::connection_error);
    killer.join();
    EXPECT_EQ(db.run(df::count<Customer>(), df::timeout_after(1h)), 1);
    const auto next = db.run(df::sql<"select pg_backend_pid()", int>().one());
    EXPECT_THROW(db.run(df::sql<"select 1 from pg_sleep(60)", int>(), df::timeout_after(50ms)), df::timeout);
    EXPECT_EQ(db.run(df::sql<"select pg_backend_pid()", int>().one()), next); // the same connection goes on
}

} // namespace
