// The lint of hand-written SQL: the cases of PostgreSQL and SQLite, and what must not be told.
#include <dataflow/lint/lint.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::migrate::lock_mode;

/// The codes of the findings, in order, without those that are ignored.
std::string codes(const df::lint_report& of) {
    std::set<std::string_view> all;
    for (const auto& one : of.findings)
        if (one.ignored.empty()) all.insert(one.code);
    std::string out;
    for (const auto code : all) out += (out.empty() ? "" : " ") + std::string{code.substr(3)};
    return out;
}
/// `limited`: with a limit for locks, which most cases are not about.
std::string postgres(std::string_view sql, bool in_transaction = true,
                     const df::catalog::database_description* found = nullptr) {
    return codes(df::lint(
        sql,
        {.server_version = 150000, .found = found, .in_transaction = in_transaction, .limits_locks = true}));
}
std::string sqlite(std::string_view sql, bool in_transaction = true) {
    return codes(df::lint(sql, {.dialect = df::dialect::sqlite, .in_transaction = in_transaction}));
}

TEST(LintPostgres, Destroys) {
    EXPECT_EQ(postgres("DROP TABLE t"), "D01");
    EXPECT_EQ(postgres("ALTER TABLE t DROP COLUMN c"), "D02");
    EXPECT_EQ(postgres("DROP SCHEMA s"), "D03");
    EXPECT_EQ(postgres("TRUNCATE t"), "D05");
    EXPECT_EQ(postgres("DROP TYPE e CASCADE"), "D07");
    EXPECT_EQ(postgres("UPDATE t SET c = 1"), "D13");
    EXPECT_EQ(postgres("DELETE FROM t WHERE true"), "D13");
    EXPECT_EQ(postgres("UPDATE t SET c = 1 WHERE id < 10"), "");
}

TEST(LintPostgres, Blocks) {
    EXPECT_EQ(postgres("CREATE INDEX i ON t(c)"), "B01");
    EXPECT_EQ(postgres("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t(c)"), "B03");
    EXPECT_EQ(postgres("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t(c)", false), "");
    EXPECT_EQ(postgres("ALTER TABLE t ADD CONSTRAINT q UNIQUE (c)"), "B05 F01");
    EXPECT_EQ(postgres("ALTER TABLE t ADD PRIMARY KEY (id)"), "B07");
    EXPECT_EQ(postgres("ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES p"), "B09");
    EXPECT_EQ(postgres("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (c) REFERENCES p NOT VALID"), "");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z int DEFAULT 1 REFERENCES p(id)"), "B11");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z int REFERENCES p(id)"), "");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z int DEFAULT 3 CHECK (z > 0)"), "B13");
    EXPECT_EQ(postgres("ALTER TABLE t ALTER COLUMN c SET NOT NULL"), "B15 F03");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z bigserial"), "B17");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z int GENERATED ALWAYS AS IDENTITY"), "B17");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z double precision DEFAULT random()"), "B18");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z int GENERATED ALWAYS AS (a * 2) STORED"), "B18");
    EXPECT_EQ(postgres("CREATE DOMAIN d AS int CHECK (value > 0); ALTER TABLE t ADD COLUMN z d DEFAULT 5"),
              "B19 H07");
    EXPECT_EQ(postgres("ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&)"), "B25");
    EXPECT_EQ(postgres("ALTER TABLE p DETACH PARTITION c"), "B27");
    EXPECT_EQ(postgres("ALTER TABLE p DETACH PARTITION c CONCURRENTLY", false), "");
    EXPECT_EQ(postgres("VACUUM FULL t", false), "B29");
    EXPECT_EQ(postgres("CLUSTER t USING i", false), "B29");
    EXPECT_EQ(postgres("ALTER DOMAIN d ADD CONSTRAINT k CHECK (value > 0)"), "B31");
    EXPECT_EQ(postgres("ALTER DOMAIN d ADD CONSTRAINT k CHECK (value > 0) NOT VALID"), "");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1 WHERE id < 5"), "B37");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN a int; ALTER TABLE t VALIDATE CONSTRAINT q"), "B33");
    EXPECT_EQ(postgres("CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"), "B41");
    EXPECT_EQ(codes(df::lint("ALTER TABLE t ADD COLUMN z int", {})), "B35");
    EXPECT_EQ(codes(df::lint("SET lock_timeout = '2s'; ALTER TABLE t ADD COLUMN z int", {})), "");
}

