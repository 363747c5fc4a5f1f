// Past versions of what other programs change, of tables that had rows before, and in spite of everything.
#include "support/fixture.hpp"

#include <dataflow/history.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/tenant.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;

struct Stone {
    df::id<Stone> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow =
        df::options{.timestamps = false, .history = true, .unique = df::unique({"name"})};
};

struct Pebble {
    df::id<Pebble> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true, .history = true};
};

class OutsideHistories : public support::shared_database_test {
  protected:
    /// Each version as "number name weight", with a mark where it has ended.
    [[nodiscard]] std::string told(std::int64_t key) {
        std::string out;
        for (const auto& r : plain().run("SELECT history_number, name, weight, history_to IS NOT NULL, "
                                         "history_deleted FROM stones_history WHERE id = " +
                                         std::to_string(key) + " ORDER BY history_number"))
            out += *r[0] + *r[1] + *r[2] +
                   (*r[4] == "1" || *r[4] == "t"   ? "!"
                    : *r[3] == "1" || *r[3] == "t" ? "."
                                                   : "");
        return out;
    }
    /// How many records are not what their open version says.
    [[nodiscard]] std::int64_t strays() {
        auto by_hand = plain();
        const std::string same =
            "t.id = h.id AND t.name = h.name AND t.weight = h.weight AND h.history_to IS NULL";
        return by_hand.number(
            "SELECT (SELECT count(*) FROM stones AS t WHERE (SELECT count(*) FROM "
            "stones_history AS h WHERE " +
            same +
            ") <> 1) + (SELECT count(*) FROM stones_history AS h WHERE h.history_to IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM stones AS t WHERE " +
            same + "))");
    }
    /// Periods that end before they begin, or before the one before them.
    [[nodiscard]] std::int64_t odd_periods() {
        return plain().number(
            "SELECT count(*) FROM stones_history AS h WHERE history_to < history_from OR EXISTS "
            "(SELECT 1 FROM stones_history AS e WHERE e.id = h.id AND e.history_number < "
            "h.history_number AND (e.history_to IS NULL OR e.history_to > h.history_from))");
    }
};
DATAFLOW_ON_SHARED_DATABASES(OutsideHistories);

