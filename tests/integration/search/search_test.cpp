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

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"code"}), .full_text = df::full_text({"title", "body"})};
};
using database = df::database<Article, Author>;

class SearchOn : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SearchOn);
class SearchBesideOthersOn : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(SearchBesideOthersOn);

using titles = std::vector<std::string>;

titles titles_of(database& db, std::string_view words) {
    titles out;
    for (const auto& a : db.run(df::list<Article>().where(df::search<Article>(words))).records)
        out.push_back(a.title);
    return out;
}

void fill(database& db) {
    db.run(df::bulk_create(std::vector<Article>{
        {.title = "The quick brown fox", .body = "jumps over the lazy dog"},
        {.title = "Foxes", .body = "A fox is quick; quick is a FOX", .year = 2010},
        {.title = "Slow snails", .body = std::nullopt, .year = 2011},
        {.title = "e-mail", .body = "write to joe@example.com, or see https://example.com/a/b?c=1&d=2"},
        {.title = "Numbers", .body = "3.14 -7 1,000,000 v1.2.3"},
        {.title = "\xC3\x84rger mit \xC3\x96l \xF0\x9F\xA6\x8A",
         .body = "STRASSE Stra\xC3\x9F"
                 "e"}}));
}

TEST_P(SearchOn, FindsWordsPhrasesBeginningsAndWithout) {
    database db{url()};
    fill(db);
    const titles fox{"The quick brown fox"}, both{"The quick brown fox", "Foxes"}, foxes{"Foxes"},
        snails{"Slow snails"}, mail{"e-mail"}, numbers{"Numbers"},
        german{"\xC3\x84rger mit \xC3\x96l \xF0\x9F\xA6\x8A"}, none{};
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
    EXPECT_EQ(titles_of(db, "strasse stra\xC3\x9F"
                            "e"),
              german);
    for (const auto* nothing : {"", " ", "-fox", "\"\"", "\"", "*", "OR", "OR OR", "()", "\xF0\x9F\xA6\x8A",
                                "-", "--", "\xFF\xFE", "NULL", "AND"})
        EXPECT_EQ(titles_of(db, nothing), none) << nothing;
    EXPECT_EQ(db.run(df::count<Article>().where(!df::search<Article>(""))), 6);
    EXPECT_EQ(db.run(df::count<Article>().where(!df::search<Article>("fox"))), 4);
}

TEST_P(SearchOn, StandsWhereAPredicateStands) {
    database db{url()};
    fill(db);
    const auto ann = db.run(df::create(Author{.name = "Ann"}));
    EXPECT_EQ(db.run(df::count<Article>().where(df::search<Article>("fox") && field<&Article::year> > 2005)),
              1);
    EXPECT_TRUE(
        db.run(df::exists<Article>().where(df::search<Article>("snails") || field<&Article::year> == 1)));
    EXPECT_EQ(
        db.run(df::bulk_update<Article>(df::search<Article>("fox"), field<&Article::author_id> = ann.id))
            .updated,
        2);
    const auto rows = db.run(df::list<Article>().join<&Article::author_id>().where(
        df::search<Article>("lazy") && field<&Author::name> == "Ann"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].get<Article>().title, "The quick brown fox");
    const auto names =
        db.run(df::select(field<&Author::name>)
                   .where(field<&Author::id>.in(
                       df::select(field<&Article::author_id>)
                           .where(df::search<Article>("foxes") && field<&Article::author_id>.not_null()))));
    EXPECT_EQ(names, std::vector<std::string>{"Ann"});
    const auto aliased = db.run(df::select(field<&Author::name>)
                                    .from<Author>()
                                    .join<&Article::author_id>(df::as<"a">)
                                    .where(df::search<Article>("lazy").of<"a">()));
    EXPECT_EQ(aliased, std::vector<std::string>{"Ann"});
    EXPECT_EQ(db.run(df::bulk_erase<Article>(df::search<Article>("fox"))).deleted, 2);
    EXPECT_EQ(titles_of(db, "fox"), titles{});
}

struct Hit {
    std::string title;
    double rank{};
};

