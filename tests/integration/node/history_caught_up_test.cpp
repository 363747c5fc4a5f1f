// Versions that were missed while the triggers were away, and triggers that are made beside programs that
// work.
#include "support/fixture.hpp"

#include <dataflow/history.hpp>

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;

struct Shell {
    df::id<Shell> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .history = true};
};

class HistoriesCaughtUp : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(HistoriesCaughtUp);

TEST_P(HistoriesCaughtUp, WhatWasMissedFollowsWithoutAGap) {
    constexpr int n = 4'000;
    df::database<Shell> db{url()};
    std::vector<Shell> all(n, Shell{.name = "a"});
    db.run(df::bulk_create(all));
    plain().run(postgres() ? "DROP TRIGGER dataflow_history_shells_update ON shells"
                           : "DROP TRIGGER dataflow_history_shells_update");
    plain().run("UPDATE shells SET name = 'b'");
    const df::database<Shell> again{url()};
    // A record that was there all the time is there at each time.
    EXPECT_EQ(
        plain().number("SELECT count(*) FROM shells_history AS a JOIN shells_history AS b ON b.id = a.id AND "
                       "b.history_number = a.history_number + 1 WHERE b.history_from = a.history_to"),
        n);
    const auto versions = db.run(df::history<Shell>(df::id<Shell>{n}));
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].valid_to, versions[1].valid_from);
    EXPECT_EQ(db.run(df::count<Shell>().as_of(versions[1].valid_from)), n);
}

TEST_P(HistoriesCaughtUp, TriggersAreMadeAnewBesideAProgramThatHasReadAndThenWrites) {
    if (!postgres()) GTEST_SKIP() << "SQLite has one writer at a time";
    df::database<Shell> db{url()};
    db.run(df::create(Shell{.name = "a"}));
    plain().run("ALTER TABLE shells DISABLE TRIGGER dataflow_history_shells_update");
    auto other = plain();
    other.run("BEGIN");
    other.run("SELECT * FROM shells");
    auto opening = std::async(std::launch::async, [&] { const df::database<Shell> second{url()}; });
    auto watch = plain();
    while (watch.number(
               "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'shells'::regclass") == 0 &&
           opening.wait_for(1ms) != std::future_status::ready) {
    }
    EXPECT_NO_THROW(other.run("UPDATE shells SET name = 'b'")) << "it is no victim of the opening";
    other.run("COMMIT");
    EXPECT_NO_THROW(opening.get());
    EXPECT_EQ(db.run(df::history<Shell>(df::id<Shell>{1})).size(), 2U);
}

} // namespace
