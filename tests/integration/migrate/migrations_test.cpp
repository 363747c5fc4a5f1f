// The migrations of a database as a program has them: asking, risk, backups, history, rollback, drift.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/soft_delete.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace support;
namespace migrate = df::migrate;
using df::field;

/// Plans by hand: a column that users lack.
migrate::plan plan_by_hand(df::driver::connection& on, const migrate::plan_options&) {
    migrate::plan p;
    p.dialect = on.dialect();
    const std::vector<std::string> name{"users"};
    const auto found = df::catalog::read(on, name, "test");
    if (found.find("users")->find_column("age") != nullptr) return p;
    p.steps = {{.title = "add column users.age",
                .table = "users",
                .sql = {"ALTER TABLE users ADD COLUMN age INTEGER"},
                .transaction = 1,
                .locks = {{"users", migrate::lock_mode::access_exclusive}},
                .risk = df::risk::low,
                .undo = {"ALTER TABLE users DROP COLUMN age"}},
               {.title = "fill users.age",
                .table = "users",
                .sql = {"UPDATE users SET age = id"},
                .transaction = 1,
                .risk = df::risk::medium}};
    return p;
}
/// The same, but it would go wrong.
migrate::plan high_risk(df::driver::connection& on, const migrate::plan_options& how) {
    auto p = plan_by_hand(on, how);
    for (auto& s : p.steps) s.risk = df::risk::high;
    return p;
}
migrate::plan broken(df::driver::connection& on, const migrate::plan_options& how) {
    auto p = plan_by_hand(on, how);
    if (!p.steps.empty()) p.steps[1].sql = {"UPDATE users SET nothing = id"};
    return p;
}

struct migrations_of_database : database_test {
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        core = std::make_shared<df::database_::core>(df::open_options{.url = url()});
        script("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
        script("INSERT INTO users (id, name) VALUES (1, 'a'), (2, 'b')");
    }
    void TearDown() override {
        core.reset();
        database_test::TearDown();
    }
    void script(const std::string& text) const {
        core->lease(nullptr, df::access::read_write).connection().script(text);
    }
    [[nodiscard]] std::int64_t number(const std::string& query) const {
        return migrate::detail::number_of(core->lease(nullptr, df::access::read_write).connection(), query);
    }
    [[nodiscard]] df::migrations of(migrate::planner_of_models plans = &plan_by_hand) const {
        return df::migrations{core, plans};
    }
    [[nodiscard]] bool has_age() const { return of().pending().empty(); }

    std::shared_ptr<df::database_::core> core;
};

TEST_P(migrations_of_database, are_run_once_and_a_second_run_changes_nothing) {
    const auto first = of().run({.auto_confirm = true});
    EXPECT_TRUE(first.done);
    EXPECT_TRUE(first.changed());
    EXPECT_EQ(first.run.id, 1);
    EXPECT_EQ(first.run.steps, 2U);
    EXPECT_EQ(number("SELECT sum(age) FROM users"), 3);
    const auto second = of().run({.auto_confirm = true});
    EXPECT_FALSE(second.changed());
    EXPECT_TRUE(second.plan.empty());
    EXPECT_EQ(of().history().size(), 1U);
    EXPECT_EQ(of().history(0).size(), 0U);
}

TEST_P(migrations_of_database, a_dry_run_plans_and_changes_nothing_not_even_a_history) {
    df::callback<bool(const migrate::plan&)> never{[](const migrate::plan&) -> bool {
        ADD_FAILURE() << "asked";
        return true;
    }};
    const auto out = of().run({.dry_run = true, .confirm = never});
    EXPECT_EQ(out.plan.steps.size(), 2U);
    EXPECT_FALSE(out.changed());
    EXPECT_FALSE(has_age());
    EXPECT_THROW((void)number("SELECT count(*) FROM dataflow_migrations"), df::error);
    EXPECT_TRUE(of().history().empty());
}

