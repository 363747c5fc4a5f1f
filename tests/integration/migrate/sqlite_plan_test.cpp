// Plans of SQLite: each change on a table with rows, children, triggers, views and an index of words.
#include "integration/migrate/sqlite_support.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using namespace support;

/// Two databases: one with rows, and one as it is to be.
class SqlitePlan : public testing::Test {
  protected:
    void make(const std::string& before, const std::string& after) {
        now_.plain().run(before);
        new_.plain().run(after);
    }
    [[nodiscard]] migrate::plan plan(int version = 3'040'001) {
        wanted_ = description_of(new_);
        found_ = description_of(now_);
        return plan_between(wanted_, found_, version);
    }
    /// Runs the plan: then nothing is left to do, and the way back gives what was there.
    void change(bool back = true) {
        auto sql = now_.plain();
        const auto before = dump_of(sql);
        const auto p = plan();
        SCOPED_TRACE(titles_of(p, true));
        EXPECT_FALSE(p.steps.empty());
        steps_runner{sql}.run(p);
        expect_done(sql);
        if (!back) return;
        const auto after = dump_of(sql);
        steps_runner{sql}.undo(p);
        EXPECT_EQ(dump_of(sql), before);
        steps_runner{sql}.run(p);
        EXPECT_EQ(dump_of(sql), after);
    }
    void expect_done(plain_connection& sql) {
        wanted_ = description_of(new_);
        found_ = description_of(now_);
        EXPECT_EQ(in_words(df::catalog::compare(wanted_, found_)), "");
        EXPECT_EQ(titles_of(plan_between(wanted_, found_)), "");
        EXPECT_EQ(sql.value("PRAGMA integrity_check"), "ok");
        EXPECT_TRUE(sql.run("PRAGMA foreign_key_check").empty());
    }
    /// A row is in the way, of this step; nothing has changed.
    void expect_in_the_way(std::string_view what) {
        auto sql = now_.plain();
        const auto before = dump_of(sql);
        const auto p = plan();
        SCOPED_TRACE(titles_of(p, true));
        try {
            steps_runner{sql}.run(p);
            ADD_FAILURE() << "nothing was in the way";
        } catch (const in_the_way& e) {
            EXPECT_EQ(std::string{e.what()}, what);
        }
        EXPECT_EQ(dump_of(sql), before);
    }
    [[nodiscard]] plain_connection sql() const { return now_.plain(); }

    place now_{backend::sqlite_file};
    place new_{backend::sqlite_file};
    df::catalog::live_description wanted_{};
    df::catalog::live_description found_{};
};

const std::string users =
    "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, age "
    "INTEGER, CONSTRAINT sane CHECK (age < 150));"
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, user INTEGER NOT NULL REFERENCES users "
    "(id) ON DELETE CASCADE, body TEXT);"
    "CREATE INDEX users_name ON users (name COLLATE NOCASE DESC) WHERE age > 1;";
const std::string rows = "INSERT INTO users VALUES (1, 'a', 10), (2, 'b', NULL), (100, 'z', 3);"
                         "DELETE FROM users WHERE id = 100;"
                         "INSERT INTO notes VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z');";
