// Databases that are damaged, in another encoding, changed under the program, or closed to its user: through
// opening, describing, pulling, and without structs. Each is right, or an error that names what.
#include "support/fixture.hpp"

#include <dataflow/dynamic_database.hpp>
#include <dataflow/pull.hpp>
#include <dataflow/sql.hpp>

#include <cxxabi.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace bad {

namespace df = dataflow;

struct Club {
    df::id<Club> id{};
    std::string name;
    std::optional<int> seats{};
    static constexpr auto dataflow = df::options{.table = "clubs", .timestamps = false};
};
struct Size { // of a database in LATIN1
    df::id<Size> id{};
    std::string width;
    static constexpr auto dataflow = df::options{
        .table = "gr\u00f6\u00dfen", .columns = df::columns({"width", "l\u00e4nge"}), .timestamps = false};
};

} // namespace bad

namespace {

namespace df = dataflow;
using bad::Club;
using df::field;
using support::has;
using support::thrown;

class BadDatabases : public support::shared_database_test {
  protected:
    [[nodiscard]] std::string header() const {
        df::database<> db{df::open_options{.url = url(), .existing_schema_mode = true}};
        return df::pull::header_of(df::describe(db, {.details = true}), {.name_space = "pulled"});
    }
};
DATAFLOW_ON_SHARED_DATABASES(BadDatabases);

[[nodiscard]] df::json_value json(std::string_view text) { return df::from_json<df::json_value>(text); }
[[nodiscard]] std::size_t records_in(const df::json_value& answer) {
    return answer.find("records")->get_if<df::json_value::array>()->size();
}
[[nodiscard]] std::string content_of(const std::string& file) {
    std::ifstream in{file, std::ios::binary};
    return std::string(std::istreambuf_iterator<char>{in}, {});
}

TEST_P(BadDatabases, AFileInUtf16IsRefusedAndLeftAlone) {
    if (postgres()) GTEST_SKIP();
    plain().run(
        "PRAGMA encoding = 'UTF-16'; CREATE TABLE clubs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, seats "
        "INTEGER); INSERT INTO clubs VALUES (1, 'Chess', NULL)");
    const auto before = content_of(where().file());
    const auto refused = [&](auto&& work) {
        const auto e = thrown<df::connection_error>(work);
        EXPECT_TRUE(has(e.what(), "UTF-8")) << e.what();
        EXPECT_TRUE(has(e.what(), "test.db")) << e.what();
    };
    refused([&] { df::database<Club> db{url()}; });
    refused([&] { df::database<Club> db{df::open_options{.url = url(), .existing_schema_mode = true}}; });
    refused([&] { (void)header(); });
    refused([&] { df::dynamic_database db{url()}; });
    EXPECT_EQ(content_of(where().file()), before);
}

TEST_P(BadDatabases, AServerDatabaseInLatin1IsReadAndWritten) {
    if (!postgres()) GTEST_SKIP();
    auto admin = plain();
    const std::string name = where().schema() + "_l";
    admin.run("DROP DATABASE IF EXISTS " + name);
    admin.run("CREATE DATABASE " + name +
              " TEMPLATE template0 LC_CTYPE 'C' LC_COLLATE 'C' ENCODING 'LATIN1'");
    struct gone {
        support::plain_connection& hand;
        const std::string& name;
        ~gone() { hand.run("DROP DATABASE " + name); }
    } after{admin, name};
    std::string other = support::server_url();
    const auto from = other.find('/', other.find("//") + 2) + 1;
    other.replace(from, std::min(other.find('?'), other.size()) - from, name);
    support::plain_connection hand{support::backend::postgres, other};
    hand.run("SET client_encoding TO 'UTF8'");
    hand.run("CREATE TABLE \"gr\u00f6\u00dfen\" (id serial PRIMARY KEY, "
             "\"l\u00e4nge\" text NOT NULL); INSERT INTO \"gr\u00f6\u00dfen\" (\"l\u00e4nge\") VALUES "
             "('M\u00fcller')");
    {
        df::database<bad::Size> db{df::open_options{.url = other, .existing_schema_mode = true}};
        EXPECT_EQ(db.run(df::read<bad::Size>(1)).width, "M\u00fcller");
        (void)db.run(df::create(bad::Size{.width = "\u00c9"}));
        EXPECT_EQ(
            hand.value("SELECT encode(convert_to(\"l\u00e4nge\", 'LATIN1'), 'hex') FROM \"gr\u00f6\u00dfen\" "
                       "WHERE id = 2"),
            "c9");
        EXPECT_EQ(db.run(df::count<bad::Size>().where(field<&bad::Size::width> == "M\u00fcller")), 1);
        // A character that the database has not is not made another one.
        const auto e =
            thrown<df::invalid_value>([&] { (void)db.run(df::create(bad::Size{.width = "\u65e5"})); });
        EXPECT_TRUE(has(e.what(), "no equivalent in the other encoding")) << e.what();
        EXPECT_EQ(e.model(), "Size");
        const auto text = df::pull::header_of(df::describe(db, {.details = true}), {.name_space = "pulled"});
        EXPECT_TRUE(has(text, "\"gr\u00f6\u00dfen\"")) << text;
    }
    {
        df::dynamic_database db{other};
        const auto one = db.run(db.read_node("gr\u00f6\u00dfen"), json(R"({"key": 1})"));
        EXPECT_EQ(*one.find("l\u00e4nge"), "M\u00fcller");
        EXPECT_TRUE(has(thrown<df::invalid_value>([&] {
                            db.run(db.create_node("gr\u00f6\u00dfen"), json("{\"l\u00e4nge\": \"\u65e5\"}"));
                        }).what(),
                        "no equivalent"));
    }
}

TEST_P(BadDatabases, ADamagedFileIsAnErrorOfTheLibrarysWhateverIsDoneWithIt) {
    if (postgres()) GTEST_SKIP();
    {
        auto hand = plain();
        hand.run(
            "PRAGMA page_size = 1024; CREATE TABLE clubs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, seats "
            "INTEGER); CREATE INDEX clubs_name ON clubs (name);"
            "CREATE TABLE more (id INTEGER PRIMARY KEY, club INTEGER REFERENCES clubs (id), at DATETIME, "
            "mark);"
            "CREATE VIEW seen AS SELECT name FROM clubs; CREATE TRIGGER t AFTER INSERT ON more BEGIN UPDATE "
            "clubs "
            "SET seats = 1; END;"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO clubs "
            "SELECT i, 'club ' || i || hex(randomblob(20)), i FROM n;"
            "INSERT INTO more SELECT id, id, '2024-01-02 03:04:05', hex(randomblob(16)) FROM clubs; ANALYZE");
    }
    const auto whole = content_of(where().file());
    ASSERT_GT(whole.size(), 20'000U);
    int corrupt = 0, other = 0;
    std::string strange;
    const auto look = [&](const std::string& what, const std::string& bytes) {
        const auto attempt = [&](const char* how, auto&& work) {
            {
                std::ofstream{where().file(), std::ios::binary | std::ios::trunc} << bytes;
            }
            try {
                work();
            } catch (const df::corrupt_database& e) {
                ++corrupt;
                if (!has(e.what(), "test.db") && e.node().empty()) strange += what + how + e.what() + "\n";
            } catch (const df::error& e) {
                ++other;
                if (e.node().empty() || std::string_view{e.what()}.size() < 20)
                    strange += what + how + e.what() + "\n";
            } catch (const std::exception& e) {
                strange += what + how + "no error of the library's: " + e.what() + "\n";
            } catch (...) {
                strange +=
                    what + how + "an unknown exception " + abi::__cxa_current_exception_type()->name() + "\n";
            }
        };
        attempt(": opening: ", [&] {
            df::database<Club> db{df::open_options{.url = url(), .existing_schema_mode = true}};
            (void)db.run(df::list<Club>().order_by(field<&Club::name>).limit(1000));
        });
        attempt(": pull: ", [&] { (void)header(); });
        attempt(": without structs: ", [&] {
            df::dynamic_database db{url()};
            for (const auto& t : db.tables()) db.run(db.list_node(t), json(R"({"limit": 1000})"));
        });
    };
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{99}, std::size_t{100}, std::size_t{512}, std::size_t{1024},
          std::size_t{2048}, whole.size() / 2, whole.size() - 1024, whole.size() - 1})
        look("cut to " + std::to_string(size), whole.substr(0, size));
    std::mt19937 dice{11};
    for (int i = 0; i < 60; ++i) {
        auto bytes = whole;
        const auto from =
            i < 20 ? dice() % 1024 : dice() % bytes.size(); // the first page has the tables' texts
        const auto length = std::min<std::size_t>(1 + dice() % (i % 2 == 0 ? 8 : 1024), bytes.size() - from);
        for (std::size_t n = 0; n < length; ++n) bytes[from + n] = static_cast<char>(dice());
        look("garbage " + std::to_string(i), bytes);
    }
    EXPECT_EQ(strange, "");
    EXPECT_GT(corrupt, 30);
    {
        std::ofstream{where().file(), std::ios::binary | std::ios::trunc} << whole;
    }
    EXPECT_FALSE(header().empty());
}

