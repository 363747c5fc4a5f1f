// Files of SQL as other tools take them: what such tools were told to do wrong with them, in public reports,
// is done right here. Each test names the report of its kind.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace support;
namespace migrate = dataflow::migrate;

struct foreign_files : shared_database_test {
    void SetUp() override {
        shared_database_test::SetUp();
        lint_ = std::exchange(migrate::file_lint, nullptr); // another unit of these tests has it
        folder_ = std::filesystem::temp_directory_path() / ("dataflow_foreign_" + std::to_string(::getpid()));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override {
        migrate::file_lint = lint_;
        std::filesystem::remove_all(folder_);
        shared_database_test::TearDown();
    }
    void write(const std::string& name, std::string_view text) const {
        std::ofstream{folder_ / name, std::ios::binary} << text;
    }
    [[nodiscard]] df::migrations of(const std::string& at = {}) const {
        return df::migrations{std::make_shared<df::database_::core>(
                                  df::open_options{.url = at.empty() ? url() : at, .connections = 2})}
            .with_files({.folder = folder_.string()});
    }
    /// `1_a done, 2_b pending`.
    [[nodiscard]] std::string states(const std::string& at = {}) const {
        std::string out;
        for (const auto& f : of(at).files())
            out += (out.empty() ? "" : ", ") + f.name + " " + std::string{name_of(f.state)};
        return out;
    }
    [[nodiscard]] std::string why(const std::string& at = {}) const {
        try {
            of(at).run({.auto_confirm = true});
        } catch (const df::error& e) {
            return e.what();
        }
        return "nothing";
    }

    migrate::look_at_file lint_ = nullptr;
    std::filesystem::path folder_;
};
DATAFLOW_ON_SHARED_DATABASES(foreign_files);

// diesel-rs/diesel#4729: a file that sets search_path, as each file of pg_dump does.
TEST_P(foreign_files, set_the_search_path_and_roles_for_themselves_only) {
    if (!postgres()) GTEST_SKIP() << "SQLite has none";
    const auto here = where().schema();
    auto on = plain();
    on.run("DROP ROLE IF EXISTS " + here + "_r; CREATE ROLE " + here + "_r; GRANT USAGE, CREATE ON SCHEMA " +
           here + " TO " + here + "_r");
    write("1_dump.up.sql", "SET statement_timeout = 0;\nSET standard_conforming_strings = off;\n"
                           "SELECT pg_catalog.set_config('search_path', '', false);\n"
                           "CREATE TABLE " +
                               here + ".t (id INTEGER, name TEXT DEFAULT 'a\\\\b');");
    write("1_dump.down.sql", "SET search_path = pg_catalog; DROP TABLE " + here + ".t");
    write("2_next.up.sql", "CREATE TABLE u (id INTEGER, name TEXT DEFAULT 'a\\b')");
    write("2_next.down.sql", "DROP TABLE u");
    write("3_role.up.sql", "-- migrate:up transaction:false\nSET ROLE " + here +
                               "_r; CREATE TABLE of_role (id INTEGER);\nCREATE TABLE of_role2 (id INTEGER)");
    write("3_role.down.sql", "-- migrate:down transaction:false\nDROP TABLE of_role; DROP TABLE of_role2");
    write("4_last.up.sql", "CREATE TEMP TABLE u (x TEXT); CREATE TABLE last (id INTEGER)");
    write("5_after.up.sql", "INSERT INTO u (id) VALUES (1)"); // not into the temporary one
    EXPECT_EQ(why(), "nothing");
    EXPECT_EQ(states(), "1_dump done, 2_next done, 3_role done, 4_last done, 5_after done");
    EXPECT_EQ(on.value("SELECT name FROM u"), "a\\b");
    EXPECT_EQ(
        on.value("SELECT string_agg(tableowner, ',') FROM pg_tables WHERE tablename LIKE 'of_role%' AND "
                 "schemaname = current_schema()"),
        here + "_r," + here + "_r");
    EXPECT_NE(on.value("SELECT tableowner FROM pg_tables WHERE tablename = 'last'"), here + "_r");

    on.run("DELETE FROM dataflow_migrations WHERE id > 3");
    of().rollback(3, {.lose_data = true});
    of().rollback(2, {.lose_data = true});
    of().rollback(1, {.lose_data = true});
    EXPECT_EQ(on.number("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> "
                        "'last' AND tablename NOT LIKE 'dataflow%'"),
              0);
    on.run("DROP OWNED BY " + here + "_r; DROP ROLE " + here + "_r");
}

// The same of a statement that failed: what is set before it is set again by the run that goes on.
TEST_P(foreign_files, that_go_on_have_their_settings_again) {
    const auto other = where().schema() + "_o";
    if (postgres()) {
        plain().run("CREATE SCHEMA " + other);
        write("1_a.up.sql", "-- migrate:up transaction:false\nSET search_path = " + other +
                                ";\nCREATE TABLE t (id INTEGER);\nCREATE INDEX CONCURRENTLY i ON late (id)");
    } else {
        plain().run("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p)");
        write("1_a.up.sql", "-- migrate:up transaction:false\nPRAGMA foreign_keys = OFF;\n"
                            "INSERT INTO c VALUES (7);\nINSERT INTO c SELECT 8 FROM late");
    }
    EXPECT_TRUE(has(why(), "the 2 steps before it stay")) << why();
    plain().run(postgres() ? "CREATE TABLE " + other + ".late (id INTEGER)"
                           : std::string{"CREATE TABLE late (id INTEGER); INSERT INTO late VALUES (1)"});
    EXPECT_EQ(why(), "nothing");
    EXPECT_EQ(states(), "1_a done");
    if (postgres()) plain().run("DROP SCHEMA " + other + " CASCADE");
    else EXPECT_EQ(plain().number("SELECT count(*) FROM c"), 2);
}

// getmydia/mydia#292 and others: a file turns foreign keys off, and nothing turns them on again.
TEST_P(foreign_files, that_turn_checks_off_do_so_for_themselves_only) {
    if (postgres()) GTEST_SKIP() << "PostgreSQL has no such switch";
    write("1_a.up.sql",
          "CREATE TABLE p (id INTEGER PRIMARY KEY);\n"
          "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p, CHECK (id > 0));");
    write("2_b.up.sql", "-- migrate:up transaction:false\nPRAGMA foreign_keys = OFF;\n"
                        "PRAGMA legacy_alter_table = ON;\nPRAGMA ignore_check_constraints = ON;\n"
                        "CREATE TEMP TABLE c (id INTEGER, p_id INTEGER);");
    write("3_c.up.sql", "INSERT INTO c VALUES (1, 77);");
    EXPECT_TRUE(has(why(), "foreign_key_violation")) << why();
    EXPECT_EQ(states(), "1_a done, 2_b done, 3_c pending");
    write("3_c.up.sql", "INSERT INTO p VALUES (1); INSERT INTO c VALUES (-1, 1);");
    EXPECT_TRUE(has(why(), "check_violation")) << why();
    write("3_c.up.sql", "CREATE VIEW v AS SELECT p_id FROM c; ALTER TABLE c RENAME TO d;");
    EXPECT_EQ(why(), "nothing");
    EXPECT_EQ(plain().number("SELECT count(*) FROM v"), 0); // the view has the new name
}

// golang-migrate/migrate#1191 and many others: files without statements.
TEST_P(foreign_files, without_a_statement_are_done_like_others) {
    write("1_a.up.sql", "");
    write("2_b.up.sql", "-- nothing yet\n/* ; */ ;\n");
    write("2_b.down.sql", "DROP TABLE c");
    write("3_c.up.sql", "CREATE TABLE c (id INTEGER); -- after;\n/* and ; */");
    write("4_d.up.sql", "-- migrate:up transaction:false\n");
    EXPECT_EQ(of().pending().steps.size(), 4U);
    EXPECT_EQ(why(), "nothing");
    EXPECT_EQ(states(), "1_a done, 2_b done, 3_c done, 4_d done");
    EXPECT_EQ(why(), "nothing");
    EXPECT_FALSE(of().run({.auto_confirm = true}).changed());
}

// ariga/atlas#1569: PowerShell writes UTF-16.
TEST_P(foreign_files, that_are_no_utf8_are_named) {
    std::string utf16{"\xFF\xFE", 2};
    for (const char c : std::string{"CREATE TABLE a (id INTEGER);"}) {
        utf16 += c;
        utf16 += '\0';
    }
    for (const auto& text : {utf16, std::string{"CREATE TABLE a (id INTEGER);\0 x", 31},
                             std::string{"INSERT INTO a VALUES ('caf\xE9');"}}) {
        write("1_a.up.sql", text);
        EXPECT_TRUE(has(why(), "the file 1_a.up.sql: it is not UTF-8")) << why();
    }
    write("1_a.up.sql", "\xEF\xBB\xBF"
                        "CREATE TABLE a (id INTEGER);\r\n");
    EXPECT_EQ(why(), "nothing");
}

// transact-rs/sqlx#2659: a checkout with other ends of lines is the same file.
TEST_P(foreign_files, are_the_same_with_other_ends_of_lines) {
    write("1_a.up.sql", "CREATE TABLE a (\r\n  id INTEGER\r\n);\r\n");
    EXPECT_EQ(why(), "nothing");
    write("1_a.up.sql", "CREATE TABLE a (\n  id INTEGER\n);\n");
    EXPECT_EQ(states(), "1_a done");
    EXPECT_EQ(why(), "nothing");
}

// braintree/pg_ha_migrations#147: an index that was left half built is never built again.
TEST_P(foreign_files, build_indexes_again_that_were_left_half_built) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no CONCURRENTLY";
    write("1_a.up.sql", "CREATE TABLE t (id INTEGER, m TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'a');");
    write("2_b.up.sql", "-- migrate:up transaction:false\n\nCREATE UNIQUE INDEX CONCURRENTLY ON t (m);");
    EXPECT_TRUE(has(why(), "2_b.up.sql, line 3: an index that is built CONCURRENTLY needs a name")) << why();
    write("2_b.up.sql", "-- migrate:up transaction:false\n"
                        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"T m\" ON t (m);");
    EXPECT_TRUE(has(why(), "unique_violation"));
    plain().run("DELETE FROM t WHERE id = 2");
    EXPECT_EQ(why(), "nothing");
    EXPECT_EQ(
        plain().value("SELECT string_agg(relname || indisvalid, ',') FROM pg_index JOIN pg_class AS c ON "
                      "c.oid = indexrelid WHERE indrelid = 't'::regclass"),
        "T mtrue");
}

