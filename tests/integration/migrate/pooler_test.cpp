// Migrations and their commands behind a real PgBouncer in transaction mode: those that only look work, those
// that need a session say so, and nothing is left in the sessions that others get next. Where PgBouncer is
// not installed, the test is skipped.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#if __has_include(<CLI/CLI.hpp>)
#include <dataflow/tool/manage.hpp>
#endif

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace support;
using namespace std::chrono_literals;

namespace v1 {
struct Crate {
    df::id<Crate> id{};
    std::string name{};
};
} // namespace v1
struct Crate {
    df::id<Crate> id{};
    std::string name{};
    std::optional<int> age{};
};

struct migrate_pooler : testing::Test {
    void SetUp() override {
        if (server_url() == nullptr) GTEST_SKIP() << "DATAFLOW_TEST_POSTGRES names no server";
        place_ = std::make_unique<place>(backend::postgres);
        folder_ = std::filesystem::temp_directory_path() /
                  ("dataflow_migrate_pooler_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
        std::filesystem::permissions(folder_, std::filesystem::perms{0755});
        const auto said = asked("start " + folder_.string() + " " + server_url() + " transaction");
        const auto at = said.find("POOLER_URL=");
        if (at == std::string::npos) GTEST_SKIP() << "there is no pgbouncer on this machine";
        pooler_ = said.substr(at + 11, said.find('\n', at) - at - 11);
    }
    void TearDown() override {
        if (folder_.empty()) return;
        (void)asked("stop " + folder_.string());
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    static std::string asked(const std::string& what) {
        const auto command =
            std::string{DATAFLOW_TEST_SOURCE_DIR} + "/tests/support/pooler.sh " + what + " 2>&1";
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), &pclose};
        std::string out;
        for (int c = 0; (c = std::fgetc(pipe.get())) != EOF;) out += static_cast<char>(c);
        return out;
    }
    [[nodiscard]] std::string url() const { return pooler_ + "?options=-csearch_path%3D" + place_->schema(); }
    template <class Work>
    static void needs_a_session(Work&& work) {
        const auto e = thrown<df::protected_operation>(std::forward<Work>(work));
        EXPECT_TRUE(has(e.what(), "a session of its own")) << e.what();
        EXPECT_TRUE(has(e.what(), "use the URL of the server itself")) << e.what();
    }
    /// The sessions of the server that the pooler has are as they were given to it.
    void nothing_is_left() const {
        std::vector<std::unique_ptr<plain_connection>> all;
        std::set<std::string> processes;
        for (int i = 0; i < 4; ++i) {
            all.push_back(std::make_unique<plain_connection>(backend::postgres, pooler_));
            all.back()->run("BEGIN"); // each has one of the pooler's four
            processes.insert(all.back()->value("SELECT pg_backend_pid()"));
            EXPECT_EQ(all.back()->value("SHOW lock_timeout"), "0");
            EXPECT_EQ(all.back()->value("SHOW statement_timeout"), "0");
            EXPECT_FALSE(has(all.back()->value("SHOW search_path"), "it_"));
            EXPECT_EQ(all.back()->number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid "
                                         "= pg_backend_pid()"),
                      0);
        }
        EXPECT_EQ(processes.size(), 4U);
    }

    std::unique_ptr<place> place_;
    std::filesystem::path folder_;
    std::string pooler_;
};

