// What goes wrong outside of the program: bad URLs, locked, damaged and full files, lost servers. Each is
// an error of the right class, nothing is half written, and the database goes on where it can.
#include "support/file_limit.hpp"
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/sql.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::backend;
using support::has;
using support::thrown;
using namespace std::chrono_literals;

[[nodiscard]] std::vector<Customer> customers(int n) {
    std::vector<Customer> out;
    for (int i = 0; i < n; ++i) out.push_back(customer(i));
    return out;
}

class Faults : public support::shared_database_test {
  protected:
    /// The URL with settings of the server's session: "-clock_timeout%3D100".
    [[nodiscard]] std::string session_url(const std::string& more) const {
        auto out = url();
        const auto mark = "options=-csearch_path%3D" + where().schema();
        return out.replace(out.find(mark), mark.size(), mark + "%20" + more);
    }
};
DATAFLOW_ON_SHARED_DATABASES(Faults);

TEST(BadUrls, AreConnectionErrorsThatDoNotTellThePassword) {
    for (const char* url : {"", "mysql://user:secret@host/db", "file.db", "http://secret", "://secret",
                            "sqlite:", "sqlite3:", "postgresql:secret"}) {
        const auto e = thrown<df::connection_error>([&] { database db{url}; });
        EXPECT_FALSE(has(e.what(), "secret")) << e.what();
        EXPECT_EQ(e.node(), "open");
    }
    EXPECT_EQ(thrown<df::invalid_value>([&] { database db{df::open_options{.connections = 0}}; }).node(),
              "open");
#if DATAFLOW_SQLITE
    for (const char* url : {"sqlite::memory:?colour=red", "sqlite::memory:?busy_timeout=soon",
                            "sqlite::memory:?journal_mode=paper", "sqlite::memory:?mode",
                            "sqlite::memory:?foreign_keys=perhaps"})
        (void)thrown<df::connection_error>([&] { database db{url}; });
#endif
#if DATAFLOW_POSTGRES
    for (const char* url :
         {"postgresql://user:secret@127.0.0.1:1/none?connect_timeout=2",
          "host=127.0.0.1 port=1 password=secret dbname=none connect_timeout=2",
          "postgresql://user:secret@127.0.0.1/none?colour=red", "host=/no/such/folder dbname=secret"}) {
        const auto e = thrown<df::connection_error>([&] { database db{url}; });
        EXPECT_FALSE(has(e.what(), "secret@") || has(e.what(), "password=")) << e.what();
    }
#endif
}

// A node that needs a transaction of its own tells which node it is, also where that cannot begin or end.
TEST_P(Faults, ALockThatStopsATransactionOfANodesOwnNamesTheNode) {
    {
        database db{url()};
    }
    database db{
        df::open_options{.url = postgres() ? session_url("-clock_timeout%3D100") : url("busy_timeout=100"),
                         .connections = 1,
                         .wait = 50ms}};
    const auto is_named = [](const df::error& e, std::string_view node) {
        EXPECT_EQ(e.node(), node) << e.what();
        EXPECT_EQ(e.model(), "Customer") << e.what();
    };
    auto other = plain();
    other.run(postgres() ? "BEGIN; LOCK TABLE customers IN ACCESS EXCLUSIVE MODE" : "BEGIN IMMEDIATE");
    is_named(thrown<df::timeout>([&] { db.run(df::bulk_create(customers(3))); }), "bulk create");
    is_named(thrown<df::timeout>([&] { db.run(df::bulk_create(customers(300)).per_row()); }), "bulk create");
    is_named(thrown<df::timeout>(
                 [&] { db.run(df::bulk_upsert(customers(3)).on_conflict(field<&Customer::email>)); }),
             "bulk upsert");
    is_named(thrown<df::timeout>([&] {
                 db.run(df::update<Customer>(field<&Customer::email> == "x", field<&Customer::age> = 3));
             }),
             "update");
    is_named(thrown<df::timeout>([&] { db.run(df::bulk_erase<Customer>(std::vector{df::id<Customer>{1}})); }),
             "bulk erase");
    other.run("ROLLBACK");
    if (memory()) return; // one connection, which is never waited for
    db.run(df::bulk_create(customers(3)));
    auto held = db.stream(df::list<Customer>());
    (void)held.begin();
    std::thread{[&] {
        is_named(thrown<df::timeout>([&] { (void)db.stream(df::list<Customer>()); }), "list");
    }}.join();
}

