// A plan is run: transactions, steps that stand alone, backfills, rows in the way, failures, killed programs.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/migrate/detail/texts.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace support;
using namespace std::chrono_literals;
namespace migrate = df::migrate;
using migrate::progress;

/// One connection, as the runner has it.
struct one {
    explicit one(const std::string& url)
        : pools(df::database_::open_pools({.url = url, .connections = 2})), lease(pools.writers->take()) {}
    df::driver::connection& operator*() const { return lease.connection(); }
    df::driver::connection* operator->() const { return &lease.connection(); }

    df::database_::pools pools;
    df::database_::pool::lease lease;
};

struct migrate_run : database_test {
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        on.emplace(url());
        (*on)->script("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
        for (int i = 1; i <= 25; ++i)
            (*on)->script("INSERT INTO users (id, name) VALUES (" + std::to_string(i) + ", 'u" +
                          std::to_string(i) + "')");
    }
    void TearDown() override {
        on.reset();
        database_test::TearDown();
    }
    [[nodiscard]] std::int64_t number(const std::string& query) const {
        return migrate::detail::number_of(**on, query);
    }
    [[nodiscard]] migrate::plan plan() const { return plan_on(postgres()); }

    /// Adds a column, fills it ten rows at a time, looks for rows in the way, and makes an index.
    static migrate::plan plan_on(bool postgres) {
        migrate::plan p;
        p.dialect = postgres ? df::postgres : df::sqlite;
        p.steps = {
            {.title = "add column users.age",
             .table = "users",
             .sql = {"ALTER TABLE users ADD COLUMN age INTEGER"},
             .transaction = 1,
             .undo = {"ALTER TABLE users DROP COLUMN age"}},
            {.title = "make the table logs",
             .table = "logs",
             .sql = {"CREATE TABLE logs (id INTEGER PRIMARY KEY)", "INSERT INTO logs (id) VALUES (1)"},
             .transaction = 1,
             .undo = {"DROP TABLE logs"}},
            {.kind = migrate::step_kind::backfill,
             .title = "fill users.age",
             .table = "users",
             .sql = {"UPDATE users SET age = id * 2 WHERE id IN (SELECT id FROM users WHERE age IS NULL "
                     "LIMIT 10)"},
             .rows = 25},
            {.kind = migrate::step_kind::verify,
             .title = "users.age is not NULL",
             .table = "users",
             .sql = {"SELECT id FROM users WHERE age IS NULL"},
             .transaction = 2},
            {.title = "make the index users_age",
             .table = "users",
             .sql = {std::string{"CREATE INDEX "} + (postgres ? "CONCURRENTLY " : "") +
                     "users_age ON users (age)"},
             .locks = {{"users", migrate::lock_mode::share_update_exclusive}},
             .undo = {std::string{"DROP INDEX "} + (postgres ? "CONCURRENTLY " : "") + "users_age"},
             .done = postgres ? "SELECT 1 FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
                                "WHERE c.relname = 'users_age' AND i.indisvalid AND c.relnamespace = "
                                "current_schema()::regnamespace"
                              : "SELECT 1 FROM sqlite_schema WHERE name = 'users_age'",
             .leftover = postgres ? "SELECT 1 FROM pg_index AS i JOIN pg_class AS c ON c.oid = "
                                    "i.indexrelid WHERE c.relname = 'users_age' AND NOT i.indisvalid AND "
                                    "c.relnamespace = current_schema()::regnamespace"
                                  : "",
             .clean = {"DROP INDEX users_age"}},
            {.title = "add column users.size",
             .table = "users",
             .sql = {"ALTER TABLE users ADD COLUMN size INTEGER NOT NULL DEFAULT 7"},
             .transaction = 3,
             .undo = {"ALTER TABLE users DROP COLUMN size"}}};
        return p;
    }
    void expect_done() const {
        EXPECT_EQ(number("SELECT sum(age) FROM users"), 25 * 26);
        EXPECT_EQ(number("SELECT sum(size) FROM users"), 25 * 7);
        EXPECT_EQ(number("SELECT count(*) FROM logs"), 1);
        EXPECT_TRUE(migrate::detail::gives_row(**on, plan().steps[4].done));
        const auto all = migrate::history{**on}.read();
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(all[0].state, migrate::migration_state::done);
        EXPECT_EQ(all[0].steps_done, plan().steps.size());
        EXPECT_TRUE(migrate::same_work(all[0].plan, plan()));
    }
    void expect_untouched() const {
        EXPECT_EQ(number("SELECT count(*) FROM users"), 25);
        EXPECT_THROW((void)number("SELECT count(age) FROM users"), df::error);
        EXPECT_THROW((void)number("SELECT count(*) FROM logs"), df::error);
        EXPECT_FALSE(migrate::detail::gives_row(**on, plan().steps[4].done));
    }

