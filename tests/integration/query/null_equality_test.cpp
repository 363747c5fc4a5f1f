// Equality of what may be NULL: it means what plain C++ says of std::optional, and the databases answer it by
// an index.
#include "support/fixture.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using support::has;

using number = std::optional<std::int64_t>;

struct Track {
    df::id<Track> id{};
    number album{};
    number disc{};
    std::optional<std::string> title{};
    int kind = 0;

    static constexpr auto dataflow =
        df::options{.timestamps = false, .indexes = df::indexes({"album"}, {"title"})};
};
struct Cover {
    df::id<Cover> id{};
    number album{};
    int kind = 0;

    static constexpr auto dataflow = df::options{.timestamps = false, .indexes = df::indexes({"album"})};
};
using database = df::database<Track, Cover>;

constexpr auto& album = field<&Track::album>;
constexpr auto& disc = field<&Track::disc>;

class NullEquality : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(NullEquality);
class NullEqualityPlans : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(NullEqualityPlans);

TEST_P(NullEquality, IsThatOfOptionals) {
    database db{url()};
    const std::vector<number> values{std::nullopt, 1, 2, 3};
    std::vector<Track> tracks;
    std::vector<Cover> covers;
    for (const auto& a : values)
        for (const auto& d : values)
            tracks.push_back({.album = a,
                              .disc = d,
                              .title = a ? std::optional{std::to_string(*a)} : std::nullopt,
                              .kind = d ? 1 : 2});
    for (const auto& a : {number{}, number{2}, number{2}, number{7}})
        covers.push_back({.album = a, .kind = a ? static_cast<int>(*a) : 0});
    const auto expect = [&](const char* what, const auto& predicate,
                            const std::function<bool(const Track&)>& plain) {
        std::int64_t wanted = 0;
        for (const auto& t : tracks) wanted += plain(t) ? 1 : 0;
        EXPECT_EQ(db.run(df::count<Track>().where(predicate)), wanted) << what;
        EXPECT_EQ(db.run(df::count<Track>().where(!predicate)),
                  static_cast<std::int64_t>(tracks.size()) - wanted)
            << "not " << what;
        EXPECT_EQ(db.run(df::count<Track>().where(predicate || field<&Track::kind> == 1)),
                  std::count_if(tracks.begin(), tracks.end(),
                                [&](const Track& t) { return plain(t) || t.kind == 1; }))
            << what << " or";
        EXPECT_EQ(db.run(df::count<Track>().where(!(predicate && field<&Track::kind> == 1))),
                  std::count_if(tracks.begin(), tracks.end(),
                                [&](const Track& t) { return !(plain(t) && t.kind == 1); }))
            << "not " << what << " and";
    };
    db.run(df::bulk_create(tracks));
    for (const bool filled : {false, true}) {
        if (filled) db.run(df::bulk_create(covers));
        const auto covered = [&](const auto& fits) {
            return filled && std::any_of(covers.begin(), covers.end(), fits);
        };
        expect("columns", album == disc, [](const Track& t) { return t.album == t.disc; });
        expect("columns, unequal", album != disc, [](const Track& t) { return t.album != t.disc; });
        for (const auto& v : {number{}, number{2}, number{9}}) {
            expect("a value", album == v, [&](const Track& t) { return t.album == v; });
            expect("a value before", v == album, [&](const Track& t) { return t.album == v; });
            const auto text = v ? std::optional{std::to_string(*v)} : std::nullopt;
            expect("a text", field<&Track::title> == text, [&](const Track& t) { return t.title == text; });
        }
        const auto& cover = field<&Cover::album>;
        const auto at = [](const auto& predicate) { return df::exists(df::list<Cover>().where(predicate)); };
        expect("exists", at(cover == album),
               [&](const Track& t) { return covered([&](const Cover& c) { return c.album == t.album; }); });
        expect("exists, the other way", at(disc == cover),
               [&](const Track& t) { return covered([&](const Cover& c) { return c.album == t.disc; }); });
        expect("exists with values",
               at(field<&Cover::kind> > 1 && cover == album && field<&Cover::kind>.in({0, 2, 7})),
               [&](const Track& t) {
                   return covered([&](const Cover& c) { return c.kind > 1 && c.album == t.album; });
               });
        expect("exists by two", at(cover == album && cover == disc), [&](const Track& t) {
            return covered([&](const Cover& c) { return c.album == t.album && c.album == t.disc; });
        });
        expect("exists by one of two", at(cover == album || cover == disc), [&](const Track& t) {
            return covered([&](const Cover& c) { return c.album == t.album || c.album == t.disc; });
        });
        expect("exists by unequal", at(!(cover == album)),
               [&](const Track& t) { return covered([&](const Cover& c) { return c.album != t.album; }); });
        expect("exists in exists",
               at(cover == album &&
                  df::exists(df::list<Track>(df::as<"o">)
                                 .where(df::of<"o">(album) == cover && df::of<"o">(disc) == cover))),
               [&](const Track& t) {
                   return covered([&](const Cover& c) {
                       return c.album == t.album &&
                              std::any_of(tracks.begin(), tracks.end(), [&](const Track& o) {
                                  return o.album == c.album && o.disc == c.album;
                              });
                   });
               });
        expect("exists of itself",
               df::exists(df::list<Track>(df::as<"o">)
                              .where(df::of<"o">(disc) == album && df::of<"o">(field<&Track::kind>) == 2)),
               [&](const Track& t) {
                   return std::any_of(tracks.begin(), tracks.end(),
                                      [&](const Track& o) { return o.disc == t.album && o.kind == 2; });
               });
    }
}

