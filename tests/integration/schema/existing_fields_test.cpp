// Records of tables that others made, in and out: the fields that the drivers bring over by themselves, with
// and without values, at their ends, and where the table changes under a running program.
#include "support/fixture.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace existing_fields {

namespace df = dataflow;

enum class Mood { ok, sad, very_sad };

struct Note {
    df::id<Note> id{};
    std::string name;
    std::optional<df::decimal<10, 2>> price{};
    std::optional<df::timestamp> made{};
    std::optional<Mood> mood{};
    Mood other{};
    std::optional<std::string> word{}; // an enumeration, too
    std::optional<std::int64_t> plays{};
    static constexpr auto dataflow = df::options{.table = "notes", .timestamps = false};
};

struct One {
    Mood other{};
};

} // namespace existing_fields

namespace {

namespace df = dataflow;
using df::field;
using existing_fields::Mood;
using existing_fields::Note;
using existing_fields::One;
using support::has;
using support::thrown;

class ExistingFields : public support::shared_database_test {
  protected:
    void table() {
        if (postgres())
            plain().run("CREATE TYPE mood AS ENUM ('very_sad', 'sad', 'ok');"
                        "CREATE DOMAIN spirit AS mood;"
                        "CREATE TABLE notes (id serial PRIMARY KEY, name varchar(200) NOT NULL, price "
                        "numeric(12,4), made timestamp, mood spirit, other mood NOT NULL, word mood, plays "
                        "smallint)");
        else
            plain().run("CREATE TABLE notes (id INTEGER PRIMARY KEY, name NVARCHAR(200) NOT NULL, price "
                        "NUMERIC(12,4), made DATETIME, mood VARCHAR(9), other VARCHAR(9) NOT NULL, word "
                        "VARCHAR(9), plays SMALLINT);"
                        "INSERT INTO notes VALUES (1000, 'a', 0.5, '2009-01-02 03:04:05', 'ok', 'sad', 'ok', "
                        "3); DELETE FROM notes");
    }
    [[nodiscard]] df::database<Note> open() {
        return df::database<Note>{df::open_options{.url = url(), .existing_schema_mode = true}};
    }
};
DATAFLOW_ON_SHARED_DATABASES(ExistingFields);

void expect_same(const Note& a, const Note& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.price, b.price);
    EXPECT_EQ(a.made, b.made);
    EXPECT_EQ(a.mood, b.mood);
    EXPECT_EQ(a.other, b.other);
    EXPECT_EQ(a.word, b.word);
    EXPECT_EQ(a.plays, b.plays);
}

