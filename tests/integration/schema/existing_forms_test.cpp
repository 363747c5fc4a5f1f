// Forms of columns that other programs write, of times above all: right, or refused when the database is
// opened, with the reason.
#include <dataflow/catalog/detail/decimal_digits.hpp>

#include "support/fixture.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace forms {

namespace df = dataflow;

struct Shift {
    df::id<Shift> id{};
    std::optional<df::time_of_day> starts{};
    std::optional<df::timestamp> made{};
    std::optional<df::date> day{};
    static constexpr auto dataflow = df::options{.table = "shifts", .timestamps = false};
};

struct Said { // whose empty columns nothing but the options tells of
    df::id<Said> id{};
    std::optional<df::timestamp> ms{}, jd{}, iso{}, py{};
    std::optional<df::time_of_day> clock{};
    std::optional<df::uuid> mark{};
    std::optional<bool> yes{};
    static constexpr auto dataflow = df::options{
        .table = "said",
        .timestamps = false,
        .kept = df::kept({"ms", "unix milliseconds"}, {"jd", "julian days"},
                         {"iso", "2009-01-02T03:04:05.000+00:00"}, {"py", "2009-01-02 03:04:05[.000000]"},
                         {"clock", "2000-01-01 03:04:05"}, {"mark", "hex"}, {"yes", "N/Y"})};
};
struct Meeting {
    df::id<Meeting> id{};
    df::timestamp starts{};
    static constexpr auto dataflow =
        df::options{.table = "meetings", .timestamps = false, .zone = "Europe/Berlin"};
};
struct Nowhere {
    df::id<Nowhere> id{};
    df::timestamp starts{};
    static constexpr auto dataflow =
        df::options{.table = "meetings", .timestamps = false, .zone = "Europe/Nowhere"};
};
struct Spans {
    df::id<Spans> id{};
    std::vector<std::string> lasts{}, opens{};
    static constexpr auto dataflow = df::options{.table = "spans", .timestamps = false};
};
struct Clocks {
    df::id<Clocks> id{};
    df::time_of_day opens{};
    std::vector<std::chrono::microseconds> lasts{};
    static constexpr auto dataflow = df::options{.table = "spans", .timestamps = false};
};

struct Band {
    df::id<Band> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.table = "bands", .timestamps = false};
};
struct Gig {
    df::id<Gig> id{};
    df::id<Band> band{};
    df::timestamp starts{};
    df::decimal<10, 2> fee{};
    static constexpr auto dataflow = df::options{.table = "gigs", .timestamps = false};
};

struct Song {
    df::id<Song> id{};
    std::string name;
    std::int64_t plays = 0;
    df::decimal<10, 2> price{};
    static constexpr auto dataflow = df::options{.table = "songs", .timestamps = false};
};

} // namespace forms

namespace {

namespace df = dataflow;
using df::field;
using forms::Shift;
using support::has;
using support::thrown;
using namespace std::chrono_literals;

class ExistingForms : public support::shared_database_test {
  protected:
    template <class... M>
    [[nodiscard]] df::database<M...> open() {
        return df::database<M...>{df::open_options{.url = url(), .existing_schema_mode = true}};
    }
};
DATAFLOW_ON_SHARED_DATABASES(ExistingForms);

TEST_P(ExistingForms, TimesOfRailsAreReadAndWrittenAsRailsDoes) {
    if (postgres()) GTEST_SKIP() << "Rails has PostgreSQL's own types there";
    plain().run("CREATE TABLE shifts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, starts time, made "
                "datetime(6), day date);"
                "CREATE INDEX i_starts ON shifts (starts);"
                "INSERT INTO shifts (starts, made, day) VALUES ('2000-01-01 13:14:15', "
                "'2024-02-03 04:05:06.789012', '2024-02-03'), ('2000-01-01 23:59:59', NULL, NULL)");
    auto db = open<Shift>();
    const auto first = db.run(df::read<Shift>(1));
    EXPECT_EQ(first.starts->since_midnight, 13h + 14min + 15s);
    EXPECT_EQ(first.made, df::parse_timestamp("2024-02-03T04:05:06.789012Z"));
    EXPECT_EQ(db.run(df::count<Shift>().where(field<&Shift::starts> == *first.starts)), 1);
    EXPECT_EQ(db.run(df::count<Shift>().where(field<&Shift::starts> > *first.starts)), 1);
    (void)db.run(df::create(Shift{.starts = df::time_of_day{8h + 30min}, .made = first.made}));
    EXPECT_EQ(plain().value("SELECT starts || '; ' || made FROM shifts WHERE id = 3"),
              "2000-01-01 08:30:00; 2024-02-03 04:05:06.789012");
    EXPECT_EQ(plain().value("SELECT count(*) FROM shifts WHERE time(starts) < '09:00'"), "1");
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  (void)db.run(df::create(Shift{.starts = df::time_of_day{8h + 1us}}));
              }).field(),
              "starts");
}