TEST_P(BadDatabases, WhatChangesWhileTheProgramRunsIsToldWithItsName) {
    auto hand = plain();
    const auto fresh = [&](const std::string& columns) {
        hand.run("DROP TABLE IF EXISTS clubs; DROP TABLE IF EXISTS others; CREATE TABLE clubs (id " +
                 std::string{postgres() ? "BIGSERIAL PRIMARY KEY" : "INTEGER PRIMARY KEY AUTOINCREMENT"} +
                 columns + ")");
    };
    const std::string good = ", name TEXT NOT NULL, seats INTEGER";
    fresh(good);
    df::database<Club> typed{df::open_options{.url = url(), .existing_schema_mode = true}};
    df::dynamic_database loose{url()};
    const auto both = [&](const char* what, std::string_view word, bool reads, bool writes) {
        const auto attempt = [&](const char* how, bool fails, auto&& work) {
            try {
                try {
                    work();
                } catch (const df::serialization_failure&) { // it changed under the transaction
                    work();
                }
                EXPECT_FALSE(fails) << what << ", " << how;
            } catch (const df::error& e) {
                EXPECT_TRUE(fails) << what << ", " << how << ": " << e.what();
                EXPECT_TRUE(has(e.what(), word)) << what << ", " << how << ": " << e.what();
                EXPECT_FALSE(e.node().empty()) << e.what();
                EXPECT_TRUE(e.model() == "Club" || e.model() == "clubs") << e.what();
            }
        };
        attempt("list", reads, [&] { (void)typed.run(df::list<Club>()); });
        attempt("create", writes, [&] { (void)typed.run(df::create(Club{.name = "Chess", .seats = 4})); });
        attempt("bulk_create", writes,
                [&] { (void)typed.run(df::bulk_create(std::vector<Club>{{.name = "Go", .seats = 4}})); });
        attempt("list without structs", reads, [&] { loose.run(loose.list_node("clubs"), json("{}")); });
        attempt("create without structs", writes,
                [&] { loose.run(loose.create_node("clubs"), json(R"({"name": "Chess", "seats": 5})")); });
        attempt("bulk_create without structs", writes, [&] {
            loose.run(loose.bulk_create_node("clubs"), json(R"({"rows": [{"name": "Go", "seats": 5}]})"));
        });
    };
    both("nothing", "", false, false);
    hand.run("DROP TABLE clubs");
    both("dropped", "clubs", true, true);
    fresh(good);
    both("made again", "", false, false);
    hand.run("ALTER TABLE clubs RENAME TO others");
    both("renamed", "clubs", true, true);
    fresh(", name TEXT NOT NULL");
    both("a column is gone", "seats", true, true);
    fresh(", title TEXT NOT NULL, seats INTEGER");
    both("a column is called otherwise", "name", true, true);
    fresh(good + ", more TEXT NOT NULL");
    both("a column is needed", "more", false, true);
    fresh(good + ", more TEXT");
    both("a column is there besides", "", false, false);
    if (postgres()) {
        fresh(", name TEXT NOT NULL, seats TEXT");
        both("a column is of another type", "seats", true, true);
    }
    fresh(good);
    both("made again at last", "", false, false);
}

