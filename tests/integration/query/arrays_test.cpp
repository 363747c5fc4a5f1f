// Vectors and arrays as columns: they come back as they were, on every way in, and filters on them mean the
// same.
#include "support/fixture.hpp"
#include "support/oracle.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace array_models {

namespace df = dataflow;

enum class tone : std::uint8_t { low, high };

struct Arrays {
    df::id<Arrays> id{};
    std::vector<bool> flags{};
    std::vector<std::int8_t> i8{};
    std::vector<std::uint8_t> u8{};
    std::vector<std::int16_t> i16{};
    std::vector<std::uint16_t> u16{};
    std::vector<std::int32_t> i32{};
    std::vector<std::uint32_t> u32{};
    std::vector<std::int64_t> i64{};
    std::vector<float> f32{};
    std::vector<double> f64{};
    std::vector<std::string> texts{};
    std::vector<df::timestamp> moments{};
    std::vector<df::date> days{};
    std::vector<df::uuid> marks{};
    std::vector<tone> tones{};
    std::array<int, 3> triple{};
    std::vector<std::optional<int>> gaps{};
    std::vector<std::optional<std::string>> words{};
    std::optional<std::vector<std::string>> maybe{};
    df::bytes raw{};

    friend bool operator==(const Arrays&, const Arrays&) = default;
};

struct Post {
    df::id<Post> id{};
    std::string title;
    std::vector<std::string> tags{"new"};
    std::vector<int> ord{}; // named as a column of the rows' table
    std::array<double, 2> place{};
    std::optional<std::vector<std::int64_t>> votes{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"title"})};
};

struct Spot {
    df::id<Spot> id{};
    std::vector<double> place{};
    int n{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"place"})};
};

} // namespace array_models

namespace {

namespace df = dataflow;
using namespace array_models;
using df::field;
using support::has;
using support::thrown;
using texts = std::vector<std::string>;

class ArraysOf : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ArraysOf);
class ArraysSeenFromOutside : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(ArraysSeenFromOutside);

[[nodiscard]] df::date day(int y, unsigned m, unsigned d) {
    return df::date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
}
[[nodiscard]] df::timestamp moment(std::int64_t n) { return df::timestamp{std::chrono::microseconds{n}}; }

[[nodiscard]] Arrays full() {
    Arrays a;
    a.flags = {true, false, true};
    a.i8 = {INT8_MIN, 0, INT8_MAX};
    a.u8 = {0, 255};
    a.i16 = {INT16_MIN, INT16_MAX};
    a.u16 = {0, UINT16_MAX};
    a.i32 = {INT32_MIN, INT32_MAX};
    a.u32 = {0, UINT32_MAX};
    a.i64 = {INT64_MIN, -1, INT64_MAX};
    a.f32 = {0.1F, std::numeric_limits<float>::max(), std::numeric_limits<float>::denorm_min(), -INFINITY};
    a.f64 = {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, INFINITY, -INFINITY, 123456789.123456789};
    a.texts = {"",
               "'",
               "\"",
               "\\",
               "a,b",
               "{}",
               "{\"x\"}",
               "NULL",
               "null",
               " lead and trail ",
               "\x01\x1f\x7f",
               "line\r\nline\ttab",
               "\\u0041",
               "\xF0\x9F\x9A\x80 \xF4\x8F\xBF\xBF \xC2\x80",
               "'; DROP TABLE arrays; --"};
    a.moments = {moment(0), moment(-62135596800000000), moment(253402300799999999), moment(1)};
    a.days = {day(1, 1, 1), day(9999, 12, 31), day(2024, 2, 29)};
    df::uuid u{};
    for (std::uint8_t n = 250; auto& b : u) b = n++;
    a.marks = {u, df::uuid{}};
    a.tones = {tone::high, tone::low};
    a.triple = {1, -2, 3};
    a.gaps = {1, std::nullopt, 3};
    a.words = {std::nullopt, "", "NULL"};
    a.maybe = texts{"x"};
    a.raw = {std::byte{0}, std::byte{255}};
    return a;
}

TEST_P(ArraysOf, EveryElementTypeComesBackAsItWas) {
    df::database<Arrays> db{url()};
    for (auto a : {full(), Arrays{}}) {
        a.id = db.run(df::create(a)).id;
        EXPECT_EQ(static_cast<const Arrays&>(db.run(df::read<Arrays>(a.id))), a);
    }
}