TEST_P(migrations_of_database, nobody_is_waited_for_where_there_is_no_terminal) {
    if (::isatty(0) != 0 && ::isatty(1) != 0) GTEST_SKIP() << "there is a terminal";
    const auto e = thrown<df::protected_operation>([&] { of().run(); });
    EXPECT_TRUE(has(e.what(), "there is no terminal")) << e.what();
    EXPECT_FALSE(has_age());
}

TEST_P(migrations_of_database, a_function_decides) {
    std::string seen;
    bool answer = false;
    const auto ask = [&](const migrate::plan& p) {
        seen = migrate::preview(p);
        return answer;
    };
    const auto e = thrown<df::protected_operation>([&] { of().run({.confirm = ask}); });
    EXPECT_TRUE(has(e.what(), "was not confirmed")) << e.what();
    EXPECT_FALSE(has_age());
    answer = true;
    EXPECT_TRUE(of().run({.confirm = ask}).done);
    EXPECT_TRUE(has_age());
    EXPECT_TRUE(has(seen, "ALTER TABLE users ADD COLUMN age INTEGER;")) << seen;
}

TEST_P(migrations_of_database, what_is_too_dangerous_is_refused_whoever_confirms) {
    const auto e = thrown<df::protected_operation>([&] { of(&high_risk).run({.auto_confirm = true}); });
    EXPECT_TRUE(has(e.what(), "max_risk, which is medium: add column users.age (high)")) << e.what();
    EXPECT_FALSE(has_age());
    EXPECT_TRUE(of(&high_risk).run({.auto_confirm = true, .max_risk = df::risk::high}).done);
}

TEST_P(migrations_of_database, are_undone_with_a_warning_about_what_is_lost) {
    of().run({.auto_confirm = true});
    const auto found = of().analyze_rollback(1);
    EXPECT_TRUE(found.possible) << found.reason;
    EXPECT_TRUE(found.loses_data);
    EXPECT_TRUE(has(found.data_loss_warning, "\"add column users.age\" deletes what the column holds"))
        << found.data_loss_warning;
    EXPECT_TRUE(has(found.data_loss_warning, "2 rows")) << found.data_loss_warning;
    EXPECT_EQ(found.sql, std::vector<std::string>{"ALTER TABLE users DROP COLUMN age"});
    const auto e = thrown<df::protected_operation>([&] { of().rollback(1); });
    EXPECT_TRUE(has(e.what(), "lose_data allows it")) << e.what();
    EXPECT_TRUE(has_age());
    of().rollback(1, {.lose_data = true});
    EXPECT_FALSE(has_age());
    EXPECT_EQ(of().history()[0].state, migrate::migration_state::undone);
    EXPECT_TRUE(has(of().analyze_rollback(1).reason, "undone already"));
    EXPECT_THROW(of().rollback(1), df::protected_operation);
    EXPECT_THROW((void)of().analyze_rollback(7), df::not_found);
    of().run({.auto_confirm = true});
    EXPECT_EQ(of().history().size(), 2U);
    EXPECT_TRUE(of().drift().empty()) << migrate::to_text(of().drift());
}

TEST_P(migrations_of_database, without_rows_nothing_is_lost) {
    script("DELETE FROM users");
    of().run({.auto_confirm = true});
    EXPECT_FALSE(of().analyze_rollback(1).loses_data);
    of().rollback(1);
    EXPECT_FALSE(has_age());
}

TEST_P(migrations_of_database, only_the_last_one_is_undone_and_none_without_a_way_back) {
    of().run({.auto_confirm = true});
    script("ALTER TABLE users DROP COLUMN age");
    const auto irreversible = [](df::driver::connection& on, const migrate::plan_options& how) {
        auto p = plan_by_hand(on, how);
        if (!p.steps.empty()) p.steps[1].irreversible = "the former values are not kept";
        return p;
    };
    of(+irreversible).run({.auto_confirm = true});
    EXPECT_TRUE(has(of().analyze_rollback(1).reason, "migration 2 came after it"));
    EXPECT_TRUE(
        has(of().analyze_rollback(2).reason, "step 2 (fill users.age) cannot be undone: the former values"));
    EXPECT_THROW(of().rollback(2, {.lose_data = true}), df::protected_operation);
    EXPECT_TRUE(has_age());
}

