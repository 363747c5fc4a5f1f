// Single writes of many threads on one SQLite file share their commits. What each of them does, gives and
// throws is as if it had run alone.
#include "support/file_limit.hpp"
#include "support/fixture.hpp"
#include "support/models.hpp"

#if DATAFLOW_SQLITE

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using namespace std::chrono_literals;

class ConcurrentSharedWrites : public testing::Test {
  protected:
    support::place place_{support::backend::sqlite_file};
    [[nodiscard]] std::string url(const std::string& settings = {}) const { return place_.url(settings); }
    [[nodiscard]] support::plain_connection plain() const { return place_.plain(); }

    static void in_threads(int count, const std::function<void(int)>& work) {
        std::vector<std::thread> threads;
        for (int t = 0; t < count; ++t)
            threads.emplace_back([&work, t] {
                try {
                    work(t);
                } catch (const std::exception& e) {
                    ADD_FAILURE() << "thread " << t << ": " << e.what();
                }
            });
        for (auto& t : threads) t.join();
    }
    /// Runs `work(number)` in threads that all find the writing connection taken, so that they wait together.
    template <class Database>
    static void waiting_together(Database& db, int count, const std::function<void(int)>& work) {
        std::atomic<int> started{0};
        std::thread all;
        db.transaction([&](auto&) {
            all = std::thread{[&] {
                in_threads(count, [&](int t) {
                    ++started;
                    work(t);
                });
            }};
            while (started != count) std::this_thread::yield();
            std::this_thread::sleep_for(100ms);
        });
        all.join();
    }
};

TEST_F(ConcurrentSharedWrites, WaitingWritesAreAllCommitted) {
    database db{url()};
    constexpr int count = 20;
    waiting_together(db, count, [&](int t) {
        const auto made = db.run(df::create(customer(t)));
        EXPECT_TRUE(made.id.is_set());
        EXPECT_EQ(db.run(df::read<Customer>(made.id)).email, customer(t).email)
            << "it is committed when it returns";
    });
    EXPECT_EQ(db.run(df::count<Customer>()), count);
    std::set<std::int64_t> keys;
    for (const auto& c : db.run(df::list<Customer>()).records) keys.insert(c.id.value);
    EXPECT_EQ(keys.size(), static_cast<std::size_t>(count));
}

TEST_F(ConcurrentSharedWrites, EveryKindOfWriteGivesWhatItGivesAlone) {
    database db{url()};
    using iata = df::id<Airport, std::string>;
    const auto ann = db.run(df::create(customer(1000, "Ann")));
    const auto bob = db.run(df::create(customer(1001, "Bob")));
    db.run(df::create(Airport{iata{"OSL"}, "Oslo"}));
    waiting_together(db, 24, [&](int t) {
        switch (t % 8) {
        case 0:
            EXPECT_EQ(db.run(df::create(customer(t))).created_at.time_since_epoch().count() != 0, true);
            break;
        case 1:
            EXPECT_EQ(
                db.run(df::create<Order>(field<&Order::customer_id> = ann.id, field<&Order::quantity> = t))
                    .quantity,
                t);
            break;
        case 2:
            EXPECT_EQ(db.run(df::update<Customer>(ann.id, field<&Customer::city> = "Rome")).city, "Rome");
            break;
        case 3:
            EXPECT_EQ(db.run(df::update<Customer>(field<&Customer::email> == "c1001@x.org",
                                                  field<&Customer::age> += 1))
                          .id,
                      bob.id);
            break;
        case 4: EXPECT_EQ(db.run(df::update(Airport{iata{"OSL"}, "Oslo", 7})).flights, 7); break;
        case 5: (void)db.run(df::upsert(customer(5000, "up")).on_conflict(field<&Customer::email>)); break;
        case 6: (void)db.run(df::erase<Customer>(1'000'000)); break;
        default: {
            auto note = Note{"from " + std::to_string(t)};
            EXPECT_EQ(db.run(df::create(note)).body, note.body);
        }
        }
    });
    EXPECT_EQ(db.run(df::read<Customer>(bob.id)).age, 33);
    EXPECT_EQ(db.run(df::count<Order>()), 3);
    EXPECT_EQ(db.run(df::count<Note>()), 3);
    EXPECT_EQ(db.run(df::count<Customer>()), 2 + 3 + 1);
}