    std::optional<one> on;
};

TEST_P(migrate_run, runs_all_steps_and_enters_them_in_the_history) {
    std::vector<std::string> told;
    migrate::run_options how;
    how.program = "shop 4.2";
    how.progress = [&](const progress& p) {
        if (p.at == progress::stage::ended || p.at == progress::stage::batch)
            told.push_back(std::to_string(p.step) + "/" + std::to_string(p.steps) +
                           (p.at == progress::stage::batch ? ":" + std::to_string(p.rows) : ""));
    };
    const auto out = migrate::run(**on, plan(), how);
    EXPECT_EQ(out.id, 1);
    EXPECT_EQ(out.steps, 6U);
    EXPECT_EQ(out.rows, 25);
    EXPECT_FALSE(out.continued);
    EXPECT_EQ(told, (std::vector<std::string>{"1/6", "2/6", "3/6:10", "3/6:20", "3/6:25", "3/6", "4/6", "5/6",
                                              "6/6"}));
    expect_done();
    const auto m = migrate::history{**on}.read()[0];
    EXPECT_TRUE(has(m.who, "process " + std::to_string(::getpid())));
    EXPECT_EQ(m.program, "shop 4.2");
    EXPECT_EQ(m.started.size(), 24U);
    EXPECT_TRUE(has(m.shape, "age"));
    EXPECT_EQ((*on)->in_transaction(), false);
}

TEST_P(migrate_run, rows_in_the_way_are_counted_and_nothing_stays) {
    auto p = plan();
    p.steps[3].sql = {"SELECT id FROM users WHERE age > 44"};
    const auto e = thrown<df::check_violation>([&] { migrate::run(**on, p); });
    EXPECT_TRUE(has(e.what(), "step 4 of 6 (users.age is not NULL): 3 rows are in the way")) << e.what();
    EXPECT_TRUE(has(e.what(), "SELECT id FROM users WHERE age > 44")) << e.what();
    EXPECT_TRUE(has(e.what(), "nothing has changed")) << e.what();
    expect_untouched();
    EXPECT_EQ(migrate::history{**on}.read()[0].state, migrate::migration_state::undone);
    migrate::run(**on, plan()); // another one, which is the second
    EXPECT_EQ(migrate::history{**on}.read().size(), 2U);
}

TEST_P(migrate_run, a_failure_can_be_left_and_gone_on_from) {
    auto p = plan();
    p.steps[3].sql = {"SELECT id FROM users WHERE age > 44"};
    migrate::run_options how;
    how.rollback_on_error = false;
    const auto e = thrown<df::check_violation>([&] { migrate::run(**on, p, how); });
    EXPECT_TRUE(has(e.what(), "the 3 steps before it stay")) << e.what();
    EXPECT_EQ(number("SELECT count(age) FROM users"), 25);
    EXPECT_THROW(migrate::run(**on, plan()), df::protected_operation); // another plan
    (*on)->script("UPDATE users SET age = 44 WHERE age > 44");
    const auto out = migrate::run(**on, p);
    EXPECT_TRUE(out.continued);
    EXPECT_EQ(out.steps, 3U);
    EXPECT_EQ(migrate::history{**on}.read().at(0).state, migrate::migration_state::done);
}

TEST_P(migrate_run, a_step_without_a_way_back_stops_the_undoing) {
    auto p = plan();
    p.steps[0].irreversible = "the old column is gone";
    p.steps[5].sql = {"ALTER TABLE nowhere ADD COLUMN size INTEGER"};
    const auto e = thrown<df::database_error>([&] { migrate::run(**on, p); });
    EXPECT_TRUE(has(e.what(), "the 5 steps before it stay (the old column is gone)")) << e.what();
    EXPECT_EQ(migrate::history{**on}.read()[0].state, migrate::migration_state::failed);
    EXPECT_EQ(migrate::history{**on}.read()[0].steps_done, 5U);
    const migrate::lock held{**on, 0ms};
    const auto no = thrown<df::protected_operation>(
        [&] { migrate::settle_unfinished(**on, {.unfinished = migrate::unfinished::undo}); });
    EXPECT_TRUE(has(no.what(), "the old column is gone")) << no.what();
    migrate::settle_unfinished(**on, {.unfinished = migrate::unfinished::leave});
    EXPECT_EQ(migrate::history{**on}.read()[0].state, migrate::migration_state::abandoned);
}

TEST_P(migrate_run, a_time_limit_ends_it_and_what_it_had_done_is_undone) {
    auto p = plan();
    p.steps[2].sql = {"UPDATE users SET age = id * 2"}; // never ends
    migrate::run_options how;
    how.timeout = 300ms;
    how.throttle = 10ms;
    const auto began = std::chrono::steady_clock::now();
    const auto e = thrown<df::timeout>([&] { migrate::run(**on, p, how); });
    EXPECT_LT(std::chrono::steady_clock::now() - began, 10s);
    EXPECT_TRUE(has(e.what(), "nothing has changed")) << e.what();
    expect_untouched();
}

