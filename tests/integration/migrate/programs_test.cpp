// Programs that share a database: they migrate it once, hold locks of their own, queue migrations, and tell a
// URL of them.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#if __has_include(<boost/beast/version.hpp>)
#include <dataflow/webhook/webhook.hpp>
#endif

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace support;
using namespace std::chrono_literals;
namespace migrate = df::migrate;
using migrate::queue_state;

namespace v1 {
struct Member {
    df::id<Member> id{};
    std::string name{};
};
} // namespace v1
struct Member {
    df::id<Member> id{};
    std::string name{};
    std::optional<int> age{};
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"name"})};
};

/// Runs `work` in a process of its own; gives that.
pid_t process(const std::function<int()>& work) {
    const auto child = ::fork();
    if (child != 0) return child;
    int code = 99;
    try {
        code = work();
    } catch (const std::exception& e) {
        (void)std::fprintf(stderr, "a process of the test: %s\n", e.what());
    }
    ::_exit(code);
}
/// Its exit code; of one that was killed, 128 and the signal.
int ended(pid_t child) {
    int status = 0;
    (void)::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct programs : shared_database_test {
    [[nodiscard]] df::migrations of() const { return df::migrations_of<Member>(url()); }
    void make_former() const {
        df::database<v1::Member> db{url()};
        for (int i = 0; i < 20; ++i) db.run(df::create(v1::Member{.name = "m" + std::to_string(i)}));
    }
};

TEST_P(programs, that_start_at_once_migrate_once) {
    make_former();
    std::vector<pid_t> all;
    for (int i = 0; i < 3; ++i)
        all.push_back(process([&] {
            df::migrate_result done;
            auto db = df::open_migrated<Member>(url(), {.auto_confirm = true}, &done);
            return db.run(df::count<Member>()) == 20 ? (done.done ? 1 : 0) : 90;
        }));
    int migrated = 0;
    for (const auto child : all) {
        const auto code = ended(child);
        EXPECT_LE(code, 1);
        migrated += code;
    }
    EXPECT_EQ(migrated, 1);
    EXPECT_EQ(of().history().size(), 1U);
    EXPECT_FALSE(of().run({.auto_confirm = true}).changed()); // a second run changes nothing
    EXPECT_TRUE(of().drift().empty());
}

TEST_P(programs, that_open_an_empty_database_at_once_make_its_tables_once) {
    std::vector<pid_t> all;
    for (int i = 0; i < 3; ++i)
        all.push_back(process([&] {
            df::database<Member> db{url()};
            db.run(df::create(Member{.name = "m"}));
            return 0;
        }));
    for (const auto child : all) EXPECT_EQ(ended(child), 0);
    df::database<Member> db{url()};
    EXPECT_EQ(db.run(df::count<Member>()), 3);
    EXPECT_TRUE(db.drift().empty());
}

TEST_P(programs, hold_a_lock_that_names_its_holder_and_ends_with_its_process) {
    df::database<Member> db{url()};
    {
        df::migration_lock lock{db, "schema"};
        EXPECT_EQ(lock.scope(), "schema");
        EXPECT_TRUE(has(lock.holder(), "process " + std::to_string(::getpid()))) << lock.holder();
        EXPECT_TRUE(lock.heartbeat());
        lock.require();
        EXPECT_LT(lock.age(), 1min);
        db.run(df::create(Member{.name = "a"})); // the program goes on with its database
        df::migration_lock other{db, "other"};   // which is another lock
        const auto e = thrown<df::timeout>([&] { df::migration_lock again{db, "schema", {.wait = 20ms}}; });
        EXPECT_TRUE(has(e.what(), "another program holds the lock 'schema'")) << e.what();
        EXPECT_TRUE(has(e.what(), "process ")) << e.what();
        const auto holder = df::migration_lock::holder_of(of(), "schema");
        ASSERT_TRUE(holder);
        EXPECT_TRUE(has(*holder, "last active since 20")) << *holder;
        EXPECT_FALSE(df::migration_lock::holder_of(of(), "unused"));
    }
    EXPECT_FALSE(df::migration_lock::holder_of(of(), "schema"));
    const auto child = process([&]() -> int {
        const df::migration_lock lock{of(), "schema"};
        for (;;) std::this_thread::sleep_for(1s);
    });
    for (int i = 0; i < 1000 && !df::migration_lock::holder_of(of(), "schema"); ++i)
        std::this_thread::sleep_for(5ms);
    EXPECT_TRUE(df::migration_lock::holder_of(of(), "schema"));
    ::kill(child, SIGKILL);
    (void)ended(child);
    const df::migration_lock mine{db, "schema", {.wait = 10s}};
    for (const auto* const scope : {"", "a b", "../x", "a/b"})
        EXPECT_THROW((df::migration_lock{db, scope}), df::invalid_value) << scope;
}

TEST_P(programs, find_that_a_lock_is_lost_and_wait_for_that_of_migrations) {
    df::database<v1::Member> db{url()};
    {
        df::migration_lock lock{db};
        EXPECT_THROW(of().run({.auto_confirm = true, .run = {.wait = 20ms}}), df::timeout);
    }
    EXPECT_TRUE(of().run({.auto_confirm = true}).done);
    df::migration_lock lock{db, "gone"};
    if (postgres())
        plain().run(
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.pid <> "
            "pg_backend_pid() AND l.classid = 1684104557 AND l.objid = (hashtext(current_schema() || "
            "'-lock-gone')::bigint & 4294967295)::oid");
    else std::filesystem::remove(where().file() + "-lock-gone");
    EXPECT_FALSE(lock.heartbeat());
    EXPECT_THROW(lock.require(), df::connection_error);
}

/// Adds a column to the table.
migrate::plan adding(const df::migrations& to, const std::string& column) {
    migrate::plan p;
    p.dialect = to.core()->dialect();
    p.steps = {{.title = "add column members." + column,
                .table = "members",
                .sql = {"ALTER TABLE members ADD COLUMN " + column + " INTEGER"},
                .transaction = 1,
                .estimate = 7ms,
                .undo = {"ALTER TABLE members DROP COLUMN " + column}}};
    return p;
}

TEST_P(programs, run_what_is_queued_by_its_priority) {
    make_former();
    df::migration_queue queue{of()};
    EXPECT_TRUE(queue.run().empty());
    EXPECT_EQ(queue.status(1).state, queue_state::not_found);
    const auto late = queue.queue_migration(adding(of(), "late"), {.priority = 9});
    const auto first = queue.queue_migration(adding(of(), "first"), {.priority = 1});
    const auto next = queue.queue_migration(adding(of(), "next"), {.priority = 1});
    const auto wrong = queue.queue_migration(adding(of(), "next"), {.priority = 2});
    const auto never = queue.queue_migration(adding(of(), "never"), {});
    EXPECT_EQ(queue.status(first).position, 1U);
    EXPECT_EQ(queue.status(next).position, 2U);
    EXPECT_EQ(queue.status(next).estimate, 7ms);
    EXPECT_EQ(df::migration_queue{of()}.status(late).position, 4U); // another program
    EXPECT_TRUE(queue.cancel(never));
    EXPECT_FALSE(queue.cancel(never));
    const auto done = queue.run();
    ASSERT_EQ(done.size(), 4U);
    EXPECT_EQ(done[0].id, first);
    EXPECT_EQ(done[1].id, next);
    EXPECT_EQ(done[2].id, wrong);
    EXPECT_EQ(done[3].id, late);
    EXPECT_EQ(done[2].state, queue_state::failed); // the column is there already
    EXPECT_FALSE(done[2].message.empty());
    EXPECT_EQ(queue.status(late).state, queue_state::completed);
    EXPECT_EQ(queue.status(late).position, 0U);
    EXPECT_EQ(queue.status(late).migration, 4);
    EXPECT_EQ(queue.status(never).state, queue_state::cancelled);
    EXPECT_TRUE(queue.run().empty());
    auto dangerous = adding(of(), "x");
    dangerous.steps[0].risk = df::risk::high;
    EXPECT_THROW(queue.queue_migration(dangerous), df::protected_operation);
    const auto told = of().metrics(0ms);
    EXPECT_EQ(told.count, 4U);
    EXPECT_EQ(told.done, 3U);
    EXPECT_EQ(told.failed, 1U);
    EXPECT_EQ(told.undone, 0U);
    EXPECT_EQ(of().metrics(1h).slow, 0U);
}

TEST_P(programs, end_what_a_killed_worker_had_begun) {
    make_former();
    df::migration_queue queue{of()};
    auto p = adding(of(), "one");
    auto other = adding(of(), "two").steps[0];
    other.transaction = 2;
    p.steps.push_back(other);
    const auto both = queue.queue_migration(p);
    const auto after = queue.queue_migration(adding(of(), "three"));
    for (const auto stage : {migrate::progress::stage::begins, migrate::progress::stage::ended}) {
        const auto child = process([&] { // is killed before its second step, then when that is done
            (void)df::migration_queue{of()}.run({.progress = [&](const migrate::progress& now) {
                if (now.step == 2 && now.at == stage) ::kill(::getpid(), SIGKILL);
            }});
            return 0;
        });
        EXPECT_EQ(ended(child), 128 + SIGKILL);
        EXPECT_EQ(queue.status(both).state, queue_state::processing);
        EXPECT_EQ(queue.status(after).position, 1U);
    }
    const auto done = queue.run();
    ASSERT_EQ(done.size(), 2U);
    EXPECT_EQ(done[0].id, both);
    EXPECT_EQ(done[0].state, queue_state::completed) << done[0].message;
    EXPECT_EQ(done[1].state, queue_state::completed) << done[1].message;
    plain().run("SELECT one, two, three FROM members");
    // One that was taken, and had not come to its first step.
    const auto id = queue.queue_migration(adding(of(), "four"));
    plain().run("UPDATE dataflow_migration_queue SET state = 'processing', migration = 99 WHERE id = " +
                std::to_string(id));
    ASSERT_EQ(queue.run().size(), 1U);
    EXPECT_EQ(queue.status(id).state, queue_state::completed);
    // Several workers at once run each once.
    for (int i = 0; i < 6; ++i) queue.queue_migration(adding(of(), "c" + std::to_string(i)));
    std::vector<pid_t> workers;
    for (int i = 0; i < 3; ++i)
        workers.push_back(process([&] { return static_cast<int>(df::migration_queue{of()}.run().size()); }));
    int ran = 0;
    for (const auto child : workers) ran += ended(child);
    EXPECT_EQ(ran, 6);
}

TEST_P(programs, are_told_when_a_migration_begins_and_ends) {
    make_former();
    std::vector<std::string> told;
    const auto note = [&](const migrate::event& e) {
        told.push_back(std::to_string(e.id) + " " + std::string{name_of(e.what)} + (e.slow ? " slow" : "") +
                       (e.message.empty() ? "" : " failed"));
        EXPECT_NE(e.plan, nullptr);
        EXPECT_TRUE(has(e.who, "process")) << e.who;
        if (e.what != migrate::event_kind::started) throw std::runtime_error{"nobody listens"};
    };
    EXPECT_THROW(of().run({.auto_confirm = true,
                           .run = {.progress =
                                       [](const migrate::progress& now) {
                                           if (now.at == migrate::progress::stage::written)
                                               df::raise(df::error_kind::database_error, {.message = "no"});
                                       }},
                           .notify = note}),
                 df::error);
    const auto done = of().run({.auto_confirm = true, .notify = note, .slow_threshold = -1ms});
    EXPECT_TRUE(done.done);
    EXPECT_TRUE(done.slow);
    ASSERT_EQ(done.warnings.size(), 1U);
    EXPECT_EQ(done.warnings[0], "nobody was told that migration 2 is done: nobody listens");
    EXPECT_EQ(told, (std::vector<std::string>{"1 started", "1 failed failed", "2 started", "2 done slow"}));
    EXPECT_EQ(of().metrics().failed, 1U);
}

#if __has_include(<boost/beast/version.hpp>)

/// Answers by what the path asks for, and prints what it has got.
constexpr auto receiver_text = R"(
import http.server, sys, time
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length'])).decode()
        if 'slow' in self.path: time.sleep(3)
        self.send_response(500 if 'error' in self.path else 200)
        self.end_headers()
        sys.stderr.write(self.path + ' ' + str(self.headers.get('Authorization')) + ' ' +
                         str(self.headers.get('X-Token')) + ' ' + self.headers['Content-Type'] + ' ' + body + '\n')
        sys.stderr.flush()
    def log_message(self, *all): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
print(server.server_address[1], flush=True)
server.serve_forever()
)";