TEST_P(ArraysOf, ManyRowsComeBackAsTheyWere) {
    for (const std::size_t count : {3U, 5000U}) { // as one statement, and by COPY
        const auto place = another();
        df::database<Arrays> db{place->url()};
        std::vector<Arrays> rows(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (i % 3 == 0) rows[i] = full();
            rows[i].i32.push_back(static_cast<int>(i));
        }
        EXPECT_EQ(db.run(df::bulk_create(rows)).created, static_cast<std::int64_t>(count));
        const auto found = db.run(df::list<Arrays>().order_by(field<&Arrays::id>)).records;
        ASSERT_EQ(found.size(), count);
        for (std::size_t i = 0; i < count; ++i) {
            rows[i].id = found[i].id;
            ASSERT_EQ(static_cast<const Arrays&>(found[i]), rows[i]) << i;
        }
        for (auto& r : rows) r.texts.push_back("more"), r.maybe.reset(), r.gaps.push_back(std::nullopt);
        db.run(df::bulk_update(rows));
        const auto again = db.run(df::list<Arrays>().order_by(field<&Arrays::id>)).records;
        for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(static_cast<const Arrays&>(again[i]), rows[i]) << i;
    }
}

TEST_P(ArraysOf, TheSignOfAZeroIsKeptOnEveryWayIn) {
    const bool kept = postgres(); // SQLite has no -0.0
    const auto is_kept = [&](const Arrays& a) {
        return a.f64.size() == 2 && std::signbit(a.f64[0]) == kept && !std::signbit(a.f64[1]) &&
               a.f32.size() == 1 && std::signbit(a.f32[0]) == kept;
    };
    Arrays zeros;
    zeros.f64 = {-0.0, 0.0};
    zeros.f32 = {-0.0F};
    for (const std::size_t count : {2U, 5000U}) { // as one statement, and by COPY
        const auto place = another();
        df::database<Arrays> db{place->url()};
        db.run(df::create(zeros));
        db.run(df::bulk_create(std::vector<Arrays>(count, zeros)));
        auto rows = db.run(df::list<Arrays>()).records;
        ASSERT_EQ(rows.size(), count + 1);
        for (const auto& r : rows) ASSERT_TRUE(is_kept(r));
        std::vector<Arrays> changed;
        for (auto& r : rows) {
            changed.push_back(r);
            std::swap(changed.back().f64[0], changed.back().f64[1]);
        }
        db.run(df::bulk_update(changed));
        for (const auto& r : db.run(df::list<Arrays>()).records) ASSERT_EQ(std::signbit(r.f64[1]), kept);

        // equal all the same: one record, whose id both rows get
        df::database<Spot> spots{place->url()};
        const auto upsert = [&](std::vector<Spot> given) {
            return spots.run(df::bulk_upsert(given).on_conflict(field<&Spot::place>).returning_ids()).ids;
        };
        const auto ids =
            upsert({{.place = {0.0, 1.0}}, {.place = {-0.0, 1.0}, .n = 2}, {.place = {0.0, 2.0}}});
        ASSERT_EQ(ids.size(), 3U);
        EXPECT_EQ(ids[0], ids[1]);
        EXPECT_NE(ids[0], ids[2]);
        EXPECT_EQ(spots.run(df::read<Spot>(ids[0])).n, 2);
        EXPECT_EQ(upsert({{.place = {-0.0, 1.0}, .n = 3}}), std::vector{ids[0]});
    }
}

TEST_P(ArraysOf, UpsertsTakeThem) {
    df::database<Post> db{url()};
    db.run(df::upsert(Post{.title = "a", .tags = {"1"}}).on_conflict(field<&Post::title>));
    db.run(df::upsert(Post{.title = "a", .tags = {"2", "3"}}).on_conflict(field<&Post::title>));
    db.run(df::bulk_upsert(
               std::vector<Post>{{.title = "a", .tags = {"4"}, .votes = std::vector<std::int64_t>{7}},
                                 {.title = "b"}})
               .on_conflict(field<&Post::title>));
    const auto all = db.run(df::list<Post>().order_by(field<&Post::title>)).records;
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].tags, texts{"4"});
    EXPECT_EQ(all[0].votes, std::vector<std::int64_t>{7});
    EXPECT_EQ(all[1].tags, texts{"new"});
}

