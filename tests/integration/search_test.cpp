// Full-text search: the same rows on every database, whoever wrote them.
#include "support/fixture.hpp"

#include <dataflow/functions.hpp>
#include <dataflow/search.hpp>
#include <dataflow/sql.hpp>

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;
using support::has;
using support::thrown;

struct Author {
    df::id<Author> id{};
    std::string name;
};
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year = 2000;
    std::optional<std::string> code{};
    std::optional<df::id<Author>> author_id{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"code"}), .full_text = df::full_text({"title", "body"})};
};
using database = df::database<Article, Author>;

class SearchOn : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SearchOn);
class SearchBesideOthersOn : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(SearchBesideOthersOn);

using titles = std::vector<std::string>;

titles titles_of(database& db, std::string_view words) {
    titles out;
    for (const auto& a : db.run(df::list<Article>().where(df::search<Article>(words))).records) out.push_back(a.title);
    return out;
}

void fill(database& db) {
    db.run(df::bulk_create(std::vector<Article>{{.title = "The quick brown fox", .body = "jumps over the lazy dog"},
                                     {.title = "Foxes", .body = "A fox is quick; quick is a FOX", .year = 2010},
                                     {.title = "Slow snails", .body = std::nullopt, .year = 2011},
                                     {.title = "e-mail", .body = "write to joe@example.com, or see https://example.com/a/b?c=1&d=2"},
                                     {.title = "Numbers", .body = "3.14 -7 1,000,000 v1.2.3"},
                                     {.title = "\xC3\x84rger mit \xC3\x96l \xF0\x9F\xA6\x8A", .body = "STRASSE Stra\xC3\x9F" "e"}}));
}

TEST_P(SearchOn, FindsWordsPhrasesBeginningsAndWithout) {
    database db{url()};
    fill(db);
    const titles fox{"The quick brown fox"}, both{"The quick brown fox", "Foxes"}, foxes{"Foxes"}, snails{"Slow snails"}, mail{"e-mail"},
        numbers{"Numbers"}, german{"\xC3\x84rger mit \xC3\x96l \xF0\x9F\xA6\x8A"}, none{};
    EXPECT_EQ(titles_of(db, "fox"), both);
    EXPECT_EQ(titles_of(db, "FOX quick"), both);
    EXPECT_EQ(titles_of(db, "fox lazy"), fox); // one in the title, one in the body
    EXPECT_EQ(titles_of(db, "\"quick brown\""), fox);
    EXPECT_EQ(titles_of(db, "\"brown quick\""), none);
    EXPECT_EQ(titles_of(db, "\"fox jumps\""), none); // not from one field to the next
    EXPECT_EQ(titles_of(db, "foxe"), none);
    EXPECT_EQ(titles_of(db, "foxe*"), foxes);
    EXPECT_EQ(titles_of(db, "fox*"), both);
    EXPECT_EQ(titles_of(db, "fox -lazy"), foxes);
    EXPECT_EQ(titles_of(db, "fox -\"is quick\""), fox);
    EXPECT_EQ(titles_of(db, "lazy OR snails"), (titles{"The quick brown fox", "Slow snails"}));
    EXPECT_EQ(titles_of(db, "quick dog OR slow"), (titles{"The quick brown fox", "Slow snails"}));
    EXPECT_EQ(titles_of(db, "snails"), snails);
    EXPECT_EQ(titles_of(db, "joe@example.com"), mail);
    EXPECT_EQ(titles_of(db, "example"), mail);
    EXPECT_EQ(titles_of(db, "E-Mail"), mail);
    EXPECT_EQ(titles_of(db, "mail"), mail);
    EXPECT_EQ(titles_of(db, "14"), numbers);
    EXPECT_EQ(titles_of(db, "3.14"), numbers);
    EXPECT_EQ(titles_of(db, "1.2.3"), none); // v1 is a word
    EXPECT_EQ(titles_of(db, "2.3"), numbers);
    EXPECT_EQ(titles_of(db, "7"), numbers);
    EXPECT_EQ(titles_of(db, "000"), numbers);
    EXPECT_EQ(titles_of(db, "\xC3\xA4rger"), german);
    EXPECT_EQ(titles_of(db, "\xC3\x84RGER \xC3\x96*"), german);
    EXPECT_EQ(titles_of(db, "arger"), none);
    EXPECT_EQ(titles_of(db, "strasse stra\xC3\x9F" "e"), german);
    for (const auto* nothing : {"", " ", "-fox", "\"\"", "\"", "*", "OR", "OR OR", "()", "\xF0\x9F\xA6\x8A", "-", "--", "\xFF\xFE", "NULL", "AND"})
        EXPECT_EQ(titles_of(db, nothing), none) << nothing;
    EXPECT_EQ(db.run(df::count<Article>().where(!df::search<Article>(""))), 6);
    EXPECT_EQ(db.run(df::count<Article>().where(!df::search<Article>("fox"))), 4);
}