TEST_P(ExistingFields, ComeBackAsTheyWereStored) {
    table();
    auto db = open();
    std::mt19937_64 random{17};
    std::vector<Note> all{{.name = "nothing"}};
    const auto price = [](std::int64_t n) { return df::decimal<10, 2>::from_units(n); };
    const auto time = [](std::int64_t seconds) { return df::timestamp{std::chrono::seconds{seconds}}; };
    for (const std::int64_t n : {0LL, 1LL, -1LL, 99LL, 100LL, -100LL, 99'999'999LL, -99'999'999LL, 10'000LL,
                                 1'000'000LL, 123'456'789LL / 10})
        all.push_back({.name = "price", .price = price(n)});
    for (const std::int64_t s : {-62'135'596'800LL, -1LL, 0LL, 951'782'400LL, 253'402'300'799LL})
        all.push_back({.name = "time", .made = time(s)});
    for (int i = 0; i < 200; ++i)
        all.push_back({.name = "Ärger " + std::to_string(i),
                       .price = price(static_cast<std::int64_t>(random() % 199'999'999) - 99'999'999),
                       .made = time(static_cast<std::int64_t>(random() % 4'000'000'000) - 2'000'000'000),
                       .mood = static_cast<Mood>(random() % 3),
                       .other = static_cast<Mood>(random() % 3),
                       .word = random() % 2 == 0 ? "ok" : "very_sad",
                       .plays = static_cast<std::int64_t>(random() % 65'536) - 32'768});
    for (const auto& one : all) expect_same(db.run(df::create(Note{one})), one);
    const auto found = db.run(df::list<Note>().order_by(field<&Note::id>)).records;
    ASSERT_EQ(found.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        expect_same(found[i], all[i]);
        if (i % 40 == 0) expect_same(db.run(df::read<Note>(found[i].id)), all[i]);
    }
    std::size_t at = 0;
    for (const auto& one : db.stream(df::list<Note>().order_by(field<&Note::id>)))
        expect_same(one, all[at++]);
    EXPECT_EQ(at, all.size());
    (void)db.run(df::bulk_create(all));
    EXPECT_EQ(db.run(df::count<Note>()), static_cast<std::int64_t>(all.size()) * 2);
    EXPECT_EQ(
        plain().value("SELECT count(*) FROM (SELECT name, price, made, mood, other, word, plays FROM notes "
                      "GROUP BY name, price, made, mood, other, word, plays HAVING count(*) % 2 = 1) AS s"),
        "0");
    auto changed = found.back();
    changed.mood = std::nullopt;
    changed.other = Mood::very_sad;
    changed.price = price(-5);
    expect_same(
        db.run(df::update<Note>(changed.id, field<&Note::mood> = std::nullopt,
                                field<&Note::other> = Mood::very_sad, field<&Note::price> = price(-5))),
        changed);
}

TEST_P(ExistingFields, EnumerationsAreOrderedAndComparedByName) {
    table();
    auto db = open();
    for (const auto m : {Mood::very_sad, Mood::ok, Mood::sad})
        (void)db.run(df::create(Note{.name = "n", .mood = m, .other = m}));
    std::vector<Mood> order;
    for (const auto& one : db.run(df::list<Note>().order_by(field<&Note::other>)).records)
        order.push_back(one.other);
    EXPECT_EQ(order, (std::vector{Mood::ok, Mood::sad, Mood::very_sad}));
    EXPECT_EQ(db.run(df::list<Note>().where(field<&Note::other> == Mood::sad)).records.size(), 1U);
    EXPECT_EQ(db.run(df::list<Note>().where(field<&Note::other>.in({Mood::sad, Mood::ok}))).records.size(),
              2U);
    EXPECT_EQ(db.run(df::select<One>(field<&Note::other>).distinct().order_by(field<&Note::other>)).size(),
              3U);
    const auto first = db.run(df::list<Note>().order_by(field<&Note::other>).limit(1));
    ASSERT_TRUE(first.next.has_value());
    const auto second = db.run(df::list<Note>().order_by(field<&Note::other>).limit(1).after(*first.next));
    ASSERT_EQ(second.records.size(), 1U);
    EXPECT_EQ(second.records[0].other, Mood::sad);
}

TEST_P(ExistingFields, AValueWithoutANameIsRefused) {
    table();
    auto db = open();
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  (void)db.run(df::create(Note{.name = "n", .mood = static_cast<Mood>(7)}));
              }).field(),
              "mood");
    if (postgres()) plain().run("ALTER TYPE mood ADD VALUE 'glad'");
    plain().run("INSERT INTO notes (id, name, other) VALUES (1, 'n', 'glad')");
    const auto e = thrown<df::invalid_value>([&] { (void)db.run(df::list<Note>()); });
    EXPECT_EQ(e.field(), "other");
    EXPECT_FALSE(has(e.what(), "glad")) << e.what();
}

TEST_P(ExistingFields, ATypeThatIsMadeAnewIsReadAsTheOldOne) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no enumerations";
    table();
    auto db = open();
    (void)db.run(df::create(Note{.name = "n", .mood = Mood::sad, .other = Mood::ok, .word = "sad"}));
    EXPECT_EQ(db.run(df::list<Note>()).records.at(0).other, Mood::ok);
    plain().run("CREATE TYPE humor AS ENUM ('ok', 'sad');"
                "ALTER TABLE notes ALTER COLUMN other TYPE humor USING other::text::humor;"
                "ALTER TABLE notes ALTER COLUMN word TYPE text USING word::text");
    const auto after = db.run(df::list<Note>()).records.at(0);
    EXPECT_EQ(after.other, Mood::ok);
    EXPECT_EQ(after.word, "sad");
    for (const auto& one : db.stream(df::list<Note>())) EXPECT_EQ(one.other, Mood::ok);
    plain().run("ALTER TABLE notes ALTER COLUMN other TYPE integer USING 1");
    EXPECT_EQ(thrown<df::schema_mismatch>([&] { (void)db.run(df::list<Note>()); }).field(), "other");
}

TEST_P(ExistingFields, WithoutPreparedStatementsToo) {
    if (!postgres()) GTEST_SKIP() << "SQLite keeps its statements";
    table();
    df::database<Note> db{df::open_options{
        .url = url() + (has(url(), "?") ? "&" : "?") + "statements=unnamed", .existing_schema_mode = true}};
    (void)db.run(df::create(Note{.name = "n", .mood = Mood::sad, .other = Mood::ok}));
    for (const auto& one : db.stream(df::list<Note>())) EXPECT_EQ(one.mood, Mood::sad);
    EXPECT_EQ(db.run(df::list<Note>()).records.at(0).other, Mood::ok);
}

} // namespace