TEST_P(ArraysOf, Filters) {
    df::database<Post> db{url()};
    db.run(df::bulk_create(std::vector<Post>{
        {.title = "a",
         .tags = {"x", "y"},
         .ord = {1, 2},
         .place = {0.1, 2},
         .votes = std::vector<std::int64_t>{1}},
        {.title = "b", .tags = {}, .ord = {-5}},
        {.title = "c", .tags = {"y", "\"", "it's"}, .votes = std::vector<std::int64_t>{}}}));
    const auto titles = [&](auto where) {
        std::string out;
        for (const auto& p : db.run(df::list<Post>().where(where).order_by(field<&Post::title>)).records)
            out += p.title;
        return out;
    };
    EXPECT_EQ(titles(field<&Post::tags>.contains("y")), "ac");
    EXPECT_EQ(titles(field<&Post::tags>.contains("it's")), "c");
    EXPECT_EQ(titles(field<&Post::tags>.contains("\"")), "c");
    EXPECT_EQ(titles(field<&Post::tags>.contains("")), "");
    EXPECT_EQ(titles(!field<&Post::tags>.contains("y")), "b");
    EXPECT_EQ(titles(field<&Post::ord>.contains(2)), "a");
    EXPECT_EQ(titles(field<&Post::ord>.contains(INT64_MAX)), "");
    EXPECT_EQ(titles(field<&Post::place>.contains(0.1)), "a");
    EXPECT_EQ(titles(field<&Post::place>.contains(0)), "bc");
    EXPECT_EQ(titles(field<&Post::votes>.contains(1)), "a");
    EXPECT_EQ(titles(!field<&Post::votes>.contains(1)), "bc"); // NULL holds nothing
    EXPECT_EQ(titles(field<&Post::tags>.any_of({"x", "it's"})), "ac");
    EXPECT_EQ(titles(field<&Post::tags>.any_of(texts{})), "");
    EXPECT_EQ(titles(!field<&Post::tags>.any_of({"x"})), "bc");
    EXPECT_EQ(titles(field<&Post::ord>.any_of({-5, 2})), "ab");
    EXPECT_EQ(
        titles(field<&Post::votes>.any_of({1, 2}) || field<&Post::ord>.any_of(std::vector<std::int64_t>{-5})),
        "ab");
    EXPECT_EQ(titles(field<&Post::tags>.size() == 0), "b");
    EXPECT_EQ(titles(field<&Post::tags>.size() > 1), "ac");
    EXPECT_EQ(titles(field<&Post::tags>.size().between(2, 2)), "a");
    EXPECT_EQ(titles(field<&Post::tags>.size() + 1 == 4), "c");
    EXPECT_EQ(titles(field<&Post::votes>.size() == 0), "c");
    EXPECT_EQ(titles(field<&Post::votes>.size() != 0), "ab");
    EXPECT_EQ(titles(field<&Post::tags> == texts{"x", "y"}), "a");
    EXPECT_EQ(titles(field<&Post::tags> == texts{"y", "x"}), "");
    EXPECT_EQ(titles(field<&Post::tags> != texts{}), "ac");
    EXPECT_EQ(titles(field<&Post::votes> == std::vector<std::int64_t>{1}), "a");
    EXPECT_EQ(titles(field<&Post::votes> != std::vector<std::int64_t>{1}), "bc");
    EXPECT_EQ(titles(field<&Post::votes> == std::nullopt), "b");
    EXPECT_EQ(titles(field<&Post::votes>.not_null()), "ac");
    EXPECT_EQ(titles(field<&Post::place> == std::array<double, 2>{0.1, 2}), "a");
    EXPECT_EQ(titles(field<&Post::place> == std::array<double, 2>{-0.0, 0}), "bc");
}

