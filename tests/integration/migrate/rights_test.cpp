// Migrations by those who may not: roles of PostgreSQL's without rights, files and folders of SQLite's that
// are only read. Each is a clear error, nothing is half done, and whoever may goes on.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace support;
namespace migrate = df::migrate;

namespace v1 {
struct Item {
    df::id<Item> id{};
    std::string name{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
} // namespace v1
namespace v2 {
struct Item {
    df::id<Item> id{};
    std::string name{};
    std::optional<int> size{};
    int level = 3;
    static constexpr auto dataflow = df::options{.timestamps = false, .indexes = df::indexes({"name"})};
};
struct Box {
    df::id<Box> id{};
};
} // namespace v2

struct migrate_rights : shared_database_test {
    void SetUp() override {
        shared_database_test::SetUp();
        if (IsSkipped()) return;
        df::database<v1::Item> db{url()};
        db.run(df::create(v1::Item{.name = "a"}));
    }
    void TearDown() override {
        if (!role_.empty()) plain().run("DROP OWNED BY " + role_ + "; DROP ROLE " + role_);
        shared_database_test::TearDown();
    }
    static df::migrate_options now() { return {.auto_confirm = true, .max_risk = df::risk::critical}; }
    /// The URL of a new role that has these rights.
    std::string as_role(const std::string& rights) {
        role_ = "role_" + where().schema();
        auto sql = plain();
        sql.run("CREATE ROLE " + role_ + " LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA " + where().schema() +
                " TO " + role_);
        if (!rights.empty()) sql.run(rights + " TO " + role_);
        auto out = url();
        const auto at = out.find("://") + 3, end = out.find('@');
        return out.substr(0, at) + role_ + ":x" + out.substr(end);
    }
    template <class... Models>
    static std::string refused(const std::string& url) {
        return thrown<df::permission_denied>([&] { df::migrations_of<Models...>(url).run(now()); }).what();
    }
    std::string role_;
};

TEST_P(migrate_rights, a_role_that_makes_no_tables_is_told_which_one_is_needed) {
    if (!postgres()) GTEST_SKIP() << "of PostgreSQL's roles";
    const auto to = as_role("GRANT ALL ON ALL TABLES IN SCHEMA " + where().schema());
    EXPECT_TRUE(has(refused<v2::Item>(to), "dataflow_migrations, cannot be made: ")) << refused<v2::Item>(to);
    const auto e = thrown<df::permission_denied>([&] {
        df::migration_queue{df::migrations_of<v2::Item>(to)}.queue_migration(
            migrate::queue_options{.priority = 1});
    });
    EXPECT_TRUE(has(e.what(), "dataflow_migration_queue, cannot be made: ")) << e.what();
    EXPECT_FALSE(df::migrations_of<v2::Item>(to).pending().empty()); // to look needs no more
    EXPECT_TRUE(df::migrations_of<v1::Item>(url()).pending().empty());
}

TEST_P(migrate_rights, a_role_that_does_not_own_the_table_changes_nothing) {
    if (!postgres()) GTEST_SKIP() << "of PostgreSQL's roles";
    const auto to = as_role("GRANT ALL ON SCHEMA " + where().schema());
    plain().run("GRANT ALL ON items TO " + role_);
    EXPECT_TRUE(has(refused<v2::Item>(to), "must be owner of table items; nothing was changed"))
        << refused<v2::Item>(to);
    EXPECT_TRUE(df::migrations_of<v1::Item>(url()).pending().empty());
    EXPECT_TRUE(df::migrations_of<v2::Item>(url()).run(now()).done); // whoever may goes on
}

TEST_P(migrate_rights, a_role_that_may_not_write_the_history_changes_nothing) {
    if (!postgres()) GTEST_SKIP() << "of PostgreSQL's roles";
    df::migrations_of<v2::Item>(url()).run(now());
    const auto to = as_role("GRANT CREATE ON SCHEMA " + where().schema());
    for (const char* right : {"", "SELECT", "SELECT, INSERT"}) {
        if (*right != '\0')
            plain().run("GRANT " + std::string{right} + " ON dataflow_migrations TO " + role_);
        const auto text = refused<v2::Item, v2::Box>(to);
        EXPECT_TRUE(has(text, "permission denied for table dataflow_migrations")) << right << ": " << text;
        EXPECT_EQ(plain().value("SELECT to_regclass('boxes')"), "NULL") << right;
    }
    EXPECT_TRUE((df::migrations_of<v2::Item, v2::Box>(url()).run(now()).changed()));
}

TEST_P(migrate_rights, what_is_only_read_is_named) {
    if (postgres()) GTEST_SKIP() << "of SQLite's files";
    namespace fs = std::filesystem;
    const fs::path file = where().url().substr(std::string_view{"sqlite:"}.size()),
                   folder = file.parent_path();
    if (::geteuid() == 0) {
        for (const auto& p : {folder, file}) ASSERT_EQ(::chown(p.c_str(), 65'534, 65'534), 0);
    }
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) { // root may write everywhere
        if (::geteuid() == 0 && (::setgid(65'534) != 0 || ::setuid(65'534) != 0)) ::_exit(99);
        const auto run = [&](const std::string& with = {}) -> std::string {
            try {
                df::migrations_of<v2::Item>(url() + with).run(now());
                return "done";
            } catch (const df::read_only& e) {
                return e.what();
            } catch (const std::exception& e) {
                return "another error: " + std::string{e.what()};
            }
        };
        const auto expect = [](bool fits, const std::string& text, int code) {
            if (fits) return;
            std::fprintf(stderr, "%d: %s\n", code, text.c_str());
            ::_exit(code);
        };
        fs::permissions(file, fs::perms::owner_read);
        auto text = run();
        expect(has(text, "test.db': the file cannot be written to"), text, 1);
        text = run("?mode=ro"); // which leaves a -shm that is as little writable
        expect(has(text, "opened for reading only"), text, 2);
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
        fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
        text = run();
        expect(has(text, "test.db-migration' for the lock cannot be made"), text, 3);
        fs::permissions(folder, fs::perms::owner_all);
        text = run();
        expect(text == "done" || has(text, "-shm' cannot be written to") ||
                   has(text, "-wal' cannot be written to"),
               text, 4);
        for (const char* end : {"-wal", "-shm"}) fs::remove(file.string() + end);
        text = run();
        expect(text == "done", text, 5);
        text = run();
        expect(text == "done" && df::migrations_of<v2::Item>(url()).pending().empty(), text, 6);
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

DATAFLOW_ON_SHARED_DATABASES(migrate_rights);

} // namespace