class receiver {
  public:
    receiver() {
        int port[2], got[2];
        if (::pipe(port) != 0 || ::pipe(got) != 0) return;
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(port[1], 1);
            ::dup2(got[1], 2);
            ::execlp("python3", "python3", "-c", receiver_text, nullptr);
            ::_exit(127);
        }
        ::close(port[1]);
        ::close(got[1]);
        char text[16]{};
        if (::read(port[0], text, sizeof text - 1) > 0) port_ = std::to_string(std::atoi(text));
        ::close(port[0]);
        got_ = got[0];
    }
    receiver(const receiver&) = delete;
    receiver& operator=(const receiver&) = delete;
    ~receiver() {
        ::kill(child_, SIGKILL);
        (void)ended(child_);
        ::close(got_);
    }
    [[nodiscard]] const std::string& port() const { return port_; }
    /// The next request that it has answered.
    [[nodiscard]] std::string next() const {
        std::string out;
        for (char c = 0; ::read(got_, &c, 1) == 1 && c != '\n';) out += c;
        return out;
    }

  private:
    pid_t child_ = 0;
    int got_ = -1;
    std::string port_{};
};

TEST_P(programs, tell_a_url_of_their_migrations) {
    const receiver there;
    if (there.port().empty()) GTEST_SKIP() << "python3 is not there";
    make_former();
    const auto at = "http://ann:s%40cret@127.0.0.1:" + there.port();
    const auto done =
        of().run({.auto_confirm = true,
                  .run = {.program = "shop 4"},
                  .notify = df::migrate_webhook{at + "/T0/hidden?key=1",
                                                {.headers = {{"X-Token", "abc"}}, .name = "shop"}}});
    EXPECT_TRUE(done.done);
    EXPECT_TRUE(done.warnings.empty()) << done.warnings[0];
    auto got = there.next();
    EXPECT_TRUE(has(got,
                    "/T0/hidden?key=1 Basic YW5uOnNAY3JldA== abc application/json {\"text\":\"Migration 1 of "
                    "shop has begun: "))
        << got;
    EXPECT_TRUE(has(got, "\"event\":\"started\",\"id\":1,\"database\":\"shop\"")) << got;
    EXPECT_TRUE(has(got, "\"steps\":[\"")) << got;
    got = there.next();
    EXPECT_TRUE(has(got, "\"event\":\"done\",\"id\":1")) << got;
    EXPECT_TRUE(has(got, "\"program\":\"shop 4\"")) << got;
}