/// The same with another text somewhere.
[[nodiscard]] std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST_F(SqlitePlan, ARebuildKeepsChildrenKeysIndexesTriggersAndViews) {
    const std::string more =
        "CREATE TABLE log (what TEXT);"
        "CREATE TRIGGER seen AFTER INSERT ON users BEGIN INSERT INTO log VALUES ('user ' || new.name); END;"
        "CREATE TRIGGER noted AFTER INSERT ON notes BEGIN INSERT INTO log SELECT name FROM users WHERE id = "
        "new.user; END;"
        "CREATE VIEW adults AS SELECT id, name FROM users WHERE age >= 18;"
        "CREATE VIEW names AS SELECT name FROM adults;"
        "CREATE TRIGGER through INSTEAD OF INSERT ON names BEGIN INSERT INTO users (name, age) VALUES "
        "(new.name, 18); END;";
    make(users + more + rows, with(users, "age < 150", "age < 120") + more);
    change();
    auto at = sql();
    at.run("INSERT INTO users (name) VALUES ('new'); INSERT INTO names VALUES ('c')");
    EXPECT_EQ(at.value("SELECT group_concat(id) FROM users"), "1,2,101,102"); // no number comes again
    EXPECT_EQ(at.value("SELECT count(*) FROM notes"), "3");
    EXPECT_EQ(at.value("SELECT group_concat(what) FROM log"), "user a,user b,user z,a,a,b,user new,user c");
    EXPECT_EQ(at.value("SELECT group_concat(name) FROM names"), "c");
    at.run("PRAGMA foreign_keys = ON; DELETE FROM users WHERE id = 1");
    EXPECT_EQ(at.value("SELECT count(*) FROM notes"), "1");
}

struct change_case {
    const char* what;
    std::string from; ///< a part of the tables' text
    std::string to;
    const char* query; ///< after it
    const char* gives;
    bool back = true;
    bool rebuilds = true;
};
const std::vector<change_case>& change_cases() {
    static const std::vector<change_case> all{
        {"a default", "age INTEGER", "age INTEGER DEFAULT 5", "SELECT total(age) FROM users", "10.0"},
        {"NOT NULL with a default", "age INTEGER", "age INTEGER NOT NULL DEFAULT 5",
         "SELECT group_concat(age) FROM users", "10,5", false},
        {"NULL", "name TEXT NOT NULL", "name TEXT", "SELECT count(*) FROM users", "2"},
        {"a type", "age INTEGER", "age TEXT", "SELECT group_concat(typeof(age)) FROM users", "text,null"},
        {"a decimal", "age INTEGER, CONSTRAINT sane CHECK (age < 150",
         "age INTEGER(10,2), CONSTRAINT sane CHECK (age < 15000", "SELECT total(age) FROM users", "1000.0",
         false},
        {"a real number", "age INTEGER", "age REAL", "SELECT typeof(age) FROM users", "real"},
        {"a check", ", CONSTRAINT sane CHECK (age < 150)", "", "SELECT count(*) FROM users", "2"},
        {"another check", "sane CHECK (age < 150)", "sane CHECK (age < 150), CHECK (name <> '')",
         "SELECT count(*) FROM users", "2"},
        {"a column", "age INTEGER", "age INTEGER, more TEXT NOT NULL DEFAULT 'x'",
         "SELECT group_concat(more) FROM users", "x,x", true, false},
        {"a column that the time gives", "age INTEGER",
         "age INTEGER, more TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP",
         "SELECT count(*) FROM users WHERE length(more) = 19", "2", false},
        {"a unique column", "age INTEGER", "age INTEGER, more TEXT UNIQUE", "SELECT count(*) FROM users",
         "2"},
        {"a generated column", "age INTEGER", "age INTEGER, twice INTEGER AS (age * 2)",
         "SELECT twice FROM users WHERE id = 1", "20", true, false},
        {"a stored column", "age INTEGER", "age INTEGER, twice INTEGER AS (age * 2) STORED",
         "SELECT twice FROM users WHERE id = 1", "20"},
        {"a foreign key", "body TEXT", "body TEXT, other INTEGER CONSTRAINT more REFERENCES users (id)",
         "SELECT count(*) FROM notes", "3", true, false},
        {"no foreign key", " REFERENCES users (id) ON DELETE CASCADE", "", "SELECT count(*) FROM notes", "3"},
        {"another action", "ON DELETE CASCADE", "ON DELETE RESTRICT", "SELECT count(*) FROM notes", "3"},
        {"a column that goes", ", body TEXT", "", "SELECT count(*) FROM notes", "3", false, false},
        {"one in a check that goes", ", age INTEGER, CONSTRAINT sane CHECK (age < 150)", "",
         "SELECT count(*) FROM notes", "3", false},
        {"a key without AUTOINCREMENT", " AUTOINCREMENT", "", "SELECT count(*) FROM users", "2", false},
        {"a key with AUTOINCREMENT", "notes (id INTEGER PRIMARY KEY",
         "notes (id INTEGER PRIMARY KEY AUTOINCREMENT",
         "SELECT seq FROM sqlite_sequence WHERE name = 'notes'", "3", false},
        {"STRICT", "(age < 150))", "(age < 150)) STRICT", "SELECT count(*) FROM users", "2"},
        {"WITHOUT ROWID", "body TEXT)", "body TEXT) WITHOUT ROWID", "SELECT count(*) FROM notes", "3"},
        {"a collation", "name TEXT NOT NULL", "name TEXT NOT NULL COLLATE NOCASE",
         "SELECT count(*) FROM users WHERE name = 'A'", "1"},
        {"a key of a text", "notes (id INTEGER PRIMARY KEY", "notes (id TEXT PRIMARY KEY",
         "SELECT group_concat(typeof(id)) FROM notes", "text,text,text"},
        {"an index", "DESC) WHERE age > 1", "ASC)", "SELECT count(*) FROM users", "2", true, false},
    };
    return all;
}

