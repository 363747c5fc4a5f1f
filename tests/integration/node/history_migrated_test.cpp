// A migration by itself, without the opening that may follow, leaves tables with history ready to be written
// to, and their past versions go on; and where the option goes, so do its triggers.
#include "support/fixture.hpp"

#include <dataflow/history.hpp>
#include <dataflow/migrate.hpp>

#include <cstdint>
#include <string>

namespace {

namespace df = dataflow;
using df::field;

namespace bare {
struct Rock {
    df::id<Rock> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow = df::options{.timestamps = false};
};
} // namespace bare
namespace kept {
struct Rock {
    df::id<Rock> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow = df::options{.timestamps = false, .history = true};
};
} // namespace kept
namespace wide {
struct Rock { // a column comes, and one gets another type
    df::id<Rock> id{};
    std::string name{};
    long weight = 1;
    std::string place = "here";

    static constexpr auto dataflow = df::options{.timestamps = false, .history = true};
};
} // namespace wide
namespace renamed {
struct Gem {
    df::id<Gem> id{};
    std::string name{};
    int mass = 1;

    static constexpr auto dataflow = df::options{.timestamps = false,
                                                 .history = true,
                                                 .renamed_table = "rocks",
                                                 .renamed = df::renamed({"weight", "mass"})};
};
} // namespace renamed
namespace renamed_off {
struct Gem {
    df::id<Gem> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .renamed_table = "rocks"};
};
} // namespace renamed_off

namespace split {
struct Rock {
    df::id<Rock> id{};
    std::string name{};
    std::string label = "none";

    static constexpr auto dataflow = df::options{.timestamps = false, .history = true};
};
} // namespace split

class AfterMigrations : public support::shared_database_test {
  protected:
    static inline const df::migrate_options all{.auto_confirm = true, .max_risk = df::risk::critical};

    /// Migrates to a model, and gives the preview of that.
    template <class M>
    std::string go() {
        const auto to = df::migrations_of<M>(url());
        const auto done = to.run(all);
        EXPECT_TRUE(to.drift().empty()) << df::migrate::to_text(to.drift());
        return df::migrate::preview(done.plan);
    }
    /// Writes by hand, as a program that did not notice; gives how many versions there are of the first
    /// record.
    std::int64_t write(const std::string& table, const std::string& change, const std::string& kept_in) {
        auto other = plain();
        other.run("UPDATE " + table + " SET " + change + " WHERE id = 1");
        other.run("INSERT INTO " + table + " (id, name) VALUES (99, 'x')");
        other.run("DELETE FROM " + table + " WHERE id = 99");
        return other.number("SELECT count(*) FROM " + kept_in + " WHERE id = 1");
    }
    [[nodiscard]] std::int64_t triggers() {
        return plain().number(
            postgres() ? "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'dataflow_history_%' AND "
                         "tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = "
                         "current_schema()::regnamespace)"
                       : "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE "
                         "'dataflow_history_%'");
    }
    void begin() {
        df::database<kept::Rock> db{url()};
        db.run(df::bulk_create({kept::Rock{.name = "a"}, kept::Rock{.name = "b"}}));
    }
};
DATAFLOW_ON_SHARED_DATABASES(AfterMigrations);

TEST_P(AfterMigrations, ATableThatGetsItKeepsItAtOnce) {
    {
        df::database<bare::Rock> db{url()};
        db.run(df::create(bare::Rock{.name = "a"}));
    }
    go<kept::Rock>();
    EXPECT_EQ(triggers(), 4);
    EXPECT_EQ(write("rocks", "weight = 2", "rocks_history"), 2);
    df::database<kept::Rock> db{url()};
    const auto past = db.run(df::history<kept::Rock>(1));
    ASSERT_EQ(past.size(), 2U);
    EXPECT_EQ(past[0].record.weight, 1);
    // Undone, the table of the past versions is gone, and nobody writes to it any more.
    const auto of = df::migrations_of<kept::Rock>(url());
    of.rollback(of.history().back().id, {.lose_data = true});
    EXPECT_EQ(triggers(), 0);
    plain().run("UPDATE rocks SET weight = 3");
}