TEST_P(ArraysOf, FiltersOverEveryElementType) {
    df::database<Arrays> db{url()};
    db.run(df::create(full()));
    db.run(df::create(Arrays{}));
    const auto one = [&](auto where) { EXPECT_EQ(db.run(df::count<Arrays>().where(where)), 1); };
    const auto a = full();
    one(field<&Arrays::flags>.contains(false));
    one(field<&Arrays::flags>.any_of({true}));
    one(field<&Arrays::u8>.contains(255));
    one(field<&Arrays::u32>.contains(UINT32_MAX));
    one(field<&Arrays::i64>.contains(INT64_MIN));
    one(field<&Arrays::i64>.any_of({INT64_MAX}));
    for (const auto x : a.f32) one(field<&Arrays::f32>.contains(x));
    for (const auto x : a.f64) one(field<&Arrays::f64>.contains(x));
    for (const auto& x : a.texts) one(field<&Arrays::texts>.contains(x));
    for (const auto& x : a.moments) one(field<&Arrays::moments>.contains(x));
    for (const auto& x : a.days) one(field<&Arrays::days>.any_of({x}));
    for (const auto& x : a.marks) one(field<&Arrays::marks>.contains(x));
    one(field<&Arrays::tones>.contains(tone::high));
    one(field<&Arrays::tones>.any_of({tone::high}));
    one(field<&Arrays::gaps>.contains(3));
    EXPECT_EQ(db.run(df::count<Arrays>().where(!field<&Arrays::gaps>.contains(9))),
              2); // although one holds a NULL
    one(field<&Arrays::gaps>.size() == 3);
    one(field<&Arrays::words>.contains("NULL"));
    one(field<&Arrays::f64> == a.f64);
    one(field<&Arrays::moments> == a.moments);
    one(field<&Arrays::marks> == a.marks);
    one(field<&Arrays::gaps> == a.gaps);
    one(field<&Arrays::words> != std::vector<std::optional<std::string>>{});
    one(field<&Arrays::tones> == a.tones);
    one(field<&Arrays::flags> == a.flags);
}

TEST_P(ArraysOf, Assignments) {
    df::database<Post> db{url()};
    const auto id = db.run(df::create(Post{.title = "a"})).id;
    EXPECT_EQ(db.run(df::update<Post>(id, field<&Post::tags> = texts{"p", "q"},
                                      field<&Post::votes> = std::vector<std::int64_t>{1, 2}))
                  .tags,
              (texts{"p", "q"}));
    EXPECT_EQ(db.run(df::update<Post>(id, field<&Post::votes> = std::nullopt)).votes, std::nullopt);
    EXPECT_EQ(
        db.run(df::bulk_update<Post>(field<&Post::tags>.contains("p"), field<&Post::tags> = texts{})).updated,
        1);
    EXPECT_EQ(db.run(df::read<Post>(id)).tags, texts{});
    EXPECT_EQ(db.run(df::create<Post>(field<&Post::title> = "b", field<&Post::tags> = texts{"given"},
                                      field<&Post::place> = std::array<double, 2>{1, 2},
                                      field<&Post::ord> = std::vector<int>{}))
                  .tags,
              texts{"given"});
}