class SqliteChange : public SqlitePlan, public testing::WithParamInterface<std::size_t> {};

TEST_P(SqliteChange, IsMade) {
    const auto& c = change_cases()[GetParam()];
    SCOPED_TRACE(c.what);
    auto after = users;
    if (c.from == "DESC) WHERE age > 1") after = with(after, " COLLATE NOCASE", "");
    if (std::string_view{c.what} == "one in a check that goes") after = with(after, " WHERE age > 1", "");
    make(users + rows, with(after, c.from, c.to));
    change(c.back);
    EXPECT_EQ(sql().value(c.query), c.gives);
    EXPECT_EQ(sql().value("SELECT count(*) FROM notes"), "3");
    const auto p = plan_between(wanted_, found_);
    EXPECT_TRUE(p.steps.empty());
}
INSTANTIATE_TEST_SUITE_P(All, SqliteChange, testing::Range(std::size_t{0}, change_cases().size()));

TEST_F(SqlitePlan, RowsThatDoNotFitStopItBeforeAnythingIsDone) {
    make(users + rows, with(users, "age INTEGER", "age INTEGER NOT NULL"));
    expect_in_the_way("verify that users.age is never NULL: 1");
}
TEST_F(SqlitePlan, ATypeThatDoesNotKeepTheValuesStopsIt) {
    const auto unchecked = with(users, ", CONSTRAINT sane CHECK (age < 150)", "");
    make(with(unchecked, "age INTEGER", "age TEXT") + rows + "UPDATE users SET age = '0x1' WHERE id = 1",
         unchecked);
    expect_in_the_way("verify that every value of users.age fits INTEGER: 1");
    sql().run("UPDATE users SET age = '12' WHERE id = 1");
    change();
    EXPECT_EQ(sql().value("SELECT group_concat(typeof(age)) FROM users"), "integer,null");
}
TEST_F(SqlitePlan, ACheckThatRowsBreakStopsIt) {
    make(users + rows, with(users, "age < 150", "age < 5"));
    expect_in_the_way("verify that every row of users fulfills sane: 1");
}
TEST_F(SqlitePlan, AUniqueIndexOverWhatIsThereTwiceStopsIt) {
    make(users + rows, users + "CREATE UNIQUE INDEX one ON notes (user)");
    expect_in_the_way("verify that no two rows of notes have the same user: 1");
}
TEST_F(SqlitePlan, AForeignKeyThatRowsBreakStopsIt) {
    make(with(users, " REFERENCES users (id) ON DELETE CASCADE", "") + rows +
             "INSERT INTO notes VALUES (4, 77, 'w')",
         users);
    expect_in_the_way("verify that notes.user refers only to rows of users: 1");
}
TEST_F(SqlitePlan, ARequiredColumnWithoutADefaultNeedsAnEmptyTable) {
    make(users + rows, with(users, "body TEXT", "body TEXT, more TEXT NOT NULL"));
    expect_in_the_way("verify that notes has no rows, for more may not be NULL and has no default: 3");
    sql().run("DELETE FROM notes");
    change();
}

