// Where the statements of files of SQL begin and end, and what their first words say.
#include <dataflow/migrate.hpp>
#include <dataflow/migrate/sql_statements.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::migrate::statements_in;
using df::migrate::words_of;

/// The statements with a bar between them, and the problem.
std::string split(std::string_view sql, df::dialect d) {
    const auto found = statements_in(sql, d);
    std::string out;
    for (const auto& s : found.all)
        out += (out.empty() ? "" : "|") + std::to_string(s.line) + ":" +
               std::string{sql.substr(s.first, s.last - s.first)};
    if (!found.problem.empty()) out += "! " + std::to_string(found.line) + ": " + found.problem;
    return out;
}
std::string pg(std::string_view sql) { return split(sql, df::postgres); }
std::string lite(std::string_view sql) { return split(sql, df::sqlite); }

TEST(sql_statements, end_at_semicolons_that_stand_in_nothing) {
    for (const auto d : {df::postgres, df::sqlite}) {
        EXPECT_EQ(split("", d), "");
        EXPECT_EQ(split(" ;; -- nothing\n/* ; */", d), "");
        EXPECT_EQ(split("SELECT 1; SELECT 2", d), "1:SELECT 1|1:SELECT 2");
        EXPECT_EQ(split("-- a; b\nSELECT ';', \"a;b\"; -- c\n\nSELECT 'it''s;'\n-- end", d),
                  "2:SELECT ';', \"a;b\"|4:SELECT 'it''s;'");
        EXPECT_EQ(split("SELECT /* ; */ 1 -- ;\n + 2;", d), "1:SELECT /* ; */ 1 -- ;\n + 2");
        EXPECT_EQ(split("SELECT '\n; SELECT 2", d), "! 1: a quote has no end");
    }
}

TEST(sql_statements, of_postgres) {
    EXPECT_EQ(pg("SELECT E'\\';' || e'a'; SELECT 2"), "1:SELECT E'\\';' || e'a'|1:SELECT 2");
    EXPECT_EQ(pg("/* a /* ; */ ; */ SELECT 1; SELECT 2"), "1:SELECT 1|1:SELECT 2");
    EXPECT_EQ(pg("DO $$ BEGIN a; END $$; DO $x$ $$;$$ $y$; $x$;\nSELECT $1; SELECT a$b$c"),
              "1:DO $$ BEGIN a; END $$|1:DO $x$ $$;$$ $y$; $x$|2:SELECT $1|2:SELECT a$b$c");
    EXPECT_EQ(pg("CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2); SELECT 3"),
              "1:CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2)|1:SELECT 3");
    EXPECT_EQ(
        pg("CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 "
           "END; END; SELECT 2"),
        "1:CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 "
        "END; END|1:SELECT 2");
    EXPECT_EQ(pg("SELECT 1;\nDO $$ a; $x$;"), "1:SELECT 1! 2: the quote $$ has no end");
    EXPECT_EQ(pg("SELECT 1;\n\\connect shop"), "1:SELECT 1! 2: a command of psql, which only psql knows");
    EXPECT_EQ(pg("COPY t FROM STDIN;\n1\n\\."),
              "! 1: COPY FROM STDIN, which only psql can feed: write INSERT");
    EXPECT_EQ(pg("SELECT (1; SELECT 2"), "! 1: a statement has no end");
    EXPECT_EQ(pg("/* a"), "! 1: a comment has no end");
}

TEST(sql_statements, of_sqlite) {
    EXPECT_EQ(lite("SELECT [a;b], `c;d`; SELECT 2"), "1:SELECT [a;b], `c;d`|1:SELECT 2");
    const std::string trigger =
        "CREATE TRIGGER IF NOT EXISTS g AFTER INSERT ON t WHEN CASE WHEN 1 THEN 1 END BEGIN "
        "SELECT CASE WHEN 1 THEN 2 END; UPDATE t SET a = 1; END";
    EXPECT_EQ(lite(trigger + "; SELECT 2"), "1:" + trigger + "|1:SELECT 2");
    EXPECT_EQ(lite("CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1;"), "! 1: a statement has no end");
    EXPECT_EQ(lite("SELECT '\\'; SELECT 2"), "1:SELECT '\\'|1:SELECT 2");
    EXPECT_EQ(lite("SELECT (1; SELECT 2"), "1:SELECT (1|1:SELECT 2"); // SQLite itself says what is wrong
}

TEST(sql_statements, say_what_they_do) {
    const auto words = [](std::string_view sql, df::dialect d = df::postgres) {
        const auto w = words_of(sql, d);
        return w.operation + "/" + w.table + "/" + w.index + (w.concurrently ? "/concurrently" : "") +
               (w.of_transactions ? "/transaction" : "");
    };
    EXPECT_EQ(words("ALTER TABLE IF EXISTS ONLY sales.orders ADD COLUMN a int"), "ALTER TABLE/sales.orders/");
    EXPECT_EQ(words("create unlogged table if not exists \"A\" (a int)"), "CREATE TABLE/A/");
    EXPECT_EQ(words("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS Ab ON ONLY s.T (a)"),
              "CREATE INDEX/s.T/\"ab\"/concurrently");
    EXPECT_EQ(words("DROP INDEX CONCURRENTLY s.\"A\"\"b\""), "DROP INDEX//\"s\".\"A\"\"b\"/concurrently");
    EXPECT_EQ(words("CREATE TRIGGER g AFTER INSERT ON main.t BEGIN SELECT 1; END", df::sqlite),
              "CREATE TRIGGER/t/");
    EXPECT_EQ(words("INSERT OR IGNORE INTO t VALUES (1)", df::sqlite), "INSERT/t/");
    EXPECT_EQ(words("UPDATE t SET a = 1"), "UPDATE/t/");
    EXPECT_EQ(words("DELETE FROM ONLY t"), "DELETE/t/");
    EXPECT_EQ(words("BEGIN"), "BEGIN///transaction");
    EXPECT_EQ(words("START TRANSACTION"), "START///transaction");
    EXPECT_EQ(words("ROLLBACK"), "ROLLBACK///transaction");
    EXPECT_EQ(words("ROLLBACK TO a"), "ROLLBACK//");
    EXPECT_EQ(words("GRANT SELECT ON t TO PUBLIC"), "GRANT//");
}

} // namespace
