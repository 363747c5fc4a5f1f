// How many connections of the pool one tenant has at once.
#include "support/fixture.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/session.hpp>
#include <dataflow/tenant.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace std::chrono_literals;
using df::field;
using support::thrown;

struct Ticket {
    df::id<Ticket> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using database = df::database<Ticket>;
constexpr df::transaction_options reading{.mode = df::access::read_only};

class TenantConnections : public support::database_test {
  protected:
    [[nodiscard]] database open(std::size_t all, std::size_t of_one,
                                std::chrono::milliseconds wait = 200ms) const {
        return database{df::open_options{
            .url = url(), .connections = all, .connections_per_tenant = of_one, .wait = wait}};
    }
    /// Runs it on another thread.
    static void elsewhere(const std::function<void()>& what) { std::thread{what}.join(); }
};
DATAFLOW_ON_ALL_DATABASES(TenantConnections);

TEST_P(TenantConnections, OneThatIsOverItsLimitWaitsAndOthersGoOn) {
    if (memory()) GTEST_SKIP() << "there is one connection";
    auto db = open(4, 1);
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    acme.run(df::create(Ticket{.text = "a"}));
    acme.transaction(
        [&](auto& tx) {
            EXPECT_EQ(tx.run(df::count<Ticket>()), 1);
            elsewhere([&] {
                const auto e = thrown<df::timeout>([&] { (void)acme.run(df::count<Ticket>()); });
                EXPECT_TRUE(support::has(e.what(), "open_options::connections_per_tenant")) << e.what();
                EXPECT_EQ(e.model(), "Ticket");
                EXPECT_EQ(e.node(), "count");
                EXPECT_EQ(globex.run(df::count<Ticket>()), 0);
                EXPECT_EQ(db.all_tenants().run(df::count<Ticket>()), 1);
            });
            // Work of the transaction itself needs no other connection.
            EXPECT_EQ(tx.nested([](auto& inner) { return inner.run(df::count<Ticket>()); }), 1);
        },
        reading);
    EXPECT_EQ(acme.run(df::count<Ticket>()), 1);
}

TEST_P(TenantConnections, EachWayToRunSomethingIsCounted) {
    if (memory()) GTEST_SKIP() << "there is one connection";
    auto db = open(4, 1, 30ms);
    const auto acme = db.tenant("acme");
    const auto later =
        db.session({.actor = "ann", .deadline = std::chrono::steady_clock::now() + 1h}).tenant("acme");
    acme.run(df::create(Ticket{.text = "a"}));
    const auto list = df::list<Ticket>();
    acme.transaction(
        [&](auto&) {
            elsewhere([&] {
                for (const auto* s : {&acme, &later}) {
                    EXPECT_THROW((void)s->run(list), df::timeout);
                    EXPECT_THROW((void)s->run_all(list, df::count<Ticket>()), df::timeout);
                    EXPECT_THROW((void)s->run(list, df::timeout_after(1h)), df::timeout);
                    EXPECT_THROW((void)s->stream(list), df::timeout);
                    EXPECT_THROW((void)s->stream(list, df::timeout_after(1h)), df::timeout);
                    EXPECT_THROW(s->transaction([](auto&) {}, reading), df::timeout);
                    EXPECT_THROW(s->transaction([](auto&) {}, reading, df::timeout_after(1h)), df::timeout);
                }
                if (postgres()) {
                    EXPECT_THROW(acme.run(df::create(Ticket{.text = "b"})), df::timeout);
                    EXPECT_THROW(acme.transaction([](auto&) {}), df::timeout);
                } else { // a file has one connection that writes, which is nobody's alone
                    EXPECT_NO_THROW(acme.run(df::create(Ticket{.text = "b"})));
                }
            });
        },
        reading);
    EXPECT_EQ(acme.run(df::count<Ticket>()), postgres() ? 1 : 2);
}

TEST_P(TenantConnections, AThreadDoesNotWaitForItsOwnStream) {
    if (memory()) GTEST_SKIP() << "there is one connection";
    auto db = open(4, 1, 20s);
    const auto acme = db.tenant("acme");
    acme.run(df::create(Ticket{.text = "a"}));
    {
        auto rows = acme.stream(df::list<Ticket>());
        const auto e = thrown<df::protected_operation>([&] { (void)acme.run(df::count<Ticket>()); });
        EXPECT_TRUE(support::has(e.what(), "open_options::connections_per_tenant")) << e.what();
        EXPECT_EQ(db.tenant("globex").run(df::count<Ticket>()), 0);
    }
    EXPECT_EQ(acme.run(df::count<Ticket>()), 1);
    auto rows = acme.stream(df::list<Ticket>());
    for (const auto& r : rows) EXPECT_EQ(r.text, "a");
    EXPECT_EQ(acme.run(df::count<Ticket>()), 1); // read to its end, it has none any more
}

TEST_P(TenantConnections, ALimitOrATokenEndsTheWaiting) {
    if (memory()) GTEST_SKIP() << "there is one connection";
    auto db = open(4, 1, 20s);
    const auto acme = db.tenant("acme");
    acme.transaction(
        [&](auto&) {
            elsewhere([&] {
                EXPECT_THROW((void)acme.run(df::count<Ticket>(), df::timeout_after(30ms)), df::timeout);
                std::stop_source stop;
                std::thread stopper{[&] {
                    std::this_thread::sleep_for(30ms);
                    stop.request_stop();
                }};
                EXPECT_THROW((void)acme.run(df::count<Ticket>(), stop.get_token()), df::cancelled);
                stopper.join();
            });
        },
        reading);
    EXPECT_EQ(acme.run(df::count<Ticket>()), 0);
}

TEST_P(TenantConnections, WhatFailsGivesItsPlaceBack) {
    auto db = open(3, 1);
    const auto acme = db.tenant("acme");
    for (int i = 0; i < 3; ++i) {
        EXPECT_THROW(acme.transaction([](auto&) { throw 1; }, reading), int);
        EXPECT_THROW((void)acme.run(df::read<Ticket>(df::id<Ticket>{77})), df::not_found);
        EXPECT_THROW(acme.run(df::update<Ticket>(df::id<Ticket>{77}, field<&Ticket::text> = "b")),
                     df::not_found);
    }
    EXPECT_EQ(acme.run(df::count<Ticket>()), 0);
}

TEST_P(TenantConnections, ThreadsOfATenantShareItsConnections) {
    auto db = open(6, 2, 30s);
    std::atomic<int> in{0}, most{0}, done{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            const bool greedy = t < 6;
            const auto mine = db.tenant(greedy ? "acme" : "globex");
            for (int i = 0; i < 20; ++i) {
                mine.run(df::create(Ticket{.text = "x"}));
                mine.transaction(
                    [&](auto& tx) {
                        const int now = greedy ? ++in : 0;
                        for (int m = most; now > m && !most.compare_exchange_weak(m, now);) {
                        }
                        (void)tx.run(df::count<Ticket>());
                        if (greedy) --in;
                    },
                    reading);
                ++done;
            }
        });
    for (auto& t : threads) t.join();
    EXPECT_EQ(done, 160);
    EXPECT_LE(most, 2);
    EXPECT_EQ(db.tenant("acme").run(df::count<Ticket>()), 120);
    EXPECT_EQ(db.tenant("globex").run(df::count<Ticket>()), 40);
}

TEST_P(TenantConnections, ANumberOutOfRangeIsRefused) {
    const auto e = thrown<df::invalid_value>([&] { (void)open(4, 10'001); });
    EXPECT_TRUE(support::has(e.what(), "connections_per_tenant")) << e.what();
    auto all = open(2, 5); // no less than there are
    EXPECT_EQ(all.tenant("acme").run(df::count<Ticket>()), 0);
}

} // namespace