TEST_F(SqlitePlan, WhatIsNotOursStaysWordForWord) {
    const std::string odd =
        "CREATE TABLE odd (id INTEGER PRIMARY KEY, a TEXT COLLATE RTRIM NOT NULL ON CONFLICT IGNORE, b INT "
        "UNIQUE ON CONFLICT REPLACE CHECK (b > -7 /* really */), c BLOB DEFAULT (x'00ff' || x'01'), d "
        "NUMERIC "
        "NULL, n INTEGER, CONSTRAINT k CHECK (a GLOB '*' OR b IS NULL), FOREIGN KEY (b) REFERENCES odd (id) "
        "DEFERRABLE INITIALLY DEFERRED)";
    make(odd + "; INSERT INTO odd (id, a, b, n) VALUES (1, 'x', 1, 3)", with(odd, "n INTEGER", "n TEXT"));
    change();
    const auto text = sql().value("SELECT sql FROM sqlite_schema WHERE name = 'odd'");
    for (const auto* part :
         {"COLLATE RTRIM NOT NULL ON CONFLICT IGNORE", "UNIQUE ON CONFLICT REPLACE",
          "CHECK (b > -7 /* really */)", "DEFAULT (x'00ff' || x'01')", "\"d\" NUMERIC NULL",
          "CONSTRAINT k CHECK (a GLOB '*' OR b IS NULL)", "\"n\" TEXT",
          "FOREIGN KEY (b) REFERENCES odd (id) DEFERRABLE INITIALLY DEFERRED"})
        EXPECT_TRUE(has(text, part)) << part << "\n" << text;
}

TEST_F(SqlitePlan, RowsKeepTheirNumbersWhereOthersMayKnowThem) {
    const std::string words = "CREATE TABLE page (title TEXT, n INTEGER);"
                              "CREATE VIRTUAL TABLE words USING fts5(title, content='page');";
    make(words + "INSERT INTO page (rowid, title, n) VALUES (7, 'fox', 1), (9, 'dog', 2);"
                 "INSERT INTO words (words) VALUES ('rebuild');",
         with(words, "n INTEGER", "n TEXT"));
    change();
    EXPECT_EQ(sql().value("SELECT rowid FROM words WHERE words MATCH 'dog'"), "9");
    EXPECT_EQ(sql().value("SELECT group_concat(rowid) FROM page"), "7,9");
}

TEST_F(SqlitePlan, ALeftoverTableAndAnOddNameAreNoObstacle) {
    const std::string t = "CREATE TABLE \"a\"\"b; --\" (\"x\"\"y\" INTEGER PRIMARY KEY, \"it's\" TEXT);";
    make(t + "CREATE TABLE \"new_a\"\"b; --\" (z); INSERT INTO \"a\"\"b; --\" VALUES (1, '2')",
         with(t, "\"it's\" TEXT", "\"it's\" INTEGER"));
    change();
    EXPECT_EQ(sql().value("SELECT typeof(\"it's\") FROM \"a\"\"b; --\""), "integer");
}

TEST_F(SqlitePlan, AKilledRunLeavesAllAsItWas) {
    make(users + rows, with(with(users, "age INTEGER", "age TEXT, more INTEGER"), "body TEXT", "body BLOB"));
    auto at = sql();
    const auto before = dump_of(at);
    const auto p = plan();
    int statements = 0;
    for (const auto& s : p.steps) statements += static_cast<int>(s.sql.size());
    ASSERT_GT(statements, 10);
    for (int i = 0; i < statements; ++i) {
        EXPECT_THROW(steps_runner{at}.run(p, i), std::runtime_error);
        EXPECT_EQ(dump_of(at), before) << i;
    }
    steps_runner{at}.run(p);
    expect_done(at);
}

