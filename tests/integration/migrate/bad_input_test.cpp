// What goes wrong while a database is changed: rows in the way of each kind of constraint, connections that
// are cut, a disk that is full, programs that are killed while others read and write.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/migrate/detail/texts.hpp>

#include "support/fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace support;
using namespace std::chrono_literals;
namespace migrate = df::migrate;
using migrate::progress;

namespace v1 {
struct Shop {
    df::id<Shop> id{};
    std::string name;
};
struct Item {
    df::id<Item> id{};
    std::string name;
    std::optional<std::int64_t> size;
    std::optional<std::int64_t> shop_id;
    std::string kind = "plain";

    static constexpr auto dataflow = df::options{.timestamps = false};
};
} // namespace v1

namespace v2 {
enum class Kind { plain, fancy };
struct Shop {
    df::id<Shop> id{};
    std::string name;
};
struct Item {
    df::id<Item> id{};
    std::string name;
    std::int64_t size = 0;
    std::optional<df::id<Shop>> shop_id;
    Kind kind = Kind::plain;
    std::optional<std::string> note;

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .unique = df::unique({"name"}),
                    .indexes = df::indexes({"size"}),
                    .checks = df::checks(df::check("some", df::column("size") < 1000))};
};
} // namespace v2

/// The tables under the name that both versions have.
struct bad_input : shared_database_test {
    void fill(int rows = 40) {
        df::database<v1::Shop, v1::Item> db{url()};
        for (int i = 1; i <= 3; ++i) (void)db.run(df::create(v1::Shop{.name = "s"}));
        auto sql = plain();
        sql.run(
            "INSERT INTO items (name, size, shop_id, kind) SELECT 'n' || g.n, g.n % 900, g.n % 3 + 1, "
            "'plain' "
            "FROM " +
            std::string{postgres()
                            ? "generate_series(1, " + std::to_string(rows) + ") AS g(n)"
                            : "(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < " +
                                  std::to_string(rows) + ") SELECT n FROM r) AS g"});
        if (postgres()) sql.run("ANALYZE");
    }
    [[nodiscard]] auto migrations() const { return df::migrations_of<v2::Shop, v2::Item>(url()); }
    static df::migrate_options now() {
        df::migrate_options how;
        how.auto_confirm = true;
        how.max_risk = df::risk::critical;
        how.plan.batch = 10;
        how.run.pause = 10ms;
        return how;
    }
    /// Everything that is there, as text.
    [[nodiscard]] std::string all() const {
        auto sql = plain();
        std::string out;
        for (const auto* query : {"SELECT * FROM items ORDER BY id", "SELECT * FROM shops ORDER BY id"})
            for (const auto& r : sql.run(query)) {
                for (const auto& v : r) out += v.value_or("NULL") + "|";
                out += "\n";
            }
        df::database<> db{url()};
        const auto found = df::describe(db);
        for (const auto* name : {"items", "shops"}) out += df::catalog::to_string(*found.find(name));
        return out;
    }
};
DATAFLOW_ON_SHARED_DATABASES(bad_input);

struct misfit {
    const char* sql;
    int rows;
    const char* word;
};

TEST_P(bad_input, rows_in_the_way_are_counted_and_found_by_the_query_that_is_told) {
    const misfit misfits[]{
        {"UPDATE items SET name = 'twin' WHERE id <= 4", 1, "name"}, // one name, four times
        {"UPDATE items SET size = 1000 WHERE id <= 3", 3, "size"},
        {"UPDATE items SET shop_id = 77 WHERE id <= 2", 2, "shop_id"},
        {"UPDATE items SET kind = 'strange' WHERE id <= 5", 5, "kind"},
    };
    fill();
    for (const auto& m : misfits) {
        SCOPED_TRACE(m.sql);
        auto sql = plain();
        sql.run(m.sql);
        const auto before = all();
        const auto e = thrown<df::check_violation>([&] { migrations().run(now()); });
        const std::string text = e.what();
        EXPECT_TRUE(has(text, std::to_string(m.rows) + (m.rows == 1 ? " row is" : " rows are"))) << text;
        EXPECT_TRUE(has(text, "in the way") && has(text, m.word)) << text;
        EXPECT_TRUE(has(text, "nothing was changed") || has(text, "nothing has changed")) << text;
        EXPECT_FALSE(has(text, "strange") || has(text, "twin")) << "a value is told: " << text;
        ASSERT_FALSE(e.info().sql.empty());
        EXPECT_EQ(sql.run(e.info().sql).size(), static_cast<std::size_t>(m.rows)) << e.info().sql;
        EXPECT_EQ(all(), before);
        sql.run("UPDATE items SET name = 'n' || id, size = id, shop_id = 1, kind = 'plain'");
    }
    EXPECT_TRUE(migrations().run(now()).done);
    EXPECT_TRUE(migrations().pending().empty());
}

