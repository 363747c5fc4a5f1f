// Versioned files of SQL, on both databases: what is run, in which order, what stops them, and what is left
// when one fails.
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace support;
namespace migrate = dataflow::migrate;

struct Member {
    df::id<Member> id{};
    std::string name{};
    std::optional<int> age{};
};

struct files : shared_database_test {
    void SetUp() override {
        shared_database_test::SetUp();
        lint_ = std::exchange(migrate::file_lint, nullptr); // another unit of these tests has it
        folder_ = std::filesystem::temp_directory_path() / ("dataflow_files_" + std::to_string(::getpid()));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override {
        migrate::file_lint = lint_;
        std::filesystem::remove_all(folder_);
        shared_database_test::TearDown();
    }
    void write(const std::string& name, std::string_view text) const {
        std::ofstream{folder_ / name, std::ios::binary} << text;
    }
    [[nodiscard]] df::migrations of(migrate::file_options how = {}) const {
        how.folder = folder_.string();
        return df::migrations{
            std::make_shared<df::database_::core>(df::open_options{.url = url(), .connections = 2})}
            .with_files(how);
    }
    /// `0001_a done, 0002_b pending`.
    [[nodiscard]] std::string states() const {
        std::string out;
        for (const auto& f : of().files())
            out += (out.empty() ? "" : ", ") + f.name + " " + std::string{name_of(f.state)};
        return out;
    }
    [[nodiscard]] std::string why(const df::migrate_options& how = {.auto_confirm = true}) const {
        try {
            of().run(how);
        } catch (const df::error& e) {
            return e.what();
        }
        return "nothing";
    }
    void start() const {
        write("0001_users.up.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
                                   "INSERT INTO users VALUES (1, 'a;b');\n");
        write("0001_users.down.sql", "DROP TABLE users;");
        write("0002_age.sql",
              "-- both parts\n-- migrate:up\nALTER TABLE users ADD COLUMN age INTEGER;\n\n"
              "UPDATE users SET age = 7;\n-- migrate:down\nALTER TABLE users DROP COLUMN age;\n");
    }

    migrate::look_at_file lint_ = nullptr;
    std::filesystem::path folder_;
};
DATAFLOW_ON_SHARED_DATABASES(files);

TEST_P(files, that_were_run_while_they_waited_in_the_queue_are_not_run_again) {
    start();
    const auto m = of();
    df::migration_queue queue{m};
    (void)queue.queue_migration();
    m.run({.auto_confirm = true});
    for (const auto& one : queue.run()) EXPECT_EQ(one.state, migrate::queue_state::completed) << one.message;
    EXPECT_EQ(states(), "0001_users done, 0002_age done");
    EXPECT_EQ(m.history().size(), 2U);
}

TEST_P(files, stay_done_when_a_second_run_of_them_fails) {
    start();
    const auto m = of();
    m.run({.auto_confirm = true});
    auto again = m.history().front().plan;
    ASSERT_EQ(again.file.name, "0001_users");
    again.file.checksum = "of what the file was before";
    df::migration_queue queue{m};
    (void)queue.queue_migration(again, {.max_risk = df::risk::high});
    const auto ran = queue.run();
    ASSERT_EQ(ran.size(), 1U);
    EXPECT_EQ(ran[0].state, migrate::queue_state::failed);
    EXPECT_EQ(states(), "0001_users done, 0002_age done");
    EXPECT_TRUE(m.pending().empty());
}

TEST_P(files, run_once_in_their_order_and_are_taken_back) {
    start();
    write("readme.txt", "no migration");
    EXPECT_EQ(states(), "0001_users pending, 0002_age pending");
    const auto p = of().pending();
    ASSERT_EQ(p.steps.size(), 4U);
    EXPECT_EQ(p.steps[2].title, "0002_age.sql:3: ALTER TABLE users");
    EXPECT_EQ(p.steps[2].findings.at(0).code, "DF-U03");
    EXPECT_TRUE(has(migrate::preview(p), "ALTER TABLE   0002_age.sql:3: what it does is not known"))
        << migrate::preview(p);
    EXPECT_EQ(of().run({.dry_run = true}).plan.steps.size(), 4U);
    EXPECT_EQ(states(), "0001_users pending, 0002_age pending");

    const auto done = of().run({.auto_confirm = true});
    EXPECT_EQ(done.files, (std::vector<std::string>{"0001_users", "0002_age"}));
    EXPECT_EQ(done.run.id, 2);
    EXPECT_EQ(plain().value("SELECT name FROM users WHERE age = 7"), "a;b");
    EXPECT_FALSE(of().run({.auto_confirm = true}).changed());
    EXPECT_EQ(states(), "0001_users done, 0002_age done");
    EXPECT_TRUE(of().pending().empty());
    EXPECT_TRUE(of().drift().empty()) << migrate::to_text(of().drift());

    EXPECT_TRUE(of().analyze_rollback(2).loses_data);
    of().rollback(2, {.lose_data = true});
    EXPECT_EQ(states(), "0001_users done, 0002_age pending");
    of().run({.auto_confirm = true});
    EXPECT_EQ(plain().number("SELECT age FROM users"), 7);

    // A start reads the last row of the history; who reads all rows looks at all seals.
    plain().run("UPDATE dataflow_migrations SET who = 'somebody' WHERE id = 1");
    EXPECT_FALSE(of().run({.auto_confirm = true}).changed());
    EXPECT_EQ(of().history(1).size(), 1U);
    EXPECT_TRUE(has(thrown<df::protected_operation>([&] { (void)of().history(); }).what(),
                    "migration 1 in the table dataflow_migrations is not as it was written"));
}

TEST_P(files, come_before_what_the_models_want) {
    write("1_members.up.sql",
          "CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER)");
    const auto from = df::migrations_of<Member>(url());
    df::migrate_options how{.auto_confirm = true, .max_risk = df::risk::critical};
    how.files.folder = folder_.string();
    df::migrate_result done;
    if (postgres()) // the models' own key has eight bytes: the rest of the work is theirs
        write("1_members.up.sql",
              "CREATE TABLE members (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, "
              "name TEXT NOT NULL)");
    else
        write("1_members.up.sql",
              "CREATE TABLE members (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)");
    const auto dry = from.with_files(how.files).pending();
    EXPECT_TRUE(has(migrate::preview(dry), "the tables of the models, until these files have been run"));
    auto db = df::open_migrated<Member>(url(), how, &done);
    db.run(df::create(Member{.name = "ann", .age = 3}));
    EXPECT_EQ(done.files.size(), 1U);
    EXPECT_EQ(df::migrations{db}.history().size(), 2U);
    EXPECT_TRUE(from.with_files(how.files).pending().empty());
}

TEST_P(files, that_fail_change_nothing_and_name_their_line) {
    start();
    write("0003_bad.up.sql",
          "\n\nALTER TABLE users ADD COLUMN b INTEGER;\n-- here\nINSERT INTO users (id) VALUES (1);");
    write("0003_bad.down.sql", "ALTER TABLE users DROP COLUMN b");
    const auto said = why();
    EXPECT_TRUE(has(said, "step 2 of 2 (0003_bad.up.sql:5: INSERT users)") &&
                has(said, "nothing was changed") &&
                has(said, "the files before it are done: 0001_users to 0002_age"))
        << said;
    EXPECT_EQ(states(), "0001_users done, 0002_age done, 0003_bad pending");
    write("0003_bad.up.sql", "ALTER TABLE users ADD COLUMN b INTEGER; INSERT INTO users (id) VALUES (2);");
    of().run({.auto_confirm = true});
    EXPECT_EQ(plain().number("SELECT count(*) FROM users"), 2);
    EXPECT_EQ(states(), "0001_users done, 0002_age done, 0003_bad done");
}

TEST_P(files, outside_a_transaction_go_on_where_they_stopped) {
    start();
    write("0003_index.sql", "-- migrate:up transaction:false\nCREATE INDEX " +
                                std::string{postgres() ? "CONCURRENTLY " : ""} +
                                "users_age ON users (age);\nINSERT INTO users (id) VALUES (1);\n"
                                "-- migrate:down transaction:false\nDROP INDEX users_age;");
    const auto said = why();
    EXPECT_TRUE(has(said, "0003_index.sql:3: INSERT users") && has(said, "the step before it stays")) << said;
    EXPECT_EQ(states(), "0001_users done, 0002_age done, 0003_index open");
    // The statement that failed is mended; the one that is done is not run again.
    write("0003_index.sql", "-- migrate:up transaction:false\nCREATE INDEX " +
                                std::string{postgres() ? "CONCURRENTLY " : ""} +
                                "users_age ON users (age);\nINSERT INTO users (id) VALUES (2);\n"
                                "-- migrate:down transaction:false\nDROP INDEX users_age;");
    const auto done = of().run({.auto_confirm = true});
    EXPECT_EQ(done.finished.steps, 1U);
    EXPECT_EQ(states(), "0001_users done, 0002_age done, 0003_index done");
    EXPECT_EQ(plain().number("SELECT count(*) FROM users"), 2);
    of().rollback(3);
    EXPECT_EQ(states(), "0001_users done, 0002_age done, 0003_index pending");
}

/// Killed at each telling of its progress: in a file that is one transaction, and in one that is none.
TEST_P(files, that_were_killed_at_any_point_are_gone_on_with) {
    const std::string concurrently = postgres() ? "CONCURRENTLY " : "";
    start();
    write("0003_index.up.sql",
          "-- migrate:up transaction:false\nCREATE INDEX " + concurrently +
              "users_age ON users (age);\nCREATE TABLE IF NOT EXISTS logs (id INTEGER);\nDROP "
              "INDEX " +
              concurrently + "users_age;");
    if (!postgres()) // SQLite has no CONCURRENTLY to recognize
        write("0003_index.up.sql",
              "-- migrate:up transaction:false\nCREATE INDEX IF NOT EXISTS users_age ON users "
              "(age);\nCREATE TABLE IF NOT EXISTS logs (id INTEGER);\nDROP INDEX IF EXISTS "
              "users_age;");
    for (int kill_at = 1;; ++kill_at) {
        const support::place place{GetParam()};
        const auto run = [&](const df::migrate_options& how) {
            return df::migrations{
                std::make_shared<df::database_::core>(df::open_options{.url = place.url(), .connections = 1})}
                .with_files({.folder = folder_.string()})
                .run(how);
        };
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            df::migrate_options how{.auto_confirm = true};
            int told = 0;
            how.run.progress = [&](const migrate::progress&) {
                if (++told == kill_at) ::kill(::getpid(), SIGKILL);
            };
            try {
                (void)run(how);
            } catch (const std::exception& e) {
                std::fputs(e.what(), stderr);
                ::_exit(1);
            }
            ::_exit(42);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        const bool ended = WIFEXITED(status);
        ASSERT_TRUE(!ended || WEXITSTATUS(status) == 42);
        const bool all_done = kill_at >= 21; // but for the entry that says so
        EXPECT_EQ(run({.auto_confirm = true}).changed(), !all_done) << "killed at " << kill_at;
        EXPECT_FALSE(run({.auto_confirm = true}).changed());
        EXPECT_EQ(place.plain().number("SELECT sum(age) FROM users"), 7) << "killed at " << kill_at;
        if (HasFailure()) break;
        if (!ended) continue;
        EXPECT_EQ(kill_at, 22); // seven statements tell three times each
        break;
    }
}

TEST_P(files, that_have_changed_or_come_late_stop_the_run) {
    start();
    of().run({.auto_confirm = true});
    write("0001_users.up.sql",
          "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\r\n"
          "INSERT INTO users VALUES (1, 'a;b');\r\n"); // other ends of lines are no change
    EXPECT_EQ(states(), "0001_users done, 0002_age done");
    write("0001_users.up.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);");
    write("0003_next.up.sql", "INSERT INTO users (id) VALUES (3)");
    EXPECT_EQ(states(), "0001_users changed, 0002_age done, 0003_next pending");
    EXPECT_TRUE(has(why(), "0001_users was run at ") && has(why(), "has been changed since")) << why();
    EXPECT_FALSE(of().pending().empty());
    EXPECT_EQ(plain().number("SELECT count(*) FROM users"), 1);
    EXPECT_EQ(of({.accept_changed = true}).run({.auto_confirm = true}).files.size(), 1U);
    EXPECT_EQ(plain().number("SELECT count(*) FROM users"), 2);

    start(); // as it was
    std::filesystem::remove(folder_ / "0002_age.sql");
    EXPECT_EQ(states(), "0001_users done, 0002_age missing, 0003_next done");
    EXPECT_TRUE(of().pending().empty());
    EXPECT_TRUE(has(of().pending().unknown.at(0), "0002_age was run at")) << of().pending().unknown.at(0);
    start();
    write("0000_late.up.sql", "INSERT INTO users (id) VALUES (9)");
    EXPECT_EQ(states(), "0000_late late, 0001_users done, 0002_age done, 0003_next done");
    EXPECT_TRUE(has(why(), "0000_late has not been run, and files with greater numbers have")) << why();
    EXPECT_EQ(of({.out_of_order = true}).run({.auto_confirm = true}).files.size(), 1U);
    EXPECT_EQ(plain().number("SELECT count(*) FROM users"), 3);
}

TEST_P(files, for_one_kind_of_database_are_not_run_on_the_other) {
    write("0001_a.up.sql", "CREATE TABLE every (id INTEGER)");
    write("0002_b.sqlite.up.sql", "CREATE TABLE lite (id INTEGER)");
    write("0003_c.postgres.up.sql", "CREATE TABLE pg (id INTEGER)");
    write("0004_d.up.sql", "CREATE TABLE plain (id INTEGER)");
    write("0004_d.postgres.up.sql", "CREATE TABLE special (id INTEGER)");
    of().run({.auto_confirm = true});
    EXPECT_EQ(states(),
              postgres() ? "0001_a done, 0003_c done, 0004_d done" : "0001_a done, 0002_b done, 0004_d done");
    EXPECT_EQ(plain().number(postgres() ? "SELECT count(*) FROM special" : "SELECT count(*) FROM plain"), 0);
}

TEST_P(files, that_are_none_are_named) {
    const auto refused = [&](const std::string& name, std::string_view text) {
        write(name, text);
        const auto said = std::string{thrown<df::invalid_value>([&] { (void)of().pending(); }).what()};
        std::filesystem::remove(folder_ / name);
        return said;
    };
    EXPECT_TRUE(
        has(refused("V1__users.sql", "SELECT 1"), "V1__users.sql: a file is called 0001_name.up.sql"));
    EXPECT_TRUE(has(refused("1_a.down.sql", "SELECT 1"), "there is no 1_a.up.sql"));
    EXPECT_TRUE(has(refused("1_a.up.sql", "SELECT 1;\nBEGIN;"),
                    "1_a.up.sql, line 2: BEGIN: the file is a transaction"));
    EXPECT_TRUE(has(refused("1_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:up\n"),
                    "1_a.sql, line 3: -- migrate:up"));
    EXPECT_TRUE(
        has(refused("1_a.sql", "SELECT 1;\n-- migrate:up\n"), "line 2: statements before -- migrate:up"));
    EXPECT_TRUE(
        has(refused("1_a.sql", "-- migrate:up transactions:false\n"), "transactions:false is no setting"));
    EXPECT_TRUE(
        has(refused("1_a.sql", "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 1"),
            "or neither"));
    EXPECT_TRUE(has(refused("1_a.sql", "-- migrate:up\nSELECT 'a\n"), "1_a.sql, line 2: a quote has no end"));
    write("1_a.up.sql", "SELECT 1");
    EXPECT_TRUE(has(refused("01_b.up.sql", "SELECT 1"), "another file has the number 1"));
    EXPECT_TRUE(has(refused("1_a.sql", "SELECT 1"), "one file with both parts, or two"));
    EXPECT_THROW((void)of().with_files({.folder = (folder_ / "none").string()}).pending(), df::not_found);
}

TEST_P(files, ask_as_plans_do) {
    start();
    EXPECT_TRUE(has(why({}), "nobody can be asked") || has(why({}), "not confirmed")) << why({});
    EXPECT_TRUE(
        has(why({.confirm = [](const migrate::plan& p) { return p.steps.size() != 4; }}), "not confirmed"));
    EXPECT_TRUE(has(why({.auto_confirm = true, .max_risk = df::risk::low}), "DF-U03"));
    EXPECT_EQ(states(), "0001_users pending, 0002_age pending");
}

TEST_P(files, of_sqlite_may_do_without_foreign_keys) {
    if (postgres()) return;
    write("0001_a.up.sql",
          "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p); "
          "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);");
    write("0002_b.up.sql",
          "-- migrate:up foreign_keys:false\nCREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n "
          "SELECT id FROM p; DROP TABLE p; ALTER TABLE n RENAME TO p;");
    of().run({.auto_confirm = true});
    EXPECT_EQ(plain().number("SELECT count(*) FROM c"), 1);
    write("0003_c.up.sql", "-- migrate:up foreign_keys:false\nDELETE FROM p;");
    EXPECT_TRUE(has(why(), "verify the foreign keys after 0003_c.up.sql")) << why();
    EXPECT_EQ(plain().number("SELECT count(*) FROM p"), 1);
}

} // namespace