TEST_P(migrations_of_database, a_backup_holds_the_rows_of_before) {
    const auto out = of().run({.auto_confirm = true, .backup = true});
    ASSERT_EQ(out.backups.size(), 1U);
    if (GetParam() == backend::sqlite_file) {
        EXPECT_EQ(out.backups[0], where().file() + ".before-1");
        plain_connection copy{backend::sqlite_file, out.backups[0]};
        EXPECT_EQ(copy.value("SELECT group_concat(name) FROM users"), "a,b");
        EXPECT_THROW(copy.run("SELECT age FROM users"), std::runtime_error);
    } else {
        EXPECT_EQ(out.backups[0], "dataflow_backup_1_users");
        EXPECT_EQ(number("SELECT count(*) FROM dataflow_backup_1_users WHERE name IN ('a', 'b')"), 2);
        EXPECT_THROW((void)number("SELECT count(age) FROM dataflow_backup_1_users"), df::error);
    }
}

TEST_P(migrations_of_database, a_failed_one_leaves_its_backup_and_no_change) {
    const auto e =
        thrown<df::database_error>([&] { of(&broken).run({.auto_confirm = true, .backup = true}); });
    EXPECT_TRUE(has(e.what(), "step 2 of 2 (fill users.age)")) << e.what();
    EXPECT_TRUE(has(e.what(), "nothing was changed")) << e.what();
    EXPECT_FALSE(has_age());
    const auto all = of().history();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].state, migrate::migration_state::undone);
    EXPECT_TRUE(has(all[0].message, "step 2: "));
}

TEST_P(migrations_of_database, drift_is_told_in_the_words_of_the_preview) {
    auto drift = of().drift();
    EXPECT_FALSE(drift.empty());
    EXPECT_TRUE(has(migrate::to_text(drift), "add column")) << migrate::to_text(drift);
    of().run({.auto_confirm = true});
    EXPECT_TRUE(of().drift().empty()) << migrate::to_text(of().drift());
    script("ALTER TABLE users ADD COLUMN extra INTEGER");
    script("CREATE INDEX by_hand ON users (name)");
    drift = of().drift();
    ASSERT_EQ(drift.from_history.size(), 1U);
    EXPECT_EQ(drift.from_history[0].table, "users");
    EXPECT_EQ(drift.from_history[0].since, 1);
    const auto text = migrate::to_text(drift);
    EXPECT_TRUE(has(text, "The table users is not as migration 1 left it:")) << text;
    EXPECT_TRUE(has(text, "+ \"extra\"")) << text;
    EXPECT_TRUE(has(text, "by_hand")) << text;
    EXPECT_TRUE(has(migrate::to_json(drift), "\"drift\":true")) << migrate::to_json(drift);
    script("DROP INDEX by_hand");
    script("ALTER TABLE users DROP COLUMN extra");
    EXPECT_TRUE(of().drift().empty()) << migrate::to_text(of().drift());
    script("DROP TABLE users");
    script("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER)");
    EXPECT_EQ(of().drift().from_history.empty(), true) << migrate::to_text(of().drift());
}

struct User {
    df::id<User> id{};
    std::string name{};
    std::optional<int> age{};
};

TEST_P(migrations_of_database, opening_names_the_migration_that_would_mend_a_table) {
    if (memory()) return; // a second opening has another database
    const auto e = thrown<df::schema_mismatch>([&] { df::database<User> db{url()}; });
    EXPECT_TRUE(has(e.what(), "column age is missing")) << e.what();
    EXPECT_TRUE(has(e.what(),
                    "\n  to mend it: df::open_migrated of <dataflow/migrate.hpp>, which would run ALTER "
                    "TABLE \"users\" ADD COLUMN \"age\" INTEGER"))
        << e.what();
}

struct migrations_of_file : migrations_of_database {};