TEST_P(OutsideHistories, StatementsOfOtherProgramsAreKept) {
    df::database<Stone> db{url()};
    auto other = plain();
    other.run("INSERT INTO stones (id, name, weight) VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
    other.run("UPDATE stones SET weight = weight * 10 WHERE id < 3");
    other.run("DELETE FROM stones WHERE id = 2");
    EXPECT_EQ(told(1), "1a1.2a10");
    EXPECT_EQ(told(2), "1b2.2b20!");
    EXPECT_EQ(told(3), "1c3");
    other.run("INSERT INTO stones (id, name, weight) VALUES (2, 'again', 5)");
    EXPECT_EQ(told(2), "1b2.2b20!3again5");
    other.run(
        "INSERT INTO stones (id, name, weight) VALUES (3, 'c', 4) ON CONFLICT (id) DO UPDATE SET weight = "
        "excluded.weight");
    EXPECT_EQ(told(3), "1c3.2c4");
    other.run("UPDATE stones SET id = 30 WHERE id = 3"); // under its new key it is another record
    EXPECT_EQ(told(3), "1c3.2c4!");
    EXPECT_EQ(told(30), "1c4");
    if (!postgres()) {
        other.run("REPLACE INTO stones (id, name, weight) VALUES (30, 'd', 6)");
        EXPECT_EQ(told(30), "1c4!2d6");
    } else {
        other.run(
            "BEGIN; ALTER TABLE stones DROP CONSTRAINT stones_pkey; UPDATE stones SET id = 3 - id WHERE id "
            "< 3; ROLLBACK");
        other.run("UPDATE stones AS s SET weight = 7 FROM (VALUES (1), (2)) AS v (k) WHERE s.id = v.k");
        EXPECT_EQ(told(1), "1a1.2a10.3a7");
        EXPECT_EQ(strays(), 0);
        other.run("TRUNCATE stones");
        EXPECT_EQ(told(1), "1a1.2a10.3a7!");
        other.run("COPY stones (id, name, weight) FROM PROGRAM 'printf \"1\\tcopied\\t9\\n\"'");
        EXPECT_EQ(told(1), "1a1.2a10.3a7!4copied9");
    }
    EXPECT_EQ(strays(), 0);
    EXPECT_EQ(odd_periods(), 0);
}

// SQLite calls no trigger of a delete for what REPLACE takes away.
TEST_P(OutsideHistories, WhatIsReplacedHasItsEnd) {
    if (postgres()) GTEST_SKIP() << "PostgreSQL has no REPLACE";
    df::database<Stone> db{url()};
    auto other = plain();
    for (const bool recursive : {false, true}) {
        other.run(
            std::string{"DELETE FROM stones; DELETE FROM stones_history; PRAGMA recursive_triggers = "} +
            (recursive ? "ON" : "OFF"));
        other.run("INSERT INTO stones (id, name, weight) VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3), (-1, "
                  "'m', 0)");
        other.run("REPLACE INTO stones (id, name, weight) VALUES (4, 'a', 4)"); // by its name
        EXPECT_EQ(told(1), "1a1!");
        EXPECT_EQ(told(4), "1a4");
        EXPECT_EQ(strays(), 0);
        other.run("REPLACE INTO stones (id, name, weight) VALUES (2, 'c', 5)"); // by both: two records
        EXPECT_EQ(told(2), "1b2!2c5");
        EXPECT_EQ(told(3), "1c3!");
        other.run("UPDATE OR REPLACE stones SET name = 'c', weight = 6 WHERE id = 4");
        EXPECT_EQ(told(2), "1b2!2c5!");
        EXPECT_EQ(told(4), "1a4.2c6");
        other.run("INSERT OR REPLACE INTO stones (name, weight) VALUES ('new', 1)"); // whose key is made
        EXPECT_EQ(told(-1), "1m0");
        other.run("INSERT OR REPLACE INTO stones (name, weight) VALUES ('m', 2)");
        EXPECT_EQ(told(-1), "1m0!");
        other.run("INSERT OR IGNORE INTO stones (id, name, weight) VALUES (9, 'c', 7)");
        EXPECT_ANY_THROW(other.run("INSERT INTO stones (id, name, weight) VALUES (9, 'c', 7)"));
        other.run("INSERT INTO stones (id, name, weight) VALUES (9, 'c', 7) ON CONFLICT (name) DO NOTHING");
        other.run("BEGIN; REPLACE INTO stones (id, name, weight) VALUES (9, 'c', 7); ROLLBACK");
        EXPECT_EQ(told(4), "1a4.2c6");
        EXPECT_EQ(told(9), "");
        EXPECT_EQ(strays(), 0);
        EXPECT_EQ(odd_periods(), 0);
        EXPECT_EQ(other.number("SELECT count(*) FROM dataflow_replaces WHERE replaces"), 0);
    }
    // As of a time before, the record is there; now it is not.
    EXPECT_EQ(db.run(df::history<Stone>(1)).back().deleted, true);
}

// Of tenants' tables a key is one of all of them.
TEST_P(OutsideHistories, ARecordOfAnotherTenantIsReplaced) {
    if (postgres()) GTEST_SKIP() << "PostgreSQL has no REPLACE";
    df::database<Pebble> db{url()};
    const auto one = db.tenant("acme").run(df::create(Pebble{.name = "a"}));
    plain().run("REPLACE INTO pebbles (id, name, tenant_id) VALUES (" + std::to_string(one.id.value) +
                ", 'b', 'globex')");
    const auto versions = db.tenant("acme").run(df::history<Pebble>(one.id));
    ASSERT_EQ(versions.size(), 1U);
    EXPECT_TRUE(versions[0].deleted);
    EXPECT_EQ(db.tenant("globex").run(df::history<Pebble>(one.id)).size(), 1U);
}

// A trigger of someone else changes the row after the statement: the version is what the table holds.
TEST_P(OutsideHistories, TriggersOfOthersChangeWhatIsKept) {
    df::database<Stone> db{url()};
    auto other = plain();
    for (const std::string name : {"a_first", "z_last"}) {
        const auto change = "UPDATE stones SET weight = weight + 1 WHERE id = new.id";
        if (postgres())
            other.run("CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " +
                      change + "; RETURN NULL; END $$; CREATE TRIGGER " + name +
                      " AFTER INSERT OR UPDATE OF name ON "
                      "stones FOR EACH ROW EXECUTE FUNCTION " +
                      name + "()");
        else
            other.run("CREATE TRIGGER " + name + "_i AFTER INSERT ON stones BEGIN " + change +
                      "; END; CREATE TRIGGER " + name + "_u AFTER UPDATE OF name ON stones BEGIN " + change +
                      "; END");
    }
    other.run("INSERT INTO stones (id, name, weight) VALUES (1, 'a', 1)");
    EXPECT_EQ(strays(), 0) << told(1);
    other.run("UPDATE stones SET name = 'b'");
    EXPECT_EQ(strays(), 0) << told(1);
    EXPECT_EQ(db.run(df::read<Stone>(1)).weight, 5);
    EXPECT_EQ(db.run(df::read<Stone>(1).as_of(std::chrono::floor<std::chrono::microseconds>(
                         std::chrono::system_clock::now() + 1s)))
                  .weight,
              5);
    EXPECT_EQ(odd_periods(), 0);
    EXPECT_EQ(plain().number("SELECT count(*) FROM stones_history WHERE history_deleted"), 0);
}

TEST_P(OutsideHistories, TransactionsThatOverlapGiveNoOddPeriods) {
    df::database<Stone> db{url()};
    db.run(df::create(Stone{.name = "a"}));
    if (postgres()) {
        auto early = plain(), late = plain();
        early.run("BEGIN; SELECT now()");
        std::this_thread::sleep_for(5ms);
        late.run("BEGIN; UPDATE stones SET weight = 2; COMMIT");
        early.run("UPDATE stones SET weight = 3"); // its time is before that of the version that it ends
        early.run("DELETE FROM stones; INSERT INTO stones (id, name, weight) VALUES (1, 'a', 4); COMMIT");
        EXPECT_EQ(told(1), "1a1.2a2.3a3!4a4");
        EXPECT_EQ(odd_periods(), 0);
        EXPECT_EQ(strays(), 0);
    }
    std::atomic<int> done{0};
    std::vector<std::thread> all;
    for (int t = 0; t < 4; ++t)
        all.emplace_back([&, t] {
            for (int i = 0; i < 40; ++i) try {
                    db.transaction([&](auto& tx) {
                        tx.run(df::bulk_update<Stone>(field<&Stone::name> == "a",
                                                      field<&Stone::weight> = field<&Stone::weight> + 1));
                        tx.run(df::upsert(Stone{.name = "s" + std::to_string((t + i) % 3), .weight = i})
                                   .on_conflict(field<&Stone::name>));
                    });
                    ++done;
                } catch (const df::error&) { // a deadlock, or a lock that was not given
                }
        });
    for (auto& t : all) t.join();
    EXPECT_GT(done, 0);
    EXPECT_EQ(odd_periods(), 0);
    EXPECT_EQ(strays(), 0);
}

TEST_P(OutsideHistories, TablesWithRowsGetTheirVersionsAndMissedChangesTheirs) {
    auto other = plain();
    {
        df::database<Stone> db{url()};
        db.run(df::bulk_create({Stone{.name = "a"}, Stone{.name = "b"}, Stone{.name = "c"}}));
    }
    const auto drop = [&](const std::string& name) {
        other.run("DROP TRIGGER dataflow_history_stones_" + name + (postgres() ? " ON stones" : ""));
    };
    for (const auto* name : {"insert", "update", "delete"}) drop(name);
    other.run("UPDATE stones SET weight = 5 WHERE id = 1");
    other.run("DELETE FROM stones WHERE id = 2");
    other.run("INSERT INTO stones (id, name, weight) VALUES (9, 'i', 9)");
    EXPECT_EQ(strays(), 4);
    df::open_options careful{.url = url()};
    careful.create_tables = false;
    const auto e = support::thrown<df::schema_mismatch>([&] { df::database<Stone>{careful}; });
    EXPECT_TRUE(support::has(e.what(), "the triggers that keep the past versions of stones are missing"))
        << e.what();
    {
        df::database<Stone> db{url()};
    }
    EXPECT_EQ(strays(), 0);
    EXPECT_EQ(told(1), "1a1.2a5");
    EXPECT_EQ(told(2), "1b1!");
    EXPECT_EQ(told(3), "1c1");
    EXPECT_EQ(told(9), "1i9");
    if (postgres()) { // a trigger that is disabled counts as missing
        other.run(
            "ALTER TABLE stones DISABLE TRIGGER dataflow_history_stones_update; UPDATE stones SET weight = "
            "6 WHERE id = 1");
        {
            df::database<Stone> db{url()};
        }
        EXPECT_EQ(told(1), "1a1.2a5.3a6");
    }
    const auto before = told(1);
    {
        df::database<Stone> db{url()};
    } // where nothing is missing, nothing is done
    EXPECT_EQ(told(1), before);
    other.run("DROP TABLE stones_history");
    {
        df::database<Stone> db{url()};
    }
    EXPECT_EQ(strays(), 0);
    EXPECT_EQ(told(3), "1c1");
    {
        df::database<Stone> db{careful};
    }
}

// A program that is killed leaves no change without its version, and no version without its change.
TEST_P(OutsideHistories, WhatAKilledProgramLeavesBelongsTogether) {
    {
        df::database<Stone> db{url()};
    }
    for (int round = 0; round < 6; ++round) {
        const auto child = ::fork();
        if (child == 0) {
            try {
                df::database<Stone> db{url()};
                for (int i = 0;; ++i) {
                    const auto name = std::to_string(round) + "_" + std::to_string(i);
                    db.run(df::create(Stone{.name = name}));
                    db.run(df::bulk_update<Stone>(df::everything, field<&Stone::weight> = i));
                    if (i % 3 == 0) db.run(df::bulk_erase<Stone>(field<&Stone::name> == name));
                }
            } catch (...) {
            }
            ::_exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{60 + 17 * round});
        if (round == 5) // a machine under load may have done nothing yet
            for (int i = 0; i < 300 && plain().number("SELECT count(*) FROM stones_history") == 0; ++i)
                std::this_thread::sleep_for(20ms);
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(strays(), 0);
        EXPECT_EQ(odd_periods(), 0);
    }
    EXPECT_GT(plain().number("SELECT count(*) FROM stones_history"), 0);
}

} // namespace