// drizzle-team/drizzle-orm#3466: a new value of an enumeration is used in the next file.
TEST_P(foreign_files, use_what_the_file_before_has_added_to_an_enumeration) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no enumerations";
    write("1_a.up.sql", "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id INTEGER, m mood);");
    write("2_b.up.sql", "ALTER TYPE mood ADD VALUE 'b';");
    write("3_c.up.sql", "INSERT INTO t VALUES (1, 'b');");
    EXPECT_EQ(why(), "nothing");
    write("4_d.up.sql", "ALTER TYPE mood ADD VALUE 'c'; INSERT INTO t VALUES (1, 'c');");
    EXPECT_TRUE(has(why(), "unsafe use of new value")) << why();
    EXPECT_EQ(states(), "1_a done, 2_b done, 3_c done, 4_d pending");
    EXPECT_EQ(
        plain().number("SELECT count(*) FROM pg_enum AS e JOIN pg_type AS t ON t.oid = e.enumtypid WHERE "
                       "t.typname = 'mood' AND t.typnamespace = current_schema()::regnamespace"),
        2);
}

// salsita/node-pg-migrate#1729: the history is in another schema of the search path than the first.
TEST_P(foreign_files, have_one_history_where_the_search_path_has_several_schemas) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no search path";
    write("1_a.up.sql", "CREATE TABLE t (id INTEGER);");
    EXPECT_EQ(why(), "nothing");
    const auto other = where().schema() + "_b";
    plain().run("CREATE SCHEMA " + other);
    const auto both =
        std::string{server_url()} + "?options=-csearch_path%3D" + other + "," + where().schema();
    EXPECT_EQ(states(both), "1_a done");
    write("2_b.up.sql", "CREATE TABLE u (id INTEGER);");
    EXPECT_EQ(why(both), "nothing");
    EXPECT_EQ(states(both), "1_a done, 2_b done");
    EXPECT_EQ(states(), "1_a done, 2_b done");
    plain().run("DROP SCHEMA " + other + " CASCADE");
}