TEST_P(BadDatabases, ADescriptionLeavesTheSessionAsItIs) {
    if (!postgres()) GTEST_SKIP();
    df::database<> db{
        df::open_options{.url = url() + "%20-cjit%3Don", .connections = 1, .existing_schema_mode = true}};
    struct setting {
        std::string jit;
    };
    const auto jit = [](auto& in) {
        return in.run(df::sql<"SELECT current_setting('jit') AS jit", setting>().one()).jit;
    };
    (void)df::describe(db, {.details = true});
    EXPECT_EQ(jit(db), "on");
    db.transaction([&](auto& tx) { // which keeps what it is set to
        (void)df::describe(tx);
        EXPECT_EQ(jit(tx), "on");
    });
}

TEST_P(BadDatabases, NamesOfAnyKindAreWorkedOnWithoutStructs) {
    const std::string table = "say \"hi\"\n'; DROP TABLE x; -- \U0001F98A $1 ?1 :a";
    const std::vector<std::string> columns{"a\"b", "line\nfeed", "\U0001F600", "'", "select", "\\", " "};
    const auto quoted = [](const std::string& name) {
        std::string out = "\"";
        for (const char c : name) out += c == '"' ? std::string{"\"\""} : std::string{c};
        return out + "\"";
    };
    std::string made = "CREATE TABLE " + quoted(table) + " (id " +
                       (postgres() ? "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
                                   : "INTEGER PRIMARY KEY AUTOINCREMENT");
    for (const auto& c : columns) made += ", " + quoted(c) + " TEXT";
    plain().run(made + ")");
    df::dynamic_database db{url()};
    df::json_value::object row;
    for (const auto& c : columns) row[c] = "of " + c;
    const auto stored = db.run(db.create_node(table), df::json_value{row});
    for (const auto& c : columns) EXPECT_EQ(*stored.find(c), "of " + c) << c;
    for (const auto& c : columns) {
        df::json_value::object filter, input;
        filter[c] = "of " + c;
        input["filter"] = df::json_value{filter};
        input["order_by"] = df::json_value{df::json_value::array{df::json_value{"-" + c}}};
        const auto found = db.run(db.list_node(table), df::json_value{input});
        EXPECT_EQ(records_in(found), 1U) << c;
    }
    df::json_value::object rows;
    rows["rows"] = df::json_value{df::json_value::array{df::json_value{row}, df::json_value{row}}};
    db.run(db.bulk_create_node(table), df::json_value{rows});
    EXPECT_EQ(plain().value("SELECT count(*) FROM " + quoted(table)), "3");
    const auto text = header();
    EXPECT_TRUE(has(text, "\\n")) << text;
    EXPECT_FALSE(has(text, "line\nfeed")) << text;
}

