// Filters with many optional parts: they mean what plain C++ says of the parts that are there, in a handful
// of texts.
#include <dataflow/dynamic.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>
#include <dataflow/search.hpp>
#include <dataflow/sql.hpp>

#include "support/fixture.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace optional_parts {

namespace df = dataflow;
using df::field;

enum class color : std::uint8_t { red, green, blue };

struct Part {
    df::id<Part> id{};
    std::string code;
    std::optional<std::string> note{};
    std::optional<int> number{};
    int count = 0;
    double real = 0;
    bool flag = false;
    color shade = color::red;
    df::decimal<9, 2> price{};
    df::date day{};
    df::timestamp seen{};
    df::uuid token{};
    std::vector<int> marks{};
    std::optional<df::id<Part>> parent{};

    static constexpr auto dataflow = df::options{.timestamps = false,
                                                 .unique = df::unique({"code"}),
                                                 .indexes = df::indexes({"number"}, {"day", "count"})};
};
struct Tag {
    df::id<Tag> id{};
    df::id<Part> part_id{};
    std::string word;
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Size {
    double width = 0;
    std::optional<std::string> unit{};
};
struct Text {
    df::id<Text> id{};
    std::string title;
    std::optional<std::string> body{};
    df::json<Size> size{};
    df::json_value extra{};
    std::optional<df::id<Part>> part_id{};
    static constexpr auto dataflow =
        df::options{.timestamps = false, .full_text = df::full_text({"title", "body"})};
};
using database = df::database<Part, Tag, Text>;

constexpr auto& code = field<&Part::code>;
constexpr auto& note = field<&Part::note>;
constexpr auto& number = field<&Part::number>;
constexpr auto& count = field<&Part::count>;
constexpr auto& real = field<&Part::real>;
constexpr auto& flag = field<&Part::flag>;
constexpr auto& price = field<&Part::price>;
constexpr auto& day = field<&Part::day>;

} // namespace optional_parts