// A program that has as many files open as it may goes on with the connections that it has.
TEST_P(Faults, TooManyOpenFilesAreNoLostDatabase) {
    if (postgres() || memory()) return; // libpq tells of it in words only; memory needs no file
    {
        database db{url()};
    }
    int n = 0;
    for (const bool journal : {false, true}) {
        SCOPED_TRACE(journal);
        database db{url(journal ? "journal_mode=delete" : "")};
        db.run(df::create(customer(++n)));
        rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        std::vector<int> taken;
        const rlimit few{64, before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int file = ::dup(2); file >= 0; file = ::dup(2)) taken.push_back(file);
        const auto read = db.try_run(df::count<Customer>());        // wants a connection of its own
        const auto written = db.try_run(df::create(customer(++n))); // a journal is a file, too
        const auto other = thrown<df::resource_exhausted>([&] { database another{url()}; });
        for (const int file : taken) ::close(file);
        ::setrlimit(RLIMIT_NOFILE, &before);
        EXPECT_TRUE(has(other.what(), "no more files can be opened")) << other.what();
        if (!read) {
            EXPECT_EQ(read.error().kind(), df::error_kind::resource_exhausted) << read.error().what();
        }
        if (!journal) {
            EXPECT_FALSE(read) << "or this tests nothing";
        }
        EXPECT_EQ(written.has_value(), !journal);
        if (!written) {
            EXPECT_EQ(written.error().kind(), df::error_kind::resource_exhausted) << written.error().what();
            EXPECT_EQ(written.error().node(), "create");
        }
        db.run(df::create(customer(++n)));
        EXPECT_EQ(db.run(df::count<Customer>()), journal ? n - 1 : n);
    }
}

// Rows that come and are refused must not have been written.
TEST_P(Faults, AStatementByHandThatGivesAnotherNumberOfRowsThanOneLeavesNothing) {
    database db{url()};
    db.run(df::bulk_create(customers(3)));
    const auto grow =
        df::sql<"update customers set age = age + 1 where age < {} returning age", int>(100).one();
    EXPECT_THROW(db.run(grow), df::too_many_rows);
    db.transaction([&](auto& tx) {
        EXPECT_THROW(tx.run(grow), df::too_many_rows);
        EXPECT_EQ(tx.run(df::count<Customer>().where(field<&Customer::age> == 30)), 3);
    });
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 30)), 3);
    EXPECT_EQ(
        db.run(df::sql<"update customers set age = age + 1 where email = {} returning age", int>("c1@x.org")
                   .one()),
        31);
}

TEST_P(Faults, ALockThatIsNotGivenIsATimeoutAndNothingIsWritten) {
    {
        database db{url()};
    }
    database db{postgres() ? session_url("-clock_timeout%3D100") : url("busy_timeout=100")};
    db.run(df::create(customer(1)));
    auto other = plain();
    other.run(postgres() ? "BEGIN; LOCK TABLE customers IN ACCESS EXCLUSIVE MODE" : "BEGIN IMMEDIATE");
    const auto before = std::chrono::steady_clock::now();
    EXPECT_THROW(db.run(df::create(customer(2))), df::timeout);
    EXPECT_THROW(db.run(df::bulk_create(std::vector{customer(3)})), df::timeout);
    EXPECT_THROW(db.run(df::bulk_create(std::vector{customer(3)}).per_row()), df::timeout)
        << "a lock is no row's fault";
    EXPECT_THROW(db.transaction([](auto& tx) { tx.run(df::create(customer(4))); }), df::timeout);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 8s);
    other.run("ROLLBACK");
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    db.run(df::create(customer(2)));
}

