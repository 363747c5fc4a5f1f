// A PostgreSQL database is looked at, opened and migrated while others lock, change and drop its tables.
#include <dataflow/catalog.hpp>
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic_database.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

namespace {

using namespace support;
using namespace std::chrono_literals;
namespace migrate = df::migrate;
using migrate::progress;

namespace v1 {
struct Item {
    df::id<Item> id{};
    std::string name = "new";
    std::optional<std::int64_t> size;

    static constexpr auto dataflow =
        df::options{.timestamps = false, .checks = df::checks(df::check("some", df::column("size") < 1000))};
};
} // namespace v1
namespace v2 {
struct Item {
    df::id<Item> id{};
    std::string name = "new";
    std::int64_t size = 0;

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .indexes = df::indexes({"name"}),
                    .checks = df::checks(df::check("some", df::column("size") < 1000))};
};
} // namespace v2

struct others_meanwhile : shared_database_test {
    void SetUp() override {
        shared_database_test::SetUp();
        if (IsSkipped()) return;
        if (!postgres()) GTEST_SKIP() << "of PostgreSQL's locks";
        df::database<v1::Item> db{url()};
        for (int i = 0; i < 30; ++i) (void)db.run(df::create(v1::Item{.name = "n", .size = {}}));
    }
    /// Of a session that does not wait long.
    [[nodiscard]] std::string hasty() const { return url() + "%20-clock_timeout%3D150"; }
    [[nodiscard]] auto migrations() const { return df::migrations_of<v2::Item>(url()); }
    static df::migrate_options now() {
        df::migrate_options how;
        how.auto_confirm = true;
        how.max_risk = df::risk::critical;
        how.plan.batch = 10;
        how.run.lock_timeout = 150ms;
        how.run.pause = 20ms;
        how.run.attempts = 3;
        return how;
    }
};
INSTANTIATE_TEST_SUITE_P(On, others_meanwhile, testing::ValuesIn(shared_backends()), backend_name);

