// What others do to a database behind the back of its migrations: a history that is edited by hand, holders
// of locks and workers that are killed, files beside a database that are removed, readers and writers that do
// not stop.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace support;
using namespace std::chrono_literals;
namespace migrate = df::migrate;
using clock = std::chrono::steady_clock;

namespace v1 {
struct Parcel {
    df::id<Parcel> id{};
    std::string name{};
    std::optional<std::int64_t> weight{};
};
} // namespace v1
namespace v2 {
struct Parcel {
    df::id<Parcel> id{};
    std::string name{};
    std::int64_t weight = 0; // no longer optional
    std::string place = "here";
    std::optional<std::string> note{};
    static constexpr auto dataflow =
        df::options{.indexes = df::indexes({"name"}),
                    .checks = df::checks(df::check("no_debt", df::column("weight") >= 0))};
};
} // namespace v2

pid_t process(const std::function<void()>& work) {
    const auto child = ::fork();
    if (child != 0) return child;
    try {
        work();
    } catch (const std::exception& e) {
        (void)std::fprintf(stderr, "a process of the test: %s\n", e.what());
    }
    ::_exit(0);
}
void kill_now(pid_t child) {
    ::kill(child, SIGKILL);
    int status = 0;
    (void)::waitpid(child, &status, 0);
}

struct meddling : shared_database_test {
    [[nodiscard]] df::migrations of() const { return df::migrations_of<v2::Parcel>(url()); }
    void fill(int rows) const { fill(rows, url()); }
    static void fill(int rows, const std::string& to) {
        df::database<v1::Parcel> db{to};
        std::vector<v1::Parcel> all;
        for (int i = 0; i < rows; ++i) all.push_back({.name = "p" + std::to_string(i), .weight = i});
        (void)db.run(df::bulk_create(all));
    }
    /// Queues a plan that adds a column.
    std::int64_t queue(const std::string& column) const {
        migrate::plan p;
        p.dialect = of().core()->dialect();
        p.steps = {{.title = "add column parcels." + column,
                    .table = "parcels",
                    .sql = {"ALTER TABLE parcels ADD COLUMN " + column + " INTEGER"},
                    .transaction = 1,
                    .undo = {"ALTER TABLE parcels DROP COLUMN " + column}}};
        return df::migration_queue{of()}.queue_migration(p);
    }
    std::string refused(const std::function<void()>& work) {
        try {
            work();
        } catch (const df::protected_operation& e) {
            return e.what();
        }
        return "went on";
    }
};

TEST_P(meddling, a_row_of_the_history_that_is_changed_moved_or_removed_is_told) {
    fill(3);
    for (const auto* const column : {"one", "two", "three", "four"}) (void)queue(column);
    ASSERT_EQ(df::migration_queue{of()}.run().size(), 4U);
    auto sql = plain();
    sql.run("CREATE TABLE kept AS SELECT * FROM dataflow_migrations");
    const auto edit = [&](const std::string& text) {
        sql.run("DELETE FROM dataflow_migrations");
        sql.run("INSERT INTO dataflow_migrations SELECT * FROM kept");
        sql.run(text);
    };
    const auto all_say = [&](const std::string& what) {
        EXPECT_TRUE(has(refused([&] { (void)of().history(); }), what)) << what;
        EXPECT_TRUE(has(refused([&] { (void)of().metrics(); }), what)) << what;
        EXPECT_TRUE(has(refused([&] { (void)of().drift(); }), what)) << what;
        EXPECT_TRUE(has(refused([&] { (void)of().analyze_rollback(4); }), what)) << what;
        EXPECT_TRUE(has(refused([&] { (void)of().rollback(4); }), what)) << what;
    };
    const std::string changed = " in the table dataflow_migrations is not as it was written";
    edit("UPDATE dataflow_migrations SET checksum = '' WHERE id = 2");
    all_say("migration 2" + changed);
    edit("UPDATE dataflow_migrations SET state = 'undone' WHERE id = 3");
    all_say("migration 3" + changed);
    edit("UPDATE dataflow_migrations SET plan = replace(plan, 'four', 'five') WHERE id = 4");
    all_say("migration 4" + changed);
    EXPECT_TRUE(has(refused([&] { of().run({.auto_confirm = true}); }), "migration 4" + changed));
    edit("UPDATE dataflow_migrations SET id = CASE id WHEN 4 THEN 12 ELSE 14 END WHERE id > 2");
    sql.run("UPDATE dataflow_migrations SET id = id - 10 + CASE id WHEN 12 THEN 1 ELSE 0 END WHERE id > 10");
    all_say(changed); // two have changed places
    edit("DELETE FROM dataflow_migrations WHERE id = 3");
    all_say("migration 3 in the table dataflow_migrations is missing");
    edit("DELETE FROM dataflow_migrations WHERE id IN (2, 3)");
    all_say("migration 2 in the table dataflow_migrations is missing");
    edit("UPDATE dataflow_migrations SET steps_done = -1 WHERE id = 4");
    all_say("migration 4" + changed);
    edit("DELETE FROM dataflow_migrations WHERE id = 1"); // old ones may be taken away
    EXPECT_EQ(of().history().size(), 3U);
    edit("SELECT 1");
    EXPECT_EQ(of().rollback(4, {.lose_data = true}).steps, 1U);
}

