// Statements written by hand, on all databases.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/sql.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sql_models {

namespace df = dataflow;

enum class shade : std::uint8_t { dark, light };

struct Priced {
    df::id<Priced> id{};
    df::decimal<10, 2> price{};
};

struct Thing {
    df::id<Thing> id{};
    bool flag = false;
    std::int16_t small = 0;
    int number = 0;
    std::int64_t big = 0;
    double real = 0;
    float single = 0;
    std::string text;
    df::bytes raw{};
    df::timestamp moment{};
    df::date day{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};
    df::uuid mark{};
    shade tone = shade::dark;
    std::optional<int> maybe{};
};

} // namespace sql_models

namespace {

namespace df = dataflow;
using df::field;
using namespace sql_models;
using support::has;
using support::thrown;
using database = df::database<Thing>;

const std::vector<std::string> hostile{
    "",   "it's",     "'; drop table things; --", "{}",    "{{", "$1", "?1", "\"", "\\",
    "%_", "\xC3\xA4", "\xF0\x9F\x98\x80",         "/* */", "$$"};

class sql : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db = std::make_unique<database>(url());
    }
    void TearDown() override {
        db.reset();
        database_test::TearDown();
    }
    df::record<Thing> add(Thing t) { return db->run(df::create(std::move(t))); }

    std::unique_ptr<database> db;
};

TEST_P(sql, gives_rows_by_name) {
    add({.number = 7, .text = "a"});
    add({.number = 9, .text = "b", .maybe = 3});
    struct Row { // in another order than the columns
        std::optional<int> maybe;
        std::string label;
        std::int64_t number = 0;
    };
    const auto rows = db->run(
        df::sql<"select number, text as label, maybe from things where number >= {} order by number", Row>(
            7));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].number, 7);
    EXPECT_EQ(rows[0].label, "a");
    EXPECT_EQ(rows[0].maybe, std::nullopt);
    EXPECT_EQ(rows[1].maybe, 3);
}

TEST_P(sql, gives_records_and_single_values) {
    const auto made = add({.number = 7, .text = "a"});
    const auto found =
        db->run(df::sql<"select * from things where id = {}", df::record<Thing>>(made.id).one());
    EXPECT_EQ(found.id, made.id);
    EXPECT_EQ(found.text, "a");
    EXPECT_EQ(found.created_at, made.created_at);
    EXPECT_EQ(db->run(df::sql<"select count(*) from things", std::int64_t>().one()), 1);
    EXPECT_EQ(db->run(df::sql<"select count(*) from things", int>().one()), 1); // whole numbers of any width
    EXPECT_EQ(db->run(df::sql<"select text from things", std::string>()), std::vector<std::string>{"a"});
    EXPECT_EQ(db->run(df::sql<"select flag from things", bool>()), std::vector<bool>{false});
    EXPECT_EQ(
        db->run(df::sql<"select max(number) from things where number > {}", std::optional<int>>(100).one()),
        std::nullopt);
    EXPECT_EQ(db->run(df::sql<"values (1)", int>().first()), 1);
    EXPECT_EQ(db->run(df::sql<"select number from things where number > {}", int>(100).first()),
              std::nullopt);
    EXPECT_EQ(db->run(df::sql<"with a as (select number from things) select number from a", int>().one()), 7);
}