TEST_P(SearchOn, StandsWhereAPredicateStands) {
    database db{url()};
    fill(db);
    const auto ann = db.run(df::create(Author{.name = "Ann"}));
    EXPECT_EQ(db.run(df::count<Article>().where(df::search<Article>("fox") && field<&Article::year> > 2005)), 1);
    EXPECT_TRUE(db.run(df::exists<Article>().where(df::search<Article>("snails") || field<&Article::year> == 1)));
    EXPECT_EQ(db.run(df::bulk_update<Article>(df::search<Article>("fox"), field<&Article::author_id> = ann.id)).updated, 2);
    const auto rows = db.run(df::list<Article>().join<&Article::author_id>().where(df::search<Article>("lazy") && field<&Author::name> == "Ann"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].get<Article>().title, "The quick brown fox");
    const auto names = db.run(df::select(field<&Author::name>).where(field<&Author::id>.in(
        df::select(field<&Article::author_id>).where(df::search<Article>("foxes") && field<&Article::author_id>.not_null()))));
    EXPECT_EQ(names, std::vector<std::string>{"Ann"});
    const auto aliased = db.run(df::select(field<&Author::name>).from<Author>().join<&Article::author_id>(df::as<"a">)
                                    .where(df::search<Article>("lazy").of<"a">()));
    EXPECT_EQ(aliased, std::vector<std::string>{"Ann"});
    EXPECT_EQ(db.run(df::bulk_delete<Article>(df::search<Article>("fox"))).deleted, 2);
    EXPECT_EQ(titles_of(db, "fox"), titles{});
}

struct Hit {
    std::string title;
    double rank{};
};

TEST_P(SearchOn, Ranks) {
    database db{url()};
    db.run(df::bulk_create(std::vector<Article>{{.title = "one", .body = "fox and a great many of the other words that there are in a language"},
                                     {.title = "two", .body = "fox fox fox fox"},
                                     {.title = "three", .body = "nothing here"},
                                     {.title = "four", .body = "fox fox and some other words"}}));
    const auto hits = db.run(df::select<Hit>(field<&Article::title>, df::rank<Article>("fox").as<"rank">())
                                 .where(df::search<Article>("fox"))
                                 .order_by(df::desc(df::item<"rank">)));
    titles order;
    for (const auto& h : hits) order.push_back(h.title);
    EXPECT_EQ(order, (titles{"two", "four", "one"}));
    for (const auto& h : hits) EXPECT_GT(h.rank, 0);
    const auto all = db.run(df::select<Hit>(field<&Article::title>, df::rank<Article>("fox").as<"rank">()).order_by(field<&Article::id>));
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[2].rank, 0);

    const auto best = db.run(df::best<Article>("fox"));
    ASSERT_EQ(best.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(best[i].record.title, order[i]);
        EXPECT_DOUBLE_EQ(best[i].rank, hits[i].rank);
    }
    EXPECT_EQ(db.run(df::best<Article>("fox").limit(1)).at(0).record.title, "two");
    EXPECT_EQ(db.run(df::best<Article>("fox").limit(5).offset(1)).at(0).record.title, "four");
    EXPECT_EQ(db.run(df::best<Article>("fox").offset(2)).at(0).record.title, "one");
    const auto some = db.run(df::best<Article>("fox").where(field<&Article::title> != "two").limit(1));
    ASSERT_EQ(some.size(), 1U);
    EXPECT_EQ(some[0].record.title, "four");
    EXPECT_TRUE(db.run(df::best<Article>("")).empty());
    EXPECT_EQ(thrown<df::invalid_value>([&] { (void)db.run(df::best<Article>("fox").limit(-1)); }).node(), "best");
}

TEST_P(SearchOn, AWorkflowGivesTheWords) {
    database db{url()};
    fill(db);
    struct In {
        std::string q;
    };
    const auto find = df::workflow<In>(df::node<"list">(df::list<Article>().where(df::search<Article>(df::param<"words">))),
                                       df::node<"best">(df::best<Article>(df::param<"words">).limit(1)), df::wire<"input.q", "list.words">,
                                       df::wire<"input.q", "best.words">);
    auto run = db.run(find, In{"quick \"fox"});
    EXPECT_EQ(run["list"_n].records.size(), 2U);
    EXPECT_EQ(run["best"_n].size(), 1U);
    EXPECT_TRUE(db.run(find, In{"'"})["list"_n].records.empty());
}

} // namespace
