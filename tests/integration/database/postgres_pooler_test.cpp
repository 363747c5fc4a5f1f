// Programs behind a real PgBouncer, started by tests/support/pooler.sh. Where it is not installed, the tests
// are skipped.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/sql.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::thrown;

/// What a command prints; throws where it ends with another status than 0. Status 3 gives no text.
std::string output_of(const std::string& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), &pclose};
    std::string out;
    for (int c = 0; (c = std::fgetc(pipe.get())) != EOF;) out += static_cast<char>(c);
    const int status = pclose(pipe.release());
    if (WIFEXITED(status) && WEXITSTATUS(status) == 3) return {};
    if (status != 0) throw std::runtime_error(command + " failed");
    return out;
}

/// What one thread of a program does: all on rows of its own, so that it knows every answer. `second`: in
/// another order.
void work(database& db, const std::string& who, int number, bool second, int rounds) {
    const auto own = who + std::to_string(number);
    const auto mine = field<&Customer::name> == own;
    for (int round = 0; round < rounds; ++round) {
        const auto mail = [&](int n) { return own + "-" + std::to_string(round) + "-" + std::to_string(n); };
        if (second) {
            EXPECT_EQ(db.run(df::bulk_erase<Customer>(mine && field<&Customer::age> == 99)).deleted, 0);
            EXPECT_EQ(db.run(df::sql<"select name || {} from customers where email = {}", std::string>(
                                 "!", mail(1000)))
                          .size(),
                      0U);
        }
        const auto made = db.run(df::create(Customer{.name = own, .email = mail(1), .age = 40}));
        EXPECT_EQ(db.run(df::read<Customer>(made.id)).email, mail(1));
        EXPECT_EQ(db.run(df::update<Customer>(made.id, field<&Customer::age> += 2)).age, 42);
        const auto found = db.run(df::list<Customer>().where(mine && field<&Customer::age> == 42)).records;
        EXPECT_EQ(found.size(), 1U);
        if (!found.empty()) {
            EXPECT_EQ(found[0].id, made.id);
        }
        const auto zone = db.run(df::sql<"select current_setting('TimeZone')", std::string>().one());
        EXPECT_EQ(zone, "UTC");
        // Filters from JSON are never kept prepared.
        const auto asked = R"({"email": {"$eq": ")" + mail(1) + R"("}})";
        EXPECT_EQ(db.run(df::count<Customer>().where(df::filter_from_json<Customer>(asked))), 1);
        const auto order = db.transaction([&](auto& tx) {
            const auto one =
                tx.run(df::create<Order>(field<&Order::customer_id> = made.id, field<&Order::total> = 2.5));
            const auto again = tx.try_run(df::create(Customer{.name = own, .email = mail(1)}));
            EXPECT_FALSE(again.has_value());
            std::int64_t read = 0;
            for (const auto& c : tx.stream(df::list<Customer>().where(mine)))
                read += c.name == own ? 1 : 1000000;
            EXPECT_EQ(read, 1);
            tx.run(df::update<Order>(one.id, field<&Order::quantity> = 7));
            return one;
        });
        EXPECT_EQ(db.run(df::read<Order>(order.id)).quantity, 7);
        std::vector<Customer> many;
        for (int n = 0; n < 260; ++n) many.push_back({.name = own, .email = mail(n + 2), .age = n % 100});
        EXPECT_EQ(db.run(df::bulk_create(std::move(many))).created, 260); // by COPY
        std::int64_t sum = 0;
        for (const auto& c : db.stream(df::list<Customer>().where(mine))) sum += c.name == own ? 1 : 1000000;
        EXPECT_EQ(sum, 261);
        {
            auto cut = db.stream(df::list<Customer>().where(mine));
            EXPECT_EQ(cut.begin()->name, own); // ends early
        }
        EXPECT_EQ(db.run(df::bulk_update<Customer>(mine && field<&Customer::age> < 50,
                                                   field<&Customer::city> = "Rome"))
                      .updated,
                  151);
        EXPECT_EQ(db.run(df::count<Customer>().where(mine && field<&Customer::city> == "Rome")), 151);
        db.run(df::erase<Order>(order.id));
        EXPECT_EQ(db.run(df::bulk_erase<Customer>(mine && field<&Customer::email> != mail(1))).deleted, 260);
        const auto rest = db.run(df::list<Customer>().where(mine)).records;
        EXPECT_EQ(rest.size(), 1U);
        db.run(df::update<Customer>(made.id, field<&Customer::name> = "kept"));
    }
}

/// A program: eight threads on one database.
void program(const std::string& url, const std::string& who, bool second, int rounds) {
    database db{df::open_options{.url = url, .connections = 8}};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            try {
                work(db, who, t, second, rounds);
            } catch (const std::exception& e) {
                ADD_FAILURE() << who << t << ": " << e.what();
            }
        });
    for (auto& t : threads) t.join();
}