TEST_P(sql, binds_every_type) {
    df::uuid mark{};
    *mark.begin() = 9;
    const df::timestamp moment{std::chrono::microseconds{-1}};
    const df::date day{std::chrono::year{1969}, std::chrono::month{12}, std::chrono::day{31}};
    const df::bytes raw{std::byte{0}, std::byte{255}};
    const auto made = add({.flag = true,
                           .small = -5,
                           .number = 7,
                           .big = INT64_MIN,
                           .real = 0.1,
                           .single = 0.1F,
                           .text = "t",
                           .raw = raw,
                           .moment = moment,
                           .day = day,
                           .mark = mark,
                           .tone = shade::light});
    const auto found = db->run(df::sql<"select id from things where flag = {} and small = {} and number = {} "
                                       "and big = {} and real = {} and single = {} and text = {} and raw = "
                                       "{} and moment = {} and day = {} and mark = {} and tone = {}",
                                       std::int64_t>(true, std::int16_t{-5}, 7, INT64_MIN, 0.1, 0.1F,
                                                     std::string{"t"}, raw, moment, day, mark, shade::light));
    EXPECT_EQ(found, std::vector<std::int64_t>{made.id.value});
    EXPECT_EQ(db->run(df::sql<"update things set maybe = {} where id = {}">(std::optional<int>{4}, made.id)),
              1);
    EXPECT_EQ(db->run(df::sql<"select maybe from things", int>().one()), 4);
    EXPECT_EQ(db->run(df::sql<"update things set maybe = {}, text = {}, moment = {}">(
                  std::optional<int>{}, "literal", std::chrono::sys_seconds{std::chrono::seconds{1}})),
              1);
    EXPECT_EQ(db->run(df::sql<"select maybe from things", std::optional<int>>().one()), std::nullopt);
    const auto error = thrown<df::invalid_value>([&] {
        (void)db->run(df::sql<"select id from things where big = {} and text = {}", std::int64_t>(
            1, std::string{"a\0b", 3}));
    });
    EXPECT_EQ(error.field(), "argument 2");
    EXPECT_EQ(error.node(), "sql");
    (void)thrown<df::invalid_value>(
        [&] { (void)df::sql<"select id from things where big = {}", std::int64_t>(UINT64_MAX); });
}

TEST_P(sql, takes_lists) {
    for (int i = 0; i < 5; ++i) add({.number = i, .text = std::string(1, static_cast<char>('a' + i))});
    using ints = std::vector<int>;
    EXPECT_EQ(
        (db->run(df::sql<"select number from things where number in {} order by 1", int>(ints{1, 3, 3, 99}))),
        (ints{1, 3}));
    EXPECT_EQ(
        (db->run(df::sql<"select number from things where number in ({}) order by 1", int>(ints{1, 3}))),
        (ints{1, 3}));
    EXPECT_EQ((db->run(df::sql<"select number from things where text not in {} order by 1", int>(
                  std::vector<std::string_view>{"a", "e"}))),
              (ints{1, 2, 3}));
    EXPECT_EQ((db->run(df::sql<"select number from things where number in {}", int>(ints{}))), ints{});
    EXPECT_EQ(db->run(df::sql<"select number from things where number not in {}", int>(ints{})).size(), 5U);
    EXPECT_EQ(
        db->run(df::sql<"select number from things where flag in {}", int>(std::vector<bool>{false})).size(),
        5U);
    EXPECT_EQ(db->run(df::sql<"select number from things where tone in {} and number in {}", int>(
                  std::vector<shade>{shade::dark}, std::vector<std::uint64_t>{2})),
              ints{2});
    if (postgres()) {
        EXPECT_EQ((db->run(df::sql<"select number from things where number = any({}) order by 1", int>(
                      ints{0, 4}))),
                  (ints{0, 4}));
    }
    EXPECT_EQ(db->run(df::sql<"delete from things where number in {}">(ints{0, 1})), 2);
}

TEST_P(sql, writes_and_counts) {
    add({.text = "a"});
    add({.text = "b"});
    EXPECT_EQ(db->run(df::sql<"update things set number = number + {}">(5)), 2);
    EXPECT_EQ(db->run(df::sql<"update things set number = 1 where text = {}">("z")), 0);
    EXPECT_EQ(db->run(df::sql<"update things set number = {} where text = {} returning number", int>(8, "a")),
              std::vector<int>{8});
    EXPECT_EQ(db->run(df::sql<"delete from things">()), 2);
    EXPECT_EQ(db->run(df::sql<"create table beside (x integer)">()), 0);
    EXPECT_EQ(db->run(df::sql<"insert into beside select 1 union all select 2">()), 2);
    EXPECT_EQ(
        db->run(df::sql<
                "with two as (select x from beside where x = 2) insert into beside select x + 1 from two">()),
        1);
    EXPECT_EQ(
        db->run(df::sql<
                "with two as (select 2 as n) delete from beside where x in (select n from two) returning x",
                int>()),
        std::vector<int>{2});
    EXPECT_EQ(db->run(df::sql<"drop table beside">()), 0);
}

TEST_P(sql, user_text_stays_text) {
    for (const auto& text : hostile) {
        add({.text = text});
        EXPECT_EQ(db->run(df::sql<"select text from things where text = {}", std::string>(text)),
                  std::vector<std::string>{text})
            << text;
        EXPECT_EQ(
            db->run(df::sql<"select text from things where text in {}", std::string>(std::vector{text})),
            std::vector<std::string>{text})
            << text;
    }
    EXPECT_EQ(db->run(df::sql<"select '{}' || {} || '{{' /* {} */ -- {}", std::string>("'x'").one()),
              "{}'x'{{");
}