TEST_P(SearchOn, Ranks) {
    database db{url()};
    db.run(df::bulk_create(std::vector<Article>{
        {.title = "one", .body = "fox and a great many of the other words that there are in a language"},
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
    const auto all = db.run(df::select<Hit>(field<&Article::title>, df::rank<Article>("fox").as<"rank">())
                                .order_by(field<&Article::id>));
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[2].rank, 0);

    const auto best = db.run(df::search_ranked<Article>("fox"));
    ASSERT_EQ(best.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(best[i].record.title, order[i]);
        EXPECT_DOUBLE_EQ(best[i].rank, hits[i].rank);
    }
    EXPECT_EQ(db.run(df::search_ranked<Article>("fox").limit(1)).at(0).record.title, "two");
    EXPECT_EQ(db.run(df::search_ranked<Article>("fox").limit(5).offset(1)).at(0).record.title, "four");
    EXPECT_EQ(db.run(df::search_ranked<Article>("fox").offset(2)).at(0).record.title, "one");
    const auto some =
        db.run(df::search_ranked<Article>("fox").where(field<&Article::title> != "two").limit(1));
    ASSERT_EQ(some.size(), 1U);
    EXPECT_EQ(some[0].record.title, "four");
    EXPECT_TRUE(db.run(df::search_ranked<Article>("")).empty());
    EXPECT_EQ(
        thrown<df::invalid_value>([&] { (void)db.run(df::search_ranked<Article>("fox").limit(-1)); }).node(),
        "search_ranked");
}

TEST_P(SearchOn, AWorkflowGivesTheWords) {
    database db{url()};
    fill(db);
    struct In {
        std::string q;
    };
    const auto find =
        df::workflow<In>(df::node<"list">(df::list<Article>().where(df::search<Article>(df::param<"words">))),
                         df::node<"best">(df::search_ranked<Article>(df::param<"words">).limit(1)),
                         df::wire<"input.q", "list.words">, df::wire<"input.q", "best.words">);
    auto run = db.run(find, In{"quick \"fox"});
    EXPECT_EQ(run["list"_n].records.size(), 2U);
    EXPECT_EQ(run["best"_n].size(), 1U);
    EXPECT_TRUE(db.run(find, In{"'"})["list"_n].records.empty());
}

// --- the same rows as plain C++ finds, over a nasty alphabet ------------------------------------

const std::vector<std::string> letters{"a",
                                       "b",
                                       "A",
                                       "B",
                                       "c",
                                       "1",
                                       "2",
                                       "\xC3\xA9",
                                       "\xC3\x89",
                                       "\xC3\x84",
                                       "\xC3\xA4",
                                       "\xC3\x9F",
                                       "\xE7\x8B\x90",
                                       "\xD0\x96",
                                       "\xD0\xB6"};
const std::vector<std::string> between{" ",
                                       " ",
                                       " ",
                                       "\n",
                                       ".",
                                       "-",
                                       "@",
                                       "/",
                                       "'",
                                       "\"",
                                       "*",
                                       ":",
                                       "(",
                                       ")",
                                       "&",
                                       "|",
                                       "!",
                                       "<",
                                       ">",
                                       "_",
                                       "%",
                                       "\\",
                                       ";",
                                       ",",
                                       "^",
                                       "{",
                                       "[",
                                       "~",
                                       "+",
                                       "$",
                                       "#",
                                       "\xF0\x9F\xA6\x8A",
                                       "\xE2\x80\x94",
                                       "\xC2\xA0",
                                       "\xE3\x80\x82",
                                       "\xC2\xB2",
                                       "\xE2\x9D\xA4\xEF\xB8\x8F",
                                       "http://",
                                       "a@b.c/d",
                                       "-1.5",
                                       "&amp;",
                                       "<b>"};

struct Dice {
    std::mt19937 random;
    std::size_t operator()(std::size_t n) { return random() % n; }
    const std::string& of(const std::vector<std::string>& all) { return all[(*this)(all.size())]; }
};

using words = std::vector<std::string>;

std::string small_letters(std::string text) {
    const std::pair<std::string_view, std::string_view> forms[]{
        {"A", "a"}, {"B", "b"}, {"\xC3\x89", "\xC3\xA9"}, {"\xC3\x84", "\xC3\xA4"}, {"\xD0\x96", "\xD0\xB6"}};
    for (const auto& [big, little] : forms)
        for (std::size_t at; (at = text.find(big)) != std::string::npos;)
            text.replace(at, big.size(), little);
    return text;
}
words words_in(const std::string& text) {
    static const words known{"a",       "b",        "c",        "d",        "h",
                             "t",       "p",        "m",        "1",        "2",
                             "5",       "\xC3\xA9", "\xC3\xA4", "\xC3\x9F", "\xE7\x8B\x90",
                             "\xD0\xB6"};
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
                same = begins && i + 1 == phrase.size() ? text[at + i].starts_with(phrase[i])
                                                        : text[at + i] == phrase[i];
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
    for (std::size_t n = dice(most); n != 0; --n)
        out += dice(3) == 0 ? dice.of(between) : random_word(dice) + (dice(2) == 0 ? " " : dice.of(between));
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
    static const std::vector<std::string> inner{".", "-", "@",  "/",  "'", ":", "(", "&", "\xF0\x9F\xA6\x8A",
                                                "_", "|", "\\", "<->"};
    static const std::vector<std::string> noise{
        " ",  "  ",     " & ",  " ( ",    " ! ", " ' ",     " : ", " - ", " * ", " \xF0\x9F\xA6\x8A ",
        "\t", " AND' ", " \\ ", " \"\" ", " | ", "\xC2\xA0"};
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
        } else {
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
    for (int i = 0; i < 150; ++i)
        all.push_back({.title = random_text(dice, 5),
                       .body = dice(5) == 0 ? std::nullopt : std::optional{random_text(dice, 12)}});
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
        for (const auto& r : db.run(df::list<Article>().where(df::search<Article>(q.text))).records)
            got.insert(r.id.value);
        for (const auto& r : db.run(df::search_ranked<Article>(q.text))) ranked.insert(r.record.id.value);
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
    const std::vector<std::string> pieces{"\"",
                                          "'",
                                          "(",
                                          ")",
                                          "*",
                                          "-",
                                          ":",
                                          "&",
                                          "|",
                                          "!",
                                          "<->",
                                          "<1>",
                                          "^",
                                          "+",
                                          "NEAR",
                                          "NEAR(",
                                          "AND",
                                          "OR",
                                          "NOT",
                                          "title",
                                          "title:",
                                          "{title}",
                                          "--",
                                          "/*",
                                          ";",
                                          "\\",
                                          "\\'",
                                          "$$",
                                          "%",
                                          "_",
                                          " ",
                                          " ",
                                          " ",
                                          "fox",
                                          "'fox'",
                                          "x",
                                          std::string(1, '\0'),
                                          "\xFF",
                                          "\xC3",
                                          "\xE2\x80",
                                          "\xF0\x9F\xA6\x8A",
                                          "\xE2\x80\x8B",
                                          "\xCC\x88",
                                          "\n",
                                          "1e5",
                                          "0x1",
                                          ":*",
                                          ":A",
                                          "''"};
    for (int i = 0; i < 400; ++i) {
        std::string text;
        for (std::size_t n = dice(12); n != 0; --n) text += dice.of(pieces);
        EXPECT_NO_THROW((void)titles_of(db, text)) << text;
        EXPECT_NO_THROW((void)db.run(df::search_ranked<Article>(text).limit(1))) << text;
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

// --- whoever writes -----------------------------------------------------------------------------

words words_in_ascii(const std::string& text) {
    words out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end != at) out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

/// Each word of each text is found, and nothing else; SQLite's index is whole.
void expect_in_step(database& db, const std::string& when) {
    std::set<std::string> all{"w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7"};
    const auto rows = db.run(df::list<Article>()).records;
    for (const auto& w : all) {
        std::set<std::int64_t> wanted, got;
        for (const auto& r : rows) {
            const auto in = words_in_ascii(r.title + " " + r.body.value_or(""));
            if (std::ranges::find(in, w) != in.end()) wanted.insert(r.id.value);
        }
        for (const auto& r : db.run(df::list<Article>().where(df::search<Article>(w))).records)
            got.insert(r.id.value);
        EXPECT_EQ(got, wanted) << w << " after " << when;
        EXPECT_EQ(db.run(df::search_ranked<Article>(w)).size(), wanted.size()) << w << " after " << when;
        EXPECT_EQ(db.run(df::search_ranked<Article>(w).limit(1)).size(), wanted.empty() ? 0U : 1U)
            << w << " after " << when;
    }
}

TEST_P(SearchOn, EveryNodeKeepsTheIndexInStep) {
    database db{url()};
    Dice dice{std::mt19937{3}};
    const auto text = [&] {
        std::string out;
        for (std::size_t n = dice(4); n != 0; --n) out += "w" + std::to_string(dice(8)) + " ";
        return out;
    };
    const auto article = [&] {
        return Article{.title = text(),
                       .body = dice(3) == 0 ? std::nullopt : std::optional{text()},
                       .code = "c" + std::to_string(dice(30))};
    };
    const auto some_row = [&]() -> std::optional<df::record<Article>> {
        const auto rows = db.run(df::list<Article>()).records;
        if (rows.empty()) return std::nullopt;
        return rows[dice(rows.size())];
    };
    const auto step = [&](auto& on) -> std::string {
        switch (dice(9)) {
        case 0: (void)db.try_run(df::create(article())); return "create";
        case 1: on.run(df::upsert(article()).on_conflict(field<&Article::code>)); return "upsert";
        case 2: {
            std::vector<Article> many;
            for (int i = 0; i < 10; ++i)
                many.push_back({.title = text(),
                                .body = text(),
                                .code = "c" + std::to_string(i + 10 * static_cast<int>(dice(3)))});
            on.run(df::bulk_upsert(many).on_conflict(field<&Article::code>));
            return "bulk upsert";
        }
        case 3: {
            std::vector<Article> many;
            for (int i = 0; i < 10; ++i) many.push_back({.title = text(), .body = text()});
            on.run(df::bulk_create(many));
            return "bulk create";
        }
        case 4:
            if (const auto r = some_row())
                on.run(df::update<Article>(r->id, field<&Article::title> = text()));
            return "update";
        case 5:
            if (const auto r = some_row()) on.run(df::erase<Article>(r->id));
            return "delete";
        case 6:
            on.run(df::bulk_update<Article>(df::search<Article>("w" + std::to_string(dice(8))),
                                            field<&Article::body> = text()));
            return "bulk update";
        case 7: on.run(df::bulk_erase<Article>(df::search<Article>("w1 w2 w3"))); return "bulk erase";
        default:
            on.run(df::bulk_update<Article>(df::everything, field<&Article::year> += 1));
            return "an update of another field";
        }
    };
    for (int i = 0; i < 60; ++i) expect_in_step(db, step(db));
}

TEST_P(SearchOn, ATransactionThatFailsLeavesNothing) {
    database db{url()};
    fill(db);
    EXPECT_THROW(db.transaction([](auto& tx) {
        tx.run(df::bulk_erase<Article>(df::search<Article>("fox")));
        tx.run(df::create(Article{.title = "w1", .body = "w2"}));
        EXPECT_EQ(tx.run(df::count<Article>().where(df::search<Article>("w1"))), 1);
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(titles_of(db, "fox").size(), 2U);
    EXPECT_EQ(titles_of(db, "w1"), titles{});
    EXPECT_FALSE(db.try_run(df::bulk_create(std::vector<Article>{{.title = "w1", .code = "x"},
                                                                 {.title = "w2", .code = "x"}}))
                     .has_value());
    EXPECT_EQ(titles_of(db, "w1 OR w2"), titles{});
}

TEST_P(SearchBesideOthersOn, OtherProgramsKeepTheIndexInStep) {
    database db{url()};
    fill(db);
    db.run(df::bulk_create(std::vector<Article>{{.title = "w0", .code = "a"},
                                                {.title = "w1", .body = "w2", .code = "b"},
                                                {.title = "w3 w4", .code = "c"}}));
    auto other = plain();
    const auto run = [&](const std::string& sql) {
        other.run(sql);
        expect_in_step(db, sql);
    };
    const std::string now = ", '2020-01-01T00:00:00.000000Z', '2020-01-01T00:00:00.000000Z')";
    run("UPDATE articles SET title = 'w5', body = NULL WHERE code = 'a'");
    run("UPDATE articles SET id = 700 WHERE code = 'b'");
    run("DELETE FROM articles WHERE code = 'c'");
    run("INSERT INTO articles (id, title, body, year, created_at, updated_at) VALUES (900, 'w6 w7', 'w1', 1" +
        now);
    if (!postgres()) {
        run("REPLACE INTO articles (id, title, body, year, code, created_at, updated_at) VALUES (900, 'w2', "
            "NULL, 1, 'd'" +
            now);
        run("REPLACE INTO articles (id, title, body, year, code, created_at, updated_at) VALUES (901, 'w3', "
            "'w4', 1, 'd'" +
            now); // takes 900 away
        run("REPLACE INTO articles (id, title, body, year, code, created_at, updated_at) VALUES (900, 'w5', "
            "NULL, 1, 'e'" +
            now);
        run("INSERT OR IGNORE INTO articles (id, title, body, year, created_at, updated_at) VALUES (900, "
            "'w7', NULL, 1" +
            now);
        run("UPDATE OR REPLACE articles SET code = 'e', title = 'w6' WHERE id = 901");
        run("INSERT INTO articles (id, title, body, year, code, created_at, updated_at) VALUES (902, 'w7', "
            "NULL, 1, 'e'" +
            now + " ON CONFLICT (code) DO UPDATE SET title = 'w0 w1'");
        run("VACUUM");
        EXPECT_NO_THROW(
            other.run("INSERT INTO articles_search (articles_search) VALUES ('integrity-check')"));
    }
    run("DELETE FROM articles");
}

// --- tables that are there already --------------------------------------------------------------

namespace before {
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year = 2000;
    std::optional<std::string> code{};
    std::optional<df::id<Author>> author_id{};
    static constexpr auto dataflow = df::options{.unique = df::unique({"code"})};
};
} // namespace before
namespace after {
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year = 2000;
    std::optional<std::string> code{};
    std::optional<df::id<Author>> author_id{};
    static constexpr auto dataflow =
        df::options{.unique = df::unique({"code"}), .full_text = df::full_text({"title"})};
};
} // namespace after

TEST_P(SearchBesideOthersOn, ATableThatIsThereGetsItsIndex) {
    {
        df::database<before::Article, Author> db{url()};
        db.run(df::bulk_create(std::vector<before::Article>{{.title = "quick fox", .body = "lazy dog"},
                                                            {.title = "snail", .body = std::nullopt}}));
    }
    const auto e = thrown<df::schema_mismatch>(
        [&] { database db{df::open_options{.url = url(), .create_tables = false}}; });
    EXPECT_TRUE(
        has(e.what(),
            "the full-text index of the table articles is missing or another one, and create_tables is off"))
        << e.what();
    {
        database db{url()};
        EXPECT_EQ(titles_of(db, "lazy"), titles{"quick fox"});
        db.run(df::create(Article{.title = "lazy bones"}));
        EXPECT_EQ(titles_of(db, "lazy"), (titles{"quick fox", "lazy bones"}));
    }
    const database again{df::open_options{.url = url(), .create_tables = false}};
    {
        df::database<before::Article, Author> db{url()}; // without the option, what is there goes on working
        db.run(df::create(before::Article{.title = "old", .body = "lazy"}));
        EXPECT_EQ(db.run(df::list<before::Article>()).records.size(), 4U);
    }
    {
        df::database<after::Article, Author> db{url()}; // other fields: made again
        EXPECT_EQ(db.run(df::count<after::Article>().where(df::search<after::Article>("lazy"))), 1);
        EXPECT_EQ(db.run(df::count<after::Article>().where(df::search<after::Article>("snail OR old"))), 2);
    }
    database db{url()};
    EXPECT_EQ(titles_of(db, "lazy"), (titles{"quick fox", "lazy bones", "old"}));
    if (postgres())
        plain().run(
            "DROP INDEX " +
            std::string{
                dataflow::rooms::sql::postgres_search_index(dataflow::schema::table_of<Article>, true).name});
    else
        plain().run(
            "DROP TRIGGER articles_search_update; UPDATE articles SET title = 'w1' WHERE body = 'lazy'");
    database mended{url()};
    EXPECT_EQ(titles_of(mended, "lazy").size(), 3U);
    EXPECT_EQ(titles_of(mended, "w1 OR old").size(), 1U);
}

TEST_P(SearchBesideOthersOn, ANameThatIsTaken) {
    if (postgres()) GTEST_SKIP();
    plain().run("CREATE TABLE articles_search (mine TEXT)");
    const auto e = thrown<df::schema_mismatch>([&] { database db{url()}; });
    EXPECT_TRUE(has(e.what(), "the full-text index needs the name articles_search, which something else has"))
        << e.what();
    EXPECT_EQ(plain().run("SELECT count(*) FROM articles_search").at(0).at(0), "0");
    EXPECT_EQ(plain().run("SELECT count(*) FROM sqlite_schema WHERE name = 'articles'").at(0).at(0),
              "0"); // all or nothing
}

// --- the plans ----------------------------------------------------------------------------------

/// A statement as plain SQL, its parameter in place.
std::string with_words(std::string sql, const std::string& given) {
    for (const std::string_view name : {"$1", "?1", "$2", "?2"})
        for (std::size_t at; (at = sql.find(name)) != std::string::npos;)
            sql.replace(at, 2, name[1] == '1' ? "'" + given + "'" : "10");
    return sql;
}

TEST_P(SearchBesideOthersOn, SearchesUseTheIndex) {
    database db{url()};
    std::vector<Article> many(20'000);
    for (std::size_t i = 0; i < many.size(); ++i) many[i].title = "w" + std::to_string(i % 5'000) + " common";
    db.run(df::bulk_create(many));
    auto other = plain();
    other.run(postgres() ? "VACUUM ANALYZE articles"
                         : "ANALYZE"); // new words wait in a list beside a GIN index
    const auto plan = [&](std::string sql) {
        std::string out;
        for (const auto& row : other.run((postgres() ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") +
                                         with_words(std::move(sql), "''w17''")))
            out += row.back().value_or("") + "\n";
        return out;
    };
    const auto list = df::list<Article>().where(df::search<Article>("w17"));
    const auto ranked = df::select<Hit>(field<&Article::title>, df::rank<Article>("w17").as<"rank">())
                            .where(df::search<Article>("common"));
    const auto best = df::search_ranked<Article>("w17").limit(10);
    if (postgres()) {
        const auto listed = plan(std::string{df::sql_of<df::postgres>(list)});
        EXPECT_TRUE(has(listed, "Bitmap Index Scan on articles_search_")) << listed;
        const auto first = plan(std::string{df::sql_of<df::postgres>(best)});
        EXPECT_TRUE(has(first, "Bitmap Index Scan on articles_search_")) << first;
    } else {
        const auto listed = plan(std::string{df::sql_of<df::sqlite>(list)});
        EXPECT_TRUE(has(listed, "SEARCH articles USING INTEGER PRIMARY KEY")) << listed;
        EXPECT_TRUE(has(listed, "SCAN articles_search VIRTUAL TABLE INDEX")) << listed;
        const auto first = plan(std::string{df::sql_of<df::sqlite>(best)});
        EXPECT_TRUE(has(first, "SEARCH t0 USING INTEGER PRIMARY KEY")) << first;
        EXPECT_FALSE(has(first, "SCAN t0")) << first;
        const auto once = plan(std::string{df::sql_of<df::sqlite>(ranked)});
        EXPECT_TRUE(has(once, "MATERIALIZE dataflow_found")) << once;
        EXPECT_TRUE(has(once, "SEARCH dataflow_found USING AUTOMATIC")) << once;
    }
    // 20,000 matches, ranked: were the match run once a row, this would take minutes.
    const auto from = std::chrono::steady_clock::now();
    EXPECT_EQ(db.run(df::select<Hit>(field<&Article::title>, df::rank<Article>("common").as<"rank">())
                         .where(df::search<Article>("common")))
                  .size(),
              many.size());
    EXPECT_EQ(
        db.run(df::search_ranked<Article>("common").where(field<&Article::year> == 2000).limit(5)).size(),
        5U);
    EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds{30});
}

} // namespace