TEST_P(AfterMigrations, ColumnsThatComeGoAndChange) {
    begin();
    go<wide::Rock>();
    EXPECT_EQ(write("rocks", "weight = 5000000000, place = 'there'", "rocks_history"), 2);
    {
        df::database<wide::Rock> db{url()};
        const auto past = db.run(df::history<wide::Rock>(1));
        ASSERT_EQ(past.size(), 2U);
        EXPECT_EQ(past[0].record.place, "here");
        EXPECT_EQ(past[1].record.place, "there");
        EXPECT_EQ(past[1].record.weight, 5000000000);
    }
    plain().run("UPDATE rocks SET weight = 3; DELETE FROM rocks_history WHERE weight > 3");
    go<kept::Rock>();
    EXPECT_EQ(write("rocks", "weight = 4", "rocks_history"), 3);
    EXPECT_EQ(triggers(), 4);
}

TEST_P(AfterMigrations, NamesThatChangeAndComeBack) {
    begin();
    go<renamed::Gem>();
    EXPECT_EQ(triggers(), 4);
    EXPECT_EQ(write("gems", "mass = 8", "gems_history"), 2);
    {
        df::database<renamed::Gem> db{url()};
        const auto past = db.run(df::history<renamed::Gem>(1));
        ASSERT_EQ(past.size(), 2U);
        EXPECT_EQ(past[0].record.mass, 1);
        EXPECT_EQ(past[1].record.mass, 8);
    }
    const auto of = df::migrations_of<renamed::Gem>(url());
    of.rollback(of.history().back().id);
    plain().run("UPDATE rocks SET weight = 9 WHERE id = 1");
    df::database<kept::Rock> db{url()}; // makes the triggers again, and a version of what was missed
    EXPECT_EQ(db.run(df::history<kept::Rock>(1)).back().record.weight, 9);
    EXPECT_EQ(write("rocks", "weight = 10", "rocks_history"), 4);
    // Undone by the program whose tables they are then, they are there at once.
    go<renamed::Gem>();
    const auto own = df::migrations_of<kept::Rock>(url());
    own.rollback(own.history().back().id);
    EXPECT_EQ(triggers(), 4);
    EXPECT_EQ(write("rocks", "weight = 11", "rocks_history"), 5);
}

TEST_P(AfterMigrations, WithoutTheOptionItsTriggersGoAndThePreviewTellsIt) {
    begin();
    const auto told = go<bare::Rock>(); // nothing else changes
    EXPECT_TRUE(support::has(told, "past versions of rocks are no longer kept")) << told;
    EXPECT_EQ(triggers(), 0);
    EXPECT_EQ(write("rocks", "weight = 2", "rocks_history"), 1);
    EXPECT_TRUE(df::migrations_of<bare::Rock>(url()).pending().empty());
    go<kept::Rock>(); // on again: what was missed is a version
    EXPECT_EQ(triggers(), 4);
    df::database<kept::Rock> db{url()};
    const auto past = db.run(df::history<kept::Rock>(1));
    ASSERT_EQ(past.size(), 2U);
    EXPECT_EQ(past[1].record.weight, 2);
}

TEST_P(AfterMigrations, WithoutTheOptionAndWithOtherNames) {
    begin();
    const auto told = go<renamed_off::Gem>(); // and a column goes
    EXPECT_TRUE(support::has(told, "are no longer kept")) << told;
    EXPECT_EQ(triggers(), 0);
    EXPECT_EQ(write("gems", "name = 'c'", "rocks_history"), 1);
}

TEST_P(AfterMigrations, AMigrationByHandLeavesTheRestToTheNext) {
    begin();
    const auto to = df::migrations_of<split::Rock>(url());
    to.run(df::migrate::change_set::of<split::Rock>("labels")
               .add<&split::Rock::label>()
               .migrate_data<split::Rock>({df::migrate::set<&split::Rock::label>("name")})
               .drop<split::Rock>("weight"),
           all);
    plain().run("UPDATE rocks SET label = 'b' WHERE id = 1");
    to.run(all); // the table of the past versions
    EXPECT_EQ(triggers(), 4);
    plain().run("UPDATE rocks SET label = 'c' WHERE id = 1");
    df::database<split::Rock> db{url()};
    const auto past = db.run(df::history<split::Rock>(1));
    ASSERT_EQ(past.size(), 4U); // that of the change set had no label yet
    EXPECT_EQ(past[0].record.label, "none");
    EXPECT_EQ(past[2].record.label, "b");
    EXPECT_EQ(past[3].record.label, "c");
    EXPECT_TRUE(to.drift().empty()) << df::migrate::to_text(to.drift());
}

} // namespace