TEST_P(ExistingForms, WhatAFieldOfTimesCannotMeanIsToldWhenTheDatabaseIsOpened) {
    if (postgres()) GTEST_SKIP() << "what a column holds there is what its type says";
    const auto refused = [&](const char* column, const char* value) {
        plain().run(std::string{"DROP TABLE IF EXISTS shifts; CREATE TABLE shifts (id INTEGER PRIMARY KEY, "
                                "starts time, made datetime, day date); INSERT INTO shifts ("} +
                    column + ") VALUES (" + value + ")");
        return std::string{thrown<df::schema_mismatch>([&] { (void)open<Shift>(); }).what()};
    };
    EXPECT_TRUE(has(refused("starts", "'2024-02-03 13:14:15'"), "column starts is time")) << "another day";
    EXPECT_TRUE(has(refused("starts", "'2024-02-03'"), "holds values that are no times of day"));
    EXPECT_TRUE(has(refused("starts", "86401"), "holds values that are no times of day"));
    EXPECT_TRUE(has(refused("day", "'2024-02-03 04:05:06'"), "holds values that are no days"));
    EXPECT_TRUE(has(refused("day", "1234567890"), "holds values that are no days"));
    EXPECT_TRUE(has(refused("made", "'13:14:15'"), "holds values that are no times"));
}

TEST_P(ExistingForms, OfColumnsThatTellNothingTheOptionsSayTheForm) {
    if (postgres()) GTEST_SKIP() << "what a column keeps there is what its type says";
    using forms::Said;
    const std::string table = "CREATE TABLE said (id INTEGER PRIMARY KEY, ms INTEGER, jd REAL, iso TEXT, py "
                              "TIMESTAMP, clock TIME, mark VARCHAR(40), yes TEXT)";
    plain().run(table);
    {
        auto db = open<Said>();
        const auto t = *df::parse_timestamp("2009-01-02T03:04:05Z");
        (void)db.run(df::create(Said{.ms = t + 6ms,
                                     .jd = t,
                                     .iso = t,
                                     .py = t,
                                     .clock = df::time_of_day{3h},
                                     .mark = df::parse_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
                                     .yes = true}));
        (void)db.run(df::create(Said{.py = t + 5us, .yes = false}));
        EXPECT_EQ(
            plain().value("SELECT ms || ' ' || datetime(jd) || ' ' || iso || ' ' || py || ' ' || clock || "
                          "' ' || mark || ' ' || yes FROM said WHERE id = 1"),
            "1230865445006 2009-01-02 03:04:05 2009-01-02T03:04:05.000+00:00 2009-01-02 03:04:05 "
            "2000-01-01 03:00:00 6ba7b8109dad11d180b400c04fd430c8 Y");
        EXPECT_EQ(plain().value("SELECT py || yes FROM said WHERE id = 2"), "2009-01-02 03:04:05.000005N");
        EXPECT_EQ(db.run(df::count<Said>().where(field<&Said::ms> == t + 6ms && field<&Said::yes> == true &&
                                                 field<&Said::jd> == t && field<&Said::iso> == t)),
                  1);
        EXPECT_EQ(db.run(df::count<Said>().where(field<&Said::py> > t)), 1);
    }
    auto again = open<Said>(); // now the columns hold what they are said to
    EXPECT_EQ(again.run(df::read<Said>(1)).clock->since_midnight, 3h);
    // What they hold decides against what the options say only where it cannot be so.
    const auto refused = [&](const char* column, const char* value) {
        plain().run("DROP TABLE said; " + table);
        plain().run(std::string{"INSERT INTO said ("} + column + ") VALUES (" + value + ")");
        return std::string{thrown<df::schema_mismatch>([&] { (void)open<Said>(); }).what()};
    };
    EXPECT_TRUE(has(refused("ms", "'2009-01-02 03:04:05'"), "the options say that it keeps numbers"));
    EXPECT_TRUE(has(refused("py", "1230865445"), "the options say that it keeps texts"));
    EXPECT_TRUE(has(refused("mark", "'none'"), "no UUIDs"));
}