TEST_P(BadDatabases, WhatTheUserMayNotDoIsToldWithoutStructs) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no users";
    const auto schema = where().schema(), role = schema + "_low";
    plain().run(
        "CREATE TABLE clubs (id BIGSERIAL PRIMARY KEY, name TEXT NOT NULL, seats INTEGER); CREATE TABLE shut "
        "(id BIGSERIAL PRIMARY KEY, name TEXT); INSERT INTO clubs (name) VALUES ('Chess'); CREATE ROLE " +
        role + " LOGIN; GRANT USAGE ON SCHEMA " + schema + " TO " + role + "; GRANT SELECT ON clubs TO " +
        role);
    struct gone {
        support::plain_connection hand;
        std::string role;
        ~gone() { hand.run("DROP OWNED BY " + role + "; DROP ROLE " + role); }
    } after{plain(), role};
    auto theirs = url();
    theirs.replace(theirs.find("://") + 3, theirs.find('@') - theirs.find("://") - 3, role);
    df::dynamic_database db{theirs};
    const auto& gaps = db.gaps();
    EXPECT_TRUE(std::any_of(gaps.begin(), gaps.end(), [](const auto& g) {
        return g.table == "shut" && has(g.message, "may not read");
    }));
    EXPECT_EQ(records_in(db.run(db.list_node("clubs"), json("{}"))), 1U);
    const auto denied = [&](const df::dynamic_node& node, const char* input, std::string_view table) {
        const auto e = thrown<df::permission_denied>([&] { db.run(node, json(input)); });
        EXPECT_TRUE(has(e.what(), table)) << e.what();
        EXPECT_FALSE(e.node().empty());
    };
    denied(db.create_node("clubs"), R"({"name": "Go"})", "clubs");
    denied(db.bulk_delete_node("clubs"), R"({"filter": "everything"})", "clubs");
    denied(db.list_node("shut"), "{}", "shut");
    // The catalog itself may be closed.
    plain().run("REVOKE USAGE ON SCHEMA " + schema + " FROM " + role);
    const df::dynamic_database none{theirs};
    EXPECT_TRUE(none.tables().empty());
}

} // namespace