TEST_P(migrations_of_file, threads_that_start_at_once_migrate_once) {
    std::vector<std::thread> all;
    std::atomic<int> done{0};
    for (int i = 0; i < 4; ++i)
        all.emplace_back([&] {
            const auto own = std::make_shared<df::database_::core>(df::open_options{.url = url()});
            if (df::migrations{own, &plan_by_hand}.run({.auto_confirm = true}).done) ++done;
        });
    for (auto& t : all) t.join();
    EXPECT_EQ(done, 1);
    EXPECT_EQ(number("SELECT sum(age) FROM users"), 3);
    EXPECT_EQ(of().history().size(), 1U);
    EXPECT_FALSE(!postgres() && std::filesystem::exists(where().file() + "-migration"));
}

namespace v1 {
struct Member {
    df::id<Member> id{};
    std::string name{};
};
} // namespace v1
namespace v2 {
struct Member {
    df::id<Member> id{};
    std::string name{};
    std::optional<int> age{};
    int points = 7;
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"name"})};
};
} // namespace v2

namespace v3 {
struct Member {
    df::id<Member> id{};
    std::string name{};
    int age = 5;
    int points = 7;
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"name"})};
};
} // namespace v3

struct migrated_database : database_test {};

TEST_P(migrated_database, gives_rows_without_a_value_the_default_of_a_field_that_is_no_longer_optional) {
    if (memory()) GTEST_SKIP() << "ends with its one connection";
    {
        df::database<v2::Member> db{url()};
        db.run(df::create(v2::Member{.name = "ann"}));
        db.run(df::create(v2::Member{.name = "bob", .age = 3}));
    }
    auto db = df::open_migrated<v3::Member>(url(), {.auto_confirm = true, .max_risk = df::risk::high});
    const auto all = db.run(df::list<v3::Member>());
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].age, 5);
    EXPECT_EQ(all[1].age, 3);
    EXPECT_FALSE(db.migrate().changed());
}

TEST_P(migrated_database, opens_after_its_tables_were_changed_with_their_rows) {
    if (memory()) GTEST_SKIP() << "ends with its one connection";
    {
        df::database<v1::Member> db{url()};
        db.run(df::create(v1::Member{.name = "ann"}));
    }
    EXPECT_THROW(df::database<v2::Member>{url()}, df::schema_mismatch);
    EXPECT_EQ(df::migrations_of<v2::Member>(url()).pending().empty(), false);
    df::migrate_result told;
    auto db = df::open_migrated<v2::Member>(url(), {.auto_confirm = true}, &told);
    EXPECT_TRUE(told.done);
    const auto all = db.run(df::list<v2::Member>());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].name, "ann");
    EXPECT_EQ(all[0].points, 7);
    EXPECT_FALSE(all[0].age.has_value());
    db.run(df::create(v2::Member{.name = "bob", .age = 3}));
    EXPECT_FALSE(db.migrate({.auto_confirm = true}).changed());
    EXPECT_FALSE(db.migrate().changed()); // nobody is asked where nothing changes
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
    const df::migrations of{db};
    ASSERT_EQ(of.history().size(), 1U);
    EXPECT_EQ(of.history()[0].state, migrate::migration_state::done);
    EXPECT_TRUE(of.analyze_rollback(1).loses_data);
    of.rollback(1, {.lose_data = true});
    df::database<v1::Member> former{url()};
    EXPECT_EQ(former.run(df::list<v1::Member>()).size(), 2U);
    EXPECT_THROW(
        (void)df::open_migrated<v2::Member>(df::open_options{.url = url(), .existing_schema_mode = true}),
        df::invalid_value);
}

TEST_P(migrated_database, makes_tables_where_there_are_none) {
    auto db = df::open_migrated<v2::Member>(url(), {.auto_confirm = true});
    db.run(df::create(v2::Member{.name = "bob", .age = 3}));
    EXPECT_EQ(db.run(df::list<v2::Member>()).size(), 1U);
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
    EXPECT_EQ(df::migrations{db}.history().size(), 1U);
}

