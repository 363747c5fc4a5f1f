// SQLite's REPLACE by other programs on a table with an audit log: what it takes away is recorded as deleted,
// once, by whichever unique value it was found, and nothing is where it takes nothing away.
#include "support/fixture.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/session.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::audit_record;
using df::field;

struct Seat {
    df::id<Seat> id{};
    std::string hall{};
    std::int64_t number = 0;
    std::optional<std::string> code{};
    bool taken = false;
    std::string pin{};

    static constexpr auto dataflow = df::options{
        .timestamps = false,
        .audit_log = true,
        .secrets = df::secrets("pin"),
        .unique = df::unique({"hall", "number"}, df::index{"code"}.where(df::column("taken") == true))};
};

/// Without a partial index: only an UPDATE of these columns can take another row away.
struct Chair {
    df::id<Chair> id{};
    std::string code{};
    std::string note{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .audit_log = true, .unique = df::unique({"code"})};
};

class AuditReplace : public support::shared_database_test {
  protected:
    void SetUp() override {
        support::shared_database_test::SetUp();
        if (!IsSkipped() && postgres()) GTEST_SKIP() << "PostgreSQL has no REPLACE";
    }
    static std::string seat(int id, const char* hall, int number, const char* code, bool taken) {
        return "INTO seats (id, hall, number, code, taken, pin) VALUES (" + std::to_string(id) + ", '" +
               hall + "', " + std::to_string(number) + ", " +
               (*code == 0 ? "NULL" : "'" + std::string{code} + "'") + (taken ? ", 1" : ", 0") +
               ", 'secret')";
    }
    /// What the log tells since the last call: "deleted 1, created 7".
    std::string news() {
        std::string out;
        for (const auto& r :
             plain().run("SELECT operation || ' ' || record_key FROM dataflow_audit WHERE id > " +
                         std::to_string(seen_) + " ORDER BY id"))
            out += (out.empty() ? "" : ", ") + r[0].value_or("?");
        seen_ = plain().number("SELECT coalesce(max(id), 0) FROM dataflow_audit");
        return out;
    }

  private:
    std::int64_t seen_ = 0;
};
DATAFLOW_ON_SHARED_DATABASES(AuditReplace);

