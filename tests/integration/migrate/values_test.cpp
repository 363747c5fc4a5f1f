// Rows whose values must become those of another type, of an enumeration with other names, or of other
// columns: the same on both databases.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/tenant.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using namespace support;
namespace migrate = df::migrate;
using df::field;

namespace v1 {
enum class state : std::uint8_t { planned, done, missed };
struct Visit {
    df::id<Visit> id{};
    std::string day, at, code, clock, local;
    v1::state state = v1::state::planned;
    std::optional<std::string> note{};
};
} // namespace v1
namespace v2 {
enum class state : std::uint8_t { planned, cancelled, seen };
struct Visit {
    df::id<Visit> id{};
    df::date day{};
    df::timestamp at{};
    df::uuid code{};
    df::time_of_day clock{};
    df::local_time local{};
    v2::state state = v2::state::planned;
    static constexpr auto dataflow = df::options{
        .soft_delete = true,
        .renamed_values = df::renamed_values({"state", "done", "seen"}, {"state", "missed", "cancelled"})};
};
} // namespace v2

const v1::Visit fits{.day = "2024-02-29",
                     .at = "2024-02-29T23:59:59.999999Z",
                     .code = "7b2e1b1a-0b1e-4e69-9f0b-1a2b3c4d5e6f",
                     .clock = "23:59:59.999999",
                     .local = "2024-02-29T12:30:00.000000",
                     .state = v1::state::done};

struct migrated_values : shared_database_test {
    [[nodiscard]] static bool has_code(const migrate::plan& p, std::string_view code) {
        return std::any_of(p.steps.begin(), p.steps.end(), [&](const migrate::step& s) {
            return std::any_of(s.findings.begin(), s.findings.end(),
                               [&](const migrate::finding& f) { return f.code == code; });
        });
    }
};

TEST_P(migrated_values, texts_become_days_times_and_uuids) {
    {
        df::database<v1::Visit> db{url()};
        db.run(df::create(fits));
    }
    const auto of = df::migrations_of<v2::Visit>(url());
    of.run({.auto_confirm = true, .max_risk = df::risk::critical});
    df::database<v2::Visit> db{url()};
    const auto visit = db.run(df::list<v2::Visit>()).records.at(0);
    EXPECT_EQ(visit.day, df::parse_date("2024-02-29"));
    EXPECT_EQ(visit.at, df::parse_timestamp("2024-02-29T23:59:59.999999Z"));
    EXPECT_EQ(visit.code, df::parse_uuid(fits.code));
    EXPECT_EQ(visit.state, v2::state::seen);
}

// Texts of the right length, which the checks of SQLite let pass.
TEST_P(migrated_values, texts_that_are_none_stop_the_run) {
    struct {
        const char* column;
        std::string v1::Visit::* of;
        const char* text;
    } const bad[]{
        {"day", &v1::Visit::day, "0123456789"},
        {"day", &v1::Visit::day, "2023-02-29"},
        {"day", &v1::Visit::day, "0000-01-01"},
        {"at", &v1::Visit::at, "abcdefghijklmnopqrstuvwxyz1"},
        {"at", &v1::Visit::at, "2024-13-29T12:30:00.000000Z"},
        {"at", &v1::Visit::at, "2024-02-29T24:30:00.000000Z"},
        {"code", &v1::Visit::code, "7b2e1b1a-0b1e-4e69-9f0b-1a2b3c4d5e6x"},
        {"clock", &v1::Visit::clock, "29:00:00.000000"},
        {"local", &v1::Visit::local, "2024-04-31T12:30:00.000000"},
    };
    df::database<v1::Visit> db{url()};
    const auto id = db.run(df::create(fits)).id;
    db.run(df::create(fits)); // one that fits stands in nobody's way
    for (const auto& one : bad) {
        v1::Visit wrong = fits;
        wrong.id = id;
        wrong.*one.of = one.text;
        db.run(df::update(wrong));
        const auto e = thrown<df::check_violation>([&] {
            df::migrations_of<v2::Visit>(url()).run({.auto_confirm = true, .max_risk = df::risk::critical});
        });
        EXPECT_TRUE(has(e.what(), one.column)) << e.what();
        EXPECT_TRUE(has(e.what(), "1 row is in the way")) << e.what();
        EXPECT_FALSE(has(e.what(), one.text)) << e.what();
    }
    EXPECT_EQ(db.run(df::count<v1::Visit>()), 2); // it is as it was
}