TEST_P(programs, go_on_where_the_url_does_not_answer_and_name_no_secret) {
    const receiver there;
    if (there.port().empty()) GTEST_SKIP() << "python3 is not there";
    make_former();
    std::vector<std::string> failed;
    const auto note = [&](const std::string& why) { failed.push_back(why); };
    const auto at = "http://ann:s3cret@127.0.0.1:";
    const auto told = [&](const std::string& url) {
        const auto start = std::chrono::steady_clock::now();
        const df::migrate_webhook hook{url, {.timeout = 150ms, .failed = note}};
        const auto done = df::migrations{
            of().core(), [](df::driver::connection& on, const migrate::plan_options&) {
                migrate::plan p;
                p.dialect = on.dialect();
                p.steps = {{.title = "nothing", .sql = {"SELECT 1"}, .undo = {"SELECT 1"}}};
                return p;
            }}.run({.auto_confirm = true, .notify = hook});
        EXPECT_TRUE(done.done);
        EXPECT_EQ(done.warnings.size(), 2U);
        EXPECT_LT(std::chrono::steady_clock::now() - start, 2500ms);
        for (const auto& one : {failed.back(), done.warnings.back()})
            EXPECT_FALSE(has(one, "s3cret") || has(one, "hidden") || has(one, "ann")) << one;
        EXPECT_TRUE(has(failed.back(), "the webhook at http://127.0.0.1:")) << failed.back();
        return failed.back();
    };
    EXPECT_TRUE(has(told(at + there.port() + "/slow/hidden"), "no answer in time"));
    EXPECT_TRUE(has(told(at + there.port() + "/error/hidden"), "it answered 500"));
    EXPECT_TRUE(has(told(std::string{at} + "1/hidden"), "the connection failed"));
    EXPECT_EQ(failed.size(), 6U);
    for (const auto* const url :
         {"", "ftp://a/s3cret", "http://", "http://a b/s3cret", "http://a:x/s3cret", "http://[::1/"}) {
        const auto e = thrown<df::invalid_value>([&] { df::migrate_webhook hook{url}; });
        EXPECT_FALSE(has(e.what(), "s3cret")) << e.what();
    }
#if !DATAFLOW_WEBHOOK_TLS
    const auto e = thrown<df::invalid_value>([] { df::migrate_webhook hook{"https://example.org/s3cret"}; });
    EXPECT_TRUE(has(e.what(), "DATAFLOW_WEBHOOK_TLS=1")) << e.what();
#endif
}

#endif

DATAFLOW_ON_SHARED_DATABASES(programs);

} // namespace
