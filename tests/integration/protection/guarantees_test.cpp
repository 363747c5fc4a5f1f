// Writes that a model is without: what compiles works, and the database refuses the rest, whoever tries it.
#include "support/fixture.hpp"

#include <dataflow/history.hpp>
#include <dataflow/json.hpp>
#include <dataflow/sql.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Account {
    df::id<Account> id{};
    std::string owner{};
    std::string note{};
    std::optional<std::int64_t> level{};

    static constexpr auto dataflow = df::options{.versioned = true,
                                                 .history = true,
                                                 .immutable = df::immutable("owner", "created_at", "level"),
                                                 .unique = df::unique({"owner"})};
};
struct Entry {
    df::id<Entry> id{};
    df::id<Account> account{};
    std::string code{};
    std::int64_t amount = 0;

    static constexpr auto dataflow = df::options{.append_only = true, .unique = df::unique({"code"})};
};
struct Part { // changed, and never deleted
    std::string code{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow = df::options{.key = df::key("code"),
                                                 .timestamps = false,
                                                 .without = df::write_kind::erase,
                                                 .unique = df::unique({"name"})};
};
struct Law { // filled by someone else
    df::id<Law> id{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .without = df::write_kind::create | df::write_kind::erase};
};
struct Coin { // keeps its number
    df::id<Coin> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .immutable = df::immutable("id")};
};
struct Extra {
    std::string a{};
};
struct Stamp { // of many types
    df::id<Stamp> id{};
    std::string name{};
    df::json<Extra> extra{};
    std::vector<std::string> tags{};
    double weight = 0;
    std::string note{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .immutable = df::immutable("name", "extra", "tags", "weight")};
};
using database = df::database<Account, Entry, Part, Law>;

class Guarantees : public support::shared_database_test {
  protected:
    /// What refuses: its model and field.
    template <class Work>
    static void refused(Work&& work, std::string_view words, std::string_view model = {},
                        std::string_view of_field = {}) {
        try {
            work();
            ADD_FAILURE() << "not refused: " << words;
        } catch (const df::protected_operation& e) {
            EXPECT_NE(std::string_view{e.what()}.find(words), std::string_view::npos) << e.what();
            EXPECT_EQ(e.info().field, of_field) << e.what();
            if (!model.empty()) {
                EXPECT_EQ(e.info().model, model);
            }
            EXPECT_EQ(e.info().constraint, "");
        }
    }
    void refused_by_hand(const std::string& sql, const std::string& words) {
        try {
            plain().run(sql);
            ADD_FAILURE() << "not refused: " << sql;
        } catch (const std::runtime_error& e) {
            EXPECT_NE(std::string_view{e.what()}.find(words), std::string_view::npos) << e.what();
        }
    }
};
DATAFLOW_ON_SHARED_DATABASES(Guarantees);

TEST_P(Guarantees, AppendOnlyRecordsStay) {
    database db{url()};
    const auto account = db.run(df::create(Account{.owner = "ann"}));
    const auto one = db.run(df::create(Entry{.account = account.id, .code = "a", .amount = 5}));
    EXPECT_EQ(db.run(df::bulk_create(std::vector<Entry>{{.account = account.id, .code = "b"}})).created, 1U);
    // What is there is skipped, or refused as what it is.
    EXPECT_EQ(db.run(df::bulk_create(std::vector<Entry>{{.account = account.id, .code = "b"}})
                         .on_conflict(df::conflict::skip))
                  .skipped,
              1U);
    EXPECT_THROW(db.run(df::create(Entry{.account = account.id, .code = "a"})), df::unique_violation);
    EXPECT_THROW(db.run(df::create(Entry{.id = one.id, .account = account.id, .code = "z"})),
                 df::unique_violation);
    refused([&] { db.run(df::sql<"UPDATE entries SET amount = 7">()); },
            "entries: its records are never updated");
    refused([&] { db.run(df::sql<"DELETE FROM entries WHERE id = {}">(one.id.value)); },
            "entries: its records are never deleted");
    EXPECT_THROW(db.run(df::erase<Account>(account.id)), df::foreign_key_violation);
    const auto all = db.run(df::list<Entry>().order_by(field<&Entry::id>)).records;
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].amount, 5);
}