TEST_P(others_meanwhile, whoever_has_locked_a_table_is_named_by_all_that_look_at_it) {
    auto other = plain();
    const auto pid = "process " + other.value("SELECT pg_backend_pid()") + " of ";
    df::database<> db{hasty()};
    other.run("BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
    const auto expect_named = [&](const char* what, auto&& work) {
        SCOPED_TRACE(what);
        const std::string text = thrown<df::timeout>(work).what();
        EXPECT_TRUE(has(text, "items is locked by " + pid) && has(text, "(idle in transaction)")) << text;
    };
    expect_named("describe", [&] { (void)df::describe(db); });
    expect_named("details", [&] { (void)df::describe(db, {.details = true}); });
    expect_named("existing", [&] {
        (void)df::database<v1::Item>{df::open_options{.url = hasty(), .existing_schema_mode = true}};
    });
    expect_named("open", [&] { (void)df::database<v1::Item>{hasty()}; });
    expect_named("dynamic", [&] { (void)df::dynamic_database{hasty()}; });
    const auto of = df::migrations_of<v2::Item>(hasty());
    expect_named("pending", [&] { (void)of.pending(); });
    expect_named("drift", [&] { (void)of.drift(); });
    expect_named("run", [&] { (void)of.run(now()); });
    EXPECT_TRUE(of.history().empty());
    other.run("ROLLBACK");
    EXPECT_TRUE(of.run(now()).done);
}

TEST_P(others_meanwhile, what_is_dropped_while_it_is_read_is_left_out) {
    std::atomic<bool> stop{false};
    std::string failed;
    std::thread others{[&] {
        try {
            auto sql = plain();
            const auto space = where().schema() + "_x";
            while (!stop) {
                sql.run("CREATE TABLE t (id SERIAL PRIMARY KEY, x TEXT DEFAULT 'a', y INT CHECK (y > 3)); "
                        "CREATE INDEX ON t (lower(x)) WHERE y > 4; CREATE VIEW v AS SELECT * FROM t");
                sql.run("CREATE SCHEMA " + space + "; CREATE TABLE " + space + ".u (id INT DEFAULT 3)");
                sql.run("DROP VIEW v");
                sql.run("DROP TABLE t");
                sql.run("DROP SCHEMA " + space + " CASCADE");
            }
        } catch (const std::exception& e) {
            failed = e.what();
        }
    }};
    try {
        df::database<> db{url()};
        for (int i = 0; i < 12; ++i) {
            EXPECT_NE(df::describe(db).find("items"), nullptr);
            EXPECT_NE(df::describe(db, {.details = true}).find("items"), nullptr);
            EXPECT_NE(df::describe(db, {.details = true, .all_schemas = true}).find("items"), nullptr);
            (void)df::dynamic_database{url()};
        }
    } catch (const df::error& e) {
        ADD_FAILURE() << e.what();
    }
    stop = true;
    others.join();
    EXPECT_TRUE(failed.empty() || has(failed, "deadlock")) << failed;
}

TEST_P(others_meanwhile, a_step_that_waits_in_vain_names_whom_it_waits_for) {
    auto other = plain();
    const auto pid = other.value("SELECT pg_backend_pid()");
    other.run("BEGIN; SELECT count(*) FROM items");
    const std::string text = thrown<df::timeout>([&] { (void)migrations().run(now()); }).what();
    EXPECT_TRUE(has(text, "items is locked by process " + pid)) << text;
    EXPECT_TRUE(has(text, "step ") && has(text, "nothing was changed")) << text;
    other.run("ROLLBACK");
    EXPECT_TRUE(migrations().run(now()).done);
}

TEST_P(others_meanwhile, the_entry_of_a_file_that_waits_in_vain_ends_too) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("dataflow_entry_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "0001_note.up.sql"} << "SET lock_timeout = 0; CREATE TABLE notes (id INT)";
    auto other = plain();
    auto how = now();
    how.files.folder = folder.string();
    how.run.progress = [&](const progress& p) {
        if (p.at == progress::stage::written)
            other.run("ROLLBACK; BEGIN; LOCK TABLE dataflow_migrations IN SHARE MODE");
    };
    const auto e = thrown<df::timeout>([&] { (void)migrations().run(how); });
    EXPECT_TRUE(has(e.what(), "lock")) << e.what();
    other.run("ROLLBACK");
    how.run.progress = {};
    EXPECT_TRUE(migrations().run(how).changed());
    EXPECT_EQ(plain().number("SELECT count(*) FROM notes"), 0);
    std::filesystem::remove_all(folder);
}

TEST_P(others_meanwhile, a_batch_does_not_hold_its_rows_while_it_waits_for_one) {
    auto other = plain(), third = plain();
    auto how = now();
    how.run.progress = [&](const progress& p) { // before the rows are filled
        if (p.at == progress::stage::begins && has(p.title, "fill"))
            other.run("BEGIN; SELECT id FROM items WHERE id = 5 FOR UPDATE");
    };
    const auto start = std::chrono::steady_clock::now();
    std::thread writes{[&] {
        std::this_thread::sleep_for(250ms);
        third.run("SET lock_timeout = '2s'; UPDATE items SET name = 'other' WHERE id = 1");
    }};
    const std::string text = thrown<df::timeout>([&] { (void)migrations().run(how); }).what();
    writes.join();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
    EXPECT_TRUE(has(text, "fill") && has(text, "items is locked by process ")) << text;
    other.run("ROLLBACK");
    // What the history tells of a step's locks is known when it is gone on from: the index waits.
    how = now();
    std::thread frees;
    how.run.progress = [&](const progress& p) {
        if (p.at != progress::stage::begins || !has(p.title, "build index") || frees.joinable()) return;
        other.run("BEGIN; UPDATE items SET name = 'n' WHERE id = 7");
        frees = std::thread{[&] {
            std::this_thread::sleep_for(1500ms);
            other.run("ROLLBACK");
        }};
    };
    EXPECT_TRUE(migrations().run(how).changed());
    ASSERT_TRUE(frees.joinable());
    frees.join();
    EXPECT_EQ(plain().number("SELECT count(*) FROM items WHERE size = 0"), 30);
}

TEST_P(others_meanwhile, an_index_that_waits_for_older_transactions_does_not_wait_for_ever) {
    auto other = plain();
    auto how = now();
    how.run.patience = 100ms;
    how.run.progress = [&](const progress& p) {
        if (p.at == progress::stage::begins && has(p.title, "index") && !p.undoing)
            other.run("BEGIN; UPDATE items SET name = 'n' WHERE id = 7");
        if (p.undoing) other.run("ROLLBACK");
    };
    const std::string text = thrown<df::timeout>([&] { (void)migrations().run(how); }).what();
    EXPECT_TRUE(has(text, "build index") && has(text, "items is locked by process ")) << text;
    other.run("ROLLBACK");
    EXPECT_TRUE(migrations().run(now()).changed());
    EXPECT_EQ(plain().value("SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indrelid = "
                            "'items'::regclass"),
              "0");
}

TEST_P(others_meanwhile, what_was_done_stays_where_only_the_end_could_not_be_entered) {
    auto other = plain();
    auto how = now();
    how.run.progress = [&](const progress& p) {
        if (p.at == progress::stage::ended && p.step == p.steps)
            other.run("BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
    };
    const std::string text = thrown<df::timeout>([&] { (void)migrations().run(how); }).what();
    EXPECT_TRUE(has(text, "all steps are done, and the next run enters that")) << text;
    other.run("ROLLBACK");
    EXPECT_TRUE(migrations().pending().empty());
    (void)migrations().run(now());
    EXPECT_EQ(migrations().history().back().state, migrate::migration_state::done);

    // A moment later it is free again: it is waited for.
    how = now();
    how.run.attempts = 20;
    std::thread frees;
    how.run.progress = [&](const progress& p) {
        if (p.at != progress::stage::ended || p.step != p.steps) return;
        other.run("BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
        frees = std::thread{[&] {
            std::this_thread::sleep_for(400ms);
            other.run("ROLLBACK");
        }};
    };
    EXPECT_TRUE(df::migrations_of<v1::Item>(url()).run(how).done);
    ASSERT_TRUE(frees.joinable());
    frees.join();
}

} // namespace