TEST_P(sql, names_every_mismatch) {
    add({.text = "a"});
    struct Row {
        int number = 0;
        double total = 0;
        std::string text;
    };
    const auto names = thrown<df::schema_mismatch>(
        [&] { (void)db->run(df::sql<"select text, number as n, text as t from things", Row>()); });
    EXPECT_EQ(names.node(), "sql");
    EXPECT_EQ(names.model(), "Row");
    EXPECT_EQ(names.field(), "n, t, number, total");
    EXPECT_TRUE(has(names.what(), "no field takes the result's column n; no field takes the result's column "
                                  "t; the result lacks the column number; the result lacks the column total"))
        << names.what();
    EXPECT_TRUE(has(names.sql(), "select text, number as n")) << names.sql();
    const auto twice = thrown<df::schema_mismatch>(
        [&] { (void)db->run(df::sql<"select text, text, number, real as total from things", Row>()); });
    EXPECT_TRUE(has(twice.what(), "the result has twice the column text")) << twice.what();
    const auto many = thrown<df::schema_mismatch>(
        [&] { (void)db->run(df::sql<"select text, number from things", int>()); });
    EXPECT_TRUE(has(many.what(), "the result has 2 columns where one was expected")) << many.what();

    const auto null = thrown<df::invalid_value>(
        [&] { (void)db->run(df::sql<"select maybe as number, real as total, text from things", Row>()); });
    EXPECT_EQ(null.field(), "number");
    EXPECT_EQ(null.model(), "Row");
    const auto run_types = [&] {
        (void)db->run(df::sql<"select text as number, text as total, text from things", Row>());
    };
    if (postgres()) {
        const auto types = thrown<df::schema_mismatch>(run_types);
        EXPECT_EQ(types.field(), "number, total");
        EXPECT_TRUE(
            has(types.what(),
                "expected INTEGER for number, found TEXT; expected DOUBLE PRECISION for total, found TEXT"))
            << types.what();
    } else EXPECT_EQ(thrown<df::invalid_value>(run_types).field(), "number");
    const auto range =
        thrown<df::invalid_value>([&] { (void)db->run(df::sql<"select 3000000000", int>().one()); });
    EXPECT_EQ(range.node(), "sql");
}

TEST_P(sql, decimals_keep_their_digits) {
    df::database<Priced> priced{url()};
    priced.run(df::create(Priced{.price = df::decimal<10, 2>{"12.50"}}));
    EXPECT_EQ((priced.run(df::sql<"select price from priceds", df::decimal<10, 2>>().one())),
              (df::decimal<10, 2>{"12.50"}));
    EXPECT_EQ((priced.run(df::sql<"select price from priceds", df::decimal<18, 2>>().one())),
              (df::decimal<10, 2>{"12.50"}));
    EXPECT_EQ((priced.run(df::sql<"select max(price) as price from priceds", df::decimal<10, 2>>().one())),
              (df::decimal<10, 2>{"12.50"}));
    if (GetParam() == support::backend::postgres) {
        EXPECT_EQ((priced.run(df::sql<"select price from priceds", df::decimal<10, 4>>().one())),
                  (df::decimal<10, 2>{"12.50"}));
        return;
    }
    const auto scaled = thrown<df::schema_mismatch>(
        [&] { (void)priced.run(df::sql<"select price from priceds", df::decimal<10, 4>>().one()); });
    EXPECT_TRUE(has(scaled.what(), "digits")) << scaled.what();
    EXPECT_TRUE(has(scaled.what(), "price")) << scaled.what();
    (void)thrown<df::schema_mismatch>(
        [&] { (void)priced.run(df::sql<"select price from priceds", std::int64_t>().one()); });
    (void)thrown<df::schema_mismatch>(
        [&] { (void)priced.run(df::sql<"select price from priceds", double>().one()); });
}

TEST_P(sql, a_mismatch_is_found_before_anything_is_written) {
    add({.text = "a"});
    struct Row {
        int other = 0;
    };
    (void)thrown<df::schema_mismatch>(
        [&] { (void)db->run(df::sql<"update things set number = 5 returning number", Row>()); });
    EXPECT_EQ(db->run(df::sql<"select number from things", int>().one()), 0);
}