TEST_P(Guarantees, OtherProgramsAreRefused) {
    {
        database db{url()};
        const auto account = db.run(df::create(Account{.owner = "ann", .level = 3}));
        db.run(df::create(Entry{.account = account.id, .code = "a", .amount = 5}));
        db.run(df::create(Part{.code = "p", .name = "pin"}));
        db.run(df::create(Part{.code = "q", .name = "quill"}));
    }
    refused_by_hand("UPDATE entries SET amount = 7 WHERE id = 1", "entries: its records are never updated");
    refused_by_hand("DELETE FROM entries", "entries: its records are never deleted");
    refused_by_hand("INSERT INTO laws (id, text) VALUES (1, 'x')", "laws: none are created");
    refused_by_hand("DELETE FROM parts", "parts: its records are never deleted");
    refused_by_hand("UPDATE accounts SET owner = 'bob'", "accounts: its field owner never changes");
    refused_by_hand("UPDATE accounts SET owner = 'Ann'", "accounts: its field owner never changes");
    refused_by_hand("UPDATE accounts SET level = NULL", "accounts: its field level never changes");
    refused_by_hand("UPDATE accounts SET note = 'n', created_at = '2001-01-01T00:00:00.000000Z'",
                    "accounts: its field created_at never changes");
    plain().run("UPDATE accounts SET owner = 'ann', level = 3, note = 'n'"); // the same
    plain().run("UPDATE parts SET name = 'p2' WHERE code = 'p'");
    plain().run("DELETE FROM parts WHERE code = 'none'");
    if (postgres()) {
        refused_by_hand("TRUNCATE entries", "entries: its records are never deleted");
        refused_by_hand("TRUNCATE accounts CASCADE", "entries: its records are never deleted");
        const std::string again =
            "INSERT INTO entries (account, code, amount, created_at, updated_at) VALUES "
            "(1, 'a', 1, now(), now()) ON CONFLICT ";
        plain().run(again + "DO NOTHING");
        refused_by_hand(again + "(code) DO UPDATE SET amount = 8", "entries: its records are never updated");
    } else {
        const std::string begin = "INTO entries (id, account, code, amount, created_at, updated_at) VALUES (";
        const std::string end = ", 1, '2001-01-01T00:00:00.000000Z', '2001-01-01T00:00:00.000000Z')";
        refused_by_hand("INSERT OR REPLACE " + begin + "1, 1, 'x'" + end,
                        "entries: its records are never deleted");
        refused_by_hand("REPLACE " + begin + "7, 1, 'a'" + end, "entries: its records are never deleted");
        plain().run("INSERT OR IGNORE " + begin + "7, 1, 'a'" + end);
        plain().run("INSERT " + begin + "7, 1, 'a'" + end + " ON CONFLICT DO NOTHING");
        plain().run("INSERT OR REPLACE " + begin + "8, 1, 'b'" + end); // replaces nothing
        refused_by_hand("INSERT " + begin + "7, 1, 'a'" + end, "UNIQUE constraint failed: entries.code");
        refused_by_hand("UPDATE OR REPLACE parts SET name = 'quill' WHERE code = 'p'",
                        "parts: its records are never deleted");
        plain().run("UPDATE OR IGNORE parts SET name = 'quill' WHERE code = 'p'");
        plain().run("UPDATE OR REPLACE parts SET name = 'p3' WHERE code = 'p'");
        EXPECT_EQ(plain().number("SELECT count(*) FROM entries"), 2);

        // A key that is not given is -1 to a trigger before the insert.
        const std::string without_key =
            "INTO entries (account, code, amount, created_at, updated_at) VALUES (1, '";
        plain().run("INSERT " + begin + "-1, 1, 'minus'" + end);
        plain().run("INSERT OR REPLACE " + without_key + "free'" + end);
        plain().run("INSERT OR FAIL " + without_key + "free2'" + end);
        refused_by_hand("INSERT OR REPLACE " + begin + "-1, 1, 'other'" + end,
                        "entries: its records are never deleted");
        refused_by_hand("INSERT OR REPLACE " + without_key + "minus'" + end,
                        "entries: its records are never deleted");
        plain().run("INSERT OR IGNORE " + begin + "-1, 1, 'other'" + end);
        plain().run("INSERT OR REPLACE " + without_key + "free3'" + end);
        refused_by_hand("INSERT " + begin + "-1, 1, 'other'" + end, "UNIQUE constraint failed: entries.id");
        EXPECT_EQ(plain().number("SELECT count(*) FROM entries WHERE code = 'minus' OR code LIKE 'free%'"),
                  4);
        plain().run(
            "DROP TRIGGER dataflow_protect_entries_delete; DELETE FROM entries WHERE id NOT IN (1, 8)");
    }
    EXPECT_EQ(plain().number("SELECT count(*) FROM parts"), 2);
    EXPECT_EQ(plain().number("SELECT amount FROM entries WHERE id = 1"), 5);
}