TEST_P(ExistingForms, TimesWithoutAZoneAreReadInTheZoneOfTheOptions) {
    using forms::Meeting;
    if (!postgres()) {
        plain().run("CREATE TABLE meetings (id INTEGER PRIMARY KEY, starts DATETIME NOT NULL)");
        const auto e = thrown<df::schema_mismatch>([&] { (void)open<Meeting>(); });
        EXPECT_TRUE(has(e.what(), "SQLite does not know Europe/Berlin")) << e.what();
        plain().run("INSERT INTO meetings VALUES (1, '2024-07-01T12:00:00Z')");
        EXPECT_EQ(open<Meeting>().run(df::read<Meeting>(1)).starts,
                  df::parse_timestamp("2024-07-01T12:00:00Z"));
        return;
    }
    plain().run("CREATE TABLE meetings (id serial PRIMARY KEY, starts timestamp NOT NULL);"
                "INSERT INTO meetings (starts) VALUES ('2024-07-01 12:00'), ('2024-12-01 12:00'), "
                "('2024-10-27 02:30')");
    auto db = open<Meeting>();
    const auto at = [](const char* text) { return *df::parse_timestamp(text); };
    EXPECT_EQ(db.run(df::read<Meeting>(1)).starts, at("2024-07-01T10:00:00Z"));
    EXPECT_EQ(db.run(df::read<Meeting>(2)).starts, at("2024-12-01T11:00:00Z"));
    EXPECT_EQ(db.run(df::read<Meeting>(3)).starts, at("2024-10-27T01:30:00Z"));
    const auto made = db.run(df::create(Meeting{.starts = at("2025-01-02T03:04:05Z")}));
    EXPECT_EQ(plain().value("SELECT starts::text FROM meetings WHERE id = 4"), "2025-01-02 04:04:05");
    EXPECT_EQ(made.starts, at("2025-01-02T03:04:05Z"));
    EXPECT_EQ(db.run(df::count<Meeting>().where(field<&Meeting::starts> == at("2024-10-27T01:30:00Z"))), 1);
    EXPECT_EQ(db.run(df::count<Meeting>().where(field<&Meeting::starts> <= at("2024-10-27T01:00:00Z"))), 1);
    // The hour that comes twice: the column keeps its second time.
    const auto twice = thrown<df::invalid_value>(
        [&] { (void)db.run(df::create(Meeting{.starts = at("2024-10-27T00:30:00Z")})); });
    EXPECT_EQ(twice.field(), "starts");
    EXPECT_TRUE(has(twice.what(), "comes twice")) << twice.what();
    const auto none = thrown<df::schema_mismatch>([&] { (void)open<forms::Nowhere>(); });
    EXPECT_TRUE(has(none.what(), "knows no time zone Europe/Nowhere")) << none.what();
}

TEST_P(ExistingForms, ClocksWithAZoneAndArraysOfSpansAreTextsOrRefused) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no such types";
    plain().run(
        "CREATE TABLE spans (id serial PRIMARY KEY, lasts interval[] NOT NULL, opens timetz[] NOT NULL);"
        "INSERT INTO spans (lasts, opens) VALUES ('{1 mon,\"2 days 03:00:00\"}', '{12:00+02}')");
    auto db = open<forms::Spans>();
    const auto one = db.run(df::read<forms::Spans>(1));
    EXPECT_EQ(one.lasts, (std::vector<std::string>{"1 mon", "2 days 03:00:00"}));
    EXPECT_EQ(one.opens, std::vector<std::string>{"12:00:00+02"});
    (void)db.run(df::create(forms::Spans{.lasts = {"1 day"}, .opens = {"08:15:00-05"}}));
    EXPECT_EQ(plain().value("SELECT lasts::text || opens::text FROM spans WHERE id = 2"),
              "{\"1 day\"}{08:15:00-05}");
    plain().run(
        "DROP TABLE spans; CREATE TABLE spans (id serial PRIMARY KEY, lasts interval[] NOT NULL, opens "
        "timetz NOT NULL)");
    const auto e = thrown<df::schema_mismatch>([&] { (void)open<forms::Clocks>(); });
    EXPECT_TRUE(has(e.what(), "fits a std::vector<std::string>")) << e.what();
    EXPECT_TRUE(has(e.what(), "it keeps a zone: make the field a std::string")) << e.what();
}