TEST_P(bad_input, a_connection_that_is_cut_at_any_point_is_gone_on_from) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no server";
    const auto made_new = [] {
        const place fresh{backend::postgres};
        df::database<v2::Shop, v2::Item> db{fresh.url()};
        const auto found = df::describe(db);
        return df::catalog::to_string(*found.find("items"));
    }();
    int cuts = 0;
    const int step = std::getenv("DATAFLOW_TEST_KILLS") == nullptr ? 6 : 1; // all points
    for (int at = 1;; at += step) {
        plain().run("DROP SCHEMA " + where().schema() + " CASCADE; CREATE SCHEMA " + where().schema());
        fill();
        int told = 0;
        bool cut = false;
        auto how = now();
        how.run.progress = [&](const progress&) {
            if (++told != at) return;
            cut = true; // all sessions of this schema but the one that says so
            plain().run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                "AND query LIKE '%items%' OR query LIKE '%dataflow_migrations%' AND pid <> "
                "pg_backend_pid()");
        };
        try {
            (void)migrations().run(how);
        } catch (const df::error& e) {
            EXPECT_TRUE(cut) << e.what();
        }
        if (!cut) break; // it has ended before
        ++cuts;
        const auto after = migrations().run(now());
        EXPECT_TRUE(migrations().pending().empty()) << "cut at " << at;
        auto sql = plain();
        EXPECT_EQ(sql.value("SELECT count(*) FROM items WHERE size = id"), "40") << "cut at " << at;
        df::database<> db{url()};
        const auto found = df::describe(db);
        EXPECT_EQ(df::catalog::to_string(*found.find("items")).size(), made_new.size()) << "cut at " << at;
        if (HasFailure()) break;
    }
    EXPECT_GT(cuts, 2);
}

TEST_P(bad_input, a_full_disk_changes_nothing) {
    if (postgres()) GTEST_SKIP() << "its disk is the server's";
    fill(3000);
    const auto before = all();
    const auto pools = df::database_::open_pools({.url = url(), .connections = 2});
    const auto lease = pools.writers->take();
    auto& on = lease.connection();
    const auto pages = migrate::detail::number_of(on, "SELECT page_count FROM pragma_page_count");
    on.script("PRAGMA max_page_count = " + std::to_string(pages + 6));
    const auto plan = df::migrate::plan_of(df::catalog::describe_models<v2::Shop, v2::Item>(df::sqlite),
                                           df::catalog::read(on, {.details = true}, "test"), on.version());
    const auto e = thrown<df::resource_exhausted>([&] { migrate::run(on, plan); });
    EXPECT_TRUE(has(e.what(), "full")) << e.what();
    EXPECT_EQ(all(), before);
    EXPECT_EQ(plain().value("PRAGMA integrity_check"), "ok");
    on.script("PRAGMA max_page_count = 100000");
    migrate::run(on, plan);
    EXPECT_TRUE(migrations().pending().empty());
}

/// A program that migrates is killed at moments that nobody chose, while others read and write.
TEST_P(bad_input, programs_that_are_killed_while_others_read_and_write_lose_nothing) {
    fill(300);
    const auto* const given = std::getenv("DATAFLOW_TEST_KILLS");
    const int kills = given == nullptr ? 4 : std::atoi(given);
    std::mt19937 any{static_cast<std::uint32_t>(kills)};
    std::atomic<bool> stop{false};
    std::atomic<int> written{0}, read{0};
    std::string failed;
    std::thread others{[&] {
        auto sql = plain();
        if (!postgres()) sql.run("PRAGMA busy_timeout = 20000");
        for (int n = 1000; !stop; ++n) {
            try {
                sql.run("INSERT INTO items (name, size, shop_id, kind) VALUES ('w" + std::to_string(n) +
                        "', 1, 1, 'plain')");
                ++written;
                if (sql.number("SELECT count(*) FROM items") < 300) failed = "rows are gone";
                ++read;
            } catch (const std::exception& e) {
                failed = e.what();
                return;
            }
            std::this_thread::sleep_for(2ms);
        }
    }};
    for (int i = 0; i < kills; ++i) {
        const auto child = ::fork();
        if (child == 0) {
            auto how = now();
            how.plan.batch = 20;
            how.run.throttle = 2ms;
            try {
                (void)df::migrations_of<v2::Shop, v2::Item>(url()).run(how);
            } catch (const df::error&) {
            }
            ::_exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{any() % 150});
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
    }
    (void)migrations().run(now());
    stop = true;
    others.join();
    EXPECT_EQ(failed, "");
    EXPECT_GT(written, 0);
    EXPECT_GT(read, 0);
    EXPECT_TRUE(migrations().pending().empty());
    auto sql = plain();
    EXPECT_EQ(sql.number("SELECT count(*) FROM items"), 300 + written);
    if (postgres())
        EXPECT_EQ(
            sql.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indrelid = 'items'::regclass"),
            "0");
    else EXPECT_EQ(sql.value("PRAGMA integrity_check"), "ok");
}

} // namespace