TEST_P(Guarantees, ImmutableFieldsStay) {
    database db{url()};
    auto one = db.run(df::create(Account{.owner = "ann", .note = "a", .level = 2}));
    one.note = "b";
    one = db.run(df::update(one)); // the same owner
    EXPECT_EQ(one.version, 2);
    EXPECT_EQ(db.run(df::update<Account>(one.id, field<&Account::note> = "c")).note, "c");
    auto other = db.run(df::read<Account>(one.id));
    other.owner = "bob";
    refused([&] { db.run(df::update(other)); },
            "the database protects accounts: its field owner never changes", "Account", "owner");
    refused(
        [&] {
            db.run(df::bulk_update(
                std::vector<Account>{{.id = one.id, .owner = "ann", .note = "d", .level = {}}}));
        },
        "accounts: its field level never changes", "Account", "level");
    EXPECT_EQ(
        db.run(df::bulk_update(std::vector<Account>{{.id = one.id, .owner = "ann", .note = "d", .level = 2}}))
            .updated,
        1U);
    // By its other unique columns: those of the record that is there are its own.
    EXPECT_FALSE(db.run(df::upsert(Account{.owner = "ann", .note = "e", .level = 2})
                            .on_conflict(field<&Account::owner>))
                     .created);
    refused(
        [&] {
            db.run(df::upsert(Account{.owner = "ann", .note = "f", .level = 9})
                       .on_conflict(field<&Account::owner>));
        },
        "accounts: its field level never changes", "Account", "level");
    EXPECT_FALSE(db.run(df::upsert(Account{.owner = "ann", .note = "f", .level = 9})
                            .on_conflict(field<&Account::owner>)
                            .set_on_conflict(field<&Account::note> = "g"))
                     .created);
    refused([&] { db.run(df::sql<"UPDATE accounts SET owner = 'eve'">()); },
            "accounts: its field owner never changes", {}, "owner");
    EXPECT_EQ(db.run(df::restore_version<Account>(one.id, 1)).note, "a");
    const auto now = db.run(df::read<Account>(one.id));
    EXPECT_EQ(now.owner, "ann");
    EXPECT_EQ(now.created_at, one.created_at);
    EXPECT_TRUE(db.run(df::erase<Account>(one.id)));
}