TEST(LintPostgres, BreaksPrograms) {
    EXPECT_EQ(postgres("ALTER TABLE t RENAME COLUMN a TO b"), "C01");
    EXPECT_EQ(postgres("ALTER TABLE t RENAME TO u"), "C02");
    EXPECT_EQ(postgres("ALTER SCHEMA s RENAME TO z"), "C03");
    EXPECT_EQ(postgres("ALTER TABLE t ALTER COLUMN c DROP NOT NULL"), "C05");
    EXPECT_EQ(postgres("ALTER TABLE t ADD COLUMN z int NOT NULL"), "C07");
    EXPECT_EQ(postgres("ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('x')"), "C11");
    EXPECT_EQ(postgres("ALTER TYPE e ADD VALUE 'x'; COMMIT; BEGIN; INSERT INTO t VALUES ('x')"), "");
    EXPECT_EQ(postgres("ALTER TYPE e RENAME VALUE 'a' TO 'b'"), "C15");
}

TEST(LintPostgres, FailsOrIsNotSafeToRepeat) {
    EXPECT_EQ(postgres("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t(c)", false), "F01");
    EXPECT_EQ(postgres("CREATE TABLE t(a int, a text)"), "F11");
    EXPECT_EQ(
        postgres(
            "CREATE UNIQUE INDEX i ON t(c) WHERE c > 0; ALTER TABLE t ADD CONSTRAINT q UNIQUE USING INDEX i"),
        "B01 F01 F15");
    EXPECT_EQ(postgres("CREATE INDEX CONCURRENTLY ON t(c)", false), "T01");
    EXPECT_EQ(postgres("BEGIN; CREATE TABLE t(id bigint)", false), "T03");
    EXPECT_EQ(
        postgres("ALTER TABLE t ADD COLUMN z int; CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t(z)", false),
        "T09");
    EXPECT_EQ(postgres("DO $$ begin execute 'ALTER TABLE t ADD z int'; end $$"), "U01");
    EXPECT_EQ(postgres("ALTER TABEL t"), "U02");
}

TEST(LintPostgres, Hygiene) {
    EXPECT_EQ(postgres("CREATE TABLE t(id int PRIMARY KEY)"), "H01");
    EXPECT_EQ(postgres("CREATE TABLE t(id bigserial PRIMARY KEY)"), "H03");
    EXPECT_EQ(postgres("CREATE TABLE t(name char(100))"), "H05");
    EXPECT_EQ(postgres("CREATE TABLE t(id bigint PRIMARY KEY, a int); CREATE INDEX i ON t(a, id, a, id)"),
              "H11");
}

TEST(LintPostgres, SaysNothingOfWhatOnlyChangesTheCatalog) {
    for (const auto* sql : {
             "ALTER TABLE t ADD COLUMN z int",
             "ALTER TABLE t ADD COLUMN z int NOT NULL DEFAULT 5",
             "ALTER TABLE t ADD COLUMN z text DEFAULT md5('x')",
             "ALTER TABLE t ADD COLUMN z jsonb DEFAULT '{}'::jsonb",
             "ALTER TABLE t ADD COLUMN z int[] DEFAULT '{}'::int[]",
             "ALTER TABLE t ADD COLUMN z timestamptz DEFAULT now()",
             "ALTER INDEX i RENAME TO j",
             "ALTER TABLE t ALTER COLUMN c SET STATISTICS 100",
             "ALTER TABLE t SET (fillfactor = 70)",
             "ALTER TABLE t CLUSTER ON i",
             "ALTER TABLE t VALIDATE CONSTRAINT q",
             "ANALYZE t",
             "COMMENT ON TABLE t IS 'x'",
             "CREATE STATISTICS s ON a, b FROM t",
             "ALTER TABLE t ALTER COLUMN c SET DEFAULT 5",
             "CREATE TABLE n(id bigint PRIMARY KEY, p bigint REFERENCES p); CREATE INDEX i ON n(p); "
             "ALTER TABLE n ADD CONSTRAINT q CHECK (p > 0); ALTER TABLE n ALTER COLUMN p SET NOT NULL; "
             "INSERT INTO n VALUES (1, 2)",
             "ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID; COMMIT; BEGIN; ALTER TABLE t "
             "VALIDATE CONSTRAINT k; "
             "COMMIT; BEGIN; ALTER TABLE t ALTER COLUMN c SET NOT NULL; ALTER TABLE t DROP CONSTRAINT k",
         })
        EXPECT_EQ(postgres(sql), "") << sql;
}