TEST_P(ExistingForms, ARightThatIsMissingIsTold) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no users";
    const auto role = "guest_of_" + where().schema();
    plain().run(
        "CREATE TABLE meetings (id serial PRIMARY KEY, starts timestamp NOT NULL); INSERT INTO meetings "
        "(starts) VALUES ('2024-07-01 12:00'); CREATE ROLE " +
        role + "; GRANT USAGE ON SCHEMA " + where().schema() + " TO " + role);
    struct gone {
        support::plain_connection hand;
        std::string role;
        ~gone() { hand.run("DROP OWNED BY " + role + "; DROP ROLE " + role); }
    } after{plain(), role};
    const auto as_guest = [&] {
        return df::database<forms::Meeting>{
            df::open_options{.url = url() + "%20-crole%3D" + role, .existing_schema_mode = true}};
    };
    const auto opened = thrown<df::permission_denied>([&] { (void)as_guest(); });
    EXPECT_TRUE(has(opened.what(), "lacks the right to SELECT, INSERT, UPDATE, DELETE on meetings"))
        << opened.what();
    plain().run("GRANT SELECT ON meetings TO " + role);
    auto db = as_guest();
    ASSERT_EQ(db.warnings().size(), 1U);
    EXPECT_TRUE(has(db.warnings()[0].message, "lacks the right to INSERT, UPDATE, DELETE"));
    EXPECT_EQ(db.run(df::list<forms::Meeting>()).size(), 1U);
    const auto made = thrown<df::permission_denied>([&] { (void)db.run(df::create(forms::Meeting{})); });
    EXPECT_EQ(made.model(), "Meeting");
    EXPECT_EQ(made.node(), "create");
    EXPECT_TRUE(has(made.what(), "it takes SELECT and INSERT on meetings")) << made.what();
    EXPECT_TRUE(has(thrown<df::permission_denied>([&] { db.run(df::erase<forms::Meeting>(1)); }).what(),
                    "it takes SELECT and DELETE on meetings"));
    // Several tables; of one that may not be read, a column is not there.
    plain().run("CREATE TABLE songs (id serial PRIMARY KEY, name text NOT NULL, plays bigint NOT NULL); "
                "REVOKE ALL ON meetings FROM " +
                role);
    const auto open_both = [&] {
        df::database<forms::Song, forms::Meeting>{
            df::open_options{.url = url() + "%20-crole%3D" + role, .existing_schema_mode = true}};
    };
    const auto both = thrown<df::permission_denied>(open_both);
    EXPECT_TRUE(has(both.what(), "UPDATE, DELETE on songs; SELECT")) << both.what();
    EXPECT_TRUE(has(both.what(), "DELETE on meetings")) << both.what();
    plain().run("ALTER TABLE songs ADD price numeric(10,2) NOT NULL; GRANT SELECT ON songs TO " + role);
    const auto one = thrown<df::permission_denied>(open_both);
    EXPECT_TRUE(has(one.what(), "lacks the right to SELECT, INSERT, UPDATE, DELETE on meetings"))
        << one.what();
    EXPECT_FALSE(has(one.what(), "songs")) << one.what();
    plain().run("REVOKE SELECT ON meetings FROM " + role +
                "; GRANT SELECT (id, starts), UPDATE (starts) ON meetings TO " + role);
    EXPECT_TRUE(has(as_guest().warnings().at(0).message, "lacks the right to INSERT, DELETE"));
}