TEST_P(sql, a_changed_table_is_seen) {
    (void)db->run(df::sql<"create table beside (a integer, b integer)">());
    (void)db->run(df::sql<"insert into beside values (1, 2)">());
    struct Row {
        int a = 0, b = 0;
    };
    const auto read = [&] { return db->run(df::sql<"select * from beside", Row>().one()); };
    EXPECT_EQ(read().a, 1);
    (void)db->run(df::sql<"drop table beside">());
    (void)db->run(df::sql<"create table beside (b integer, a integer)">());
    (void)db->run(df::sql<"insert into beside values (2, 1)">());
    EXPECT_EQ(read().a, 1);
    EXPECT_EQ(read().b, 2);
    (void)db->run(df::sql<"alter table beside add column c integer">());
    EXPECT_EQ(thrown<df::schema_mismatch>(read).field(), "c");
}

TEST_P(sql, tells_what_the_database_says) {
    const auto syntax =
        thrown<df::database_error>([&] { (void)db->run(df::sql<"select number frm things", int>()); });
    EXPECT_EQ(syntax.node(), "sql");
    EXPECT_EQ(syntax.sql(), "select number frm things");
    EXPECT_TRUE(has(syntax.what(), postgres() ? "things" : "syntax error")) << syntax.what();
    if (postgres() || SQLITE_VERSION_NUMBER >= 3038000) {
        EXPECT_TRUE(has(syntax.what(), "at character " + std::string{"19"})) << syntax.what();
    }
    EXPECT_FALSE(syntax.code().empty());
    (void)thrown<df::database_error>(
        [&] { (void)db->run(df::sql<"select number from things; delete from things">()); });
    (void)thrown<df::database_error>(
        [&] { (void)db->run(df::sql<"delete from things; delete from things">()); });
    add({.text = "a"});
    const auto unique = thrown<df::unique_violation>(
        [&] { (void)db->run(df::sql<"insert into things select * from things">()); });
    EXPECT_EQ(unique.node(), "sql");
    EXPECT_TRUE(db->try_run(df::sql<"select 1", int>()).has_value());
    EXPECT_FALSE(db->try_run(df::sql<"select nothing", int>()).has_value());
    EXPECT_EQ(
        thrown<df::not_found>([&] { (void)db->run(df::sql<"select 1 where 1 = {}", int>(2).one()); }).node(),
        "sql");
    (void)thrown<df::too_many_rows>(
        [&] { (void)db->run(df::sql<"select 1 union all select 2", int>().one()); });
}

TEST_P(sql, runs_in_transactions) {
    EXPECT_ANY_THROW(db->transaction([&](auto& tx) {
        tx.run(df::create(Thing{.text = "a"}));
        EXPECT_EQ(tx.run(df::sql<"update things set number = {}">(1)), 1);
        EXPECT_EQ(tx.run(df::sql<"select number from things", int>().one()), 1);
        throw std::runtime_error("undo");
    }));
    EXPECT_EQ(db->run(df::sql<"select count(*) from things", int>().one()), 0);
    db->transaction([&](auto& tx) {
        (void)tx.run(
            df::sql<
                "insert into things (flag, small, number, big, real, single, text, raw, moment, day, mark, "
                "tone, created_at, updated_at) select {}, 1, 1, 1, 1.5, 1.5, {}, {}, {}, {}, {}, {}, {}, {}">(
                true, "t", df::bytes{}, df::context::now(),
                df::date{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}}, df::uuid{},
                shade::dark, df::context::now(), df::context::now()));
    });
    EXPECT_EQ(db->run(df::list<Thing>()).records.at(0).text, "t");
    const auto refused = thrown<df::read_only>([&] {
        db->transaction([&](auto& tx) { (void)tx.run(df::sql<"delete from things">()); },
                        {.mode = df::access::read_only});
    });
    EXPECT_EQ(refused.node(), "sql");
}

TEST_P(sql, is_kept_prepared) {
    for (int round = 0; round < 3; ++round)
        for (int i = 0; i < 3; ++i) EXPECT_EQ(db->run(df::sql<"select {} + 1", int>(i).one()), i + 1);
}

DATAFLOW_ON_ALL_DATABASES(sql);

} // namespace