TEST_P(meddling, who_holds_the_lock_of_migrations_is_told_and_leaves_nothing_when_killed) {
    fill(3);
    const auto child = process([&] {
        df::migration_lock lock{of()};
        for (;;) {
            std::this_thread::sleep_for(200ms);
            lock.require();
        }
    });
    // `last active since ...`; nothing before the first sign of life.
    const auto last_sign = [&] {
        const auto text = df::migration_lock::holder_of(of()).value_or("nobody");
        const auto at = text.find("last active since 20");
        return at == std::string::npos ? std::string{} : text.substr(at);
    };
    for (int i = 0; i < 2000 && last_sign().empty(); ++i) std::this_thread::sleep_for(5ms);
    EXPECT_TRUE(has(df::migration_lock::holder_of(of()).value_or("nobody"), " since 20"));
    const auto before = last_sign();
    std::this_thread::sleep_for(1500ms);
    EXPECT_GT(last_sign(), before); // another sign of life
    const auto e = thrown<df::timeout>([&] { of().run({.auto_confirm = true, .run = {.wait = 100ms}}); });
    EXPECT_TRUE(has(e.what(), "another program migrates this database")) << e.what();
    EXPECT_TRUE(has(e.what(), postgres() ? "process " : "process " + std::to_string(child))) << e.what();
    kill_now(child);
    EXPECT_TRUE(of().run({.auto_confirm = true, .run = {.wait = 10s}}).done);
    EXPECT_FALSE(df::migration_lock::holder_of(of()));
}

TEST_P(meddling, a_worker_that_is_killed_while_it_waits_for_the_lock_leaves_the_queue_as_it_was) {
    fill(3);
    const auto one = queue("one"), two = queue("two");
    {
        const df::migration_lock mine{of()};
        std::vector<pid_t> workers;
        for (int i = 0; i < 3; ++i)
            workers.push_back(process([&] { (void)df::migration_queue{of()}.run({.wait = 60s}); }));
        std::this_thread::sleep_for(400ms);
        for (const auto w : workers) kill_now(w);
        df::migration_queue queue{of()};
        EXPECT_EQ(queue.status(one).position, 1U);
        EXPECT_EQ(queue.status(two).position, 2U);
        EXPECT_EQ(queue.status(one).state, migrate::queue_state::pending);
    }
    EXPECT_EQ(df::migration_queue{of()}.run({.wait = 10s}).size(), 2U);
    EXPECT_EQ(of().history().size(), 2U);
}

