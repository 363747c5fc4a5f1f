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


// --- the same rows as plain C++ finds, over a nasty alphabet ------------------------------------

const std::vector<std::string> letters{"a", "b", "A", "B", "c", "1", "2", "\xC3\xA9", "\xC3\x89", "\xC3\x84", "\xC3\xA4", "\xC3\x9F", "\xE7\x8B\x90", "\xD0\x96", "\xD0\xB6"};
const std::vector<std::string> between{" ", " ", " ", "\n", ".", "-", "@", "/", "'", "\"", "*", ":", "(", ")", "&", "|", "!", "<", ">", "_", "%", "\\", ";", ",", "^", "{", "[", "~", "+", "$",
                                       "#", "\xF0\x9F\xA6\x8A", "\xE2\x80\x94", "\xC2\xA0", "\xE3\x80\x82", "\xC2\xB2", "\xE2\x9D\xA4\xEF\xB8\x8F", "http://", "a@b.c/d", "-1.5", "&amp;", "<b>"};

struct Dice {
    std::mt19937 random;
    std::size_t operator()(std::size_t n) { return random() % n; }
    const std::string& of(const std::vector<std::string>& all) { return all[(*this)(all.size())]; }
};

using words = std::vector<std::string>;

std::string small_letters(std::string text) {
    const std::pair<std::string_view, std::string_view> forms[]{{"A", "a"}, {"B", "b"}, {"\xC3\x89", "\xC3\xA9"}, {"\xC3\x84", "\xC3\xA4"}, {"\xD0\x96", "\xD0\xB6"}};
    for (const auto& [big, little] : forms)
        for (std::size_t at; (at = text.find(big)) != std::string::npos;) text.replace(at, big.size(), little);
    return text;
}
words words_in(const std::string& text) {
    static const words known{"a", "b", "c", "d", "h", "t", "p", "m", "1", "2", "5", "\xC3\xA9", "\xC3\xA4", "\xC3\x9F", "\xE7\x8B\x90", "\xD0\xB6"};
    const auto folded = small_letters(text);
    words out;
    bool inside = false;
    for (std::size_t i = 0; i < folded.size();) {
        std::size_t size = 0;
        for (const auto& k : known)
            if (folded.compare(i, k.size(), k) == 0) size = k.size();
        if (size != 0 && !inside) out.emplace_back();
        if (size != 0) out.back().append(folded, i, size);
        inside = size != 0;
        i += size != 0 ? size : 1;
    }
    return out;
}

struct Term {
    words phrase;
    bool begins = false, excluded = false;
    bool stands_in(const words& text) const {
        for (std::size_t at = 0; at + phrase.size() <= text.size(); ++at) {
            bool same = true;
            for (std::size_t i = 0; same && i < phrase.size(); ++i)
                same = begins && i + 1 == phrase.size() ? text[at + i].starts_with(phrase[i]) : text[at + i] == phrase[i];
            if (same) return true;
        }
        return false;
    }
};

std::string random_word(Dice& dice) {
    std::string out;
    for (std::size_t n = 1 + dice(3); n != 0; --n) out += dice.of(letters);
    return out;
}
std::string random_text(Dice& dice, std::size_t most) {
    std::string out;
    for (std::size_t n = dice(most); n != 0; --n) out += dice(3) == 0 ? dice.of(between) : random_word(dice) + (dice(2) == 0 ? " " : dice.of(between));
    return out;
}

/// A query as text, and what it means.
struct Query {
    std::string text;
    std::vector<std::vector<Term>> alternatives{{}};
    bool fits(const words& title, const words& body) const {
        return std::ranges::any_of(alternatives, [&](const auto& terms) {
            bool any = false;
            for (const auto& t : terms) {
                if (t.excluded == (t.stands_in(title) || t.stands_in(body))) return false;
                any = any || !t.excluded;
            }
            return any;
        });
    }
};
Query random_query(Dice& dice) {
    static const std::vector<std::string> inner{".", "-", "@", "/", "'", ":", "(", "&", "\xF0\x9F\xA6\x8A", "_", "|", "\\", "<->"};
    static const std::vector<std::string> noise{" ", "  ", " & ", " ( ", " ! ", " ' ", " : ", " - ", " * ", " \xF0\x9F\xA6\x8A ", "\t", " AND' ", " \\ ", " \"\" ", " | ", "\xC2\xA0"};
    Query out;
    for (std::size_t n = 1 + dice(4); n != 0; --n) {
        Term t;
        t.excluded = dice(4) == 0;
        const auto form = dice(4);
        const auto word = [&] { // "OR" is none of these, and no word begins with a mark
            t.phrase.push_back(small_letters(random_word(dice)));
            return t.phrase.back();
        };
        std::string text = t.excluded ? "-" : "";
        if (form == 0) {
            text += "\"" + word();
            text += dice.of(inner);
            text += word() + " \"";
        }
        else {
            text += word();
            if (form == 1) {
                text += dice.of(inner);
                text += word();
            }
            if (dice(3) == 0) {
                t.begins = true;
                text += "*";
            }
        }
        out.alternatives.back().push_back(t);
        out.text += text;
        const auto& gap = noise[dice(noise.size())];
        out.text += gap;
        if (gap == " AND' ") out.alternatives.back().push_back({{"and"}, false, false});
        if (n != 1 && dice(4) == 0) {
            out.text += " OR ";
            out.alternatives.emplace_back();
        }
    }
    return out;
}