namespace former {
struct Stone { // without history, and with other columns
    df::id<Stone> id{};
    std::string name{};
    int weight = 1;
    std::string color = "gray";

    static constexpr auto dataflow = df::options{.timestamps = false, .unique = df::unique({"name"})};
};
} // namespace former
namespace latter {
struct Stone {
    df::id<Stone> id{};
    std::string name{};
    long weight = 1;
    std::string place = "here";

    static constexpr auto dataflow =
        df::options{.timestamps = false, .history = true, .unique = df::unique({"name"})};
};
} // namespace latter

namespace renamed {
struct Rock {
    df::id<Rock> id{};
    std::string name{};
    int mass = 1;

    static constexpr auto dataflow = df::options{.timestamps = false,
                                                 .history = true,
                                                 .unique = df::unique({"name"}),
                                                 .renamed_table = "stones",
                                                 .renamed = df::renamed({"weight", "mass"})};
};
} // namespace renamed
namespace off {
struct Rock {
    df::id<Rock> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .unique = df::unique({"name"})};
};
} // namespace off

namespace {

// A table that somebody else looks after.
TEST_P(OutsideHistories, ExistingTablesAreCheckedAndLeftAlone) {
    df::open_options theirs{.url = url(), .existing_schema_mode = true};
    {
        df::database<Stone> db{url()};
    }
    {
        df::database<Stone> db{theirs};
    }
    auto other = plain();
    other.run("DROP TRIGGER dataflow_history_stones_delete" + std::string{postgres() ? " ON stones" : ""});
    auto e = support::thrown<df::schema_mismatch>([&] { df::database<Stone>{theirs}; });
    EXPECT_TRUE(support::has(e.what(), "triggers that keep the past versions of stones are missing"))
        << e.what();
    EXPECT_TRUE(support::has(e.what(), "CREATE TRIGGER")) << e.what();
    {
        df::database<Stone> db{url()};
    }
    {
        df::database<Stone> db{theirs};
    }
    if (!postgres()) return; // SQLite keeps a column that a trigger names
    other.run("ALTER TABLE stones_history DROP COLUMN history_deleted");
    e = support::thrown<df::schema_mismatch>([&] { df::database<Stone>{theirs}; });
    EXPECT_TRUE(support::has(e.what(), "history_deleted")) << e.what();
    other.run("DROP TABLE stones_history");
    e = support::thrown<df::schema_mismatch>([&] { df::database<Stone>{theirs}; });
    EXPECT_TRUE(support::has(e.what(), "stones_history")) << e.what();
}

class MigratedHistories : public OutsideHistories {};
DATAFLOW_ON_SHARED_DATABASES(MigratedHistories);

TEST_P(MigratedHistories, SwitchItOnChangeItsColumnsAndSwitchItOff) {
    {
        df::database<former::Stone> db{url()};
        db.run(df::bulk_create({former::Stone{.name = "a"}, former::Stone{.name = "b"}}));
    }
    const df::migrate_options all{.auto_confirm = true, .max_risk = df::risk::critical};
    { // on, and a column goes
        auto db = df::open_migrated<Stone>(url(), all);
        EXPECT_EQ(strays(), 0);
        db.run(df::update<Stone>(1, field<&Stone::weight> = 2));
        EXPECT_EQ(told(1), "1a1.2a2");
        EXPECT_TRUE(df::migrations{db}.drift().empty()) << df::migrate::to_text(df::migrations{db}.drift());
    }
    { // another one comes, and one gets another type
        auto db = df::open_migrated<latter::Stone>(url(), all);
        EXPECT_EQ(strays(), 0);
        EXPECT_EQ(told(1), "1a1.2a2");
        const auto past = db.run(df::history<latter::Stone>(1));
        ASSERT_EQ(past.size(), 2U);
        EXPECT_EQ(past[0].record.place, "here");
        db.run(df::update<latter::Stone>(1, field<&latter::Stone::weight> = 50));
        EXPECT_EQ(told(1), "1a1.2a2.3a50");
        EXPECT_EQ(db.run(df::restore_version<latter::Stone>(1, 1)).weight, 1);
    }
    { // and goes again
        auto db = df::open_migrated<Stone>(url(), all);
        EXPECT_EQ(db.run(df::history<Stone>(2)).size(), 1U);
    }
    { // the table and a column get other names, and so do those of the past versions
        auto db = df::open_migrated<renamed::Rock>(url(), all);
        const auto past = db.run(df::history<renamed::Rock>(1));
        ASSERT_EQ(past.size(), 4U);
        EXPECT_EQ(past[2].record.mass, 50);
        db.run(df::update<renamed::Rock>(1, field<&renamed::Rock::mass> = 8));
        EXPECT_EQ(db.run(df::history<renamed::Rock>(1)).size(), 5U);
        EXPECT_TRUE(df::migrations{db}.drift().empty()) << df::migrate::to_text(df::migrations{db}.drift());
    }
    { // off: a column that goes takes the triggers along, which would fail without it
        auto db = df::open_migrated<off::Rock>(url(), all);
        db.run(df::update<off::Rock>(1, field<&off::Rock::name> = "other"));
        db.run(df::create(off::Rock{.name = "new"}));
    }
    { // and on again: what was missed is a version of now
        auto db = df::open_migrated<renamed::Rock>(url(), all);
        EXPECT_EQ(db.run(df::read<renamed::Rock>(1)).name, "other");
        EXPECT_EQ(db.run(df::history<renamed::Rock>(1)).size(), 6U);
        EXPECT_EQ(db.run(df::list<renamed::Rock>()).size(), 3U);
        EXPECT_EQ(
            db.run(df::list<renamed::Rock>().as_of(
                       std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) + 1s))
                .size(),
            3U);
    }
}

} // namespace