// What is stored must stay, and not only what the database calls equal.
TEST_P(Guarantees, ImmutableFieldsAreComparedAsTheyAreStored) {
    df::database<Stamp> db{url()};
    const auto one = db.run(
        df::create(Stamp{.name = "Ann", .extra = Extra{"b"}, .tags = {"x"}, .weight = 0.0, .note = ""}));
    auto next = one;
    const auto is_refused = [&](std::string_view name) {
        refused([&] { db.run(df::update(next)); },
                "stamps: its field " + std::string{name} + " never changes", "Stamp", name);
        next = one;
    };
    next.name = "ANN";
    is_refused("name");
    next.extra = Extra{"B"};
    is_refused("extra");
    next.tags = {"X"};
    is_refused("tags");
    next.weight = 0.5;
    is_refused("weight");
    next.weight = -0.0; // the same number
    next.note = "seen";
    EXPECT_EQ(db.run(df::update(next)).note, "seen");
    // Where someone gives the columns another collation.
    if (postgres())
        plain().run(
            "CREATE COLLATION guarantees_loose (provider = icu, locale = 'und-u-ks-level2', deterministic = "
            "false); DO $$ DECLARE made TEXT; BEGIN SELECT pg_get_triggerdef(oid) INTO made FROM pg_trigger "
            "WHERE tgname = 'dataflow_protect_stamps_fields'; DROP TRIGGER dataflow_protect_stamps_fields ON "
            "stamps; ALTER TABLE stamps ALTER name TYPE TEXT COLLATE guarantees_loose, ALTER tags TYPE "
            "TEXT[] "
            "COLLATE guarantees_loose; EXECUTE made; END $$");
    else {
        auto other = plain();
        const auto triggers =
            other.run("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'stamps'");
        EXPECT_EQ(triggers.size(), 4U);
        other.run("CREATE TABLE others (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, extra TEXT COLLATE "
                  "NOCASE, "
                  "tags TEXT COLLATE NOCASE, weight REAL, note TEXT); INSERT INTO others SELECT * FROM "
                  "stamps; DROP "
                  "TABLE stamps; ALTER TABLE others RENAME TO stamps");
        for (const auto& one_trigger : triggers) other.run(*one_trigger[0]);
        refused_by_hand("UPDATE stamps SET extra = upper(extra)", "stamps: its field extra never changes");
    }
    refused_by_hand("UPDATE stamps SET name = 'aNN'", "stamps: its field name never changes");
    refused_by_hand(postgres() ? "UPDATE stamps SET tags = '{X}'" : "UPDATE stamps SET tags = upper(tags)",
                    "stamps: its field tags never changes");
    if (!postgres()) return;
    plain().run(
        "ALTER TABLE stamps DISABLE TRIGGER ALL; UPDATE stamps SET weight = 'NaN'; ALTER TABLE stamps ENABLE "
        "TRIGGER ALL");
    plain().run("UPDATE stamps SET weight = 'NaN', note = 'n'"); // NaN stays what it is
    refused_by_hand("UPDATE stamps SET weight = 1", "stamps: its field weight never changes");
}

// SQLite's other words for a conflict are told as what they are.
TEST_P(Guarantees, WordsForAConflictAreNoReplacement) {
    if (postgres()) GTEST_SKIP() << "PostgreSQL has none";
    database db{url()};
    const auto account = db.run(df::create(Account{.owner = "ann"}));
    db.run(df::create(Entry{.account = account.id, .code = "a"}));
    const auto told = [&](auto&& work) {
        try {
            work();
            ADD_FAILURE();
        } catch (const df::unique_violation& e) {
            EXPECT_EQ(std::string_view{e.what()}.find("dataflow_"), std::string_view::npos) << e.what();
        }
    };
    told([&] { db.run(df::sql<"INSERT OR FAIL INTO entries SELECT * FROM entries">()); });
    told([&] { db.run(df::sql<"INSERT OR ABORT INTO entries SELECT * FROM entries">()); });
    told([&] { db.run(df::sql<"INSERT OR ROLLBACK INTO entries SELECT * FROM entries">()); });
    told([&] { db.run(df::sql<"INSERT INTO entries SELECT * FROM entries">()); });
    EXPECT_EQ(db.run(df::sql<"INSERT OR IGNORE INTO entries SELECT * FROM entries">()), 0);
    EXPECT_EQ(db.run(df::count<Entry>()), 1);
}