TEST_F(ConcurrentSharedWrites, OneUpsertOfManyHasCreated) {
    database db{url()};
    std::atomic<int> created{0};
    waiting_together(db, 12, [&](int) {
        if (db.run(df::upsert(customer(1))
                       .on_conflict(field<&Customer::email>)
                       .set_on_conflict(field<&Customer::age> += 1))
                .created)
            ++created;
    });
    EXPECT_EQ(created, 1);
    EXPECT_EQ(db.run(df::list<Customer>()).records.at(0).age, 30 + 11);
}

TEST_F(ConcurrentSharedWrites, AFailureIsItsCallersAndHarmsNobody) {
    database db{url()};
    const auto ann = db.run(df::create(customer(1000)));
    for (int round = 0; round < 3; ++round) {
        waiting_together(db, 30, [&](int t) {
            const int n = round * 100 + t;
            switch (t % 6) {
            case 0: {
                const auto e = db.try_run(df::create(customer(1000)));
                ASSERT_FALSE(e);
                EXPECT_EQ(e.error().kind(), df::error_kind::unique_violation);
                EXPECT_EQ(e.error().field(), "email");
                EXPECT_EQ(e.error().model(), "Customer");
                EXPECT_EQ(e.error().node(), "create");
                break;
            }
            case 1: {
                const auto e = db.try_run(df::create(Order{.customer_id = df::id<Customer>{777'777}}));
                ASSERT_FALSE(e);
                EXPECT_EQ(e.error().kind(), df::error_kind::foreign_key_violation);
                EXPECT_EQ(e.error().constraint(), "orders_customer_id_fkey");
                EXPECT_EQ(e.error().model(), "Order");
                break;
            }
            case 2: {
                const auto e = db.try_run(df::create(Note{std::string{"a\0b", 3}}));
                ASSERT_FALSE(e);
                EXPECT_EQ(e.error().kind(), df::error_kind::invalid_value);
                EXPECT_EQ(e.error().model(), "Note");
                break;
            }
            case 3: {
                const auto e = db.try_run(df::update<Customer>(999'999, field<&Customer::age> = 1));
                ASSERT_FALSE(e);
                EXPECT_EQ(e.error().kind(), df::error_kind::not_found);
                EXPECT_EQ(e.error().node(), "update");
                break;
            }
            case 4: {
                const auto e = db.try_run(df::update<Customer>(ann.id, field<&Customer::age> = 1'000));
                ASSERT_FALSE(e);
                EXPECT_EQ(e.error().kind(), df::error_kind::check_violation);
                EXPECT_EQ(e.error().constraint(), "customers_age_is_sane");
                break;
            }
            default: db.run(df::create(customer(n)));
            }
        });
        EXPECT_EQ(db.run(df::count<Customer>()), 1 + 5 * (round + 1));
    }
    EXPECT_EQ(db.run(df::count<Order>()), 0);
    EXPECT_EQ(db.run(df::count<Note>()), 0);
}

TEST_F(ConcurrentSharedWrites, AForeignKeyThatIsCheckedAtTheCommitFailsItsWriteOnly) {
    {
        auto hand = plain();
        hand.run("CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, "
                 "email TEXT NOT NULL UNIQUE, "
                 "age INTEGER NOT NULL DEFAULT 30, city TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT "
                 "NULL)");
        hand.run("CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, customer_id INTEGER "
                 "NOT NULL "
                 "REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED, total REAL NOT NULL, status TEXT "
                 "NOT NULL, note TEXT, "
                 "quantity INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL)");
    }
    database db{url()};
    const auto ann = db.run(df::create(customer(1)));
    const auto alone = support::thrown<df::foreign_key_violation>(
        [&] { db.run(df::create(Order{.customer_id = df::id<Customer>{9}})); });
    waiting_together(db, 12, [&](int t) {
        if (t % 4 != 0) {
            EXPECT_EQ(db.run(df::create(Order{.customer_id = ann.id, .quantity = t})).quantity, t);
            return;
        }
        const auto e = support::thrown<df::foreign_key_violation>(
            [&] { db.run(df::create(Order{.customer_id = df::id<Customer>{9}})); });
        EXPECT_EQ(e.model(), "Order");
        EXPECT_STREQ(e.what(), alone.what());
    });
    EXPECT_EQ(db.run(df::count<Order>()), 9);
}

TEST_F(ConcurrentSharedWrites, AnErrorThatUndoesTheWholeTransactionHarmsNobodyElse) {
    database db{url()};
    plain().run("CREATE TRIGGER no_thirteen BEFORE INSERT ON notes WHEN NEW.stars = 13 BEGIN SELECT "
                "RAISE(ROLLBACK, 'thirteen'); END");
    waiting_together(db, 12, [&](int t) {
        const auto made = db.try_run(df::create(Note{"n" + std::to_string(t), t % 4 == 1 ? 13 : t}));
        EXPECT_EQ(static_cast<bool>(made), t % 4 != 1) << t;
        if (!made) {
            EXPECT_EQ(made.error().model(), "Note");
            EXPECT_TRUE(support::has(made.error().what(), "thirteen")) << made.error().what();
        }
    });
    EXPECT_EQ(db.run(df::count<Note>()), 9);
    EXPECT_EQ(db.run(df::count<Note>().where(field<&Note::stars> == 13)), 0);
}

TEST_F(ConcurrentSharedWrites, AFullDiskFailsWhatDoesNotFit) {
    database db{url()};
    db.run(df::create(customer(1000)));
    const support::file_limit limit{std::filesystem::file_size(place_.file() + "-wal") + 100'000};
    std::atomic<int> stored{1};
    waiting_together(db, 9, [&](int t) {
        auto c = customer(t);
        if (t % 3 == 0) c.name = std::string(200'000, 'x');
        const auto made = db.try_run(df::create(c));
        if (t % 3 == 0) {
            EXPECT_FALSE(made) << t;
        }
        if (made) ++stored; // one that shares the commit of what does not fit may fail with it
        else {
            EXPECT_EQ(made.error().kind(), df::error_kind::resource_exhausted) << made.error().what();
            EXPECT_EQ(made.error().model(), "Customer");
            EXPECT_EQ(made.error().node(), "create");
        }
    });
    EXPECT_EQ(db.run(df::count<Customer>()), stored);
    EXPECT_EQ(plain().value("PRAGMA integrity_check"), "ok");
    limit.lift();
    EXPECT_NO_THROW(db.run(df::create(customer(50))));
}

TEST_F(ConcurrentSharedWrites, ACommitThatFailsIsTheErrorOfEachUnderItsOwnName) {
    database db{url("journal_mode=delete&busy_timeout=50")};
    const auto note = db.run(df::create(Note{"n"}));
    auto reader = plain();
    reader.run("BEGIN; SELECT count(*) FROM notes"); // its lock lets others write, and bars their commits
    std::atomic<int> failed{0};
    in_threads(8, [&](int t) {
        for (int i = 0; i < 3; ++i) {
            const auto made = t % 2 == 0
                                  ? db.try_run(df::create(customer(t))).error()
                                  : db.try_run(df::update<Note>(note.id, field<&Note::stars> += 1)).error();
            EXPECT_EQ(made.kind(), df::error_kind::timeout) << made.what();
            EXPECT_EQ(made.model(), t % 2 == 0 ? "Customer" : "Note");
            EXPECT_EQ(made.node(), t % 2 == 0 ? "create" : "update");
            ++failed;
        }
    });
    EXPECT_EQ(failed, 24);
    reader.run("COMMIT");
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    EXPECT_EQ(db.run(df::read<Note>(note.id)).stars, 0);
    EXPECT_NO_THROW(db.run(df::create(customer(1))));
}

TEST_F(ConcurrentSharedWrites, ALockOfAnotherProgramIsATimeoutForAllThatWaited) {
    database db{url("busy_timeout=200")};
    db.run(df::create(customer(1000)));
    auto other = plain();
    other.run("BEGIN IMMEDIATE");
    const auto before = std::chrono::steady_clock::now();
    in_threads(16, [&](int t) {
        const auto made = db.try_run(df::create(customer(t)));
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().kind(), df::error_kind::timeout);
        EXPECT_EQ(made.error().model(), "Customer");
    });
    EXPECT_LT(std::chrono::steady_clock::now() - before, 2s)
        << "they wait together, not one behind the other";
    other.run("ROLLBACK");
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_F(ConcurrentSharedWrites, WhoWaitsTooLongIsToldSo) {
    database db{df::open_options{.url = url(), .wait = 50ms}};
    db.transaction([&](auto&) {
        in_threads(4, [&](int t) { EXPECT_THROW(db.run(df::create(customer(t))), df::timeout); });
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    in_threads(4, [&](int t) { db.run(df::create(customer(t))); });
    EXPECT_EQ(db.run(df::count<Customer>()), 4);
}

TEST_F(ConcurrentSharedWrites, ATransactionOnTheThreadStillRefusesThem) {
    database db{url()};
    db.transaction([&](auto&) { EXPECT_THROW(db.run(df::create(customer(1))), df::protected_operation); });
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
}

// Writes, transactions that are undone, streams, bulks and readers, all at once: nothing is lost, nothing is
// seen half done, everybody comes to an end.
TEST_F(ConcurrentSharedWrites, StressWithTransactionsStreamsAndReaders) {
    database db{url()};
    db.run(df::create(Note{"sum", 0}));
    constexpr int rounds = 60;
    std::atomic<std::int64_t> created{0};
    std::atomic<bool> over{false};
    std::thread watcher{[&] {
        while (!over) {
            const auto even = db.run(df::count<Customer>().where(field<&Customer::name> == "pair"));
            EXPECT_EQ(even % 2, 0);
            std::int64_t seen = 0;
            for (const auto& c : db.stream(df::list<Customer>().limit(50))) seen += c.id.is_set() ? 1 : 0;
            EXPECT_LE(seen, 50);
        }
    }};
    in_threads(12, [&](int t) {
        for (int i = 0; i < rounds; ++i) {
            const int n = t * 10'000 + i;
            switch (t % 6) {
            case 0:
            case 1:
                db.run(df::create(customer(n)));
                ++created;
                break;
            case 2: {
                const bool fresh = static_cast<bool>(
                    db.try_run(df::create(customer(900'000 + i)))); // all threads of this kind want the same
                if (fresh) ++created;
                break;
            }
            case 3: db.run(df::update<Note>(1, field<&Note::stars> += 1)); break;
            case 4: {
                const auto pair = db.try_run(df::create(Note{"x", i}));
                EXPECT_TRUE(pair);
                try {
                    db.transaction([&](auto& tx) {
                        tx.run(df::create(customer(n, "pair")));
                        tx.run(df::create(customer(n + 5'000, "pair")));
                        if (i % 3 == 0) throw i;
                    });
                    created += 2;
                } catch (int) {
                }
                break;
            }
            default:
                created += db.run(df::bulk_create(std::vector{customer(n), customer(n + 5'000)})).created;
            }
        }
    });
    over = true;
    watcher.join();
    EXPECT_EQ(db.run(df::count<Customer>()), created);
    EXPECT_EQ(db.run(df::read<Note>(1)).stars, 2 * rounds);
    EXPECT_EQ(plain().value("PRAGMA integrity_check"), "ok");
}

} // namespace

#endif