// Each former name is a name still, or has become one.
TEST_P(migrated_values, renamed_enumerators_are_none_that_are_refused) {
    {
        df::database<v1::Visit> db{url()};
        db.run(df::create(fits));
    }
    const auto p = df::migrations_of<v2::Visit>(url()).pending();
    EXPECT_TRUE(has_code(p, "DF-C15")) << migrate::preview(p);
    EXPECT_FALSE(has_code(p, "DF-C21")) << migrate::preview(p);
}

namespace v3 {
enum class state : std::uint8_t { planned, seen };
struct Visit {
    df::id<Visit> id{};
    v3::state state = v3::state::planned;
    std::optional<std::string> note{};
    static constexpr auto dataflow =
        df::options{.renamed_values = df::renamed_values({"state", "done", "seen"})};
};
} // namespace v3
TEST_P(migrated_values, an_enumerator_less_is_refused) {
    {
        df::database<v1::Visit> db{url()};
    }
    EXPECT_TRUE(has_code(df::migrations_of<v3::Visit>(url()).pending(), "DF-C21"));
}

namespace was {
struct Member {
    df::id<Member> id{};
    std::string name;
};
} // namespace was
namespace is {
struct Member {
    df::id<Member> id{};
    std::string first, last;
    static constexpr auto dataflow = df::options{.soft_delete = true, .versioned = true};
};
struct Person {
    df::id<Person> id{};
    std::string first, last;
    static constexpr auto dataflow = df::options{.renamed_table = "members"};
};
} // namespace is

// On SQLite both are TEXT.
TEST_P(migrated_values, nobody_is_asked_whether_a_text_has_become_a_time) {
    {
        df::database<was::Member> db{url()};
    }
    const auto p = df::migrations_of<is::Member>(url()).pending();
    EXPECT_FALSE(p.questions.empty()); // was name renamed?
    for (const auto& q : p.questions) {
        EXPECT_FALSE(has(q.text, "deleted_at")) << q.text;
        EXPECT_TRUE(has(q.answer, "df::migrate::change_set")) << q.answer;
    }
}

struct one_name {
    std::string name;
};
struct two_names {
    std::string first, last;
};
two_names split(const one_name& from) { return {from.name, from.name}; }

TEST_P(migrated_values, a_change_set_counts_the_rows_that_it_writes) {
    {
        df::database<was::Member> db{url()};
        db.run(df::create(was::Member{.name = "ann"}));
    }
    const auto names = migrate::change_set::of<is::Member>("names")
                           .add<&is::Member::first>()
                           .add<&is::Member::last>()
                           .migrate_data<is::Member>(&split)
                           .drop<is::Member>("name");
    for (const auto& s : df::migrations_of<is::Member>(url()).pending(names).steps)
        if (s.operation == "rebuild") {
            EXPECT_LE(s.risk, df::risk::medium) << s.title;
        }
}

TEST_P(migrated_values, a_change_set_writes_columns_of_its_model) {
    try {
        (void)migrate::change_set::of<is::Member>("names").migrate_data<is::Member>(
            {migrate::set<&is::Person::first>("name")});
        FAIL();
    } catch (const std::invalid_argument& e) {
        EXPECT_TRUE(has(e.what(), "people.first is to be written in the rows of members")) << e.what();
    }
}