TEST(migrate_preview, shows_the_table_the_statements_and_the_assessment) {
    migrate::plan p;
    p.steps = {
        {.title = "add column users.phone",
         .operation = "add column",
         .subject = "phone",
         .table = "users",
         .sql = {"ALTER TABLE users ADD COLUMN phone TEXT"},
         .transaction = 1,
         .locks = {{"users", migrate::lock_mode::access_exclusive}},
         .risk = df::risk::low,
         .undo = {"ALTER TABLE users DROP COLUMN phone"}},
        {.title = "drop column users.fax",
         .operation = "drop column",
         .subject = "fax",
         .table = "users",
         .sql = {"ALTER TABLE users DROP COLUMN fax"},
         .transaction = 1,
         .rows = 2000,
         .risk = df::risk::high,
         .loses_data = true,
         .irreversible = "its values are gone",
         .findings = {{"DF-D01", df::risk::high, "users", "fax", "it is dropped", "stop using it first"}}}};
    p.questions = {{"users", "was phone called fax?", ".renamed = df::renamed({\"fax\", \"phone\"})"}};
    EXPECT_EQ(migrate::preview(p), R"(Changes:
Table  Operation    Details                                             Safety
-----  -----------  --------------------------------------------------  ---------
users  add column   phone: lock ACCESS EXCLUSIVE                        safe
users  drop column  fax: about 2000 rows, loses data, cannot be undone  dangerous

Statements:
  BEGIN;
  ALTER TABLE users ADD COLUMN phone TEXT;
  ALTER TABLE users DROP COLUMN fax;
  COMMIT;

Findings:
  - DF-D01 high, users.fax: it is dropped
      instead: stop using it first

Assessment:
  - risk: high
  - programs of the former version may notice:
      drop column users.fax (high)
  - DATA IS LOST: drop column users.fax
  - estimated time: less than 100 ms
  - cannot be undone: drop column users.fax (its values are gone)

Question about users: was phone called fax?
  to answer it: .renamed = df::renamed({"fax", "phone"})
)");
    const auto boxes = migrate::preview(p, {.boxes = true, .sql = false});
    EXPECT_TRUE(has(boxes, "│ users │ add column ")) << boxes;
    EXPECT_FALSE(has(boxes, "BEGIN")) << boxes;
    const auto json = migrate::to_json(p);
    EXPECT_TRUE(has(json, R"("risk":"high","loses_data":true,"reversible":false)")) << json;
    EXPECT_TRUE(has(json, R"("code":"DF-D01")")) << json;
    auto back = migrate::plan_from_json(json);
    EXPECT_TRUE(migrate::same_work(back, p));
    for (std::size_t i = 0; i < p.steps.size(); ++i)
        EXPECT_EQ(back.steps[i].locks.size(), p.steps[i].locks.size());
    EXPECT_EQ(back.risk(), df::risk::high);
    EXPECT_EQ(migrate::preview({}), "Nothing to change: the database is as the models want it.\n");
    EXPECT_THROW((void)migrate::plan_from_json("{\"steps\":[{\"kind\":\"other\"}]}"), df::invalid_value);
    EXPECT_THROW((void)migrate::plan_from_json("{"), df::invalid_value);
}

DATAFLOW_ON_ALL_DATABASES(migrations_of_database);
DATAFLOW_ON_ALL_DATABASES(migrated_database);
DATAFLOW_ON_SHARED_DATABASES(migrations_of_file);

// An option that is switched on and off on a table that has rows.
namespace without {
struct Note {
    df::id<Note> id{};
    std::string text{};
};
} // namespace without
namespace with {
struct Note {
    df::id<Note> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{.versioned = true};
};
} // namespace with

TEST_P(migrations_of_file, switch_versions_on_and_off_with_rows_there) {
    {
        df::database<without::Note> db{url()};
        db.run(df::create(without::Note{.text = "a"}));
    }
    {
        auto db = df::open_migrated<with::Note>(url(), {.auto_confirm = true});
        const auto note = db.run(df::list<with::Note>())[0];
        EXPECT_EQ(note.version, 1);
        EXPECT_EQ(db.run(df::update(note)).version, 2);
        EXPECT_EQ(db.run(df::create(with::Note{.text = "b"})).version, 1);
    }
    auto db = df::open_migrated<without::Note>(url(), {.auto_confirm = true, .max_risk = df::risk::high});
    EXPECT_EQ(db.run(df::count<without::Note>()), 2);
    EXPECT_EQ(db.run(df::create(without::Note{.text = "c"})).text, "c");
}