TEST_P(meddling, the_files_beside_a_database_may_be_gone_after_a_kill) {
    if (postgres()) GTEST_SKIP() << "SQLite's -wal and -shm";
    for (const bool log : {false, true}) // the log, too: what is not in the file yet is lost with it
        for (const std::size_t step : {1U, 2U, 3U, 4U}) {
            const auto at = another(); // a new file
            const auto to = df::migrations_of<v2::Parcel>(at->url());
            fill(400, at->url());
            const auto child = process([&] {
                (void)to.run({.auto_confirm = true,
                              .max_risk = df::risk::high,
                              .plan = {.batch = 50},
                              .run = {.progress = [&](const migrate::progress& now) {
                                  if (now.step >= step) ::kill(::getpid(), SIGKILL);
                              }}});
            });
            int status = 0;
            (void)::waitpid(child, &status, 0);
            std::filesystem::remove(at->file() + "-shm");
            if (log) std::filesystem::remove(at->file() + "-wal");
            SCOPED_TRACE(std::to_string(step) + (log ? " without the log" : ""));
            (void)to.run({.auto_confirm = true, .max_risk = df::risk::high});
            EXPECT_TRUE(to.pending().empty());
            EXPECT_TRUE(to.drift().empty());
            df::database<v2::Parcel> db{at->url()};
            EXPECT_EQ(db.run(df::count<v2::Parcel>()), 400);
            EXPECT_EQ(at->plain().value("PRAGMA integrity_check"), "ok");
        }
}

TEST_P(meddling, lists_streams_and_writes_go_on_while_their_table_changes) {
    fill(3000);
    df::database<v1::Parcel> db{url()};
    std::atomic<bool> stop{false};
    std::atomic<int> lists{0}, streams{0}, writes{0};
    std::vector<std::string> failed(3);
    std::vector<std::chrono::milliseconds> longest(3);
    const auto again = [&](std::size_t who, std::atomic<int>& count, const std::function<void()>& work) {
        return std::thread{[&, who, work] {
            while (!stop && failed[who].empty()) {
                const auto begun = clock::now();
                try {
                    work();
                    ++count;
                } catch (const std::exception& e) {
                    failed[who] = e.what();
                }
                longest[who] =
                    std::max(longest[who],
                             std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begun));
            }
        }};
    };
    std::vector<std::thread> all;
    all.push_back(again(0, lists, [&] {
        if (db.run(df::list<v1::Parcel>().limit(50)).records.size() != 50)
            throw std::runtime_error{"rows are missing"};
    }));
    all.push_back(again(1, streams, [&] {
        std::size_t rows = 0;
        for (const auto& p : db.stream(df::list<v1::Parcel>())) rows += p.name.empty() ? 0 : 1;
        if (rows < 3000) throw std::runtime_error{"a stream gave " + std::to_string(rows) + " rows"};
    }));
    int written = 0;
    all.push_back(again(2, writes, [&] {
        (void)db.run(df::create(v1::Parcel{.name = "w" + std::to_string(++written), .weight = 7}));
    }));
    while (lists < 3 || streams < 1 || writes < 3) std::this_thread::sleep_for(5ms);
    const auto done = of().run({.auto_confirm = true, .max_risk = df::risk::high, .plan = {.batch = 200}});
    EXPECT_TRUE(done.done);
    const int seen[]{lists, streams, writes};
    for (int i = 0; i < 400 && (lists < seen[0] + 3 || streams < seen[1] + 2 || writes < seen[2] + 3); ++i)
        std::this_thread::sleep_for(25ms);
    stop = true;
    for (auto& t : all) t.join();
    for (const auto& text : failed) EXPECT_EQ(text, "");
    std::printf("longest: list %lld ms, stream %lld ms, write %lld ms, of a migration of %lld ms\n",
                static_cast<long long>(longest[0].count()), static_cast<long long>(longest[1].count()),
                static_cast<long long>(longest[2].count()), static_cast<long long>(done.run.took.count()));
    EXPECT_TRUE(of().pending().empty());
    EXPECT_EQ(plain().number("SELECT count(*) FROM parcels"), 3000 + writes);
}

DATAFLOW_ON_SHARED_DATABASES(meddling);

} // namespace