two_names never(const one_name&) { throw std::runtime_error{"no blank in it"}; }
TEST_P(migrated_values, what_a_function_throws_undoes_the_steps_before) {
    {
        df::database<was::Member> db{url()};
        db.run(df::create(was::Member{.name = "ann"}));
    }
    const auto of = df::migrations_of<is::Member>(url());
    const auto with = [](auto function) {
        return migrate::change_set::of<is::Member>("names")
            .template add<&is::Member::first>()
            .template add<&is::Member::last>()
            .template migrate_data<is::Member>(function)
            .template drop<is::Member>("name");
    };
    const df::migrate_options how{.auto_confirm = true, .max_risk = df::risk::critical};
    const auto e = thrown<df::invalid_value>([&] { of.run(with(&never), how); });
    EXPECT_TRUE(has(e.what(), "names")) << e.what();
    EXPECT_TRUE(has(e.what(), "the function threw: no blank in it")) << e.what();
    EXPECT_TRUE(has(e.what(), "undone")) << e.what();
    EXPECT_EQ(df::database<was::Member>{url()}.run(df::count<was::Member>()), 1); // it is as it was
    of.run(with(&split), how); // nothing stands in the way of a mended one
    of.run(how);
    EXPECT_EQ(df::database<is::Member>{url()}.run(df::list<is::Member>()).records.at(0).last, "ann");
}

namespace off {
struct Note {
    df::id<Note> id{};
    std::string text;
    static constexpr auto dataflow = df::options{.timestamps = false, .soft_delete = true};
};
} // namespace off
namespace on {
struct Note {
    df::id<Note> id{};
    std::string text;
};
} // namespace on
TEST_P(migrated_values, an_option_that_goes_is_not_one_that_comes) {
    {
        df::database<on::Note> db{url()};
    }
    const auto of = df::migrations_of<off::Note>(url());
    EXPECT_TRUE(of.pending().questions.empty()) << migrate::preview(of.pending());
    of.run({.auto_confirm = true, .max_risk = df::risk::high});
    EXPECT_TRUE(of.pending().empty());
}

namespace shops {
struct Shop {
    df::id<Shop> id{};
    std::string name;
};
struct Sale {
    df::id<Sale> id{};
    int n = 0;
};
} // namespace shops
namespace stores {
struct Store {
    df::id<Store> id{};
    std::string name;
};
struct Sale {
    df::id<Sale> id{};
    int n = 0;
};
} // namespace stores

// A table that got another name without a word looks like one that comes.
TEST_P(migrated_values, a_table_like_one_that_comes_is_told) {
    {
        df::database<shops::Shop, shops::Sale> db{url()};
    }
    const auto p = df::migrations_of<stores::Store, stores::Sale>(url()).pending();
    ASSERT_EQ(p.unknown.size(), 1U) << migrate::preview(p);
    EXPECT_TRUE(has(p.unknown[0], "shops is in no model, and has the columns of stores")) << p.unknown[0];
    EXPECT_TRUE(has(p.unknown[0], ".renamed_table = \"shops\" in the options of Store")) << p.unknown[0];
    EXPECT_TRUE(p.questions.empty());
    EXPECT_TRUE(df::migrations_of<shops::Shop>(url()).pending().unknown.empty());
}