TEST_P(ExistingForms, ATableThatBecameAViewIsTold) {
    if (!postgres()) GTEST_SKIP() << "SQLite tells it by itself";
    plain().run("CREATE TABLE meetings (id serial PRIMARY KEY, starts timestamp NOT NULL)");
    auto db = open<forms::Meeting>();
    (void)db.run(df::create(forms::Meeting{.starts = *df::parse_timestamp("2024-07-01T10:00:00Z")}));
    plain().run("ALTER TABLE meetings RENAME TO kept; CREATE VIEW meetings AS SELECT * FROM kept");
    std::this_thread::sleep_for(5ms); // what is known to act on the table is asked again
    const auto e = thrown<df::schema_mismatch>([&] {
        (void)db.run(df::create(forms::Meeting{.starts = *df::parse_timestamp("2024-07-01T10:00:00Z")}));
    });
    EXPECT_TRUE(has(e.what(), "meetings is a view")) << e.what();
}

// A NUMERIC may have more digits after the point than digits, and fewer than none.
static_assert(df::catalog::detail::digits_for(10, 2).digits == 10 &&
              df::catalog::detail::digits_for(2, 5).digits == 5 &&
              df::catalog::detail::digits_for(2, 5).scale == 5 &&
              df::catalog::detail::digits_for(3, -2).digits == 5 &&
              df::catalog::detail::digits_for(3, -2).scale == 0 &&
              !df::catalog::detail::digits_for(19, 2).found());

TEST_P(ExistingForms, TheFirstChildrenOfEachParentAreReadInTheFormsOfTheirColumns) {
    const std::string key =
        postgres() ? "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" : "INTEGER PRIMARY KEY";
    plain().run(
        "CREATE TABLE bands (id " + key + ", name VARCHAR(50) NOT NULL); CREATE TABLE gigs (id " + key +
        ", band INTEGER NOT NULL REFERENCES bands (id), starts " + (postgres() ? "TIMESTAMP" : "DATETIME") +
        " NOT NULL, fee NUMERIC(10,2) NOT NULL);"
        "INSERT INTO bands VALUES (1, 'AC/DC'), (2, 'Can');"
        "INSERT INTO gigs VALUES (1, 1, '2009-01-02 12:00:00', 0.99), (2, 1, '2009-01-03 12:00:00', 5), "
        "(3, 2, '2009-01-04 12:00:00', 2.50), (4, 1, '2009-01-01 12:00:00', 1)");
    df::database<forms::Band, forms::Gig> db{df::open_options{.url = url(), .create_tables = false}};
    using forms::Gig;
    using namespace df::literals;
    const auto first = df::list<Gig>().order_by(df::desc(field<&Gig::starts>)).limit(1);
    const auto found = db.run(df::list<forms::Band>().with_children<&Gig::band>(first));
    ASSERT_EQ(found.size(), 2U);
    ASSERT_EQ(found[0].children.size(), 1U);
    EXPECT_EQ(found[0].children[0].starts, df::parse_timestamp("2009-01-03T12:00:00Z"));
    EXPECT_EQ(found[0].children[0].fee, (df::decimal<10, 2>::from_units(500)));
    ASSERT_EQ(found[1].children.size(), 1U);
    EXPECT_EQ(found[1].children[0].fee, (df::decimal<10, 2>::from_units(250)));
    const auto joined = db.run(df::list<Gig>().join<&Gig::band>().where(field<&forms::Band::name> == "Can"));
    ASSERT_EQ(joined.size(), 1U);
    EXPECT_EQ(joined.begin()->get<Gig>().fee, (df::decimal<10, 2>::from_units(250)));
    const auto fees = db.run(df::select(field<&Gig::fee>, field<&Gig::starts>)
                                 .where(field<&Gig::fee> < 3)
                                 .order_by(df::desc(field<&Gig::fee>)));
    ASSERT_EQ(fees.size(), 3U);
    EXPECT_EQ(fees[0]["fee"_n], (df::decimal<10, 2>::from_units(250)));
    EXPECT_EQ(fees[0]["starts"_n], df::parse_timestamp("2009-01-04T12:00:00Z"));
    EXPECT_EQ(db.run(df::select(field<&Gig::starts>).distinct().order_by(field<&Gig::starts>)).front(),
              df::parse_timestamp("2009-01-01T12:00:00Z"));
}