namespace {

using namespace optional_parts;
using support::thrown;

// --- texts -------------------------------------------------------------------------------------------

template <df::dialect D, class P>
constexpr bool writes(const P& predicate, std::string_view expected) {
    constexpr std::string_view before = "SELECT count(*) FROM \"parts\"";
    const auto text = df::sql_of<D>(df::count<Part>().where(predicate));
    return text.view().substr(0, before.size()) == before && text.view().substr(before.size()) == expected;
}
constexpr auto five(bool a, bool b, bool c, bool d, bool e) {
    return df::if_set(a, count > 1) && df::if_set(b, real < 2.0) && df::if_set(c, flag == true) &&
           df::if_set(d, count != 5) && df::if_set(e, real > 0.5);
}
constexpr auto four(bool a, bool b) {
    return df::if_set(a, count > 1) && df::if_set(b, real < 2.0) && df::if_set(false, flag == true) &&
           df::if_set(false, count != 5);
}

// Four parts: each combination has its own text. Five: one for all.
static_assert(writes<df::sqlite>(four(true, true), R"( WHERE ("count" > ?1 AND "real" < ?2))"));
static_assert(writes<df::postgres>(four(false, true), R"( WHERE "real" < $1)"));
static_assert(writes<df::sqlite>(
    five(true, false, false, true, false),
    R"( WHERE (((((?1 OR "count" > ?2) AND (?3 OR "real" < ?4)) AND (?5 OR "flag" = ?6)) AND (?7 OR "count" <> ?8)) AND (?9 OR "real" > ?10)))"));
static_assert(writes<df::postgres>(
    five(false, false, true, false, false),
    R"( WHERE ((((($1 OR "count" > $2) AND ($3 OR "real" < $4)) AND ($5 OR "flag" = $6)) AND ($7 OR "count" <> $8)) AND ($9 OR "real" > $10)))"));
static_assert(writes<df::sqlite>(five(false, false, false, false, false), ""));
// What an index may serve keeps a text of its own: no switch is in its way.
static_assert(writes<df::sqlite>(
    df::if_set(true, number == 3) && five(false, false, false, true, false),
    R"( WHERE ("number" = ?1 AND (((((?2 OR "count" > ?3) AND (?4 OR "real" < ?5)) AND (?6 OR "flag" = ?7)) AND (?8 OR "count" <> ?9)) AND (?10 OR "real" > ?11))))"));
static_assert(writes<df::sqlite>(
    df::if_set(false, number == 3) && df::if_set(true, count < 1) && df::if_set(true, real < 1.0) &&
        df::if_set(true, flag == true) && df::if_set(true, count == 7),
    R"( WHERE ((((?1 OR "count" < ?2) AND (?3 OR "real" < ?4)) AND (?5 OR "flag" = ?6)) AND (?7 OR "count" = ?8)))"));
// In an OR an absent part is false; where all of the OR is absent, so is it.
static_assert(writes<df::postgres>(
    flag == true &&
        (df::if_set(true, count > 1) || df::if_set(true, count < 1) || df::if_set(true, real < 1.0) ||
         df::if_set(true, real > 1.0) || df::if_set(true, real == 1.0)),
    R"( WHERE ("flag" = $1 AND ($2 OR ((((($3 AND "count" > $4) OR ($5 AND "count" < $6)) OR ($7 AND "real" < $8)) OR ($9 AND "real" > $10)) OR ($11 AND "real" = $12)))))"));

// --- meaning -----------------------------------------------------------------------------------------

/// A predicate beside its meaning; without a meaning it is absent.
template <class Q>
struct both {
    Q query;
    std::optional<std::function<bool(const Part&)>> plain;
};
template <class Q>
both(Q, std::function<bool(const Part&)>) -> both<Q>;

template <class Q, class F>
auto test(Q query, F plain) {
    return both<Q>{std::move(query), std::function<bool(const Part&)>{std::move(plain)}};
}
template <class Q>
auto when(bool there, both<Q> of) {
    auto query = df::if_set(there, of.query);
    return both<decltype(query)>{std::move(query), there ? of.plain : std::nullopt};
}
template <class L, class R>
auto operator&&(both<L> l, both<R> r) {
    auto plain = !l.plain   ? r.plain
                 : !r.plain ? l.plain
                            : std::optional{std::function<bool(const Part&)>{
                                  [a = *l.plain, b = *r.plain](const Part& p) { return a(p) && b(p); }}};
    auto query = l.query && r.query;
    return both<decltype(query)>{std::move(query), std::move(plain)};
}
template <class L, class R>
auto operator||(both<L> l, both<R> r) {
    auto plain = !l.plain   ? r.plain
                 : !r.plain ? l.plain
                            : std::optional{std::function<bool(const Part&)>{
                                  [a = *l.plain, b = *r.plain](const Part& p) { return a(p) || b(p); }}};
    auto query = l.query || r.query;
    return both<decltype(query)>{std::move(query), std::move(plain)};
}
template <class Q>
auto operator!(both<Q> of) {
    if (of.plain) of.plain = [a = *of.plain](const Part& p) { return !a(p); };
    auto query = !of.query;
    return both<decltype(query)>{std::move(query), std::move(of.plain)};
}

class OptionalParts : public support::database_test {
  protected:
    void SetUp() override {
        support::database_test::SetUp();
        if (IsSkipped()) return;
        db_.emplace(df::open_options{.url = url(), .connections = 1});
        db_->transaction([&](auto& tx) {
            for (int i = 0; i < 60; ++i)
                tx.run(df::create(
                    Part{.code = "c" + std::to_string(100 + i),
                         .note = i % 3 == 0 ? std::nullopt : std::optional{"n%" + std::to_string(i % 7)},
                         .number = i % 4 == 0 ? std::nullopt : std::optional{i % 5},
                         .count = i % 6,
                         .real = i / 4.0,
                         .flag = i % 2 == 0,
                         .shade = static_cast<color>(i % 3),
                         .price = df::decimal<9, 2>{std::to_string(i) + ".25"},
                         .day = df::date{std::chrono::sys_days{std::chrono::days{20000 + i % 9}}},
                         .seen = df::timestamp{std::chrono::hours{i}},
                         .token = df::uuid{{static_cast<std::uint8_t>(i % 8)}},
                         .marks = i % 5 == 0 ? std::vector<int>{} : std::vector<int>{i % 3, i % 4},
                         .parent = i % 3 == 1 ? std::optional{df::id<Part>{i % 6 + 1}} : std::nullopt}));
        });
        parts_ = db_->run(df::list<Part>()).records;
        for (const auto& p : parts_)
            if (p.id.value % 4 == 0)
                db_->run(df::create(Tag{.part_id = p.id, .word = "w" + std::to_string(p.id.value % 8)}));
    }
    /// What a predicate is true of, by every node that reads.
    template <class Q>
    void expect(const both<Q>& p) {
        std::vector<std::int64_t> wanted;
        for (const auto& r : parts_)
            if (!p.plain || (*p.plain)(r)) wanted.push_back(r.id.value);
        const auto page = db_->run(df::list<Part>().where(p.query).with_total());
        std::vector<std::int64_t> found;
        for (const auto& r : page.records) found.push_back(r.id.value);
        ASSERT_EQ(found, wanted) << df::sql_of<df::sqlite>(df::list<Part>().where(p.query)).view();
        ASSERT_EQ(page.total, static_cast<std::int64_t>(wanted.size()));
    }
    bool coin() { return dice_() % 2 == 0; }
    int pick(int n) { return static_cast<int>(dice_() % static_cast<unsigned>(n)); }