namespace rented {
struct Shop {
    df::id<Shop> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.multi_tenant = true, .unique = df::unique({"name"})};
};
struct Sale {
    df::id<Sale> id{};
    df::id<Shop> shop;
    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
} // namespace rented
namespace owned {
struct Shop {
    df::id<Shop> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
struct Sale {
    df::id<Sale> id{};
    df::id<Shop> shop;
};
} // namespace owned

// As docs/tenants.md has it.
TEST_P(migrated_values, a_file_says_whose_the_rows_are_before_a_table_has_tenants) {
    {
        df::database<owned::Shop, owned::Sale> db{url()};
        const auto shop = db.run(df::create(owned::Shop{.name = "a"}));
        db.run(df::create(owned::Sale{.shop = shop.id}));
    }
    const df::migrate_options how{.auto_confirm = true, .max_risk = df::risk::critical};
    const auto of = df::migrations_of<rented::Shop, rented::Sale>(url());
    const auto e = thrown<df::check_violation>([&] { of.run(how); });
    EXPECT_TRUE(has(e.what(), "tenant_id")) << e.what();

    const auto folder =
        std::filesystem::temp_directory_path() /
        ("dataflow_tenants_" + std::to_string(::getpid()) + "_" + testing::PrintToString(GetParam()));
    std::filesystem::create_directories(folder);
    // PostgreSQL's columns have an order of their own, which would be changed after it.
    const std::string order = postgres() ? "COLLATE \"C\" " : "";
    std::ofstream{folder / "0001_tenants.up.sql"}
        << "ALTER TABLE shops ADD COLUMN tenant_id TEXT " << order << "NOT NULL DEFAULT 'acme';\n"
        << "ALTER TABLE sales ADD COLUMN tenant_id TEXT NOT NULL DEFAULT 'acme';\n";
    std::string changed;
    for (const auto& s : of.with_files({.folder = folder.string()}).run(how).plan.steps)
        if (s.operation == "change the collation of") changed += s.subject + " of " + s.table + "\n";
    EXPECT_EQ(changed, postgres() ? "tenant_id to C of sales\n" : "");
    {
        df::database<rented::Shop, rented::Sale> db{url()};
        EXPECT_EQ(db.tenant("acme").run(df::count<rented::Sale>()), 1);
        db.tenant("other").run(df::create(rented::Shop{.name = "a"})); // the same unique value
    }
    std::filesystem::remove_all(folder);
}

TEST_P(migrated_values, tenants_are_switched_off_with_keys_within_them) {
    {
        df::database<rented::Shop, rented::Sale> db{url()};
        for (const char* name : {"acme", "other"}) {
            const auto of = db.tenant(name);
            const auto shop = of.run(df::create(rented::Shop{.name = "a"}));
            of.run(df::create(rented::Sale{.shop = shop.id}));
        }
    }
    const df::migrate_options how{.auto_confirm = true, .max_risk = df::risk::critical};
    const auto of = df::migrations_of<owned::Shop, owned::Sale>(url());
    const auto e = thrown<df::check_violation>([&] { of.run(how); }); // both are called a
    EXPECT_TRUE(has(e.what(), "1 row is in the way")) << e.what();
    EXPECT_TRUE((df::migrations_of<rented::Shop, rented::Sale>(url()).pending().empty()));
    plain().run("UPDATE shops SET name = 'b' WHERE tenant_id = 'other'");
    of.run(how);
    EXPECT_TRUE(of.pending().empty()) << migrate::preview(of.pending());
    EXPECT_TRUE(of.drift().empty()) << migrate::to_text(of.drift());
    {
        df::database<owned::Shop, owned::Sale> db{url()};
        EXPECT_EQ(db.run(df::count<owned::Sale>()), 2);
        EXPECT_THROW(db.run(df::create(owned::Sale{.shop = df::id<owned::Shop>{99}})),
                     df::foreign_key_violation);
        EXPECT_THROW(db.run(df::create(owned::Shop{.name = "a"})), df::unique_violation);
    }
    // Whose they were is lost: the rows belong to nobody until somebody says it.
    const auto id = of.history().back().id;
    EXPECT_TRUE(has(of.analyze_rollback(id).data_loss_warning, "tenant_id"));
    of.rollback(id, {.lose_data = true});
    plain().run("UPDATE shops SET tenant_id = 'acme'; UPDATE sales SET tenant_id = 'acme'");
    df::migrations_of<rented::Shop, rented::Sale>(url()).run(how);
    df::database<rented::Shop, rented::Sale> db{url()};
    EXPECT_EQ(db.tenant("acme").run(df::count<rented::Sale>()), 2);
}

TEST_P(migrated_values, a_change_set_runs_no_files) {
    const auto names = migrate::change_set::of<is::Member>("names").add<&is::Member::first>();
    df::migrate_options how{.auto_confirm = true};
    how.files.folder = "anywhere";
    const auto e = thrown<df::invalid_value>([&] { df::migrations_of<is::Member>(url()).run(names, how); });
    EXPECT_TRUE(has(e.what(), "a change set runs no files")) << e.what();
}

TEST_P(migrated_values, a_change_set_of_a_table_with_its_former_name_says_so) {
    {
        df::database<was::Member> db{url()};
    }
    const auto names = migrate::change_set::of<is::Person>("names").add<&is::Person::first>();
    try {
        (void)df::migrations_of<is::Person>(url()).pending(names);
        FAIL();
    } catch (const std::invalid_argument& e) {
        EXPECT_TRUE(has(e.what(), "no table people; where it is called members there")) << e.what();
    }
}

INSTANTIATE_TEST_SUITE_P(on_each_database, migrated_values, testing::ValuesIn(shared_backends()),
                         backend_name);

} // namespace
