// The SQLite driver: files, damage, locks and limits.
#include "sqlite_support.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace {

using namespace sqlite_test;
using namespace std::chrono_literals;

struct sqlite_file : ::testing::Test {
    scratch_directory directory;
    std::string path = directory.file("data.db");

    [[nodiscard]] settings quick() const { return {.path = path, .busy_timeout = 30ms}; }
    void write(std::string_view content) const { std::ofstream{path, std::ios::binary} << content; }
    [[nodiscard]] df::error opening(const settings& how) const {
        const auto e = error_of([&] { connection c{how}; });
        EXPECT_NE(std::string{e.what()}.find(how.path), std::string::npos) << e.what();
        return e;
    }
};

TEST_F(sqlite_file, opens_with_the_settings) {
    {
        connection c{{.path = path, .cache_size = -4096, .mmap_size = 1 << 20}};
        EXPECT_EQ(text(c, "PRAGMA journal_mode"), "wal");
        EXPECT_EQ(number(c, "PRAGMA synchronous"), 1);
        EXPECT_EQ(number(c, "PRAGMA foreign_keys"), 1);
        EXPECT_EQ(number(c, "PRAGMA busy_timeout"), 5000);
        EXPECT_EQ(number(c, "PRAGMA cache_size"), -4096);
        EXPECT_EQ(number(c, "PRAGMA mmap_size"), 1 << 20);
        c.script(items_ddl);
        run(c, "INSERT INTO items (name) VALUES ('stays')");
    }
    connection c{{.path = path,
                  .journal_mode = df::driver::sqlite_::journal::rollback,
                  .synchronous = df::driver::sqlite_::durability::full,
                  .foreign_keys = false}};
    EXPECT_EQ(text(c, "PRAGMA journal_mode"), "delete");
    EXPECT_EQ(number(c, "PRAGMA synchronous"), 2);
    EXPECT_EQ(number(c, "PRAGMA foreign_keys"), 0);
    EXPECT_EQ(text(c, "SELECT name FROM items"), "stays");
}

TEST_F(sqlite_file, takes_a_path_as_it_stands) {
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(directory.file(""));
    {
        connection c{{.path = "file:odd?mode=memory"}};
    }
    EXPECT_TRUE(std::filesystem::exists("file:odd?mode=memory"));
    {
        connection c{{.path = "d\xC3\xA9j\xC3\xA0 'vu'.db"}};
    }
    EXPECT_TRUE(std::filesystem::exists("d\xC3\xA9j\xC3\xA0 'vu'.db"));
    std::filesystem::current_path(before);
    connection memory{{.path = ":memory:"}};
    EXPECT_EQ(text(memory, "PRAGMA journal_mode"), "memory");
    EXPECT_EQ(error_of([] { connection c{{.path = std::string{"a\0b", 3}}}; }).kind(),
              error_kind::connection_error);
}

TEST_F(sqlite_file, tells_why_it_cannot_open) {
    EXPECT_EQ(opening({.path = directory.file("no/such/place.db")}).kind(), error_kind::connection_error);
    EXPECT_EQ(opening({.path = directory.file("")}).kind(), error_kind::connection_error);
    EXPECT_EQ(opening({.path = path, .read_only = true}).kind(), error_kind::connection_error);
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(opening({.path = directory.file("no/such/place.db")}).code(), std::to_string(SQLITE_CANTOPEN));
}