    std::optional<database> db_{};
    std::vector<df::record<Part>> parts_{};
    std::mt19937 dice_{20'261'129};
};
DATAFLOW_ON_ALL_DATABASES(OptionalParts);

TEST_P(OptionalParts, OfEveryTypeMeanWhatPlainCodeSays) {
    for (int round = 0; round < 150; ++round) {
        const auto may = [&](auto of) { return when(pick(3) == 0, std::move(of)); };
        const int n = pick(6);
        const auto text = "c1" + std::to_string(n);
        const auto maybe = n == 0 ? std::optional<int>{} : std::optional{n};
        const auto maybe_note =
            n == 0 ? std::optional<std::string>{} : std::optional{"n%" + std::to_string(n)};
        const auto list = n == 0 ? std::vector<int>{} : std::vector{n, n + 1};
        const auto parent = n == 0 ? std::optional<df::id<Part>>{} : std::optional{df::id<Part>{n}};
        const auto date = df::date{std::chrono::sys_days{std::chrono::days{20000 + n}}};
        const auto in = [](const auto& all, const auto& x) {
            return std::find(all.begin(), all.end(), x) != all.end();
        };
        expect(
            may(test(number == maybe, [=](const Part& p) { return p.number == maybe; })) &&
            may(test(number > n, [=](const Part& p) { return p.number && *p.number > n; })) &&
            may(test(number.in(list), [=](const Part& p) { return p.number && in(list, *p.number); })) &&
            may(test(count.not_in(list), [=](const Part& p) { return !in(list, p.count); })) &&
            may(test(count.between(1, n), [=](const Part& p) { return p.count >= 1 && p.count <= n; })) &&
            may(test(note == maybe_note, [=](const Part& p) { return p.note == maybe_note; })) &&
            may(test(note.contains("%"), [](const Part& p) { return p.note.has_value(); })) &&
            may(test(note != maybe_note, [=](const Part& p) { return p.note != maybe_note; })) &&
            may(test(code.starts_with(text), [=](const Part& p) { return p.code.starts_with(text); })) &&
            may(test(code.like("%" + std::to_string(n)),
                     [=](const Part& p) { return p.code.ends_with(std::to_string(n)); })) &&
            may(test(code.matches("^c1[0-4]"), [](const Part& p) { return p.code < "c15"; })) &&
            may(test(field<&Part::shade> == color::green,
                     [](const Part& p) { return p.shade == color::green; })) &&
            may(test(price * 2 >= df::decimal<9, 2>{std::to_string(n) + ".50"},
                     [=](const Part& p) { return p.real * 4 >= n; })) &&
            may(test(day >= date, [=](const Part& p) { return p.day >= date; })) &&
            may(test(field<&Part::seen> < df::timestamp{std::chrono::hours{n * 10}},
                     [=](const Part& p) { return p.seen < df::timestamp{std::chrono::hours{n * 10}}; })) &&
            may(test(field<&Part::token> == df::uuid{{static_cast<std::uint8_t>(n)}},
                     [=](const Part& p) { return p.token == df::uuid{{static_cast<std::uint8_t>(n)}}; })) &&
            may(test(field<&Part::marks>.contains(n), [=](const Part& p) { return in(p.marks, n); })) &&
            may(test(field<&Part::marks>.any_of(list),
                     [=](const Part& p) {
                         return std::any_of(list.begin(), list.end(), [&](int x) { return in(p.marks, x); });
                     })) &&
            may(test(field<&Part::parent> == parent, [=](const Part& p) { return p.parent == parent; })) &&
            may(test(df::length(code) + n > 5, [=](const Part&) { return 4 + n > 5; })) &&
            may(test(df::case_when(count > n, real).otherwise(0.0) > 1.0,
                     [=](const Part& p) { return (p.count > n ? p.real : 0.0) > 1.0; })) &&
            may(test(df::exists(df::list<Tag>().where(field<&Tag::part_id> == field<&Part::id> &&
                                                      field<&Tag::word> == "w4")),
                     [](const Part& p) { return p.id.value % 8 == 4; })) &&
            when(n != 0 && coin(), test(real / n > 1.0,
                                        [=](const Part& p) {
                                            return p.real > n;
                                        })) && // a division by zero that is switched off
            test(real >= 0.0, [](const Part&) { return true; }));
    }
}

TEST_P(OptionalParts, ReachAnyDepth) {
    for (int round = 0; round < 300; ++round) {
        const auto may = [&](auto of) { return when(coin(), std::move(of)); };
        const int n = pick(6);
        const auto a =
            may(test(number > n, [=](const Part& p) { return p.number && *p.number > n; })); // by an index
        const auto b = may(test(note == "n%1", [](const Part& p) { return p.note == "n%1"; }));
        const auto c = may(test(count == n, [=](const Part& p) { return p.count == n; }));
        const auto d = may(test(flag == true, [](const Part& p) { return p.flag; }));
        const auto e =
            may(test(number == std::optional<int>{}, [](const Part& p) { return !p.number; })); // by an index
        const auto f = may(test(real < 9.0, [](const Part& p) { return p.real < 9.0; }));
        const auto g = test(code < "c140", [](const Part& p) { return p.code < "c140"; });
        expect((a || b || c) && (d || e) && f);
        expect(!(a || b || c) && !(d && e) && !f);
        expect(!(a && !(b || !c)) || !(d || !(e && f)));
        expect((a && b) || (c && d) || (e && !f));
        expect(may(may(a) && b) || may(!may(c || d)) || may(e && f && g));
        expect(!(may(a || b || c || d) && may(e || may(f))) && g);
        expect(((a || b) && g) || !((c && d) || !g) || (e && f));
        expect(((a || b) || c) && d && e && f);
    }
}

TEST_P(OptionalParts, AreForEveryNode) {
    for (unsigned bits = 0; bits < 64; ++bits) {
        const auto on = [&](unsigned bit) { return (bits >> bit & 1U) != 0; };
        const auto filter = df::if_set(on(0), number > 1) && df::if_set(on(1), note == "n%1") &&
                            df::if_set(on(2), count > 2) && df::if_set(on(3), flag == true) &&
                            df::if_set(on(4), real > 2.0) && df::if_set(on(5), price < 40);
        const auto fits = [&](const Part& p) {
            return (!on(0) || (p.number && *p.number > 1)) && (!on(1) || p.note == "n%1") &&
                   (!on(2) || p.count > 2) && (!on(3) || p.flag) && (!on(4) || p.real > 2.0) &&
                   (!on(5) || p.real < 10);
        };
        std::vector<df::record<Part>> wanted;
        std::copy_if(parts_.begin(), parts_.end(), std::back_inserter(wanted), fits);
        const auto n = static_cast<std::int64_t>(wanted.size());
        EXPECT_EQ(db_->run(df::count<Part>().where(filter)), n);
        EXPECT_EQ(db_->run(df::exists<Part>().where(filter)), n != 0);
        EXPECT_EQ(db_->run(df::select(code).where(filter)).size(), wanted.size());
        EXPECT_EQ(
            db_->run(df::count(df::list<Tag>().join<&Tag::part_id>().where(filter))),
            std::count_if(wanted.begin(), wanted.end(), [](const auto& p) { return p.id.value % 4 == 0; }));
        std::int64_t streamed = 0;
        for (const auto& r : db_->stream(df::list<Part>().where(filter).order_by(df::desc(count))))
            streamed += r.id.value != 0 ? 1 : 0;
        EXPECT_EQ(streamed, n);
        std::size_t paged = 0;
        for (std::optional<df::cursor> next;;) {
            const auto list = df::list<Part>().where(filter).order_by(count).limit(7);
            const auto page = next ? db_->run(list.after(*next)) : db_->run(list);
            paged += page.size();
            if (!(next = page.next)) break;
        }
        EXPECT_EQ(paged, wanted.size());
        const auto groups = db_->run(
            df::aggregate<Part>()
                .where(filter)
                .group_by(field<&Part::shade>)
                .select(df::count().as<"n">())
                .having(df::if_set(on(0), df::count() > 2) && df::if_set(on(1), df::max(real) > 3.0) &&
                        df::if_set(on(2), df::min(count) < 4) && df::if_set(on(3), df::count(number) > 1) &&
                        df::if_set(on(4), df::sum(count) > 5)));
        std::size_t grouped = 0;
        for (const auto shade : {color::red, color::green, color::blue}) {
            std::vector<df::record<Part>> of;
            std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(of),
                         [&](const Part& p) { return p.shade == shade; });
            const auto least = std::min_element(
                of.begin(), of.end(), [](const Part& x, const Part& y) { return x.count < y.count; });
            int sum = 0;
            for (const auto& p : of) sum += p.count;
            grouped +=
                !of.empty() && (!on(0) || of.size() > 2) &&
                        (!on(1) ||
                         std::any_of(of.begin(), of.end(), [](const Part& p) { return p.real > 3.0; })) &&
                        (!on(2) || least->count < 4) &&
                        (!on(3) || std::count_if(of.begin(), of.end(),
                                                 [](const Part& p) { return p.number.has_value(); }) > 1) &&
                        (!on(4) || sum > 5)
                    ? 1
                    : 0;
        }
        EXPECT_EQ(groups.size(), grouped);
        const auto more = "{\"count\": {\"$gte\": 0}}";
        EXPECT_EQ(
            db_->run(df::count<Part>().where(filter && df::filter_from_json<Part>(on(0) ? more : "{}"))), n);
        EXPECT_EQ(db_->run(df::count<Part>().where(
                      df::if_set(on(1), df::filter_from_json<Part>(on(0) ? more : "{}")) && filter)),
                  n);
        EXPECT_EQ(db_->run(df::list_from_json<Part>("{}").where(filter)).size(), wanted.size());
        // Writes, undone.
        const auto undone = [&](auto&& work) {
            try {
                db_->transaction([&](auto& tx) {
                    work(tx);
                    throw 1;
                });
            } catch (int) {
            }
        };
        if (bits == 0) {
            EXPECT_THROW(db_->run(df::bulk_erase<Part>(filter)), df::protected_operation);
            EXPECT_THROW(db_->run(df::bulk_update<Part>(filter, count += 1)), df::protected_operation);
            EXPECT_THROW(db_->run(df::update<Part>(filter, count += 1)), df::protected_operation);
            continue;
        }
        undone([&](auto& tx) {
            EXPECT_EQ(tx.run(df::bulk_update<Part>(filter, count += 100)).updated, n);
            EXPECT_EQ(tx.run(df::count<Part>().where(count >= 100)), n);
        });
        undone([&](auto& tx) {
            tx.run(df::bulk_erase<Tag>(df::everything));
            tx.run(df::bulk_update<Part>(df::everything, field<&Part::parent> = std::nullopt));
            EXPECT_EQ(tx.run(df::bulk_erase<Part>(filter)).deleted, n);
        });
        undone([&](auto& tx) {
            if (n == 1) EXPECT_EQ(tx.run(df::update<Part>(filter, count += 1)).id, wanted[0].id);
            else if (n == 0) EXPECT_THROW(tx.run(df::update<Part>(filter, count += 1)), df::not_found);
            else EXPECT_THROW(tx.run(df::update<Part>(filter, count += 1)), df::too_many_rows);
        });
    }
}