TEST_P(NullEqualityPlans, AnIndexAnswersIt) {
    database db{url()};
    std::vector<Track> tracks(20'000);
    std::vector<Cover> covers(20'000);
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (i % 100 != 0) tracks[i].album = static_cast<std::int64_t>(i % 9000);
        tracks[i].title = "t" + std::to_string(i);
        if (i % 100 != 0) covers[i].album = static_cast<std::int64_t>(i % 7000);
    }
    db.run(df::bulk_create(tracks));
    db.run(df::bulk_create(covers));
    auto look = plain();
    look.run("ANALYZE");
    const auto plan = [&](const auto& node, const std::string& types, const std::string& values) {
        std::string out;
        if (postgres()) {
            look.run("PREPARE p" + types + " AS " + std::string{df::sql_of<df::postgres>(node)});
            for (const auto& row : look.run("EXPLAIN EXECUTE p" + values)) out += row[0].value_or("") + "\n";
            look.run("DEALLOCATE p");
        } else
            for (const auto& row :
                 look.run("EXPLAIN QUERY PLAN " + std::string{df::sql_of<df::sqlite>(node)}))
                out += row[3].value_or("") + "\n";
        return out;
    };
    const auto whole = postgres() ? "Seq Scan" : "SCAN";
    const auto by_value = df::list<Track>().where(album == number{5});
    for (const char* value : {"(5)", "(NULL)"}) {
        const auto p = plan(by_value, "(bigint)", value);
        EXPECT_TRUE(has(p, "tracks_album_idx")) << p;
        EXPECT_FALSE(has(p, whole)) << p;
    }
    const auto by_text =
        plan(df::list<Track>().where(field<&Track::title> == std::optional<std::string>{"t5"}), "(text)",
             "('t5')");
    EXPECT_TRUE(has(by_text, "tracks_title_idx")) << by_text;
    // 200 million pairs of rows, were they looked at one by one.
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(
        db.run(df::count<Track>().where(df::exists(df::list<Cover>().where(field<&Cover::album> == album)))),
        std::count_if(tracks.begin(), tracks.end(),
                      [](const Track& t) { return !t.album || *t.album < 7000; }));
    EXPECT_EQ(db.run(df::count<Track>().where(!df::exists(
                  df::list<Cover>().where(field<&Cover::album> == album && field<&Cover::kind> == 0)))),
              std::count_if(tracks.begin(), tracks.end(),
                            [](const Track& t) { return t.album && *t.album >= 7000; }));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{3});
    const auto exists = plan(
        df::list<Track>().where(df::exists(df::list<Cover>().where(field<&Cover::album> == album))), "", "");
    EXPECT_TRUE(has(exists, postgres() ? "hashed SubPlan" : "covers_album_idx") ||
                has(exists, "covers_album_idx"))
        << exists;
    EXPECT_FALSE(has(exists, "DISTINCT FROM")) << exists;
}

} // namespace