TEST_P(migrate_run, one_statement_has_a_limit_of_time) {
    auto p = plan();
    p.steps[1].sql = {postgres()
                          ? "DO $$ BEGIN PERFORM pg_sleep(20); END $$"
                          : "CREATE TABLE logs AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + "
                            "1 FROM n WHERE i < 500000000) SELECT sum(i) AS id FROM n"};
    migrate::run_options how;
    how.statement_timeout = 300ms;
    (void)thrown<df::timeout>([&] { migrate::run(**on, p, how); });
    expect_untouched();
}

TEST_P(migrate_run, foreign_keys_are_off_for_a_rebuild_and_on_after_it) {
    (*on)->script(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON "
        "DELETE CASCADE)");
    (*on)->script("INSERT INTO orders (id, user_id) VALUES (1, 1), (2, 2)");
    if (postgres()) return;
    migrate::plan p;
    p.steps = {{.title = "rebuild users",
                .table = "users",
                .sql = {"CREATE TABLE new_users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER)",
                        "INSERT INTO new_users (id, name) SELECT id, name FROM users", "DROP TABLE users",
                        "ALTER TABLE new_users RENAME TO users"},
                .transaction = 1,
                .without_foreign_keys = true},
               {.kind = migrate::step_kind::verify,
                .title = "foreign keys",
                .table = "users",
                .sql = {"SELECT * FROM pragma_foreign_key_check"},
                .transaction = 1}};
    auto wrong = p;
    wrong.steps[0].sql[1] += " WHERE id > 1";
    const auto e = thrown<df::check_violation>([&] { migrate::run(**on, wrong); });
    EXPECT_TRUE(has(e.what(), "1 row is in the way")) << e.what();
    EXPECT_EQ(number("SELECT count(*) FROM users"), 25);
    EXPECT_EQ(number("SELECT foreign_keys FROM pragma_foreign_keys"), 1);
    migrate::run(**on, p);
    EXPECT_EQ(number("SELECT count(*) FROM orders"), 2);
    EXPECT_EQ(number("SELECT foreign_keys FROM pragma_foreign_keys"), 1);
    EXPECT_THROW((*on)->script("INSERT INTO orders (id, user_id) VALUES (3, 99)"), df::foreign_key_violation);
}

TEST_P(migrate_run, a_history_that_was_changed_by_hand_is_told) {
    migrate::run(**on, plan());
    (*on)->script("UPDATE dataflow_migrations SET steps_done = 3");
    const auto e = thrown<df::protected_operation>([&] { (void)migrate::history{**on}.read(); });
    EXPECT_TRUE(has(e.what(), "migration 1 in the table dataflow_migrations is not as it was written"))
        << e.what();
    (*on)->script("UPDATE dataflow_migrations SET steps_done = 6");
    EXPECT_EQ(migrate::history{**on}.read().size(), 1U);
    (*on)->script("UPDATE dataflow_migrations SET plan = replace(plan, 'users.age', 'users.ago')");
    EXPECT_THROW((void)migrate::history{**on}.read(), df::protected_operation);
    EXPECT_THROW((void)migrate::run(**on, plan()), df::protected_operation);
    (*on)->script("UPDATE dataflow_migrations SET form = 2, program = 'shop 9'");
    const auto newer = thrown<df::protected_operation>([&] { (void)migrate::history{**on}.read(); });
    EXPECT_TRUE(has(newer.what(), "newer program (shop 9)")) << newer.what();
}

TEST_P(migrate_run, questions_are_never_answered_by_running) {
    auto p = plan();
    p.questions = {{"users", "was users.age called years before?", ".renamed = ..."}};
    const auto e = thrown<df::protected_operation>([&] { migrate::run(**on, p); });
    EXPECT_TRUE(has(e.what(), "was users.age called years before?"));
    expect_untouched();
}

struct migrate_shared : migrate_run {};

TEST_P(migrate_shared, the_lock_has_a_holder_and_the_wait_ends) {
    one other{url()};
    {
        const migrate::lock held{**on, 0ms};
        const auto began = std::chrono::steady_clock::now();
        const auto e = thrown<df::timeout>([&] { migrate::run(*other, plan(), {.wait = 200ms}); });
        EXPECT_GE(std::chrono::steady_clock::now() - began, 200ms);
        EXPECT_TRUE(has(e.what(), "another program migrates this database")) << e.what();
        EXPECT_TRUE(has(e.what(), "process ")) << e.what();
        EXPECT_TRUE(has(e.what(), "since 20")) << e.what();
        const migrate::lock another_scope{*other, 0ms, "seeds"};
    }
    migrate::run(*other, plan(), {.wait = 200ms});
    expect_done();
}