TEST_P(OptionalParts, OfOtherKindsAreSwitchedToo) {
    for (int i = 0; i < 24; ++i)
        db_->run(df::create(
            Text{.title = i % 2 == 0 ? "quick fox" : "lazy dog",
                 .body = i % 3 == 0 ? std::nullopt : std::optional<std::string>{"over"},
                 .size = Size{i / 2.0, i % 4 == 0 ? std::nullopt : std::optional<std::string>{"cm"}},
                 .extra = i % 5 == 0 ? df::json_value{} : df::json_object({{"n", i}}),
                 .part_id = i % 4 == 1 ? std::nullopt : std::optional{df::id<Part>{i + 1}}}));
    constexpr auto& size = field<&Text::size>;
    for (unsigned bits = 0; bits < 512; bits += 1 + bits / 16) {
        const auto on = [&](unsigned bit) { return (bits >> bit & 1U) != 0; };
        const auto texts = df::list<Text>().where(
            df::if_set(on(0), df::search<Text>("fox")) && df::if_set(on(1), size.at<&Size::width> > 2.0) &&
            df::if_set(on(2), size.at<&Size::unit> == "cm") &&
            df::if_set(on(3), field<&Text::extra>.key<"n">.as<int>() > 3) &&
            df::if_set(on(4), df::coalesce(field<&Text::body>, "none") == "none") &&
            df::if_set(on(5), field<&Text::part_id>.in(
                                  df::select(field<&Part::id>).from<Part>().where(flag == true))) &&
            df::if_set(on(6), df::rank<Text>("fox") >= 0.0) &&
            df::if_set(on(7), df::scalar(df::select(df::max(count))
                                             .where(field<&Part::id> == field<&Text::part_id>)) > 1) &&
            df::if_set(on(8), field<&Text::id>.not_in(std::vector{df::id<Text>{3}, df::id<Text>{5}})));
        std::vector<std::int64_t> wanted;
        for (int i = 0; i < 24; ++i) {
            const bool parted = i % 4 != 1;
            if ((!on(0) || i % 2 == 0) && (!on(1) || i > 4) && (!on(2) || i % 4 != 0) &&
                (!on(3) || (i % 5 != 0 && i > 3)) && (!on(4) || i % 3 == 0) &&
                (!on(5) || (parted && i % 2 == 0)) && (!on(7) || (parted && i % 6 > 1)) &&
                (!on(8) || (i != 2 && i != 4)))
                wanted.push_back(i + 1);
        }
        std::vector<std::int64_t> found;
        for (const auto& t : db_->run(texts).records) found.push_back(t.id.value);
        EXPECT_EQ(found, wanted) << bits;
    }
}