TEST_P(ArraysOf, LargeOnes) {
    df::database<Post> db{url()};
    Post p{.title = "large"};
    p.tags.assign(1, std::string(1'000'000, 'x'));
    p.ord.resize(250'000);
    for (std::size_t i = 0; i < p.ord.size(); ++i) p.ord[i] = static_cast<int>(i);
    const auto id = db.run(df::create(p)).id;
    const auto got = db.run(df::read<Post>(id));
    EXPECT_EQ(got.tags, p.tags);
    EXPECT_EQ(got.ord, p.ord);
    EXPECT_EQ(db.run(df::count<Post>().where(field<&Post::ord>.contains(249'999))), 1);
}

TEST_P(ArraysOf, WhatCannotBeStoredIsRefused) {
    df::database<Arrays> db{url()};
    const auto refused = [&](auto change, std::string_view why) {
        Arrays a;
        change(a);
        const auto single = thrown<df::invalid_value>([&] { db.run(df::create(a)); });
        EXPECT_TRUE(has(single.info().message, why)) << single.what();
        EXPECT_EQ(single.model(), "Arrays");
        const auto many =
            thrown<df::invalid_value>([&] { db.run(df::bulk_create(std::vector<Arrays>{Arrays{}, a})); });
        EXPECT_TRUE(has(many.info().message, why)) << many.what();
        EXPECT_TRUE(has(many.field(), single.field().substr(0, single.field().find('[')))) << many.field();
    };
    using namespace std::string_literals;
    refused([](Arrays& a) { a.texts = {"a", "b\0c"s}; }, "NUL");
    refused([](Arrays& a) { a.texts = {"\xFF"}; }, "UTF-8");
    refused([](Arrays& a) { a.days = {day(2001, 2, 30)}; }, "from year 1 to 9999");
    refused([](Arrays& a) { a.moments = {df::timestamp::max()}; }, "from year 1 to 9999");
    refused([](Arrays& a) { a.tones = {static_cast<tone>(9)}; }, "no name");
    if (!postgres()) refused([](Arrays& a) { a.f64 = {NAN}; }, "NaN");
    EXPECT_EQ(db.run(df::count<Arrays>()), 0);
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  (void)db.run(df::count<Arrays>().where(field<&Arrays::texts>.contains("\xFF")));
              }).field(),
              "texts");
}

TEST_P(ArraysSeenFromOutside, TheDatabaseHoldsThemAsItsOwn) {
    if (!support::oracle_is_there(GetParam())) GTEST_SKIP() << "no program to ask";
    df::database<Post> db{url()};
    db.run(df::bulk_create(
        std::vector<Post>{{.title = "a", .tags = {"x", "y\"z"}, .ord = {1, 2}, .place = {0.5, -3}},
                          {.title = "b", .tags = {}}}));
    const auto ask = [&](const std::string& sql) { return support::ask_oracle(GetParam(), where(), sql); };
    if (postgres()) {
        EXPECT_EQ(ask("SELECT tags, ord, place, votes IS NULL FROM posts ORDER BY title"),
                  "{x,\"y\\\"z\"}|{1,2}|{0.5,-3}|t\n{}|{}|{0,0}|t");
        EXPECT_EQ(ask("SELECT pg_typeof(tags), pg_typeof(ord), pg_typeof(place), pg_typeof(votes) FROM posts "
                      "LIMIT 1"),
                  "text[]|integer[]|double precision[]|bigint[]");
        ask("INSERT INTO posts (title, ord, place, created_at, updated_at) VALUES ('c', '[5:6]={7,8}', "
            "'{1,2}', now(), now())");
    } else {
        EXPECT_EQ(ask("SELECT tags, ord, place, votes IS NULL FROM posts ORDER BY title"),
                  "[\"x\",\"y\\\"z\"]|[1,2]|[0.5,-3]|1\n[]|[]|[0,0]|1");
        ask("INSERT INTO posts (title, ord, place, created_at, updated_at) SELECT 'c', ' [7, 8 ] ', '[1,2]', "
            "created_at, updated_at FROM posts LIMIT 1");
    }
    const auto c = db.run(df::list<Post>().where(field<&Post::title> == "c")).records.at(0);
    EXPECT_EQ(c.tags, texts{"new"}); // the default of the struct is the column's
    EXPECT_EQ(c.ord, (std::vector<int>{7, 8}));
}

TEST_P(ArraysSeenFromOutside, WhatTheFieldCannotHoldIsRefused) {
    df::database<Post> db{url()};
    db.run(df::create(Post{.title = "a"}));
    auto other = plain();
    const auto reads = [&](const std::string& assignment, std::string_view why) {
        other.run("UPDATE posts SET " + assignment);
        const auto e = thrown<df::invalid_value>([&] { (void)db.run(df::list<Post>()); });
        EXPECT_TRUE(has(e.info().message, why)) << e.what();
        return e.field();
    };
    if (postgres()) {
        EXPECT_EQ(reads("tags = '{a,NULL}'", "NULL"), "tags");
        EXPECT_EQ(reads("tags = '{{a,b},{c,d}}'", "several dimensions"), "tags");
    } else {
        EXPECT_EQ(reads("tags = '[\"a\",null]'", "NULL"), "tags[1]");
        EXPECT_EQ(reads("tags = '[[\"a\"]]'", "expected a string"), "tags[0]");
        EXPECT_EQ(reads("tags = '[]', ord = '[99999999999]'", "cannot hold"), "ord[0]");
        EXPECT_EQ(reads("ord = '[1.5]'", "expected a whole number"), "ord[0]");
        EXPECT_THROW(other.run("UPDATE posts SET ord = '{}'"), std::runtime_error); // the column is checked
        EXPECT_THROW(other.run("UPDATE posts SET ord = '[1'"), std::runtime_error);
    }
    EXPECT_THROW(
        other.run(postgres() ? "UPDATE posts SET place = '{1,2,3}'" : "UPDATE posts SET place = '[1,2,3]'"),
        std::runtime_error);
}

} // namespace