TEST_F(SqlitePlan, AViewThatNoLongerFitsStopsIt) {
    make(users + "CREATE VIEW ages AS SELECT age FROM users;" + rows,
         with(with(users, ", age INTEGER, CONSTRAINT sane CHECK (age < 150)", ""), " WHERE age > 1", "") +
             "CREATE VIEW ages AS SELECT 1;");
    auto at = sql();
    const auto before = dump_of(at);
    try {
        steps_runner{at}.run(plan());
        ADD_FAILURE();
    } catch (const std::runtime_error& e) {
        EXPECT_TRUE(has(e.what(), "no such column: age")) << e.what();
    }
    EXPECT_EQ(dump_of(at), before);
}

TEST_F(SqlitePlan, ARenameReachesAllThatMentionsTheNameAlsoWhereANewColumnTakesIt) {
    const std::string more =
        "CREATE VIEW names AS SELECT name FROM users;"
        "CREATE TRIGGER seen AFTER UPDATE OF name ON users BEGIN UPDATE notes SET body = "
        "new.name WHERE user = new.id; END;";
    const auto after =
        with(with(users, "name TEXT NOT NULL, age INTEGER", "label TEXT NOT NULL, name TEXT, age TEXT"),
             "users (name COLLATE", "users (label COLLATE");
    make(users + more + rows, after);
    wanted_ = description_of(new_);
    found_ = description_of(now_);
    const df::schema::renaming renamed[]{{.former = "name", .latter = "label"}};
    std::vector<df::catalog::table> tables{wanted_.tables.begin(), wanted_.tables.end()};
    for (auto& t : tables)
        if (t.name == "users") t.renamed = renamed;
    wanted_.tables = tables;
    auto at = sql();
    const auto p = plan_between(wanted_, found_);
    SCOPED_TRACE(titles_of(p, true));
    steps_runner{at}.run(p);
    found_ = description_of(now_);
    auto differs = df::catalog::compare(wanted_, found_);
    std::erase_if(differs,
                  [](const auto& d) { return d.what == df::catalog::difference_kind::trigger_extra; });
    EXPECT_EQ(in_words(differs), "");
    EXPECT_EQ(at.value("SELECT group_concat(label) FROM users"), "a,b");
    EXPECT_EQ(at.value("SELECT group_concat(label) FROM names"), "a,b");
    at.run("UPDATE users SET label = 'changed' WHERE id = 2");
    EXPECT_EQ(at.value("SELECT body FROM notes WHERE user = 2"), "changed");
    at.run("UPDATE users SET label = 'b' WHERE id = 2; UPDATE notes SET body = 'z' WHERE user = 2");
    steps_runner{at}.undo(p);
    found_ = description_of(now_);
    EXPECT_NE(found_.find("users")->find_column("name"), nullptr);
    EXPECT_EQ(found_.find("users")->find_column("label"), nullptr);
    EXPECT_EQ(at.value("SELECT group_concat(name) FROM names"), "a,b");
}

TEST_F(SqlitePlan, NewerVersionsTakeAndDropNotNullAndChecks) {
    make(users, with(with(with(users, "name TEXT NOT NULL", "name TEXT"), "body TEXT", "body TEXT NOT NULL"),
                     "age < 150", "age < 120"));
    const auto p = plan(3'053'000);
    const auto all = titles_of(p, true);
    EXPECT_FALSE(has(all, "rebuild")) << all;
    for (const auto* text : {"ALTER TABLE \"users\" ALTER COLUMN \"name\" DROP NOT NULL\n",
                             "ALTER TABLE \"notes\" ALTER COLUMN \"body\" SET NOT NULL\n",
                             "ALTER TABLE \"users\" DROP CONSTRAINT \"sane\"\n    ALTER TABLE \"users\" ADD "
                             "CONSTRAINT \"sane\" CHECK (age < 120)\n"})
        EXPECT_TRUE(has(all, text)) << all;
    EXPECT_TRUE(has(titles_of(plan()), "rebuild"));
}

} // namespace