void compare_with_plain_code(database& db, unsigned seed) {
    Dice dice{std::mt19937{seed}};
    std::vector<Article> all;
    for (int i = 0; i < 150; ++i) all.push_back({.title = random_text(dice, 5), .body = dice(5) == 0 ? std::nullopt : std::optional{random_text(dice, 12)}});
    db.run(df::bulk_create(all));
    const auto rows = db.run(df::list<Article>()).records;
    std::vector<std::pair<words, words>> texts;
    for (const auto& r : rows) texts.emplace_back(words_in(r.title), words_in(r.body.value_or("")));
    std::size_t found = 0;
    for (int i = 0; i < 300; ++i) {
        const auto q = random_query(dice);
        std::set<std::int64_t> wanted, got, ranked;
        for (std::size_t r = 0; r < rows.size(); ++r)
            if (q.fits(texts[r].first, texts[r].second)) wanted.insert(rows[r].id.value);
        for (const auto& r : db.run(df::list<Article>().where(df::search<Article>(q.text))).records) got.insert(r.id.value);
        for (const auto& r : db.run(df::best<Article>(q.text))) ranked.insert(r.record.id.value);
        ASSERT_EQ(got, wanted) << q.text << "\n" << dataflow::rooms::sql::search_text(q.text);
        ASSERT_EQ(ranked, wanted) << q.text;
        found += wanted.size();
    }
    EXPECT_GT(found, 300U);
}

TEST_P(SearchOn, FindsWhatPlainCodeFinds) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const auto place = another();
        database db{place->url()};
        compare_with_plain_code(db, seed);
        if (HasFatalFailure()) return;
    }
}

#if DATAFLOW_POSTGRES
TEST_P(SearchBesideOthersOn, AServerThatKnowsOnlyAsciiLetters) {
    if (!postgres()) GTEST_SKIP();
    auto admin = plain();
    const std::string name = where().schema() + "_c";
    admin.run("DROP DATABASE IF EXISTS " + name);
    admin.run("CREATE DATABASE " + name + " TEMPLATE template0 LC_CTYPE 'C' LC_COLLATE 'C' ENCODING 'UTF8'");
    std::string other = support::server_url();
    const auto from = other.find('/', other.find("//") + 2) + 1;
    other.replace(from, std::min(other.find('?'), other.size()) - from, name);
    {
        database db{other};
        compare_with_plain_code(db, 11);
        fill(db);
        EXPECT_EQ(titles_of(db, "\xC3\xA4rger").size(), 1U);
    }
    admin.run("DROP DATABASE " + name);
}
#endif

TEST_P(SearchOn, NoTextIsAnError) {
    database db{url()};
    fill(db);
    Dice dice{std::mt19937{5}};
    const std::vector<std::string> pieces{"\"", "'", "(", ")", "*", "-", ":", "&", "|", "!", "<->", "<1>", "^", "+", "NEAR", "NEAR(", "AND", "OR", "NOT", "title", "title:", "{title}", "--", "/*", ";",
                                          "\\", "\\'", "$$", "%", "_", " ", " ", " ", "fox", "'fox'", "x", std::string(1, '\0'), "\xFF", "\xC3", "\xE2\x80", "\xF0\x9F\xA6\x8A", "\xE2\x80\x8B", "\xCC\x88", "\n", "1e5", "0x1", ":*", ":A", "''"};
    for (int i = 0; i < 400; ++i) {
        std::string text;
        for (std::size_t n = dice(12); n != 0; --n) text += dice.of(pieces);
        EXPECT_NO_THROW((void)titles_of(db, text)) << text;
        EXPECT_NO_THROW((void)db.run(df::best<Article>(text).limit(1))) << text;
    }
    std::string mega;
    while (mega.size() < 1'000'000) mega += dice.of(pieces);
    EXPECT_NO_THROW((void)titles_of(db, mega));
    EXPECT_EQ(titles_of(db, std::string(1'000'000, 'a')), titles{});
    EXPECT_EQ(titles_of(db, "fox OR " + std::string(1'000'000, 'a')).size(), 2U);
    EXPECT_EQ(titles_of(db, "fox -" + std::string(5'000, 'a')).size(), 2U);
    EXPECT_EQ(titles_of(db, std::string(1'000'000, '"')), titles{});
    EXPECT_EQ(titles_of(db, std::string(1'000'000, '(')), titles{});
    std::string many, either, beginnings, phrase = "\"", without = "fox ";
    for (int i = 0; i < 100'000; ++i) {
        many += "fox ";
        either += "x" + std::to_string(i) + " OR ";
        beginnings += "f* ";
        phrase += "fox ";
        without += "-x" + std::to_string(i) + " ";
    }
    EXPECT_EQ(titles_of(db, many).size(), 2U);
    EXPECT_EQ(titles_of(db, either), titles{});
    EXPECT_EQ(titles_of(db, "fox OR " + either).size(), 2U);
    EXPECT_EQ(titles_of(db, beginnings).size(), 2U);
    EXPECT_EQ(titles_of(db, phrase), titles{});
    EXPECT_EQ(titles_of(db, without).size(), 2U);
}

} // namespace