TEST_P(OptionalParts, AreServedByAnIndexAsBefore) {
    if (GetParam() != support::backend::sqlite_file)
        GTEST_SKIP() << "the plan of a statement without its values is SQLite's";
    const auto uses = [&](bool part, bool other) {
        const auto node =
            df::count<Part>().where(df::if_set(part, number == 3) && five(true, false, true, false, true) &&
                                    df::if_set(other, day > df::date{}));
        std::string out;
        for (const auto& row :
             plain().run("EXPLAIN QUERY PLAN " + std::string{df::sql_of<df::sqlite>(node).view()}))
            out += row[3].value_or("") + ";";
        return out;
    };
    EXPECT_TRUE(support::has(uses(true, false), "SEARCH parts USING INDEX")) << uses(true, false);
    EXPECT_TRUE(support::has(uses(true, false), "number=?")) << uses(true, false);
    EXPECT_TRUE(support::has(uses(false, true), "day>?")) << uses(false, true);
    EXPECT_TRUE(support::has(uses(false, false), "SCAN")) << uses(false, false);
}

struct Threshold {
    int least = 0;
};
TEST_P(OptionalParts, TakeWhatAWireGives) {
    for (unsigned bits = 0; bits < 32; ++bits) {
        const auto on = [&](unsigned bit) { return (bits >> bit & 1U) != 0; };
        const auto flow = df::workflow<Threshold>(
            df::node<"n">(df::count<Part>().where(
                df::if_set(on(0), count >= df::param<"least">) && df::if_set(on(1), flag == true) &&
                df::if_set(on(2), real > 2.0) && df::if_set(on(3), note == "n%1") &&
                df::if_set(on(4), number == df::param<"least">))),
            df::wire<"input.least", "n.least">);
        const auto wanted = std::count_if(parts_.begin(), parts_.end(), [&](const Part& p) {
            return (!on(0) || p.count >= 3) && (!on(1) || p.flag) && (!on(2) || p.real > 2.0) &&
                   (!on(3) || p.note == "n%1") && (!on(4) || p.number == 3);
        });
        using namespace df::literals;
        EXPECT_EQ(db_->run(flow, Threshold{3})["n"_n], wanted);
    }
}

