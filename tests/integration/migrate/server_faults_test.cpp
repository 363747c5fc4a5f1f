// A server of PostgreSQL's that is killed and started again while a program migrates, and one whose disk is
// full.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"
#include "support/own_server.hpp"

#include <sys/mount.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace support;
namespace migrate = df::migrate;
using migrate::progress;

namespace v1 {
struct Item {
    df::id<Item> id{};
    std::string name;
    std::string code;

    static constexpr auto dataflow = df::options{.timestamps = false};
};
} // namespace v1
namespace v2 {
struct Item {
    df::id<Item> id{};
    std::string name;
    std::int64_t code = 0;
    std::optional<std::string> note;

    static constexpr auto dataflow =
        df::options{.timestamps = false, .unique = df::unique({"name"}), .indexes = df::indexes({"code"})};
};
} // namespace v2

struct server_faults : testing::Test {
    void SetUp() override {
        if (server_url() == nullptr) GTEST_SKIP() << "no server of PostgreSQL's is wanted";
        folder_ = (std::filesystem::temp_directory_path() / ("dataflow_server_" + std::to_string(::getpid())))
                      .string();
        server_.emplace(folder_);
        if (!server_->start()) GTEST_SKIP() << "no server of one's own can be started";
    }
    [[nodiscard]] plain_connection plain() const { return {backend::postgres, server_->url()}; }
    void fill(int rows) const {
        df::database<v1::Item> db{server_->url()};
        plain().run("TRUNCATE items; INSERT INTO items (name, code) SELECT 'n' || n, n::text FROM "
                    "generate_series(1, " +
                    std::to_string(rows) + ") AS g(n); ANALYZE");
    }
    [[nodiscard]] auto migrations() const { return df::migrations_of<v2::Item>(server_->url()); }
    static df::migrate_options now(std::int64_t batch) {
        df::migrate_options how;
        how.auto_confirm = true;
        how.max_risk = df::risk::critical;
        how.plan.batch = batch;
        how.plan.small = 0; // the column next to the old one
        return how;
    }
    void expect_done(int rows) const {
        EXPECT_TRUE(migrations().pending().empty());
        EXPECT_EQ(plain().number("SELECT count(*) FROM items WHERE name = 'n' || code"), rows);
        EXPECT_EQ(plain().value("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0");
        EXPECT_EQ(plain().value("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"), "0");
    }
    std::string folder_;
    std::optional<own_server> server_;
};

TEST_F(server_faults, a_server_that_is_killed_and_started_again_is_gone_on_with) {
    plain().run("ALTER DATABASE postgres SET synchronous_commit = on"); // what was committed is there
    int kills = 0;
    for (int at = 3;; at += 9) {
        plain().run("DROP TABLE IF EXISTS items, dataflow_migrations");
        fill(60);
        int told = 0;
        bool killed = false;
        auto how = now(20);
        how.run.progress = [&](const progress&) {
            if (++told != at) return;
            killed = true;
            server_->kill();
        };
        try {
            (void)migrations().run(how);
        } catch (const df::error& e) {
            EXPECT_TRUE(killed && has(e.what(), "the next run")) << e.what();
        }
        if (!killed) break;
        ++kills;
        ASSERT_TRUE(server_->start());
        (void)migrations().run(now(20));
        expect_done(60);
        if (HasFailure()) break;
    }
    EXPECT_GT(kills, 2);
}

TEST_F(server_faults, a_full_disk_is_told_and_gone_on_from) {
    const auto disk = folder_ + "/disk";
    std::filesystem::create_directories(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=24m,mode=0777") != 0)
        GTEST_SKIP() << "no small disk can be mounted here";
    struct leaves {
        std::string disk;
        ~leaves() { (void)::umount2(disk.c_str(), MNT_DETACH); }
    } const later{disk};
    std::filesystem::create_directories(disk + "/space");
    ASSERT_EQ(std::system(("chown postgres " + disk + "/space").c_str()), 0);
    plain().run("CREATE TABLESPACE small LOCATION '" + disk + "/space'");
    plain().run("CREATE DATABASE on_it TABLESPACE small");
    const auto url = server_->url().substr(0, server_->url().rfind('/')) + "/on_it";
    {
        df::database<v1::Item> db{url};
        plain_connection{backend::postgres, url}.run(
            "INSERT INTO items (name, code) SELECT 'n' || n, n::text FROM generate_series(1, 20000) AS g(n); "
            "ANALYZE; "
            "CHECKPOINT");
    }
    const auto of = df::migrations_of<v2::Item>(url);
    const auto filler = disk + "/filler";
    for (const auto left : {600 << 10, 1200 << 10}) {
        const auto free = static_cast<std::int64_t>(std::filesystem::space(disk).available);
        ASSERT_GT(free, left);
        std::ofstream{filler} << std::string(static_cast<std::size_t>(free - left), 'x');
        const std::string text = thrown<df::resource_exhausted>([&] { (void)of.run(now(2000)); }).what();
        EXPECT_TRUE(has(text, "No space left") || has(text, "wrote only")) << text;
        std::filesystem::remove(filler);
    }
    (void)of.run(now(2000));
    EXPECT_TRUE(of.pending().empty());
    plain_connection sql{backend::postgres, url};
    EXPECT_EQ(sql.number("SELECT count(*) FROM items WHERE name = 'n' || code"), 20000);
    EXPECT_EQ(sql.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0");
}

} // namespace