TEST_P(migrate_shared, programs_that_start_at_once_migrate_once) {
    std::atomic<int> ran{0}, later{0};
    std::vector<std::thread> all;
    for (int i = 0; i < 4; ++i)
        all.emplace_back([&] {
            one mine{url()};
            const migrate::lock held{*mine, 30s};
            if (!migrate::history{*mine}.read().empty()) ++later;
            else if (migrate::run_locked(*mine, plan(), {}).steps == 6) ++ran;
        });
    for (auto& t : all) t.join();
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(later, 3);
    expect_done();
}

TEST_P(migrate_shared, a_lock_of_others_is_waited_for_and_tried_again) {
    auto other = plain();
    other.run(postgres() ? "BEGIN; LOCK TABLE users IN ACCESS SHARE MODE" : "BEGIN IMMEDIATE");
    std::thread frees{[&] {
        std::this_thread::sleep_for(700ms);
        other.run("COMMIT");
    }};
    migrate::run_options how;
    how.lock_timeout = 50ms;
    how.pause = 100ms;
    // The history of SQLite is in the same file: its first entry waits as every write does.
    const auto out = migrate::run(**on, plan(), how);
    frees.join();
    EXPECT_GE(out.took + (postgres() ? 0ms : 700ms), 500ms);
    expect_done();
    other.run(postgres() ? "BEGIN; LOCK TABLE users IN ACCESS SHARE MODE" : "BEGIN IMMEDIATE");
    how.attempts = 3;
    auto p = plan();
    p.steps = {{.title = "drop logs", .table = "users", .sql = {"DROP INDEX users_age"}, .transaction = 0}};
    if (postgres()) {
        (void)thrown<df::timeout>([&] { migrate::run(**on, p, how); });
        EXPECT_EQ(migrate::history{**on}.read().back().state, migrate::migration_state::undone);
    }
    other.run("ROLLBACK");
}