TEST(LintPostgres, LocksAndEffects) {
    const auto locks = [](std::string_view sql) {
        const auto report = df::lint(sql, {});
        std::string out;
        for (const auto& s : report.statements)
            for (const auto& l : s.locks)
                out += l.table + "=" + std::string{df::migrate::name_of(l.mode)} + " ";
        return out;
    };
    EXPECT_EQ(locks("CREATE INDEX i ON t(c)"), "t=SHARE ");
    EXPECT_EQ(locks("ALTER TABLE s.t ADD FOREIGN KEY (c) REFERENCES p"),
              "p=SHARE ROW EXCLUSIVE s.t=SHARE ROW EXCLUSIVE ");
    EXPECT_EQ(locks("ALTER TABLE t VALIDATE CONSTRAINT q"), "t=SHARE UPDATE EXCLUSIVE ");
    EXPECT_EQ(locks("SELECT * FROM t FOR UPDATE"), "t=ROW SHARE ");
    EXPECT_EQ(locks("LOCK TABLE t IN SHARE MODE"), "t=SHARE ");
    EXPECT_EQ(locks("CREATE TABLE n(id bigint); CREATE INDEX i ON n(id)"), "");
}

TEST(LintPostgres, KnowsTheDatabase) {
    using namespace df::catalog;
    column columns[3]{};
    columns[0].name = "id", columns[0].type.spelled = "bigint", columns[0].nullable = false;
    columns[1].name = "name", columns[1].type.spelled = "character varying(10)";
    columns[2].name = "age", columns[2].type.spelled = "integer";
    index_part part{.column = "name"};
    const df::catalog::index unique[]{
        {.name = "names", .method = "btree", .parts = {&part, 1}, .unique = true}};
    const check checks[]{{.name = "old", .expression = "(age > 17)"}};
    table people{.name = "people", .columns = {columns, 3}, .indexes = {unique, 1}, .checks = {checks, 1}};
    const std::string_view key_columns[]{"person"}, key_targets[]{"id"};
    const foreign_key key{
        .columns = {key_columns, 1}, .target = "people", .target_columns = {key_targets, 1}};
    const table pets{.name = "pets", .foreign_keys = {&key, 1}};
    const table all[]{people, pets};
    const database_description found{df::dialect::postgres, {all, 2}};

    EXPECT_EQ(postgres("ALTER TABLE people ALTER COLUMN name TYPE varchar(20)", true, &found), "");
    EXPECT_EQ(postgres("ALTER TABLE people ALTER COLUMN name TYPE text", true, &found), "");
    EXPECT_EQ(postgres("ALTER TABLE people ALTER COLUMN name TYPE varchar(5)", true, &found), "B16 C09 D09");
    EXPECT_EQ(postgres("ALTER TABLE people ALTER COLUMN name TYPE int", true, &found), "B16 C09 D09 F05");
    EXPECT_EQ(postgres("ALTER TABLE people ALTER COLUMN age TYPE bigint", true, &found), "B16 B21 C09");
    EXPECT_EQ(postgres("ALTER TABLE people ALTER COLUMN name TYPE varchar(10) COLLATE \"C\"", true, &found),
              "B23");
    EXPECT_EQ(postgres("ALTER TABLE people ALTER COLUMN id SET NOT NULL", true, &found), "");
    EXPECT_EQ(postgres("DROP INDEX names", true, &found), "B02 C13");
    EXPECT_EQ(postgres("ALTER TABLE people DROP COLUMN age, ADD COLUMN years int", true, &found), "D02 D11");
    EXPECT_EQ(postgres("ALTER TABLE pets ADD CONSTRAINT f FOREIGN KEY (person) REFERENCES people NOT VALID",
                       true, &found),
              "B39");
    const auto dropped = df::lint("DROP TABLE people", {.found = &found});
    ASSERT_EQ(dropped.statements[0].locks.size(), 2U);
    EXPECT_EQ(dropped.statements[0].locks[1].table, "pets");
}

