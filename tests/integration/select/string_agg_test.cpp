// Texts joined in an order, against a plain C++ evaluation: NULLs, ties, different ones, groups, filters.
#include "support/fixture.hpp"

#include <dataflow/functions.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace {

namespace df = dataflow;
using namespace df::literals;
using df::field;

struct Word {
    df::id<Word> id{};
    int box = 0;
    std::optional<std::string> text{};
    std::string name;
    std::optional<int> place{};
    double weight = 0;
    df::decimal<10, 2> price{};
    df::date day{};
    bool kept = false;
};
using database = df::database<Word>;
using word = df::record<Word>;

std::vector<word> fill(database& db, unsigned seed) {
    std::mt19937 random{seed};
    const auto upto = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    constexpr std::string_view texts[]{"", "a", "B", "\xc3\xa4", "z, y", "Zebra", "a\nb", "0"};
    std::vector<word> all;
    for (int i = 0; i < 80; ++i) {
        Word w{.box = upto(6), .name = std::string{texts[upto(8)]}};
        if (upto(3) != 0) w.text = std::string{texts[upto(8)]};
        if (w.box == 5) w.text.reset();
        if (upto(3) != 0) w.place = upto(4) - 2;
        w.weight = (upto(20) - 10) / 3.0;
        w.price = df::decimal<10, 2>::from_units(upto(900) - 400);
        w.day = df::date{std::chrono::sys_days{std::chrono::days{upto(5) - 2}}};
        w.kept = upto(2) == 0;
        all.push_back(db.run(df::create(w)));
    }
    return all;
}

/// The texts of some words that are not NULL, in the order of a key and then of their own.
template <class Key>
std::optional<std::string> joined(std::vector<word> words, std::string_view between, Key key) {
    std::erase_if(words, [](const word& w) { return !w.text; });
    std::ranges::sort(words, [&](const word& a, const word& b) {
        return std::pair(key(a), *a.text) < std::pair(key(b), *b.text);
    });
    if (words.empty()) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : std::string{between}) + *words[i].text;
    return out;
}
std::optional<std::string> different(const std::vector<word>& words, std::string_view between,
                                     bool backwards = false) {
    std::set<std::string> texts;
    for (const auto& w : words)
        if (w.text) texts.insert(*w.text);
    if (texts.empty()) return std::nullopt;
    std::vector<std::string> ordered(texts.begin(), texts.end());
    if (backwards) std::ranges::reverse(ordered);
    std::string out;
    for (std::size_t i = 0; i < ordered.size(); ++i) out += (i == 0 ? "" : std::string{between}) + ordered[i];
    return out;
}

class StringAgg : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(StringAgg);

TEST_P(StringAgg, InEveryOrder) {
    database db{url()};
    const auto all = fill(db, 1);
    const auto texts = df::string_agg(field<&Word::text>, ", ");
    const auto check = [&](const auto& aggregate, const auto& key) {
        EXPECT_EQ(db.run(df::select(aggregate)), std::vector{joined(all, ", ", key)});
    };
    const auto nothing = [](const word&) { return 0; };
    check(texts, nothing);
    check(texts.order_by(field<&Word::text>), nothing);
    check(texts.order_by(field<&Word::place>), [](const word& w) { return w.place; });
    check(texts.order_by(df::asc(field<&Word::place>).nulls_last()),
          [](const word& w) { return std::pair(!w.place.has_value(), w.place); });
    check(texts.order_by(df::desc(field<&Word::place>), field<&Word::weight>),
          [](const word& w) { return std::tuple(!w.place.has_value(), -w.place.value_or(0), w.weight); });
    check(texts.order_by(df::desc(field<&Word::place>).nulls_first(), df::desc(field<&Word::name>),
                         field<&Word::id>),
          [&](const word& w) {
              std::vector<std::string> names{"", "0", "B", "Zebra", "a", "a\nb", "z, y", "\xc3\xa4"};
              return std::tuple(w.place.has_value(), -w.place.value_or(0),
                                names.end() - std::ranges::find(names, w.name), w.id);
          });
    check(texts.order_by(df::desc(field<&Word::price>), field<&Word::day>, field<&Word::weight> * -2),
          [](const word& w) { return std::tuple(-w.price.units(), w.day, w.weight * -2); });
    auto kept = all;
    std::erase_if(kept, [](const word& w) { return !w.kept; });
    EXPECT_EQ(db.run(df::select(texts.where(field<&Word::kept> == true).order_by(field<&Word::id>))),
              std::vector{joined(kept, ", ", [](const word& w) { return w.id; })});
    EXPECT_EQ(db.run(df::select(texts).where(field<&Word::box> == 5)),
              std::vector<std::optional<std::string>>{std::nullopt});
    EXPECT_EQ(db.run(df::select(texts).where(field<&Word::box> == 99)),
              std::vector<std::optional<std::string>>{std::nullopt});
    EXPECT_EQ(db.run(df::select(df::string_agg(field<&Word::text>, ""))),
              std::vector{joined(all, "", nothing)});
}

struct Box {
    int box{};
    std::string names;
    std::optional<std::string> texts, backwards, kept;
};
TEST_P(StringAgg, DifferentOnesAndGroups) {
    database db{url()};
    const auto all = fill(db, 2);
    std::map<int, std::vector<word>> boxes;
    for (const auto& w : all) boxes[w.box].push_back(w);
    const auto rows = db.run(
        df::aggregate<Word>()
            .group_by(field<&Word::box>)
            .select<Box>(df::string_agg(field<&Word::name>, "|").order_by(field<&Word::id>).as<"names">(),
                         df::string_agg_distinct(field<&Word::text>, "; ").as<"texts">(),
                         df::string_agg_distinct(field<&Word::text>, "; ")
                             .order_by(df::desc(field<&Word::text>))
                             .as<"backwards">(),
                         df::string_agg_distinct(field<&Word::text>, "; ")
                             .where(field<&Word::kept> == true)
                             .as<"kept">())
            .having(df::string_agg(field<&Word::name>, "|") != "nothing")
            .order_by(field<&Word::box>));
    ASSERT_EQ(rows.size(), boxes.size());
    for (const auto& row : rows) {
        const auto& words = boxes[row.box];
        std::string names;
        for (const auto& w : words) names += (&w == &words.front() ? "" : "|") + w.name;
        EXPECT_EQ(row.names, names);
        EXPECT_EQ(row.texts, different(words, "; "));
        EXPECT_EQ(row.backwards, different(words, "; ", true));
        auto kept = words;
        std::erase_if(kept, [](const word& w) { return !w.kept; });
        EXPECT_EQ(row.kept, different(kept, "; "));
    }
}

} // namespace