// SQLite's row numbers have names of their own.
TEST_P(Guarantees, KeysAreImmutableByEachOfTheirNames) {
    df::database<Coin> db{url()};
    const auto coin = db.run(df::create(Coin{.name = "penny"}));
    refused_by_hand("UPDATE coins SET id = 7", "coins: its field id never changes");
    if (!postgres())
        for (const std::string name : {"rowid", "_rowid_", "oid"})
            refused_by_hand("UPDATE coins SET " + name + " = 7", "coins: its field id never changes");
    plain().run("UPDATE coins SET name = 'cent', id = id");
    EXPECT_EQ(db.run(df::read<Coin>(coin.id)).name, "cent");
}

TEST_P(Guarantees, SomeWritesOnly) {
    database db{url()};
    db.run(df::create(Part{.code = "p", .name = "pin"}));
    EXPECT_EQ(db.run(df::update<Part>("p", field<&Part::weight> = 4)).weight, 4);
    EXPECT_FALSE(db.run(df::upsert(Part{.code = "p", .name = "pin", .weight = 5})).created);
    EXPECT_EQ(db.run(df::bulk_upsert(std::vector<Part>{{"p", "pin", 6}, {"q", "quill", 7}})).created, 1U);
    refused([&] { db.run(df::sql<"DELETE FROM parts">()); }, "parts: its records are never deleted");
    refused([&] { db.run(df::sql<"INSERT INTO laws (id, text) VALUES (1, 'x')">()); },
            "laws: none are created");
    EXPECT_EQ(db.run(df::count<Part>()), 2);
    EXPECT_EQ(db.run(df::bulk_update<Law>(df::everything, field<&Law::text> = "new")).updated, 0U);
}

TEST_P(Guarantees, OpeningsMakeWhatIsMissing) {
    const std::string trigger = "dataflow_protect_entries_update";
    {
        database db{url()};
    }
    const auto count = [&] {
        return plain().number(postgres() ? "SELECT count(*) FROM pg_trigger WHERE tgname LIKE "
                                           "'dataflow_protect_%' AND tgrelid IN (SELECT oid FROM pg_class "
                                           "WHERE relnamespace = current_schema()::regnamespace)"
                                         : "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND "
                                           "name LIKE 'dataflow_protect_%'");
    };
    const auto all = count();
    EXPECT_EQ(all, postgres() ? 3 + 2 + 3 + 1 : 3 + 5 + 3 + 3);
    plain().run("DROP TRIGGER " + trigger + (postgres() ? " ON entries" : ""));
    EXPECT_THROW((database{df::open_options{.url = url(), .create_tables = false}}), df::schema_mismatch);
    try {
        database{df::open_options{.url = url(), .existing_schema_mode = true}};
        ADD_FAILURE();
    } catch (const df::schema_mismatch& e) {
        EXPECT_NE(std::string_view{e.what()}.find("the triggers that protect entries are missing"),
                  std::string_view::npos)
            << e.what();
    }
    {
        database db{url()};
    }
    EXPECT_EQ(count(), all);
    if (postgres()) {
        plain().run("ALTER TABLE entries DISABLE TRIGGER " + trigger);
        {
            database db{url()};
        }
        refused_by_hand("UPDATE entries SET amount = 1; INSERT INTO laws (text) VALUES ('x')", "laws");
        plain().run("CREATE OR REPLACE FUNCTION " + trigger +
                    "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
    } else
        plain().run("DROP TRIGGER " + trigger + "; CREATE TRIGGER " + trigger +
                    " BEFORE UPDATE ON entries BEGIN SELECT 1; END");
    {
        database db{df::open_options{.url = url()}};
    }
    database db{df::open_options{.url = url(), .create_tables = false}};
    const auto account = db.run(df::create(Account{.owner = "ann"}));
    db.run(df::create(Entry{.account = account.id, .code = "a"}));
    refused_by_hand("UPDATE entries SET amount = 1", "entries: its records are never updated");
}

} // namespace
