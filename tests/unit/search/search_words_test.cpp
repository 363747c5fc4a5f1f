// What a user types, as a query; the SQL of searches.
#include <dataflow/search.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace {

namespace df = dataflow;
namespace sql = dataflow::rooms::sql;
using df::field;
using sql::search_text;

TEST(SearchWords, BecomeOneRegularText) {
    EXPECT_EQ(search_text("Quick fox"), "('quick' & 'fox')");
    EXPECT_EQ(search_text("\"quick  FOX\""), "(('quick' <-> 'fox'))");
    EXPECT_EQ(search_text("\"quick fox"), "(('quick' <-> 'fox'))");
    EXPECT_EQ(search_text("fox* e-ma*"), "('fox':* & ('e' <-> 'ma':*))");
    EXPECT_EQ(search_text("fox*, fo*x fox.*"), "('fox':* & ('fo' <-> 'x') & 'fox')");
    EXPECT_EQ(search_text("\"quick fox*\""), "(('quick' <-> 'fox'))");
    EXPECT_EQ(search_text("fox -lazy -\"brown dog\" -wo*"),
              "('fox' & !('lazy' | ('brown' <-> 'dog') | 'wo':*))");
    EXPECT_EQ(search_text("a b OR c"), "('a' & 'b') | ('c')");
    EXPECT_EQ(search_text("OR a OR OR -b OR"), "('a')");
    EXPECT_EQ(search_text("or \"OR\" ORb OR. a"), "('or' & 'or' & 'orb' & 'or' & 'a')");
    EXPECT_EQ(search_text("--fox - fox a-b x-"), "('fox' & 'fox' & ('a' <-> 'b') & 'x')");
    EXPECT_EQ(search_text("joe@example.com"), "(('joe' <-> 'example' <-> 'com'))");
    EXPECT_EQ(search_text("one\"two three\"four"), "('one' & ('two' <-> 'three') & 'four')");
    EXPECT_EQ(search_text("\xC3\x84"
                          "a\xE2\x80\x94z \xE7\x8B\x90\xE3\x80\x80\xD0\x96"),
              "(('\xC3\xA4"
              "a' <-> 'z') & '\xE7\x8B\x90' & '\xD0\xB6')");
}

TEST(SearchWords, NothingToLookForFitsNothing) {
    for (const std::string typed :
         {"", " ", "-a", "\"", "\"\"\"", "'", "*", "()", "OR", "\xFF", "\xF0\x9F\xA6\x8A", "-"})
        EXPECT_EQ(search_text(typed), "'x' & !'x'") << typed;
    EXPECT_EQ(search_text(std::string(1, '\0')), "'x' & !'x'");
    EXPECT_EQ(search_text(std::string(2'046, 'a')), "('" + std::string(2'046, 'a') + "')");
    EXPECT_EQ(search_text(std::string(2'047, 'a') + " b"), "'x' & !'x'");
    EXPECT_EQ(search_text(std::string(2'047, 'a') + " OR b -" + std::string(2'047, 'a')), "('b')");
}

TEST(SearchWords, AreCounted) {
    std::string typed;
    for (int i = 0; i < 1'000; ++i) typed += "a ";
    const auto text = search_text(typed);
    EXPECT_EQ(std::count(text.begin(), text.end(), 'a'), 256);
    EXPECT_EQ(search_text("\"" + typed).size(),
              std::string("('a')").size() + 2 + 255 * std::string(" <-> 'a'").size());
}

struct Article {
    df::id<Article> id{};
    std::string title;
    static constexpr auto dataflow = df::options{.timestamps = false, .full_text = df::full_text({"title"})};
};

TEST(SearchWords, AreBound) {
    const auto list = df::list<Article>().where(df::search<Article>("fox"));
    EXPECT_EQ(
        df::sql_of<df::postgres>(list),
        R"(SELECT "id", "title" FROM "articles" WHERE "dataflow_search" @@ to_tsquery('simple', $1) ORDER BY "id")");
    EXPECT_EQ(
        df::sql_of<df::sqlite>(list),
        R"(SELECT "id", "title" FROM "articles" WHERE "id" IN (SELECT rowid FROM "articles_search" WHERE "articles_search" MATCH )"
        R"(replace(replace(replace(replace(replace(replace(?1, '''', '"'), ' <-> ', ' + '), ':*', ' *'), ' & !', ' NOT '), ' & ', ' AND '), ' | ', ' OR ')))"
        R"( ORDER BY "id")");
    EXPECT_EQ(
        df::sql_of<df::postgres>(
            df::search_ranked<Article>("fox").where(field<&Article::id> > df::id<Article>{1}).limit(3)),
        R"(SELECT t0."id", t0."title", CAST(ts_rank_cd(t0."dataflow_search", to_tsquery('simple', $1), 1) AS DOUBLE PRECISION) AS dataflow_rank )"
        R"(FROM "articles" AS t0 WHERE t0."dataflow_search" @@ to_tsquery('simple', $1) AND t0."id" > $2 ORDER BY dataflow_rank DESC, t0."id" LIMIT $3)");
}

} // namespace