/// Where a program is killed: at which telling of its progress.
TEST_P(migrate_shared, a_program_that_is_killed_at_any_point_is_gone_on_from) {
    on.reset();
    int points = 0;
    for (int kill_at = 1;; ++kill_at) {
        const auto place = another();
        const auto setup = [&](one& in) {
            in->script("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
            for (int i = 1; i <= 25; ++i)
                in->script("INSERT INTO users (id, name) VALUES (" + std::to_string(i) + ", 'u')");
        };
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            one mine{place->url()};
            setup(mine);
            migrate::run_options how;
            int told = 0;
            how.progress = [&](const progress&) {
                if (++told == kill_at) ::kill(::getpid(), SIGKILL);
            };
            migrate::run(*mine, plan_on(postgres()), how);
            ::_exit(42);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        const bool ended = WIFEXITED(status);
        ASSERT_TRUE(!ended || WEXITSTATUS(status) == 42);
        on.emplace(place->url());
        const auto before = migrate::history{**on}.read().at(0);
        EXPECT_EQ(before.state, ended ? migrate::migration_state::done : migrate::migration_state::running);
        if (ended) {
            expect_done();
            on.reset();
            break;
        }
        ++points;
        if (kill_at % 3 == 0) { // some are undone instead
            const migrate::lock held{**on, 10s};
            migrate::settle_unfinished(**on, {.unfinished = migrate::unfinished::undo});
            expect_untouched();
        } else {
            const auto out = migrate::run(**on, plan());
            EXPECT_TRUE(out.continued);
            expect_done();
        }
        on.reset();
        if (HasFailure()) {
            ADD_FAILURE() << "killed at " << kill_at;
            break;
        }
    }
    EXPECT_GT(points, 18);
}

/// The same while it undoes.
TEST_P(migrate_shared, a_program_that_is_killed_while_it_undoes_is_gone_on_from) {
    on.reset();
    for (int kill_at = 1;; ++kill_at) {
        const auto place = another();
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            one mine{place->url()};
            mine->script("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
            for (int i = 1; i <= 25; ++i)
                mine->script("INSERT INTO users (id, name) VALUES (" + std::to_string(i) + ", 'u')");
            migrate::run_options how;
            int told = 0;
            how.progress = [&](const progress& p) {
                if (p.undoing && ++told == kill_at) ::kill(::getpid(), SIGKILL);
            };
            auto p = plan_on(postgres());
            p.steps[5].sql = {"ALTER TABLE nowhere ADD COLUMN size INTEGER"};
            try {
                migrate::run(*mine, p, how);
            } catch (const df::error&) {
                ::_exit(42);
            }
            ::_exit(1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        on.emplace(place->url());
        if (WIFEXITED(status)) EXPECT_EQ(WEXITSTATUS(status), 42);
        else {
            EXPECT_EQ(migrate::history{**on}.read().at(0).state, migrate::migration_state::undoing);
            const migrate::lock held{**on, 10s};
            migrate::settle_unfinished(**on, {});
        }
        expect_untouched();
        EXPECT_EQ(migrate::history{**on}.read().at(0).state, migrate::migration_state::undone);
        on.reset();
        if (WIFEXITED(status)) {
            EXPECT_GT(kill_at, 8);
            break;
        }
        ASSERT_FALSE(HasFailure()) << "killed at " << kill_at;
    }
}

// A column that gets another type by one next to it (PostgreSQL).
namespace v1 {
struct Item {
    df::id<Item> id{};
    int size = 3;
    std::string name{};
    static constexpr auto dataflow =
        df::options{.unique = df::unique({"size", "name"}), .indexes = df::indexes({"size"})};
};
} // namespace v1
namespace v2 {
struct Item {
    df::id<Item> id{};
    std::string size = "3";
    std::string name{};
    static constexpr auto dataflow =
        df::options{.unique = df::unique({"size", "name"}), .indexes = df::indexes({"size"})};
};
} // namespace v2

struct migrate_beside : database_test {
    static void make(const std::string& url) {
        df::database<v1::Item> db{url};
        std::vector<v1::Item> rows;
        for (int i = 1; i <= 40; ++i) rows.push_back({.size = i, .name = std::to_string(i)});
        db.run(df::bulk_create(rows));
    }
    static df::migrate_options options() {
        df::migrate_options how;
        how.auto_confirm = true;
        how.max_risk = df::risk::high;
        how.plan = {.batch = 10, .small = 0};
        return how;
    }
    static df::migrations to_text(const std::string& url) { return df::migrations_of<v2::Item>(url); }
    static std::string shape(const place& in) {
        auto plain = in.plain();
        return plain.value(
            "SELECT string_agg(x, '; ' ORDER BY x) FROM (SELECT attname || ' ' || atttypid::regtype || "
            "attnotnull || coalesce(attstattarget, -1) || coalesce(col_description(attrelid, attnum), "
            "'') || coalesce(attacl::text, '') || coalesce((SELECT pg_get_expr(adbin, adrelid) FROM "
            "pg_attrdef WHERE adrelid = attrelid AND adnum = attnum), '') AS x FROM pg_attribute WHERE "
            "attrelid = 'items'::regclass AND attnum > 0 AND NOT attisdropped UNION ALL SELECT "
            "pg_get_indexdef(indexrelid) || indisvalid FROM pg_index WHERE indrelid = 'items'::regclass "
            "UNION ALL SELECT conname || pg_get_constraintdef(oid) || convalidated FROM pg_constraint "
            "WHERE conrelid = 'items'::regclass UNION ALL SELECT tgname FROM pg_trigger WHERE tgrelid = "
            "'items'::regclass UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = "
            "current_schema()::regnamespace) AS all_of_it");
    }
    static void expect_rows(const place& in, const std::string& type) {
        auto plain = in.plain();
        EXPECT_EQ(plain.value("SELECT pg_typeof(size) FROM items LIMIT 1"), type);
        EXPECT_EQ(plain.number("SELECT count(*) FROM items WHERE size::text = name"), 40);
        EXPECT_EQ(plain.number("SELECT count(*) FROM items"), 40);
    }
};

TEST_P(migrate_beside, a_column_changes_its_type_while_others_write_and_back_again) {
    if (!postgres()) return;
    make(url());
    auto plain = this->plain();
    plain.run(
        "ALTER TABLE items ALTER size SET STATISTICS 77; COMMENT ON COLUMN items.size IS 'how large'; GRANT "
        "UPDATE (size) ON items TO PUBLIC");
    const auto before = shape(where());
    const auto p = to_text(url()).pending(options().plan);
    EXPECT_TRUE(p.reversible());
    EXPECT_FALSE(p.loses_data());
    for (const auto& s : p.steps) EXPECT_EQ(s.effects & migrate::rewrites, 0) << s.title;
    const auto text = migrate::preview(p);
    EXPECT_TRUE(has(text, "the new column takes the place of")) << text;
    EXPECT_FALSE(has(text, "the way back")) << text;
    std::atomic<bool> stop{false};
    std::atomic<int> writes{0}, failures{0};
    std::thread writer{[&] { // what it writes fits both types
        auto mine = this->plain();
        for (int i = 0; !stop; ++i) {
            const auto id = std::to_string(i % 40 + 1), value = std::to_string(i % 40 + 41 + i % 7 * 100);
            try {
                mine.run("UPDATE items SET size = '" + value + "', name = '" + value + "' WHERE id = " + id);
                mine.run("UPDATE items SET name = size WHERE id = " + id);
                ++writes;
            } catch (const std::exception&) {
                ++failures;
            }
        }
    }};
    auto how = options();
    how.run.throttle = 5ms;
    const auto out = to_text(url()).run(how);
    stop = true;
    writer.join();
    EXPECT_TRUE(out.done);
    EXPECT_GT(writes, 0);
    EXPECT_EQ(failures, 0);
    expect_rows(where(), "text");
    EXPECT_TRUE(to_text(url()).pending().empty());
    EXPECT_TRUE(to_text(url()).drift().empty()) << migrate::to_text(to_text(url()).drift());
    const auto after = shape(where());
    EXPECT_TRUE(has(after, "size texttrue77how large")) << after;
    EXPECT_TRUE(has(after, "UPDATE") || has(after, "=w/")) << after;
    EXPECT_FALSE(has(after, "dataflow_new")) << after;
    df::database<v2::Item>{url()}.run(df::list<v2::Item>());
    const auto way = to_text(url()).analyze_rollback(1);
    EXPECT_TRUE(way.possible) << way.reason;
    EXPECT_FALSE(way.loses_data) << way.data_loss_warning;
    to_text(url()).rollback(1, {.run = how.run});
    expect_rows(where(), "integer");
    EXPECT_EQ(shape(where()), before);
}

TEST_P(migrate_beside, values_that_do_not_fit_are_counted_before_anything_is_changed) {
    if (!postgres()) return;
    make(url());
    to_text(url()).run(options());
    auto plain = this->plain();
    plain.run("UPDATE items SET size = 'x' || size WHERE id < 4");
    const auto before = shape(where());
    const auto e = thrown<df::check_violation>([&] { df::migrations_of<v1::Item>(url()).run(options()); });
    EXPECT_TRUE(has(e.what(), "3 rows are in the way")) << e.what();
    EXPECT_TRUE(has(e.what(), "nothing was changed")) << e.what();
    EXPECT_FALSE(has(e.what(), "x1")) << e.what();
    EXPECT_EQ(shape(where()), before);
    plain.run("UPDATE items SET size = substr(size, 2) WHERE id < 4");
    plain.run("CREATE STATISTICS items_stats ON size, name FROM items"); // which nobody would make again
    const auto no = thrown<df::check_violation>([&] { df::migrations_of<v1::Item>(url()).run(options()); });
    EXPECT_TRUE(has(no.what(), "verify that nothing else depends on items.size")) << no.what();
    plain.run(
        "DROP STATISTICS items_stats; CREATE TABLE seen (id bigint); CREATE FUNCTION see() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN INSERT INTO seen VALUES (NEW.id); RETURN NEW; END'; CREATE TRIGGER sees "
        "AFTER UPDATE ON items FOR EACH ROW EXECUTE FUNCTION see()");
    const auto p = df::migrations_of<v1::Item>(url()).pending(options().plan); // in place, and says why
    EXPECT_TRUE(has(migrate::preview(p), "trigger sees would run for each row")) << migrate::preview(p);
    df::migrations_of<v1::Item>(url()).run(options());
    EXPECT_EQ(plain.number("SELECT count(*) FROM seen"), 0);
    expect_rows(where(), "integer");
}

TEST_P(migrate_beside, a_run_that_is_killed_is_gone_on_from_or_leaves_no_trace) {
    if (!postgres()) return;
    int points = 0;
    std::string before;
    for (int kill_at = 1;; ++kill_at) {
        const auto in = another();
        make(in->url());
        before = shape(*in);
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            auto how = options();
            how.plan.batch = 20;
            int told = 0;
            how.run.progress = [&](const progress& p) {
                if (p.at == progress::stage::begins || p.at == progress::stage::ended) return;
                if (++told == kill_at) ::kill(::getpid(), SIGKILL);
            };
            try {
                to_text(in->url()).run(how);
            } catch (const df::error&) {
                ::_exit(1);
            }
            ::_exit(42);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        const bool ended = WIFEXITED(status);
        ASSERT_TRUE(!ended || WEXITSTATUS(status) == 42);
        if (ended) {
            expect_rows(*in, "text");
            break;
        }
        ++points;
        if (kill_at % 3 == 0) {
            one mine{in->url()};
            const migrate::lock held{*mine, 10s};
            migrate::settle_unfinished(*mine, {.unfinished = migrate::unfinished::undo});
            EXPECT_EQ(shape(*in), before);
            expect_rows(*in, "integer");
        } else {
            to_text(in->url()).run(options());
            EXPECT_FALSE(has(shape(*in), "dataflow_new"));
            expect_rows(*in, "text");
        }
        ASSERT_FALSE(HasFailure()) << "killed at " << kill_at;
    }
    EXPECT_GT(points, 10);
}

// A migration that is written by hand.
namespace v1 {
struct Person {
    df::id<Person> id{};
    std::string name{};
    int points{};
};
} // namespace v1
namespace v2 {
struct Person {
    df::id<Person> id{};
    std::string first_name{};
    std::string last_name{};
    int points{};
};
} // namespace v2

namespace v1 {
struct Owner {
    df::id<Owner> id{};
};
struct Pet {
    df::id<Pet> id{};
    df::id<Owner> owner_id{};
};
} // namespace v1
namespace v2 {
struct Owner {
    df::id<Owner> id{};
};
struct Animal {
    df::id<Animal> id{};
    df::id<Owner> keeper_id{};
    static constexpr auto dataflow =
        df::options{.renamed_table = "pets", .renamed = df::renamed({"owner_id", "keeper_id"})};
};
} // namespace v2

struct FullName {
    std::string name{};
};
struct TwoNames {
    std::string first_name{};
    std::string last_name{};
};
TwoNames split_name(const FullName& from) {
    const auto at = from.name.find(' ');
    return {from.name.substr(0, at), at == std::string::npos ? "" : from.name.substr(at + 1)};
}

struct migrate_by_hand : database_test {
    static void make(const std::string& url) {
        df::database<v1::Person> db{url};
        std::vector<v1::Person> rows;
        for (int i = 1; i <= 25; ++i)
            rows.push_back({.name = "Ann" + std::to_string(i) + " Lee" + std::to_string(i), .points = i});
        db.run(df::bulk_create(rows));
    }
    static df::migrate_options options() {
        df::migrate_options how;
        how.auto_confirm = true;
        how.max_risk = df::risk::high;
        how.plan.batch = 10;
        return how;
    }
    static migrate::change_set columns() {
        return migrate::change_set::of<v2::Person>("split the name")
            .add<&v2::Person::first_name>()
            .add<&v2::Person::last_name>();
    }
    static migrate::change_set by_sql() {
        return columns()
            .migrate_data<v2::Person>({migrate::set<&v2::Person::first_name>(
                                           migrate::sql_for{.sqlite = "substr(name, 1, instr(name, ' ') - 1)",
                                                            .postgres = "split_part(name, ' ', 1)"}),
                                       migrate::set<&v2::Person::last_name>(
                                           migrate::sql_for{.sqlite = "substr(name, instr(name, ' ') + 1)",
                                                            .postgres = "split_part(name, ' ', 2)"})})
            .drop<v2::Person>("name");
    }
    static migrate::change_set by_function() {
        return columns().migrate_data<v2::Person>(&split_name).drop<v2::Person>("name");
    }
    static df::migrations of(const std::string& url) { return df::migrations_of<v2::Person>(url); }
    static void expect_split(const std::string& url) {
        df::database<v2::Person> db{url};
        const auto all = db.run(df::list<v2::Person>().order_by(df::asc(df::field<&v2::Person::id>)));
        ASSERT_EQ(all.size(), 25U);
        for (std::size_t i = 0; i < all.size(); ++i) {
            EXPECT_EQ(all[i].first_name, "Ann" + std::to_string(i + 1));
            EXPECT_EQ(all[i].last_name, "Lee" + std::to_string(i + 1));
        }
    }
};

TEST_P(migrate_by_hand, splits_a_column_with_its_rows) {
    for (const auto& what : {by_sql(), by_function()}) {
        const auto in = another();
        make(in->url());
        EXPECT_FALSE(of(in->url()).pending().questions.empty()); // was name renamed?
        const auto text = migrate::preview(of(in->url()).pending(what, options().plan));
        EXPECT_TRUE(has(text, "split the name")) << text;
        EXPECT_TRUE(has(text, "DATA IS LOST")) << text;
        const auto e =
            thrown<df::protected_operation>([&] { of(in->url()).run(what, {.auto_confirm = true}); });
        EXPECT_TRUE(has(e.what(), "more dangerous than max_risk")) << e.what();
        const auto out = of(in->url()).run(what, options());
        EXPECT_TRUE(out.done);
        EXPECT_EQ(out.run.rows, 25);
        expect_split(in->url());
        EXPECT_TRUE(of(in->url()).pending().empty()) << migrate::preview(of(in->url()).pending());
        EXPECT_TRUE(of(in->url()).drift().empty()) << migrate::to_text(of(in->url()).drift());
        EXPECT_FALSE(of(in->url()).run(what, options()).changed());
        EXPECT_EQ(of(in->url()).history().size(), 1U);
        EXPECT_TRUE(has(of(in->url()).analyze_rollback(1).data_loss_warning, "are gone"));
    }
}

TEST_P(migrate_by_hand, a_row_without_a_value_stops_it_and_nothing_stays) {
    make(url());
    const auto what =
        columns()
            .migrate_data<v2::Person>({migrate::set<&v2::Person::first_name>("nullif(name, 'Ann3 Lee3')"),
                                       migrate::set<&v2::Person::last_name>("name")})
            .drop<v2::Person>("name");
    const auto e = thrown<df::check_violation>([&] { of(url()).run(what, options()); });
    EXPECT_TRUE(has(e.what(), "1 row is in the way")) << e.what();
    EXPECT_TRUE(has(e.what(), "nothing has changed")) << e.what();
    EXPECT_TRUE(df::migrations_of<v1::Person>(url()).pending().empty());
    EXPECT_EQ(plain().number("SELECT count(*) FROM people WHERE name LIKE 'Ann%'"), 25);
    EXPECT_THROW(
        (void)of(url()).pending(migrate::change_set::of<v2::Person>("wrong").drop<v2::Person>("points")),
        std::invalid_argument);
    EXPECT_THROW((void)of(url()).pending(columns().migrate_data<v2::Person>({{"nowhere", "1"}})),
                 std::invalid_argument);
}

TEST_P(migrate_by_hand, undoes_columns_that_came_and_keeps_values_that_were_there) {
    make(url());
    auto what = columns().migrate_data<v2::Person>(&split_name);
    of(url()).run(what, options());
    EXPECT_TRUE(of(url()).analyze_rollback(1).possible) << of(url()).analyze_rollback(1).reason;
    of(url()).rollback(1, {.lose_data = true});
    EXPECT_TRUE(df::migrations_of<v1::Person>(url()).pending().empty());
    of(url()).run(
        migrate::change_set::of<v1::Person>("more points")
            .migrate_data<v1::Person>({migrate::set<&v1::Person::points>("points + 1")}, "points < 9"),
        options());
    EXPECT_EQ(plain().number("SELECT sum(points) FROM people"), 25 * 13 + 8);
    EXPECT_TRUE(has(of(url()).analyze_rollback(2).reason, "the former values are not kept"));
}

TEST_P(migrate_by_hand, keys_that_the_library_named_follow_a_rename) {
    if (!postgres()) return;
    {
        df::database<v1::Owner, v1::Pet> db{url()};
    }
    const auto names = [&] {
        return plain().value(
            "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE conrelid = "
            "'" +
            std::string{plain().number("SELECT count(*) FROM pg_class WHERE oid = "
                                       "to_regclass('pets')") == 1
                            ? "pets"
                            : "animals"} +
            "'::regclass AND contype IN ('p', 'f')");
    };
    EXPECT_EQ(names(), "pets_owner_id_fkey pets_pkey");
    auto how = options();
    how.max_risk = df::risk::critical;
    const auto of = df::migrations_of<v2::Owner, v2::Animal>(url());
    of.run(how);
    EXPECT_EQ(names(), "animals_keeper_id_fkey animals_pkey");
    EXPECT_TRUE(of.pending().empty());
    of.rollback(1);
    EXPECT_EQ(names(), "pets_owner_id_fkey pets_pkey");
}

TEST_P(migrate_by_hand, writes_no_row_twice_where_it_is_killed) {
    for (int kill_at = 1;; ++kill_at) {
        const auto in = another();
        make(in->url());
        const auto what = columns()
                              .migrate_data<v2::Person>(&split_name)
                              .migrate_data<v2::Person>({migrate::set<&v2::Person::points>("points * 2")});
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            auto how = options();
            int told = 0;
            how.run.progress = [&](const progress& p) {
                if (p.at != progress::stage::begins && p.at != progress::stage::ended && ++told == kill_at)
                    ::kill(::getpid(), SIGKILL);
            };
            try {
                of(in->url()).run(what, how);
            } catch (const df::error&) {
                ::_exit(1);
            }
            ::_exit(42);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        if (WIFEXITED(status)) {
            EXPECT_EQ(WEXITSTATUS(status), 42);
            EXPECT_GT(kill_at, 12);
            break;
        }
        const auto before = of(in->url()).history();
        if (before.empty()) continue; // SQLite: its first entry was not committed
        if (kill_at == 5) {           // a program without the function
            const auto e = thrown<df::protected_operation>([&] { of(in->url()).run(options()); });
            EXPECT_TRUE(has(e.what(), "calls the function \"split the name (3)\"")) << e.what();
        }
        of(in->url()).run(what, options());
        EXPECT_EQ(in->plain().number("SELECT sum(points) FROM people"), 25 * 26) << "killed at " << kill_at;
        EXPECT_EQ(
            in->plain().number("SELECT count(*) FROM people WHERE first_name || ' ' || last_name = name"),
            25);
        ASSERT_FALSE(HasFailure()) << "killed at " << kill_at;
    }
}
DATAFLOW_ON_SHARED_DATABASES(migrate_by_hand);

DATAFLOW_ON_SHARED_DATABASES(migrate_beside);
DATAFLOW_ON_ALL_DATABASES(migrate_run);
DATAFLOW_ON_SHARED_DATABASES(migrate_shared);

} // namespace