// --- how many ----------------------------------------------------------------------------------------

TEST_P(OptionalParts, AreAHandfulOfStatements) {
    std::set<std::string> texts;
    const auto prepared = [&] {
        return postgres() ? db_->run(df::sql<"select count(*) from pg_prepared_statements where statement "
                                             "like 'SELECT count(*) FROM \"parts\" WHERE%'",
                                             std::int64_t>()
                                         .one())
                          : 0;
    };
    const auto count_by = [&](unsigned bits, bool indexed) {
        const auto may = [&](unsigned bit, const auto& p) { return df::if_set((bits >> bit & 1U) != 0, p); };
        const auto plain = may(0, count > 1) && may(1, count < 5) && may(2, real > 1.0) &&
                           may(3, real < 90.0) && may(4, flag == true) && may(5, note == "n%1") &&
                           may(6, note.contains("n")) && may(7, price > 1) &&
                           may(8, field<&Part::shade> == color::green) && may(9, count != 3);
        const auto run = [&](const auto& node) {
            texts.emplace(df::sql_of<df::sqlite>(node).view());
            return db_->run(node);
        };
        return indexed ? run(df::count<Part>().where(plain && may(10, number == 2) &&
                                                     may(11, day > df::date{std::chrono::sys_days{}}) &&
                                                     may(12, code >= "c1")))
                       : run(df::count<Part>().where(plain && may(10, real != 7.0) && may(11, count >= 0)));
    };
    for (unsigned bits = 1; bits < 4096; ++bits) (void)count_by(bits, false);
    EXPECT_EQ(texts.size(), 1U);
    EXPECT_LE(prepared(), 1);
    (void)count_by(0, false);
    EXPECT_EQ(texts.size(), 2U);
    texts.clear();
    for (unsigned bits = 0; bits < 8192; ++bits) (void)count_by(bits, true);
    EXPECT_EQ(texts.size(), 9U) << "three parts that an index may serve, and no filter at all";
    EXPECT_LE(prepared(), 1 + 8);
}

} // namespace