TEST_P(ExistingForms, AValueThatAColumnCannotHoldIsToldWithItsField) {
    if (!postgres()) GTEST_SKIP() << "SQLite's types limit nothing";
    using forms::Song;
    using namespace df::literals;
    plain().run(
        "CREATE TABLE songs (id serial PRIMARY KEY, name varchar(5) NOT NULL, plays smallint NOT NULL, "
        "price numeric(5,2) NOT NULL)");
    auto db = open<Song>();
    const Song good{.name = "\u00e4\u00f6\u00fc\u00df\u00e9", .plays = 32767, .price = "999.99"_dec};
    const auto made = db.run(df::create(good));
    const auto field_of = [&](auto&& node) {
        const auto e = thrown<df::invalid_value>([&] { (void)db.run(node); });
        EXPECT_EQ(e.model(), "Song") << e.what();
        EXPECT_FALSE(e.node().empty());
        return std::string{e.field()};
    };
    auto many = good, long_name = good, dear = good;
    many.plays = 32768;
    long_name.name = "Yellow";
    dear.price = "1000"_dec;
    EXPECT_EQ(field_of(df::create(many)), "plays");
    EXPECT_EQ(field_of(df::create(long_name)), "name");
    EXPECT_EQ(field_of(df::create(dear)), "price");
    many.id = made.id;
    EXPECT_EQ(field_of(df::update(many)), "plays");
    EXPECT_EQ(field_of(df::update<Song>(made.id, field<&Song::price> = "5"_dec, field<&Song::plays> = 70000)),
              "plays");
    EXPECT_EQ(field_of(df::upsert(many).on_conflict(field<&Song::id>)), "plays");
    EXPECT_EQ(field_of(df::bulk_create(std::vector{good, dear})), "price");
    EXPECT_EQ(field_of(df::bulk_update<Song>(field<&Song::id> == made.id, field<&Song::name> = "Yellow")),
              "name");
    EXPECT_EQ(field_of(df::bulk_update<Song>(field<&Song::id> == made.id, field<&Song::plays> += 1)),
              "plays");
}

TEST(FormsOfColumns, NeedNoFunctionOfSqlWhereAColumnIsOnlyGivenBackOrAValueOnlyBound) {
    namespace sql = dataflow::rooms::sql;
    using forms::Gig;
    sql::forms all;
    sql::column_form fee{.table = "gigs", .column = "fee"};
    fee.kept = {.how = sql::kept_as::number, .stored = dataflow::storage::decimal, .scale = 2};
    all.add(fee);
    const auto written = [&](const sql::statement& s, std::uint64_t variant = 0) {
        return s.written(sql::sqlite_data, variant, &all);
    };
    const auto list = written(decltype(df::list<Gig>())::statement);
    EXPECT_EQ(list.text.find("dataflow_"), std::string::npos) << list.text;
    ASSERT_EQ(list.results.size(), 4U);
    EXPECT_EQ(list.results[2], nullptr);
    EXPECT_EQ(list.results[3], &all[0]);
    const auto create = written(decltype(df::create(std::declval<Gig>()))::statement);
    EXPECT_EQ(create.text.find("dataflow_"), std::string::npos) << create.text;
    ASSERT_EQ(create.sources.size(), 4U);
    EXPECT_EQ(create.sources[2].form, 0U);
    EXPECT_EQ(create.sources[3].form, 1U);
    const auto joined = written(decltype(df::list<Gig>().join<&Gig::band>())::statement);
    EXPECT_EQ(joined.text.find("dataflow_"), std::string::npos) << joined.text;
    ASSERT_EQ(joined.results.size(), 6U);
    EXPECT_EQ(joined.results[3], &all[0]);
    // what is reckoned with, or once for equal meanings, is in the form of the library
    const auto sum = written(decltype(df::select(field<&Gig::fee> + field<&Gig::fee>))::statement);
    EXPECT_NE(sum.text.find("dataflow_read("), std::string::npos) << sum.text;
    const auto distinct = written(decltype(df::select(field<&Gig::fee>).distinct())::statement);
    EXPECT_NE(distinct.text.find("dataflow_read("), std::string::npos) << distinct.text;
}

} // namespace