// Soft delete, with a foreign key for whose marks there are triggers.
namespace hard {
struct Shelf {
    df::id<Shelf> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
struct Box {
    df::id<Box> id{};
    df::id<Shelf> shelf{};

    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_rule{"shelf", df::on_delete::cascade})};
};
} // namespace hard
namespace soft {
struct Shelf {
    df::id<Shelf> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.soft_delete = true, .unique = df::unique({"name"})};
};
struct Box {
    df::id<Box> id{};
    df::id<Shelf> shelf{};

    static constexpr auto dataflow =
        df::options{.soft_delete = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"shelf", df::on_delete::cascade})};
};
} // namespace soft

TEST_P(migrations_of_file, switch_soft_delete_on_and_off_with_rows_there) {
    {
        df::database<hard::Shelf, hard::Box> db{url()};
        const auto a = db.run(df::create(hard::Shelf{.name = "a"}));
        db.run(df::create(hard::Shelf{.name = "b"}));
        db.run(df::create(hard::Box{.shelf = a.id}));
        db.run(df::create(hard::Box{.shelf = a.id}));
    }
    const auto a = field<&soft::Shelf::name> == "a";
    {
        auto db = df::open_migrated<soft::Shelf, soft::Box>(url(), {.auto_confirm = true});
        EXPECT_EQ(db.run(df::bulk_erase<soft::Shelf>(a)).deleted, 1);
        EXPECT_EQ(db.run(df::count<soft::Box>()), 0); // by a trigger
        EXPECT_EQ(db.run(df::only_deleted(df::count<soft::Box>())), 2);
        db.run(df::create(soft::Shelf{.name = "a"})); // the name is free again
        EXPECT_THROW(db.run(df::create(soft::Shelf{.name = "b"})), df::unique_violation);
    }
    const df::migrate_options go{.auto_confirm = true, .max_risk = df::risk::high};
    const auto refused = [&](const char* table) { // what is deleted does not come back unseen
        const auto e =
            thrown<df::check_violation>([&] { (void)df::open_migrated<hard::Shelf, hard::Box>(url(), go); });
        EXPECT_TRUE(has(e.what(), std::string{"no deleted records in "} + table)) << e.what();
        EXPECT_TRUE(has(e.what(), "purge them first")) << e.what();
    };
    refused("shelves");
    {
        df::database<soft::Shelf, soft::Box> db{url()}; // nothing has changed
        EXPECT_EQ(db.run(df::count<soft::Shelf>()), 2);
        EXPECT_EQ(db.run(df::purge<soft::Shelf>(df::everything)).deleted, 1);
        const auto b = db.run(df::list<soft::Shelf>().where(field<&soft::Shelf::name> == "b"))[0];
        const auto box = db.run(df::create(soft::Box{.shelf = b.id}));
        db.run(df::erase<soft::Box>(box.id));
    }
    refused("boxes");
    {
        df::database<soft::Shelf, soft::Box> db{url()};
        EXPECT_EQ(db.run(df::purge<soft::Box>(df::everything)).deleted, 1);
    }
    auto db = df::open_migrated<hard::Shelf, hard::Box>(url(), go);
    EXPECT_EQ(db.run(df::count<hard::Shelf>()), 2);
    const auto shelf = db.run(df::list<hard::Shelf>().where(field<&hard::Shelf::name> == "a"))[0];
    db.run(df::create(hard::Box{.shelf = shelf.id}));
    EXPECT_THROW(db.run(df::create(hard::Shelf{.name = "a"})), df::unique_violation);
    db.run(df::erase<hard::Shelf>(shelf.id));
    EXPECT_EQ(db.run(df::count<hard::Box>()), 0);
    EXPECT_TRUE(df::migrations{db}.pending().empty());
    const auto found = df::describe(db);
    for (const auto& t : found.tables) EXPECT_TRUE(t.triggers.empty()) << t.name;
}

} // namespace