// Run by other tests, as a process of its own.
TEST(PoolerProgram, DISABLED_Runs) {
    const char* name = std::getenv("POOLER_PROGRAM");
    ASSERT_NE(name, nullptr);
    program(std::getenv("POOLER_PROGRAM_URL"), name, name[0] == 's', 3);
}

class Pooler : public testing::Test {
  protected:
    void SetUp() override {
        if (support::server_url() == nullptr) GTEST_SKIP() << "DATAFLOW_TEST_POSTGRES names no server";
        place_ = std::make_unique<support::place>(support::backend::postgres);
        folder_ = std::filesystem::temp_directory_path() / ("dataflow_pooler_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
        std::filesystem::permissions(folder_, std::filesystem::perms{0755});
    }
    void TearDown() override {
        if (folder_.empty()) return;
        stop();
        place_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    /// Starts the pooler; false where there is none on this machine. Each connection to the server begins
    /// with a time zone that is not this library's.
    [[nodiscard]] bool start(const std::string& mode, const std::string& setting = {}) {
        const auto text =
            output_of("POOLER_CONNECT_QUERY=\"set timezone to ''Asia/Tokyo''\" " + script() + " start " +
                      folder_.string() + " " + support::server_url() + " " + mode + " " + setting);
        const auto at = text.find("POOLER_URL=");
        if (at == std::string::npos) return false;
        pooler_ = text.substr(at + 11, text.find('\n', at) - at - 11);
        return true;
    }
    void stop() const { (void)output_of(script() + " stop " + folder_.string()); }

    [[nodiscard]] std::string url(const std::string& more = {}) const {
        return pooler_ + "?options=-csearch_path%3D" + place_->schema() + more;
    }
    [[nodiscard]] const std::string& pooler() const { return pooler_; }
    [[nodiscard]] support::plain_connection plain() const { return place_->plain(); }
    [[nodiscard]] const support::place& where() const { return *place_; }

    /// Two programs side by side, each a process of its own; none may fail.
    void run_programs(const std::string& round) const {
        std::vector<pid_t> children;
        for (const std::string name : {"first", "second"}) {
            const pid_t child = fork();
            ASSERT_GE(child, 0);
            if (child == 0) {
                ::setenv("POOLER_PROGRAM", (name + round).c_str(), 1);
                ::setenv("POOLER_PROGRAM_URL", url().c_str(), 1);
                ::unsetenv("GTEST_OUTPUT");
                ::execl("/proc/self/exe", "program", "--gtest_filter=PoolerProgram.DISABLED_Runs",
                        "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr);
                ::_exit(127);
            }
            children.push_back(child);
        }
        for (const auto child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            EXPECT_EQ(status, 0);
        }
    }

  private:
    [[nodiscard]] static std::string script() {
        return std::string{DATAFLOW_TEST_SOURCE_DIR} + "/tests/support/pooler.sh";
    }

    std::unique_ptr<support::place> place_;
    std::filesystem::path folder_;
    std::string pooler_;
};
#define REQUIRE_POOLER(...)                                                                                  \
    if (!start(__VA_ARGS__)) GTEST_SKIP() << "there is no pgbouncer on this machine"

TEST_F(Pooler, InTransactionModeProgramsDoNotMeetEachOther) {
    REQUIRE_POOLER("transaction");
    database staying{url()};
    staying.run(df::create(customer(1, "witness")));
    const auto witness = [&] {
        return staying.run(df::list<Customer>().where(field<&Customer::name> == "witness")).records.size();
    };
    run_programs("a");
    EXPECT_EQ(witness(), 1U);
    EXPECT_THROW((void)staying.run(df::sql<"select count(pg_sleep(20))", std::int64_t>().one(),
                                   df::timeout_after(std::chrono::milliseconds{100})),
                 df::timeout);
    EXPECT_THROW(staying.run(df::sql<"set timezone to 'Asia/Tokyo'">()), df::protected_operation);
    EXPECT_EQ(witness(), 1U);
    run_programs("b"); // the programs are restarted; the pooler's connections stay
    EXPECT_EQ(witness(), 1U);
    stop();
    ASSERT_TRUE(start("transaction")); // the pooler is restarted
    EXPECT_EQ(witness(), 1U);
    run_programs("c");
    EXPECT_EQ(witness(), 1U);
    auto look = plain();
    EXPECT_EQ(look.number("select count(*) from customers where name = 'kept'"), 3 * 2 * 8 * 3);
    EXPECT_EQ(look.number("select count(*) from customers"), 3 * 2 * 8 * 3 + 1);
    EXPECT_EQ(look.number("select count(*) from orders"), 0);
    // Nothing is left in the sessions of the server, which others get next.
    support::plain_connection next{support::backend::postgres, pooler()};
    EXPECT_EQ(next.value("show timezone"), "Asia/Tokyo");
    EXPECT_EQ(next.number("select count(*) from pg_prepared_statements"), 0);
    EXPECT_EQ(next.number("select count(*) from pg_locks where locktype = 'advisory'"), 0);
    EXPECT_TRUE(support::has(next.value("show search_path"), "public"));
}

// The calls that a restart of the pooler cuts short say so, and no other call notices it.
TEST_F(Pooler, ARestartUnderWorkLosesAndMixesUpNothing) {
    REQUIRE_POOLER("transaction");
    database db{df::open_options{.url = url(), .connections = 8}};
    std::atomic<bool> done{false};
    std::atomic<int> acknowledged{0};
    std::atomic<int> cut{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; !done.load(); ++i) {
                const auto own = "r" + std::to_string(t) + "-" + std::to_string(i);
                try {
                    const auto made = db.run(df::create(Customer{.name = own, .email = own, .age = t}));
                    ++acknowledged;
                    EXPECT_EQ(db.run(df::read<Customer>(made.id)).name, own);
                } catch (const df::error& e) {
                    ++cut;
                    const auto kind = e.kind();
                    EXPECT_TRUE(kind == df::error_kind::connection_error ||
                                kind == df::error_kind::not_done || kind == df::error_kind::in_doubt)
                        << e.what();
                    std::this_thread::sleep_for(std::chrono::milliseconds{20});
                }
            }
        });
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    stop();
    EXPECT_TRUE(start("transaction"));
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    done = true;
    for (auto& t : threads) t.join();
    auto look = plain();
    const auto rows = look.number("select count(*) from customers");
    EXPECT_GE(rows, acknowledged.load());
    EXPECT_LE(rows, acknowledged.load() + cut.load());
    EXPECT_EQ(
        look.number("select count(*) from customers where name <> email or name not like 'r' || age || '-%'"),
        0);
}

TEST_F(Pooler, InSessionModeToo) {
    REQUIRE_POOLER("session", "default_pool_size=40");
    run_programs("a");
    EXPECT_EQ(plain().number("select count(*) from customers where name = 'kept'"), 2 * 8 * 3);
}

TEST_F(Pooler, AModeWithoutTransactionsIsRefused) {
    REQUIRE_POOLER("statement");
    const auto e = thrown<df::connection_error>([&] { database db{url()}; });
    EXPECT_TRUE(support::has(e.what(), "statement mode")) << e.what();
}

// Locks of a session do not hold behind a pooler that gives each transaction another session.
TEST_F(Pooler, MigrationsAreRefused) {
    REQUIRE_POOLER("transaction");
    auto pools = df::database_::open_pools({.url = url()});
    const auto lease = pools.writers->take();
    df::migrate::plan work;
    work.steps = {{.title = "make a table", .sql = {"CREATE TABLE made (id INTEGER)"}, .transaction = 1}};
    const auto e = thrown<df::protected_operation>([&] { df::migrate::run(lease.connection(), work); });
    EXPECT_TRUE(support::has(e.what(), "use the URL of the server itself")) << e.what();
}

// A pooler that drops the options of a connection without a word: another schema's rows would be read.
TEST_F(Pooler, SettingsAreKeptWhereThePoolerDropsThem) {
    REQUIRE_POOLER("transaction", "ignore_startup_parameters=options");
    const support::place other{support::backend::postgres};
    const auto there =
        pooler() + "?options=-c%20search_path%3D" + other.schema() + "%20--statement-timeout%3D77s";
    database one{url()};
    database two{there};
    for (int i = 0; i < 20; ++i) {
        one.run(df::create(customer(i, "one")));
        two.run(df::create(customer(i, "two")));
        EXPECT_EQ(one.run(df::count<Customer>().where(field<&Customer::name> == "one")), i + 1);
        EXPECT_EQ(two.run(df::count<Customer>()), i + 1);
    }
    EXPECT_EQ(two.run(df::sql<"select current_setting('statement_timeout')", std::string>().one()), "77s");
    EXPECT_EQ(one.run(df::sql<"select current_setting('statement_timeout')", std::string>().one()), "0");
    EXPECT_EQ(plain().number("select count(*) from customers where name = 'one'"), 20);
    const auto e = thrown<df::connection_error>([&] { database db{pooler() + "?options=-d%205"}; });
    EXPECT_TRUE(support::has(e.what(), "-c name=value")) << e.what();
}

// Named statements are for poolers that know them; on one that does not, none is ever taken for another.
TEST_F(Pooler, NamedStatementsAreNeverMixedUp) {
    REQUIRE_POOLER("transaction");
    std::vector<std::thread> threads;
    {
        database made{url()};
    }
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            try {
                database db{
                    df::open_options{.url = url("&statements=named&kept_statements=8"), .connections = 2}};
                const auto own = "n" + std::to_string(t);
                for (int i = 0; i < 60; ++i) {
                    const auto made = db.run(df::create(customer(t * 1000 + i, own)));
                    EXPECT_EQ(db.run(df::read<Customer>(made.id)).name, own);
                    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::name> == own)), 1);
                    db.run(df::erase<Customer>(made.id));
                }
            } catch (const std::exception& e) {
                ADD_FAILURE() << e.what();
            }
        });
    for (auto& t : threads) t.join();
    EXPECT_EQ(plain().number("select count(*) from customers"), 0);
}

} // namespace