// pressly/goose#231, golang-migrate/migrate#590 and #1323: semicolons in all that is no end.
TEST_P(foreign_files, have_semicolons_everywhere) {
    write(
        "1_a.up.sql",
        postgres()
            ? "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC; SELECT CASE WHEN true THEN 1 ELSE "
              "2 "
              "END; SELECT 2; END;\r\nCREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $a$\r\nBEGIN\r\n-- "
              "$b$ ; it's\r\nRETURN 1; END $a$;\r\nCREATE TABLE t (a int);\nCREATE RULE r AS ON INSERT TO t "
              "DO ALSO (SELECT 1; SELECT 2;);\nCREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN NULL; END;';\n"
              "DO $$ BEGIN IF 1 > 0 THEN RAISE NOTICE 'x;'; END IF; END $$;\nCOMMENT ON TABLE t IS E'it\\'s; "
              "x';\nSELECT U&'\\0041;';\nCREATE TABLE \"a;b\" (\"x\"\"y;\" int, a$b int)"
            : "CREATE TABLE t (a INTEGER, b TEXT DEFAULT ';');\nCREATE TRIGGER r AFTER INSERT ON t BEGIN "
              "SELECT "
              "CASE WHEN 1 THEN 2 END; UPDATE t SET b = 'end;' WHERE a = 1; END;\r\nCREATE TABLE [a;b] (`x;` "
              "INTEGER, \"end\" INTEGER)");
    EXPECT_EQ(why(), "nothing");
    EXPECT_EQ(states(), "1_a done");
    plain().run("INSERT INTO t (a) VALUES (1)");
    EXPECT_EQ(plain().number("SELECT count(*) FROM \"a;b\""), 0);
}

} // namespace