TEST_P(Faults, ADatabaseThatCannotBeWrittenToIsReadOnly) {
    {
        database db{url()};
        db.run(df::create(customer(1)));
    }
    database db{postgres() ? session_url("-cdefault_transaction_read_only%3Don") : url("mode=ro")};
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    EXPECT_THROW(db.run(df::create(customer(2))), df::read_only);
    EXPECT_THROW(db.run(df::bulk_create(customers(3))), df::read_only);
    EXPECT_THROW(db.run(df::bulk_update<Customer>(df::everything, field<&Customer::age> = 1)), df::read_only);
    EXPECT_THROW(db.run(df::erase<Customer>(1)), df::read_only);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 30)), 1);
    EXPECT_EQ(plain().value("SELECT count(*) FROM customers"), "1");
}

TEST_P(Faults, TablesCannotBeMadeInADatabaseThatIsReadOnly) {
    if (!postgres()) plain().run("CREATE TABLE other (x)"); // the file must exist
    EXPECT_THROW(
        (database{postgres() ? session_url("-cdefault_transaction_read_only%3Don") : url("mode=ro")}),
        df::read_only);
}

TEST_P(Faults, ATableThatWasDroppedIsAnErrorAndCanComeBack) {
    database db{url()};
    db.run(df::create(Note{"a"}));
    EXPECT_EQ(db.run(df::count<Note>()), 1);
    plain().run("DROP TABLE notes");
    for (int round = 0; round < 2; ++round) {
        const auto e = thrown<df::database_error>([&] { db.run(df::count<Note>()); });
        EXPECT_EQ(e.model(), "Note");
        EXPECT_EQ(e.node(), "count");
        EXPECT_THROW(db.run(df::create(Note{"b"})), df::database_error);
    }
    EXPECT_EQ(db.run(df::count<Customer>()), 0) << "other tables go on";
    {
        database again{url()};
    }
    EXPECT_EQ(db.run(df::count<Note>()), 0);
    db.run(df::create(Note{"c"}));
    EXPECT_EQ(db.run(df::list<Note>()).records.at(0).body, "c");
}

TEST_P(Faults, AColumnThatIsAddedMeanwhileDoesNoHarmToPreparedStatements) {
    database db{url()};
    const auto made = db.run(df::create(Note{"a"}));
    EXPECT_EQ(db.run(df::read<Note>(made.id)).body, "a");
    plain().run("ALTER TABLE notes ADD COLUMN extra INTEGER DEFAULT 5");
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(db.run(df::read<Note>(made.id)).body, "a");
        EXPECT_EQ(db.run(df::update<Note>(made.id, field<&Note::stars> += 1)).stars, round + 1);
    }
}

// --- files -------------------------------------------------------------------------------------
#if DATAFLOW_SQLITE

class SqliteFiles : public testing::Test {
  protected:
    support::place place_{backend::sqlite_file};
    [[nodiscard]] std::string url(const std::string& settings = {}) const { return place_.url(settings); }
};

TEST_F(SqliteFiles, APathThatCannotBeOpenedIsAConnectionError) {
    EXPECT_THROW((database{"sqlite:" + (place_.folder() / "no" / "such" / "folder.db").string()}),
                 df::connection_error);
    EXPECT_THROW((database{"sqlite:" + place_.folder().string()}), df::connection_error);
    EXPECT_THROW((database{url("mode=ro")}), df::connection_error)
        << "it does not exist, and must not be made";
    EXPECT_FALSE(std::filesystem::exists(place_.file()));
}

TEST_F(SqliteFiles, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
    const std::string text(5'000, 'x');
    std::ofstream{place_.file()} << text;
    EXPECT_THROW((database{url()}), df::corrupt_database);
    std::ifstream in{place_.file()};
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>{in}, {}), text);
}

