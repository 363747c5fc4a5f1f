// SQLite's files: what opening changes in them, what becomes of one that goes away, and by which URLs they
// are found.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/sql.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
namespace fs = std::filesystem;
using namespace shop;
using df::field;
using support::backend;
using support::has;
using support::thrown;

struct Other {
    df::id<Other> id{};
    std::string text;
};

class SqliteFilesThatChange : public testing::Test {
  protected:
    support::place place_{backend::sqlite_file};
    [[nodiscard]] std::string url(const std::string& settings = {}) const { return place_.url(settings); }
    [[nodiscard]] std::string file() const { return place_.file(); }
    [[nodiscard]] static std::string bytes(const std::string& path) {
        std::ifstream in{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    [[nodiscard]] std::vector<std::string> listing() const {
        std::vector<std::string> out;
        for (const auto& e : fs::directory_iterator(place_.folder()))
            out.push_back(e.path().filename().string());
        return out;
    }
    /// What is left when the program is killed now: a number from a copy of the files of these names.
    [[nodiscard]] std::int64_t in_a_copy(const char* sql) const {
        const support::place other{backend::sqlite_file};
        for (const char* end : {"", "-wal"})
            if (fs::exists(file() + end))
                fs::copy_file(file() + end, other.file() + end, fs::copy_options::overwrite_existing);
        return other.plain().number(sql);
    }
    /// Runs `work` in a process of its own as a user who may not do everything; gives its exit code.
    template <class Work>
    static int as_nobody(Work work) {
        const auto child = ::fork();
        if (child == 0) {
            if (::geteuid() == 0 && (::setgid(65'534) != 0 || ::setuid(65'534) != 0)) ::_exit(99);
            int code = 98;
            try {
                code = work();
            } catch (const std::exception& e) {
                (void)!::write(2, e.what(), std::string_view{e.what()}.size());
            }
            ::_exit(code);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WEXITSTATUS(status);
    }
};

TEST_F(SqliteFilesThatChange, ARefusedOpeningChangesNothing) {
    // A file of somebody else, whose table has a different shape; with and without a journal mode asked for.
    place_.plain().run("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)");
    const auto before = bytes(file());
    for (const bool create : {false, true})
        for (const char* settings : {"", "journal_mode=wal", "journal_mode=truncate"})
            EXPECT_THROW(
                (df::database<Customer>{df::open_options{.url = url(settings), .create_tables = create}}),
                df::schema_mismatch)
                << settings;
    EXPECT_THROW((df::database<Other>{df::open_options{.url = url(), .create_tables = false}}),
                 df::schema_mismatch);
    EXPECT_EQ(bytes(file()), before);
    EXPECT_EQ(place_.plain().value("PRAGMA journal_mode"), "delete");
    // A file that is missing is not made.
    fs::remove(file());
    const auto e = thrown<df::schema_mismatch>(
        [&] { df::database<Customer> db{df::open_options{.url = url(), .create_tables = false}}; });
    EXPECT_TRUE(has(e.what(), "customers")) << e.what();
    EXPECT_THROW((df::database<>{df::open_options{.url = url(), .create_tables = false}}),
                 df::connection_error);
    EXPECT_THROW((df::database<Customer>{url("mode=rw")}), df::connection_error);
    EXPECT_THROW((df::database<Customer>{url("mode=ro")}), df::connection_error);
    EXPECT_THROW((df::database<Customer>{url("colour=red")}), df::connection_error);
    EXPECT_TRUE(listing().empty());
}

TEST_F(SqliteFilesThatChange, AFileOfOthersKeepsItsJournalModeUnlessAnotherIsAskedFor) {
    place_.plain().run("CREATE TABLE mine (x)");
    {
        df::database<Other> db{url()};
        db.run(df::create(Other{.text = "a"}));
        EXPECT_EQ(place_.plain().value("PRAGMA journal_mode"), "delete");
        EXPECT_EQ(db.run(df::sql<"select synchronous from pragma_synchronous", int>().one()), 1)
            << "of a reader";
        std::atomic<int> seen{0};
        std::vector<std::thread> all;
        for (int t = 0; t < 4; ++t)
            all.emplace_back([&, t] {
                for (int i = 0; i < 20; ++i)
                    t % 2 == 0 ? (void)db.run(df::create(Other{.text = "b"}))
                               : (void)(seen += static_cast<int>(db.run(df::count<Other>())));
            });
        for (auto& t : all) t.join();
        EXPECT_EQ(db.run(df::count<Other>()), 41);
    }
    {
        df::database<Other> db{url("journal_mode=wal")};
    }
    EXPECT_EQ(place_.plain().value("PRAGMA journal_mode"), "wal");
    {
        df::database<Other> db{url("mode=rw")};
    }
    EXPECT_EQ(place_.plain().value("PRAGMA journal_mode"), "wal");
    {
        df::database<Other> db{url("journal_mode=delete")};
    }
    EXPECT_EQ(place_.plain().value("PRAGMA journal_mode"), "delete");
    fs::remove(file());
    {
        df::database<Other> db{url()};
    }
    EXPECT_EQ(place_.plain().value("PRAGMA journal_mode"), "wal") << "of a new file";
}

TEST_F(SqliteFilesThatChange, AWriteIntoAFileThatIsGoneIsAnError) {
    for (const char* mode : {"", "journal_mode=delete"})
        for (int way = 0; way < 7; ++way) {
            SCOPED_TRACE(std::string{mode} + " " + std::to_string(way));
            for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(file() + end);
            database db{url(mode)};
            auto row = db.run(df::create(customer(1)));
            EXPECT_EQ(db.run(df::count<Customer>()), 1);
            const auto lose = [&] { fs::rename(file(), file() + ".moved"), fs::remove(file() + ".moved"); };
            lose();
            const auto e = thrown<df::connection_error>([&] {
                if (way == 0) db.run(df::create(customer(2)));
                if (way == 1) db.transaction([](auto& tx) { tx.run(df::create(customer(2))); });
                if (way == 2) db.run(df::bulk_create(std::vector{customer(2), customer(3)}));
                if (way == 3) db.run(df::sql<"update customers set age = 5">());
                if (way == 5) db.run(df::bulk_update(std::vector{row}));
                if (way == 6) db.run(df::bulk_erase<Customer>(std::vector{row.id}));
                if (way == 4) {
                    std::vector<std::thread> all;
                    std::atomic<int> told{0};
                    for (int t = 0; t < 6; ++t)
                        all.emplace_back([&, t] {
                            const auto r = db.try_run(df::create(customer(10 + t)));
                            if (!r && (r.error().kind() == df::error_kind::in_doubt ||
                                       r.error().kind() == df::error_kind::connection_error))
                                ++told;
                        });
                    for (auto& t : all) t.join();
                    EXPECT_EQ(told, 6);
                    db.run(df::create(customer(2)));
                }
            });
            EXPECT_TRUE(has(e.what(), "deleted")) << e.what();
            // What comes later makes no empty file in its place.
            EXPECT_TRUE(has(thrown<df::connection_error>([&] { db.run(df::create(customer(3))); }).what(),
                            "the file is gone"));
            EXPECT_FALSE(fs::exists(file()));
            EXPECT_THROW(db.run(df::count<Customer>()), df::connection_error) << "the readers know it, too";
            // When it is there again, so is the database.
            {
                database again{url(mode)};
            }
            db.run(df::create(customer(4)));
            EXPECT_EQ(db.run(df::count<Customer>()), 1);
            EXPECT_EQ(place_.plain().value("SELECT count(*) FROM customers"), "1");
        }
}

// Someone tidies up what lies beside the file. SQLite itself goes on writing to the log that has no name any
// more.
TEST_F(SqliteFilesThatChange, AWriteAheadLogThatIsDeletedTakesNoWriteWithIt) {
    for (int way = 0; way < 5; ++way) {
        SCOPED_TRACE(way);
        for (const char* end : {"", "-wal", "-shm"}) fs::remove(file() + end);
        database db{url()};
        db.run(df::create(customer(1)));
        EXPECT_EQ(db.run(df::count<Customer>()), 1);
        for (const char* end : {"-wal", "-shm"}) fs::remove(file() + end);
        if (way == 0) db.run(df::create(customer(2)));
        if (way == 1) db.transaction([](auto& tx) { tx.run(df::create(customer(2))); });
        if (way == 2) db.run(df::bulk_create(std::vector{customer(2)}));
        if (way == 3)
            db.run(df::sql<"insert into customers (name, email, created_at, updated_at) select name, 'x', "
                           "created_at, updated_at from customers">());
        if (way == 4) db.run(df::bulk_create(std::vector{customer(2)}).per_batch());
        // What another program sees is what this one was told, with this one still open.
        const auto seen = [&] { return in_a_copy("SELECT count(*) FROM customers"); };
        EXPECT_EQ(seen(), 2);
        for (int i = 3; i < 7; ++i) {
            db.run(df::create(customer(i)));
            EXPECT_EQ(seen(), i);
            EXPECT_EQ(db.run(df::count<Customer>()), i);
        }
        EXPECT_EQ(place_.plain().value("PRAGMA integrity_check"), "ok");
    }
    // A mode that is set by hand is no fault.
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file() + end);
    database db{df::open_options{.url = url(), .connections = 1}};
    db.run(df::create(customer(1)));
    (void)db.run(df::sql<"pragma journal_mode = delete", std::string>().one());
    db.run(df::create(customer(2)));
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_F(SqliteFilesThatChange, AReplacedFileIsNoticed) {
    database db{url()};
    db.run(df::create(customer(1)));
    const auto other = (place_.folder() / "other.db").string();
    {
        database made{"sqlite:" + other};
    }
    for (const char* end : {"-wal", "-shm"}) fs::remove(file() + end);
    fs::rename(other, file());
    EXPECT_THROW(db.run(df::update<Customer>(1, field<&Customer::age> = 5)), df::connection_error);
    db.run(df::create(customer(7)));
    EXPECT_EQ(place_.plain().value("SELECT email FROM customers"), "c7@x.org");
}

// A folder in which nothing has changed for two seconds is all that a commit looks at.
TEST_F(SqliteFilesThatChange, WhatGoesAwayFromAQuietFolderIsNoticed) {
    struct opened {
        support::place at{backend::sqlite_file};
        database db{at.url()};
    };
    std::array<opened, 6> all;
    int mails = 0;
    const auto write = [&](opened& o) { o.db.run(df::create(customer(++mails))); };
    for (auto& o : all) write(o);
    std::this_thread::sleep_for(std::chrono::milliseconds{2'100});
    for (int i = 0; i < 3; ++i)
        for (auto& o : all) write(o);
    const auto gone = [&](opened& o) { EXPECT_THROW(write(o), df::connection_error); };
    fs::remove(all[0].at.file());
    gone(all[0]);
    for (const char* end : {"-wal", "-shm"}) fs::remove(all[1].at.file() + end);
    write(all[1]);
    EXPECT_EQ(all[1].at.plain().value("SELECT count(*) FROM customers"), "5");
    fs::copy_file(all[2].at.file(), all[2].at.file() + ".copy");
    fs::rename(all[2].at.file() + ".copy", all[2].at.file());
    gone(all[2]);
    const auto folder = all[3].at.folder();
    fs::rename(folder, folder.string() + ".moved");
    gone(all[3]);
    fs::rename(folder.string() + ".moved", folder);
    fs::rename(all[4].at.file(), all[4].at.file() + ".moved");
    gone(all[4]);
    // Others come and go first.
    std::ofstream{all[5].at.file() + ".other"} << 1;
    write(all[5]);
    fs::remove(all[5].at.file() + ".other");
    write(all[5]);
    fs::remove(all[5].at.file());
    gone(all[5]);
}

TEST_F(SqliteFilesThatChange, WhyAFileCannotBeOpenedIsSaid) {
    const auto why = [&](const std::string& u) {
        return std::string{thrown<df::connection_error>([&] { database db{u}; }).what()};
    };
    EXPECT_TRUE(
        has(why("sqlite:" + (place_.folder() / "no" / "x.db").string()), "its folder does not exist"));
    EXPECT_TRUE(has(why("sqlite:" + place_.folder().string()), "it is a folder"));
    EXPECT_TRUE(has(why(url("mode=rw")), "there is no such file"));
    EXPECT_TRUE(has(why(url("immutable=1")), "mode=ro"));
    {
        database db{url()};
    }
    {
        database db{url()}; // its log holds changes while it is open
        db.run(df::create(customer(1)));
        EXPECT_TRUE(has(why(url("mode=ro&immutable=1")), "write-ahead log"));
    }
    ::chmod(place_.folder().c_str(), 0555);
    EXPECT_EQ(as_nobody([&] {
                  const auto closed = why("sqlite:" + (place_.folder() / "new.db").string());
                  if (!has(closed, "its folder cannot be written to (Permission denied)")) return 1;
                  const auto logged = why(url("mode=ro"));
                  if (!has(logged, "immutable=1")) return 2;
                  database db{url("mode=ro&immutable=1")};
                  if (db.run(df::count<Customer>()) != 1) return 3;
                  if (!db.try_run(df::create(customer(2))) && db.run(df::count<Customer>()) == 1) return 0;
                  return 4;
              }),
              0);
    ::chmod(place_.folder().c_str(), 0755);
}

TEST_F(SqliteFilesThatChange, EveryFormOfAUrlMeansWhatItSays) {
    const auto before = fs::current_path();
    fs::current_path(place_.folder());
    const auto folder = place_.folder().string();
    for (const char* memory : {"sqlite::memory:", ":memory:", "sqlite:///:memory:", "sqlite://:memory:",
                               "SQLite::memory:", "file::memory:", "sqlite3::memory:?busy_timeout=5"}) {
        df::database<Other> db{memory};
        db.run(df::create(Other{.text = "a"}));
        EXPECT_TRUE(listing().empty()) << memory;
    }
    for (const auto& u :
         {std::string{"sqlite:a%20b%25%3F.db"}, "sqlite://localhost" + folder + "/a%20b%25%3F.db",
          "sqlite://" + folder + "/a b%25%3f.db", "sqlite:///" + folder + "/a%20b%25%3F.db",
          "file:" + folder + "/a%20b%25%3F.db?mode=rw", std::string{"file:./a b%25%3F.db"},
          std::string{"sqlite://a%20b%25%3F.db"}}) {
        df::database<Other> db{u};
        db.run(df::create(Other{.text = "a"}));
        ASSERT_TRUE(fs::exists("a b%?.db")) << u;
        for (const auto& name : listing()) EXPECT_TRUE(name.starts_with("a b%?.db")) << u << " made " << name;
    }
    EXPECT_EQ((df::database<Other>{"sqlite:a b%25%3F.db"}.run(df::count<Other>())), 7);
    for (const char* wrong :
         {"mysql://user:secret@host/db", "postgresql+asyncpg://user:secret@host/db", "://secret", "sqlite://",
          "sqlite:", "sqlite:///", "sqlite:///shop.db", "C:\\shop.db", "shop.db", "file:"}) {
        const auto e = thrown<df::connection_error>([&] { df::database<Other> db{wrong}; });
        EXPECT_FALSE(has(e.what(), "secret")) << e.what();
        EXPECT_TRUE(has(e.what(), "sqlite:")) << e.what();
    }
    fs::current_path(before);
}

} // namespace
