// Regular expressions: the same on all databases, in a time that grows with the text, and heard by limits.
#include "support/fixture.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/query/regex.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace lines {

namespace df = dataflow;

struct Line {
    std::string text;
    std::vector<std::int64_t> numbers{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
using database = df::database<Line>;

} // namespace lines

namespace {

using namespace lines;
using namespace std::chrono_literals;
using df::field;
using support::thrown;

class Regex : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Regex);

[[nodiscard]] std::vector<std::string> texts_that(database& db, const std::string& pattern) {
    return db.run(df::select(field<&Line::text>)
                      .where(field<&Line::text>.matches(pattern))
                      .order_by(field<&Line::text>));
}

TEST_P(Regex, EdgesOfWordsAndGroupsThatGiveNothing) {
    database db{url()};
    for (const char* text : {"", "cat", "a cat.", "concat", "cats", "_cat", "cat5",
                             "\xC3\xA9"
                             "cat\xC3\xA9",
                             "tom-cat", "ab", "abab", "x"})
        db.run(df::create(Line{text}));
    using all = std::vector<std::string>;
    EXPECT_EQ(texts_that(db, "\\bcat\\b"), (all{"a cat.", "cat", "tom-cat",
                                                "\xC3\xA9"
                                                "cat\xC3\xA9"})); // a word is of ASCII
    EXPECT_EQ(texts_that(db, "\\Bcat"), (all{"_cat", "concat"}));
    EXPECT_EQ(texts_that(db, "^(?:ab)+$"), (all{"ab", "abab"}));
    EXPECT_EQ(texts_that(db, "^(?:x|(?:a)(b)){1,2}$"), (all{"ab", "abab", "x"}));
    EXPECT_EQ(texts_that(db, "^\\B$"), (all{""}));
    db.run(df::create(Line{"\xE4\xBD\xA0\xE5\xA5\xBD"}));
    EXPECT_EQ(texts_that(db, "^[\xE4\xB8\x80-\xE9\xBE\xA5]+$"), (all{"\xE4\xBD\xA0\xE5\xA5\xBD"}));
    EXPECT_EQ(texts_that(db, "^[^ -~]+$"), (all{"\xE4\xBD\xA0\xE5\xA5\xBD"}));
    EXPECT_EQ(texts_that(db, "[z-\xC3\xBF]"), (all{"\xC3\xA9"
                                                   "cat\xC3\xA9"}));
    EXPECT_EQ(texts_that(db, "\\b"),
              (all{"_cat", "a cat.", "ab", "abab", "cat", "cat5", "cats", "concat", "tom-cat", "x",
                   "\xC3\xA9"
                   "cat\xC3\xA9"}));
    EXPECT_EQ(db.run(df::count<Line>().where(
                  df::filter_from_json<Line>(R"({"text": {"$regex": "\\b(?:cat|x)s?\\b"}})"))),
              6);
    for (const char* wrong : {"\\b+", "(?=a)", "(?:", "(?:)", "[\\b]", "a(?i)"})
        EXPECT_THROW((void)field<&Line::text>.matches(std::string{wrong}), df::invalid_value) << wrong;
}

/// A random pattern of what is taken, and a text that may well match it.
struct maker {
    std::mt19937 random;
    std::size_t below(std::size_t n) { return random() % n; }
    std::string pattern(int depth) {
        static const char* const atoms[] = {"a",
                                            "b",
                                            "c",
                                            "_",
                                            " ",
                                            ".",
                                            "[ab]",
                                            "[^a]",
                                            "\\w",
                                            "\\W",
                                            "\\d",
                                            "\\s",
                                            "\\b",
                                            "\\B",
                                            "\xC3\xA9",
                                            "[\xC3\xA0-\xC3\xAA_]",
                                            "\\.",
                                            "[[:alpha:]]",
                                            "1",
                                            "[^\\w]",
                                            "\xEF\xBF\xBD",
                                            "\xEF\xBF\xBE",
                                            "-"};
        std::string out;
        for (auto n = 1 + below(4); n-- != 0;) {
            std::string one = atoms[below(std::size(atoms))];
            const bool edge = one == "\\b" || one == "\\B";
            if (depth < 3 && below(4) == 0) one = (below(2) == 0 ? "(" : "(?:") + pattern(depth + 1) + ")";
            else if (edge) {
                out += one;
                continue;
            }
            out += one;
            static const char* const repeats[] = {"*", "+", "?", "{2}", "{1,3}", "{2,}"};
            if (below(3) == 0) out += repeats[below(std::size(repeats))];
        }
        if (below(5) == 0) out += "|" + pattern(depth + 1);
        return out;
    }
    std::string whole() {
        auto out = pattern(0);
        if (out.find('|') != out.npos) out = "(?:" + out + ")";
        return (below(4) == 0 ? "^" : "") + out + (below(4) == 0 ? "$" : "");
    }
    std::string text() {
        static const char* const parts[] = {"a",
                                            "b",
                                            "c",
                                            "ab",
                                            "_",
                                            " ",
                                            "1",
                                            "\xC3\xA9",
                                            ".",
                                            "\n",
                                            "-",
                                            "A",
                                            "\xEF\xBF\xBD",
                                            "\xEF\xBF\xBE",
                                            "\xF0\x9F\x98\x80"};
        std::string out;
        for (auto n = below(9); n-- != 0;) out += parts[below(std::size(parts))];
        return out;
    }
};

#if DATAFLOW_SQLITE && DATAFLOW_POSTGRES
// PostgreSQL's own program is the oracle of the library's.
TEST(RegexOracle, RandomPatternsFindTheSameTextsOnBothDatabases) {
    if (support::server_url() == nullptr) GTEST_SKIP() << "DATAFLOW_TEST_POSTGRES names no server";
    const support::place there{support::backend::postgres};
    database one{"sqlite::memory:"};
    database two{there.url()};
    maker make{std::mt19937{20}};
    std::vector<Line> texts;
    for (int i = 0; i < 200; ++i) texts.push_back({make.text()});
    one.run(df::bulk_create(texts));
    two.run(df::bulk_create(std::move(texts)));
    std::size_t found = 0;
    for (int i = 0; i < 800; ++i) {
        const auto pattern = make.whole();
        const auto here = texts_that(one, pattern);
        EXPECT_EQ(here, texts_that(two, pattern)) << pattern;
        found += here.size();
    }
    EXPECT_GT(found, 10'000U);
}
#endif

// On SQLite; PostgreSQL has its own program.
TEST_P(Regex, TakesNoLongerThanTheText) {
    if (postgres()) GTEST_SKIP();
    database db{url()};
    std::mt19937 random{7};
    std::string english;
    while (english.size() < 5'000) english += "etaoin shrdlu~#"[random() % 15];
    db.run(df::create(Line{english}));
    db.run(df::create(Line{std::string(50'000, 'a')}));
    rusage before{};
    getrusage(RUSAGE_SELF, &before);
    const auto start = std::chrono::steady_clock::now();
    for (const char* pattern : {".*[aeiou].{150}~#x", "(a*)*b", "(a|aa)+b?x", "(a|a)*(a|a)*(a|a)*x",
                                "(?:(?:a{20}){20}){5}x", "[a-z ]{200}~{9}"})
        EXPECT_EQ(texts_that(db, pattern).size(), 0U) << pattern;
    EXPECT_LT(std::chrono::steady_clock::now() - start,
              60s); // of a program without optimization, on a busy machine
    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 40'000) << "KiB";
}

// Limits are heard inside of the library's functions, not between rows only.
TEST_P(Regex, LimitsAreHeardInTheMiddle) {
    if (postgres()) GTEST_SKIP() << "the server hears them by itself";
    database db{url()};
    std::mt19937 random{7};
    std::string text;
    while (text.size() < 8'000'000) text += static_cast<char>('a' + random() % 2);
    db.run(df::create(Line{text, std::vector<std::int64_t>(1'000'000, 5)}));
    const auto quickly = [&](const auto& node) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_EQ(thrown<df::timeout>([&] { db.run(node, df::timeout_after(100ms)); }).node(), "count");
        std::stop_source source;
        std::thread stopper{[&] {
            std::this_thread::sleep_for(100ms);
            source.request_stop();
        }};
        EXPECT_EQ(thrown<df::cancelled>([&] { db.run(node, source.get_token()); }).node(), "count");
        stopper.join();
        EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
    };
    const auto& column = field<&Line::text>;
    quickly(df::count<Line>().where(column.matches("a.{250}b.{250}[^ab]")));
    quickly(df::count<Line>().where(
        df::filter_from_json<Line>(R"({"text": {"$regex": "a.{250}b.{250}[^ab]"}})")));
    quickly(df::count<Line>().where(column.ilike("%" + text.substr(0, 100'000) + "c%")));
    const std::string same(1'000'000, 'a');
    db.run(df::bulk_update<Line>(df::everything, column = std::string(8'000'000, 'a')));
    quickly(df::count<Line>().where(df::replace(column, same + "b", "") == "x"));
    EXPECT_EQ(db.run(df::count<Line>()), 1);
}

} // namespace