TEST(LintIgnores, WithAReasonAndOnlyWhatIsThere) {
    const auto report = df::lint("-- dataflow:ignore DF-B01 forty rows\nCREATE INDEX i ON t(c);\n"
                                 "CREATE INDEX j ON t(d); -- dataflow:ignore DF-B01\n"
                                 "-- dataflow:ignore DF-D01 never\nSELECT 1;\n",
                                 {.limits_locks = true});
    EXPECT_EQ(codes(report), "B01 S01 S02");
    const auto first = std::find_if(report.findings.begin(), report.findings.end(),
                                    [](const auto& f) { return f.code == "DF-B01"; });
    EXPECT_EQ(first->ignored, "forty rows");
    EXPECT_EQ(first->line, 2U);
    EXPECT_EQ(first->lock, lock_mode::share);
}

TEST(LintCodes, EachHasAParagraph) {
    std::ifstream in{DATAFLOW_TEST_SOURCE_DIR "/docs/lint.md"};
    const std::string page{std::istreambuf_iterator<char>{in}, {}};
    for (const auto& one : df::migrate::codes)
        EXPECT_NE(page.find("**`" + std::string{one.code} + "`** " + std::string{df::name_of(one.severity)} +
                            ": " + std::string{one.title} + "\\\n"),
                  std::string::npos)
            << one.code;
}

TEST(LintSqlite, Cases) {
    EXPECT_EQ(sqlite("ALTER TABLE t ADD COLUMN c TEXT"), "");
    EXPECT_EQ(sqlite("ALTER TABLE t ADD COLUMN c TEXT NOT NULL DEFAULT 'x'"), "");
    EXPECT_EQ(sqlite("ALTER TABLE t ADD COLUMN c TEXT NOT NULL"), "C07");
    EXPECT_EQ(sqlite("ALTER TABLE t ADD COLUMN c TEXT DEFAULT CURRENT_TIMESTAMP"), "L03");
    EXPECT_EQ(sqlite("ALTER TABLE t ADD COLUMN c INT DEFAULT 1 REFERENCES p(id)"), "L05");
    EXPECT_EQ(sqlite("ALTER TABLE t ADD COLUMN c INT CHECK (c > 0)"), "L07");
    EXPECT_EQ(sqlite("ALTER TABLE t ADD COLUMN c INT UNIQUE"), "L01");
    EXPECT_EQ(sqlite("ALTER TABLE t DROP COLUMN c"), "D02");
    EXPECT_EQ(sqlite("ALTER TABLE t RENAME COLUMN a TO b"), "C01");
    EXPECT_EQ(sqlite("ALTER TABLE t ALTER COLUMN c SET NOT NULL"), "L01");
    EXPECT_EQ(sqlite("DROP TABLE t"), "D01 L11");
    EXPECT_EQ(sqlite("DELETE FROM t"), "D13");
    EXPECT_EQ(sqlite("PRAGMA foreign_keys = OFF; BEGIN; CREATE TABLE new_t(id INTEGER PRIMARY KEY); INSERT "
                     "INTO new_t SELECT id FROM t; "
                     "DROP TABLE t; ALTER TABLE new_t RENAME TO t; PRAGMA foreign_key_check; COMMIT;",
                     false),
              "");
    EXPECT_EQ(sqlite("PRAGMA foreign_keys = OFF; CREATE TABLE new_t(id INTEGER PRIMARY KEY); INSERT INTO "
                     "new_t SELECT id FROM t; "
                     "DROP TABLE t; ALTER TABLE new_t RENAME TO t"),
              "L11");
    EXPECT_EQ(sqlite("ALTER TABLE t RENAME TO old_t; CREATE TABLE t(id INTEGER PRIMARY KEY)"), "L13");
    EXPECT_EQ(sqlite("CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; UPDATE v SET c = CASE WHEN 1 "
                     "THEN 2 END; END; SELECT 1"),
              "");
    EXPECT_EQ(sqlite("BEGIN; CREATE TABLE t(a)", false), "T03");
    EXPECT_EQ(sqlite("FROBNICATE t"), "U01");
}

} // namespace