TEST_P(AuditReplace, WhatIsTakenAwayIsRecorded) {
    df::database<Seat, audit_record> db{url()};
    auto other = plain();
    other.run("INSERT " + seat(1, "a", 1, "x", true));
    other.run("INSERT " + seat(2, "a", 2, "y", true));
    other.run("INSERT " + seat(3, "a", 3, "", false));
    EXPECT_EQ(news(), "created 1, created 2, created 3");

    other.run("INSERT OR REPLACE " + seat(1, "a", 1, "x", true)); // by the key and both others: one row
    EXPECT_EQ(news(), "deleted 1, created 1");
    EXPECT_EQ(other.value("SELECT \"before\" FROM dataflow_audit WHERE operation = 'deleted'"),
              R"j({"id":1,"hall":"a","number":1,"code":"x","taken":true,"pin":"(secret)"})j");
    other.run("REPLACE " + seat(7, "a", 1, "y", true)); // two rows, by different values
    EXPECT_EQ(news(), "deleted 1, deleted 2, created 7");
    other.run("REPLACE " + seat(8, "b", 1, "y", false)); // outside of the partial index
    EXPECT_EQ(news(), "created 8");
    other.run("REPLACE " + seat(9, "b", 9, "", true));
    EXPECT_EQ(news(), "created 9");
    other.run("INSERT OR IGNORE " + seat(9, "b", 9, "", true));
    other.run("INSERT " + seat(9, "b", 9, "", true) + " ON CONFLICT DO NOTHING");
    EXPECT_EQ(news(), "");
    other.run("INSERT " + seat(9, "b", 9, "", true) + " ON CONFLICT (id) DO UPDATE SET code = 'z'");
    EXPECT_EQ(news(), "updated 9");
    EXPECT_ANY_THROW(other.run("INSERT " + seat(9, "c", 9, "", true)));
    other.run("UPDATE OR REPLACE seats SET hall = 'a', number = 1 WHERE id = 9");
    EXPECT_EQ(news(), "deleted 7, updated 9");
    other.run("UPDATE OR REPLACE seats SET pin = 'other', hall = 'a' WHERE id = 9");
    EXPECT_EQ(news(), "updated 9");
    other.run("UPDATE OR IGNORE seats SET id = 8 WHERE id = 9");
    EXPECT_EQ(news(), "");
    other.run("BEGIN; REPLACE " + seat(9, "q", 1, "", false) + "; ROLLBACK");
    EXPECT_EQ(news(), "");

    other.run("PRAGMA recursive_triggers = ON");
    other.run("REPLACE " + seat(9, "q", 1, "", false));
    EXPECT_EQ(news(), "deleted 9, created 9"); // by the trigger of the delete
    other.run("PRAGMA recursive_triggers = OFF");
    other.run("REPLACE " + seat(9, "q", 2, "", false));
    EXPECT_EQ(news(), "deleted 9, created 9");
    EXPECT_EQ(other.number("SELECT count(*) FROM dataflow_replaces WHERE replaces = 0"), 1);
    EXPECT_EQ(other.number("SELECT count(*) FROM dataflow_replaces"), 1);

    db.run(df::sql<"REPLACE INTO seats (id, hall, number, taken, pin) VALUES (9, 'r', 1, 0, '')">());
    EXPECT_EQ(news(), "deleted 9, created 9");
    EXPECT_TRUE(df::verify_audit(db).ok());
}

// SQLite shows a trigger -1 for a key that is not given: the record with that key was not replaced.
TEST_P(AuditReplace, AKeyThatIsNotGivenReplacesNone) {
    df::database<Chair, audit_record> db{url()};
    auto other = plain();
    other.run("INSERT INTO chairs (id, code, note) VALUES (-1, 'a', '')");
    other.run("INSERT OR REPLACE INTO chairs (code, note) VALUES ('b', '')");
    EXPECT_EQ(news(), "created -1, created 1");
    other.run("INSERT OR REPLACE INTO chairs (code, note) VALUES ('a', '')");
    EXPECT_EQ(news(), "deleted -1, created 2");
}

TEST_P(AuditReplace, UpdatesOfAKeyByEachOfItsNamesAndOfAUniqueColumnAreSeen) {
    df::database<Chair, audit_record> db{url()};
    auto other = plain();
    for (int i = 1; i <= 6; ++i) {
        const auto n = std::to_string(i);
        other.run("INSERT INTO chairs (id, code, note) VALUES (" + n + ", 'c" + n + "', '')");
    }
    (void)news();
    other.run("UPDATE OR REPLACE chairs SET code = 'c1' WHERE id = 2");
    EXPECT_EQ(news(), "deleted 1, updated 2");
    other.run("UPDATE OR REPLACE chairs SET id = 2 WHERE id = 3");
    EXPECT_EQ(news(), "deleted 2, updated 3");
    other.run("UPDATE OR REPLACE chairs SET note = 'x', RowId = 2 WHERE id = 4");
    EXPECT_EQ(news(), "deleted 2, updated 4");
    other.run("UPDATE OR REPLACE chairs SET _rowid_ = 2 WHERE id = 5");
    EXPECT_EQ(news(), "deleted 2, updated 5");
    other.run("UPDATE OR REPLACE chairs SET note = 'y' WHERE id = 2");
    EXPECT_EQ(news(), "updated 2");
    EXPECT_EQ(other.value("SELECT group_concat(id || code) FROM chairs"), "2c5,6c6");
    EXPECT_TRUE(df::verify_audit(db).ok());
}

} // namespace