TEST_F(SqliteFiles, ADamagedPageIsACorruptDatabase) {
    {
        database db{url("journal_mode=delete")};
        db.run(df::bulk_create(customers(5'000)));
    }
    const auto size = std::filesystem::file_size(place_.file());
    {
        std::fstream file{place_.file(), std::ios::in | std::ios::out | std::ios::binary};
        for (auto at = size / 4; at + 4096 < size; at += 4096) { // the heads of the later pages
            file.seekp(static_cast<std::streamoff>(at - at % 4096));
            file << std::string(64, '\xAA');
        }
    }
    EXPECT_THROW(
        {
            database db{url("journal_mode=delete")};
            for (const auto& c : db.stream(df::list<Customer>())) (void)c;
            db.run(df::bulk_update<Customer>(df::everything, field<&Customer::age> += 1));
        },
        df::corrupt_database);
}

TEST_F(SqliteFiles, AFullDiskAtOpeningIsToldAsSuch) {
    // No room for the file itself, for the index of its log, for the tables in the log.
    for (const rlim_t room : {2'000, 20'000, 40'000}) {
        const support::file_limit limit{room};
        const auto e = thrown<df::resource_exhausted>([&] { database db{url()}; });
        EXPECT_EQ(e.node(), "open") << room << ": " << e.what();
    }
    database db{url()};
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
}

TEST_F(SqliteFiles, AFullDiskUndoesTheOperationAndTheDatabaseGoesOn) {
    database db{url()};
    db.run(df::bulk_create(customers(10)));
    // As good as a full disk: no file of this process may grow.
    const support::file_limit limit{std::max(std::filesystem::file_size(place_.file()),
                                             std::filesystem::file_size(place_.file() + "-wal")) +
                                    20'000};
    auto big = customer(50);
    big.name = std::string(100'000, 'x');
    EXPECT_THROW(db.run(df::create(big)), df::resource_exhausted);
    auto rows = customers(5'000);
    for (auto& r : rows) r.email = "new" + r.email;
    EXPECT_THROW(db.run(df::bulk_create(rows).batch_size(100)), df::resource_exhausted);
    EXPECT_THROW(db.run(df::bulk_create(rows).batch_size(100).per_row()), df::resource_exhausted)
        << "a full disk is no row's fault";
    EXPECT_THROW(db.transaction([&](auto& tx) {
        tx.run(df::bulk_erase<Customer>(df::everything));
        tx.run(df::bulk_create(rows));
    }),
                 df::resource_exhausted);
    EXPECT_GE(db.run(df::count<Customer>()), 10);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::email> == "c5@x.org")), 1);
    EXPECT_EQ(place_.plain().value("PRAGMA integrity_check"), "ok");
    limit.lift();
    EXPECT_EQ(db.run(df::bulk_create(rows).on_conflict(df::conflict::skip)).requested, 5'000);
    EXPECT_EQ(db.run(df::create(big)).name.size(), 100'000U);
}

#endif

// --- a server that goes away ---------------------------------------------------------------------
#if DATAFLOW_POSTGRES

class LostServer : public testing::Test {
  protected:
    void SetUp() override {
        if (support::server_url() == nullptr)
            GTEST_SKIP() << "DATAFLOW_TEST_POSTGRES names no server (tests/support/postgres.sh starts one)";
        place_.emplace(backend::postgres);
    }
    [[nodiscard]] std::string url() const { return place_->url("application_name=" + victim()); }
    [[nodiscard]] std::string victim() const { return "victim_" + place_->schema(); }
    /// Ends the sessions of this test's database; waits until they are gone.
    void kill() {
        auto admin = place_->plain();
        admin.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" +
                  victim() + "'");
        for (int i = 0;
             i < 500 && admin.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = '" +
                                     victim() + "'") != 0;
             ++i)
            std::this_thread::sleep_for(10ms);
    }
    [[nodiscard]] support::plain_connection plain() const { return place_->plain(); }

  private:
    std::optional<support::place> place_;
};

TEST_F(LostServer, AConnectionThatDiedWhileItRestedIsReplaced) {
    database db{url()};
    db.run(df::create(customer(1)));
    kill();
    std::this_thread::sleep_for(1100ms);
    db.run(df::create(customer(2)));
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
    kill();
    EXPECT_EQ(db.run(df::count<Customer>()), 2) << "a read is repeated at once";
}

TEST_F(LostServer, AWriteOnADeadConnectionIsAConnectionErrorAndTheNextOneWorks) {
    database db{url()};
    db.run(df::create(customer(1)));
    kill();
    const auto first = db.try_run(df::create(customer(2)));
    if (!first) {
        EXPECT_EQ(first.error().kind(), df::error_kind::not_done) << first.error().what();
    }
    db.run(df::upsert(customer(2)).on_conflict(field<&Customer::email>));
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_F(LostServer, ATransactionThatLosesItsConnectionIsUndone) {
    database db{url()};
    db.run(df::create(customer(1)));
    const auto e = thrown<df::connection_error>([&] {
        db.transaction([&](auto& tx) {
            tx.run(df::create(customer(2)));
            kill();
            tx.run(df::create(customer(3)));
        });
    });
    EXPECT_FALSE(has(e.what(), "c3@x.org"));
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    EXPECT_THROW(db.transaction([&](auto& tx) {
        tx.run(df::create(customer(4)));
        kill(); // before the commit
    }),
                 df::connection_error);
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    EXPECT_THROW(db.transaction([&](auto& tx) {
        tx.nested([&](auto& inner) {
            inner.run(df::create(customer(5)));
            kill();
            inner.run(df::count<Customer>());
        });
    }),
                 df::connection_error);
    db.transaction([](auto& tx) { tx.run(df::create(customer(6))); });
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_F(LostServer, AnOperationThatIsCutOffIsAConnectionError) {
    database db{url()};
    db.run(df::create(customer(1)));
    auto other = plain();
    other.run("BEGIN; LOCK TABLE customers IN ACCESS EXCLUSIVE MODE");
    std::atomic<int> kinds{0};
    std::thread blocked{[&] {
        const auto bulk = db.try_run(df::bulk_create(std::vector{customer(2), customer(3)}));
        if (!bulk && bulk.error().kind() == df::error_kind::not_done) ++kinds;
    }};
    std::this_thread::sleep_for(200ms);
    kill();
    blocked.join();
    EXPECT_EQ(kinds, 1);
    other.run("ROLLBACK");
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    EXPECT_EQ(db.run(df::bulk_create(std::vector{customer(2), customer(3)})).created, 2);
}

TEST_F(LostServer, AStreamAndABulkInBatchesThatAreCutOff) {
    database db{url()};
    auto rows = customers(5'000);
    for (auto& r : rows) r.name = std::string(4'000, 'x'); // more than sockets hold
    db.run(df::bulk_create(rows));
    EXPECT_THROW(
        {
            int n = 0;
            for (const auto& c : db.stream(df::list<Customer>())) {
                if (++n == 10) kill();
                (void)c;
            }
        },
        df::connection_error);
    EXPECT_THROW(db.run(df::bulk_upsert(customers(3'000))
                            .on_conflict(field<&Customer::email>)
                            .set_on_conflict(field<&Customer::age> = 99)
                            .batch_size(500)
                            .on_progress([&](const df::bulk_progress& p) {
                                if (p.done == 1'000) kill();
                            })),
                 df::connection_error);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 99)), 0);
    EXPECT_EQ(db.run(df::count<Customer>()), 5'000);
}

TEST_F(LostServer, AllConnectionsOfThePoolMayDieAtOnce) {
    database db{url()};
    db.run(df::create(customer(0)));
    const auto in_threads = [&](auto work) {
        std::vector<std::thread> threads;
        for (int t = 0; t < 6; ++t) threads.emplace_back([&work, t] { work(t); });
        for (auto& t : threads) t.join();
    };
    in_threads([&](int) {
        for (int i = 0; i < 5; ++i) db.run(df::count<Customer>());
    });
    kill();
    std::this_thread::sleep_for(1100ms);
    in_threads([&](int t) {
        const auto done = db.try_run(df::create(customer(t + 1)));
        EXPECT_TRUE(done) << done.error().what();
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 7);
}

TEST_F(SqliteFiles, ATemporaryFileThatMayNotGrowIsAFullDiskToo) {
    database db{url()};
    db.run(df::bulk_create(customers(5'000)));
    // What a statement of a transaction would undo goes to a file of its own, which is nobody's to look at.
    const support::file_limit limit{100'000};
    const auto e = thrown<df::resource_exhausted>([&] {
        db.transaction(
            [](auto& tx) { tx.run(df::bulk_update<Customer>(df::everything, field<&Customer::age> += 1)); });
    });
    EXPECT_EQ(e.node(), "bulk update");
    limit.lift();
    EXPECT_EQ(db.run(df::bulk_update<Customer>(df::everything, field<&Customer::age> += 1)).updated, 5'000);
}

#endif

} // namespace