TEST_F(migrate_pooler, looks_and_says_what_needs_a_session) {
    {
        df::database<v1::Crate> db{url()};
        db.run(df::create(v1::Crate{.name = "a"}));
    }
    const auto of = df::migrations_of<Crate>(url());
    EXPECT_EQ(of.pending().steps.size(), 1U);
    EXPECT_TRUE(of.history().empty());
    EXPECT_FALSE(of.drift().empty());
    EXPECT_EQ(of.run({.dry_run = true}).plan.steps.size(), 1U);
    needs_a_session([&] { (void)of.run({.auto_confirm = true}); });
    needs_a_session([&] { (void)df::open_migrated<Crate>(url(), {.auto_confirm = true}); });
    needs_a_session([&] { const df::migration_lock lock{of, "import"}; });
    df::migration_queue queue{of};
    const auto id = queue.queue_migration();
    EXPECT_EQ(queue.status(id).position, 1U);
    needs_a_session([&] { (void)queue.run(); });
    EXPECT_EQ(queue.status(id).state, df::migrate::queue_state::pending);
    nothing_is_left();

    const auto there = df::migrations_of<Crate>(place_->url()); // the server itself
    ASSERT_EQ(df::migration_queue{there}.run().size(), 1U);
    EXPECT_EQ(of.history().size(), 1U);
    EXPECT_TRUE(of.pending().empty());
    EXPECT_TRUE(of.drift().empty());
    EXPECT_TRUE(of.analyze_rollback(1).possible);
    needs_a_session([&] { (void)of.rollback(1, {.lose_data = true}); });
    EXPECT_FALSE(df::migration_lock::holder_of(of));
    {
        const df::migration_lock lock{there};
        EXPECT_TRUE(df::migration_lock::holder_of(of)); // seen through the pooler, too
    }
    // Where nothing is to change, no session is needed.
    auto db = df::open_migrated<Crate>(url(), {.auto_confirm = true});
    EXPECT_EQ(db.run(df::count<Crate>()), 1);
    nothing_is_left();
}

#if __has_include(<CLI/CLI.hpp>)
TEST_F(migrate_pooler, has_the_commands_that_look_and_seeds) {
    {
        df::database<v1::Crate> db{url()};
    }
    std::ostringstream out, err;
    const auto run = [&](std::vector<const char*> words) {
        words.insert(words.begin(), "shop");
        out.str({}), err.str({});
        return df::manage(static_cast<int>(words.size()), words.data(), df::migrations_of<Crate>(url()), out,
                          err);
    };
    EXPECT_EQ(run({"plan"}), 0) << err.str();
    EXPECT_EQ(run({"check"}), 1) << err.str();
    EXPECT_EQ(run({"status"}), 0) << err.str();
    EXPECT_EQ(run({"diff"}), 1) << err.str();
    EXPECT_EQ(run({"queue", "--add"}), 0) << err.str();
    EXPECT_EQ(run({"migrate", "--yes"}), 1);
    EXPECT_TRUE(has(err.str(), "use the URL of the server itself")) << err.str();
    EXPECT_EQ(run({"queue", "--run"}), 1);
    EXPECT_TRUE(has(err.str(), "use the URL of the server itself")) << err.str();
    const auto json = (folder_ / "crates.json").string(), plain = (folder_ / "more.sql").string();
    std::ofstream{json} << R"({"crates": [{"id": 1, "name": "a"}]})";
    std::ofstream{plain}
        << "-- as pg_dump writes it\nSET LOCAL statement_timeout = '9s';\nUPDATE crates SET name "
           "= ';' WHERE id = 1;\nSET CONSTRAINTS ALL IMMEDIATE;\n";
    EXPECT_EQ(run({"seed", json.c_str()}), 0) << err.str();
    EXPECT_EQ(run({"seed", json.c_str(), plain.c_str()}), 0) << err.str();
    nothing_is_left();
    // What stays in a session would be another program's.
    for (const auto* const text : {"SET lock_timeout = 777", "RESET ALL", "SET SESSION lock_timeout = 777",
                                   "SELECT set_config('search_path', 'it_', false)"}) {
        std::ofstream{plain} << "UPDATE crates SET name = 'b';\n" << text << ";\n";
        EXPECT_EQ(run({"seed", plain.c_str()}), 1) << text;
        EXPECT_TRUE(
            has(err.str(), "it would change a session that a connection pooler gives to other programs"))
            << err.str();
    }
    EXPECT_EQ(place_->plain().value("SELECT name FROM crates"), ";");
    nothing_is_left();
}
#endif

} // namespace