TEST_F(sqlite_file, tells_what_is_not_a_database) {
    for (const std::string& content :
         {std::string{"hello"}, std::string(100'000, 'x'), std::string(4096, '\0')}) {
        write(content);
        const auto e = opening({.path = path});
        EXPECT_EQ(e.kind(), error_kind::corrupt_database) << e.what();
        EXPECT_EQ(opening({.path = path, .read_only = true}).kind(), error_kind::corrupt_database);
    }
    write("");
    connection c{{.path = path}};
    EXPECT_TRUE(c.usable());
}

TEST_F(sqlite_file, tells_of_damage) {
    {
        connection c{{.path = path, .journal_mode = df::driver::sqlite_::journal::rollback}};
        c.script(items_ddl);
        run(c, "INSERT INTO items (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
               "WHERE i < 500) SELECT i || hex(zeroblob(200)) FROM n");
    }
    const auto size = std::filesystem::file_size(path);
    {
        std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
        file.seekp(static_cast<std::streamoff>(size / 2));
        file << std::string(size / 2, '\x5A');
    }
    {
        connection c{{.path = path}};
        EXPECT_EQ(error_of([&] { run(c, "SELECT sum(length(name)) FROM items"); }).kind(),
                  error_kind::corrupt_database);
    }
    {
        std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
        file.seekp(100);
        file << std::string(3000, '\x5A'); // the schema itself
    }
    EXPECT_EQ(opening({.path = path}).kind(), error_kind::corrupt_database);
}

TEST_F(sqlite_file, refuses_a_file_of_another_encoding) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
    sqlite3_exec(raw, "PRAGMA encoding = 'UTF-16'; CREATE TABLE t (a)", nullptr, nullptr, nullptr);
    sqlite3_close(raw);
    EXPECT_EQ(opening({.path = path}).kind(), error_kind::connection_error);
}

TEST_F(sqlite_file, reads_only) {
    {
        connection{{.path = path}}.script(items_ddl);
    }
    for (const auto& how : {settings{.path = path, .read_only = true}, settings{.read_only = true}}) {
        connection c{how};
        EXPECT_EQ(error_of([&] { run(c, "CREATE TABLE more (a)"); }).kind(), error_kind::read_only);
        EXPECT_EQ(error_of([&] { c.script("SELECT 1; CREATE TABLE more (a)"); }).kind(),
                  error_kind::read_only);
        EXPECT_EQ(error_of([&] { c.begin(df::access::read_write, df::isolation::standard); }).kind(),
                  error_kind::read_only);
        c.begin(df::access::read_only, df::isolation::standard);
        EXPECT_EQ(number(c, "SELECT count(*) FROM sqlite_master WHERE name = 'more'"), 0);
        c.commit();
    }
}

TEST_F(sqlite_file, waits_for_a_lock_and_then_gives_up) {
    connection one{quick()};
    one.script(items_ddl);
    connection two{quick()};
    one.begin(df::access::read_write, df::isolation::standard);
    run(one, "INSERT INTO items (name) VALUES ('one')");
    const auto start = std::chrono::steady_clock::now();
    const auto e = error_of([&] { two.begin(df::access::read_write, df::isolation::standard); });
    EXPECT_EQ(e.kind(), error_kind::timeout) << e.what();
    EXPECT_GE(std::chrono::steady_clock::now() - start, 25ms);
    EXPECT_FALSE(two.in_transaction());
    EXPECT_EQ(error_of([&] { run(two, "INSERT INTO items (name) VALUES ('two')"); }).kind(),
              error_kind::timeout);
    EXPECT_EQ(number(two, "SELECT count(*) FROM items"), 0) << "readers do not wait for the writer";
    {
        connection three{quick()};
    }
    one.commit();
    EXPECT_EQ(run(two, "INSERT INTO items (name) VALUES ('two')").affected, 1);
}

TEST_F(sqlite_file, tells_of_a_snapshot_that_is_too_old_to_write) {
    connection one{quick()};
    one.script(items_ddl);
    connection two{quick()};
    two.script("BEGIN");
    EXPECT_EQ(number(two, "SELECT count(*) FROM items"), 0);
    run(one, "INSERT INTO items (name) VALUES ('one')");
    EXPECT_EQ(number(two, "SELECT count(*) FROM items"), 0) << "a transaction sees one state";
    EXPECT_EQ(error_of([&] { run(two, "INSERT INTO items (name) VALUES ('two')"); }).kind(),
              error_kind::serialization_failure);
    two.rollback();
    EXPECT_EQ(run(two, "INSERT INTO items (name) VALUES ('two')").affected, 1);
}

TEST_F(sqlite_file, cannot_open_what_another_locks_altogether) {
    connection one{{.path = path, .journal_mode = df::driver::sqlite_::journal::rollback}};
    one.script("BEGIN EXCLUSIVE");
    EXPECT_EQ(opening(quick()).kind(), error_kind::timeout);
}

TEST_F(sqlite_file, can_be_opened_by_many_at_once) {
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            try {
                connection c{{.path = path}};
                c.script("CREATE TABLE IF NOT EXISTS t (a)");
                for (int k = 0; k < 20; ++k) run(c, "INSERT INTO t VALUES (1)");
            } catch (const df::error& e) {
                ADD_FAILURE() << e.what();
                ++failures;
            }
        });
    for (auto& t : threads) t.join();
    EXPECT_EQ(failures, 0);
    connection c{{.path = path}};
    EXPECT_EQ(number(c, "SELECT count(*) FROM t"), 160);
}

TEST_F(sqlite_file, tells_of_a_full_disk) {
    connection c{quick()};
    c.script(items_ddl);
    c.script("PRAGMA max_page_count = 20");
    const auto fill = [&] {
        run(c, "INSERT INTO items (name, raw) VALUES (hex(randomblob(8)), zeroblob(1000000))");
    };
    const auto e = error_of(fill);
    EXPECT_EQ(e.kind(), error_kind::resource_exhausted) << e.what();
    EXPECT_EQ(e.code(), std::to_string(SQLITE_FULL));
    EXPECT_EQ(number(c, "SELECT count(*) FROM items"), 0);
    EXPECT_EQ(run(c, "INSERT INTO items (name) VALUES ('small')").affected, 1);

    c.begin(df::access::read_write, df::isolation::standard);
    run(c, "INSERT INTO items (name) VALUES ('lost')");
    EXPECT_EQ(error_of(fill).kind(), error_kind::resource_exhausted);
    EXPECT_TRUE(c.in_transaction());
    EXPECT_EQ(error_of([&] { run(c, "INSERT INTO items (name) VALUES ('in no transaction')"); }).kind(),
              error_kind::database_error);
    EXPECT_EQ(error_of([&] { c.commit(); }).kind(), error_kind::database_error);
    EXPECT_FALSE(c.in_transaction());
    EXPECT_TRUE(c.usable());
    EXPECT_EQ(text(c, "SELECT group_concat(name) FROM items"), "small");
}

TEST_F(sqlite_file, tells_of_values_that_are_too_long) {
    connection c{quick()};
    c.script(items_ddl);
    const auto e =
        error_of([&] { run(c, "INSERT INTO items (name, raw) VALUES ('a', zeroblob(2000000000))"); });
    EXPECT_EQ(e.kind(), error_kind::invalid_value) << e.what();
    const char* somewhere = "x";
    const auto bound = error_of(
        [&] { run(c, "SELECT ?1", {value::of_data(storage::bytes, somewhere, 3'000'000'000, "raw")}); });
    EXPECT_EQ(bound.kind(), error_kind::invalid_value) << bound.what();
    EXPECT_EQ(bound.field(), "raw");
}

} // namespace
