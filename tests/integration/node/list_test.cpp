// Lists: orderings, pages, cursors, totals and streams.
#include "support/fixture.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace list_models {

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    int group = 0;
    std::optional<int> rank{};
    std::optional<std::string> tag{};
    std::string title;
    double weight = 0;
    df::timestamp moment{};
    std::optional<df::date> day{};
    bool flag = false;
};

struct Pair { // a composite key
    std::string a;
    int b = 0;
    int value = 0;
    static constexpr auto dataflow = df::options{.key = df::key("a", "b"), .timestamps = false};
};

} // namespace list_models

namespace {

namespace df = dataflow;
using namespace list_models;
using df::field;
using support::thrown;
using namespace std::chrono_literals;
using database = df::database<Entry, Pair>;

constexpr int entry_count = 47;

[[nodiscard]] std::vector<Entry> entries() {
    const std::string titles[] = {"", "a", "A", "Z", "ä", "zz", "\xF0\x9F\x98\x80", "it's"};
    std::vector<Entry> out;
    for (int i = 0; i < entry_count; ++i) {
        Entry e;
        e.group = i % 3;
        if (i % 4 != 0) e.rank = (i * 7) % 5 - 2;
        if (i % 5 != 0) e.tag = titles[static_cast<std::size_t>(i) % 8];
        e.title = titles[static_cast<std::size_t>(i * 3) % 8];
        e.weight = (i % 6) * -0.1;
        e.moment = df::timestamp{std::chrono::microseconds{(i % 9) * 1'000'001LL - 4'000'000}};
        if (i % 7 != 0) e.day = df::date{std::chrono::sys_days{std::chrono::days{(i % 8) * 100 - 400}}};
        e.flag = i % 2 == 0;
        out.push_back(e);
    }
    return out;
}

[[nodiscard]] std::vector<std::int64_t> ids(const std::vector<df::record<Entry>>& records) {
    std::vector<std::int64_t> out;
    for (const auto& r : records) out.push_back(r.id.value);
    return out;
}

class Lists : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db_.emplace(url());
        db_->run(df::bulk_create(entries()));
    }
    void TearDown() override {
        db_.reset();
        database_test::TearDown();
    }
    database& db() { return *db_; }

    /// The ids of a list, checked against a comparison in C++ (which ends with the id), and the same again
    /// page by page through cursors that travel as text.
    template <class List, class Less>
    void expect_order(const List& list, Less less) {
        const auto all = db().run(list).records;
        ASSERT_EQ(all.size(), static_cast<std::size_t>(entry_count));
        auto sorted = all;
        std::ranges::sort(sorted, [&](const auto& x, const auto& y) { return less(x, y); });
        EXPECT_EQ(ids(all), ids(sorted));
        for (const std::int64_t size : {1, 4, 46, 47, 100}) {
            std::vector<std::int64_t> walked;
            auto page = db().run(list.limit(size));
            while (true) {
                for (const auto id : ids(page.records)) walked.push_back(id);
                if (!page.next || walked.size() > entry_count) break;
                EXPECT_EQ(page.records.size(), static_cast<std::size_t>(size));
                page = db().run(list.limit(size).after(df::cursor::parse(page.next->text())));
            }
            EXPECT_EQ(walked, ids(all)) << "pages of " << size;
        }
    }

  private:
    std::optional<database> db_;
};
DATAFLOW_ON_ALL_DATABASES(Lists);

// A comparison of one key, then the next: negative, 0, positive.
template <class T>
int compare(const T& a, const T& b) {
    return a < b ? -1 : b < a ? 1 : 0;
}
/// NULLs at one end whatever the direction of the values.
template <class T>
int compare(const std::optional<T>& a, const std::optional<T>& b, bool descending, bool nulls_first) {
    if (a.has_value() != b.has_value()) return a.has_value() == nulls_first ? 1 : -1;
    if (!a) return 0;
    return descending ? compare(*b, *a) : compare(*a, *b);
}
template <class... Results>
bool first_of(std::int64_t a, std::int64_t b, Results... results) {
    int decided = 0;
    ((decided = decided != 0 ? decided : results), ...);
    return decided != 0 ? decided < 0 : a < b;
}

TEST_P(Lists, WithoutAnOrderTheKeyOrders) {
    expect_order(df::list<Entry>(), [](const auto& x, const auto& y) { return x.id < y.id; });
}

TEST_P(Lists, TiesAreBrokenByTheKey) {
    expect_order(df::list<Entry>().order_by(field<&Entry::group>), [](const auto& x, const auto& y) {
        return first_of(x.id.value, y.id.value, compare(x.group, y.group));
    });
    expect_order(
        df::list<Entry>().order_by(df::desc(field<&Entry::flag>)), // downwards, the key goes down, too
        [](const auto& x, const auto& y) {
            return first_of(y.id.value, x.id.value, compare(y.flag, x.flag));
        });
}

TEST_P(Lists, TextIsOrderedByteByByte) {
    expect_order(df::list<Entry>().order_by(df::asc(field<&Entry::title>)), [](const auto& x, const auto& y) {
        return first_of(x.id.value, y.id.value, compare(x.title, y.title));
    });
    expect_order(df::list<Entry>().order_by(df::desc(field<&Entry::title>), df::asc(field<&Entry::id>)),
                 [](const auto& x, const auto& y) {
                     return first_of(x.id.value, y.id.value, compare(y.title, x.title));
                 });
}

TEST_P(Lists, TimesNumbersAndMixedDirections) {
    expect_order(df::list<Entry>().order_by(df::desc(field<&Entry::moment>), df::asc(field<&Entry::weight>)),
                 [](const auto& x, const auto& y) {
                     return first_of(x.id.value, y.id.value, compare(y.moment, x.moment),
                                     compare(x.weight, y.weight));
                 });
    expect_order(df::list<Entry>().order_by(field<&Entry::group>, df::desc(field<&Entry::title>),
                                            field<&Entry::weight>),
                 [](const auto& x, const auto& y) {
                     return first_of(x.id.value, y.id.value, compare(x.group, y.group),
                                     compare(y.title, x.title), compare(x.weight, y.weight));
                 });
    expect_order(df::list<Entry>().order_by(df::desc(df::created_at), field<&Entry::title>),
                 [](const auto& x, const auto& y) {
                     return first_of(x.id.value, y.id.value, compare(y.created_at, x.created_at),
                                     compare(x.title, y.title));
                 });
}

TEST_P(Lists, NullIsTheSmallestUnlessSaidOtherwise) {
    const auto by_rank = [](bool descending, bool nulls_first, bool key_down) {
        return [=](const auto& x, const auto& y) {
            return first_of(key_down ? y.id.value : x.id.value, key_down ? x.id.value : y.id.value,
                            compare(x.rank, y.rank, descending, nulls_first));
        };
    };
    expect_order(df::list<Entry>().order_by(field<&Entry::rank>), by_rank(false, true, false));
    expect_order(df::list<Entry>().order_by(df::desc(field<&Entry::rank>)), by_rank(true, false, true));
    expect_order(df::list<Entry>().order_by(df::asc(field<&Entry::rank>).nulls_last()),
                 by_rank(false, false, false));
    expect_order(df::list<Entry>().order_by(df::desc(field<&Entry::rank>).nulls_first()),
                 by_rank(true, true, true));
    expect_order(df::list<Entry>().order_by(df::asc(field<&Entry::rank>).nulls_first()),
                 by_rank(false, true, false));
    expect_order(df::list<Entry>().order_by(df::desc(field<&Entry::rank>).nulls_last()),
                 by_rank(true, false, true));
}

TEST_P(Lists, SeveralNullableKeysInMixedDirections) {
    expect_order(df::list<Entry>().order_by(df::desc(field<&Entry::rank>).nulls_first(),
                                            df::asc(field<&Entry::tag>).nulls_last(),
                                            df::desc(field<&Entry::day>)),
                 [](const auto& x, const auto& y) {
                     return first_of(y.id.value, x.id.value, compare(x.rank, y.rank, true, true),
                                     compare(x.tag, y.tag, false, false), compare(x.day, y.day, true, false));
                 });
    expect_order(
        df::list<Entry>().order_by(field<&Entry::day>, df::desc(field<&Entry::tag>), field<&Entry::rank>),
        [](const auto& x, const auto& y) {
            return first_of(x.id.value, y.id.value, compare(x.day, y.day, false, true),
                            compare(x.tag, y.tag, true, false), compare(x.rank, y.rank, false, true));
        });
}

TEST_P(Lists, ACompositeKeyMakesAnOrderTotal) {
    std::vector<Pair> pairs;
    for (int i = 0; i < 12; ++i) pairs.push_back({std::string(1, static_cast<char>('a' + i % 3)), i, i % 2});
    db().run(df::bulk_create(pairs));
    const auto list = df::list<Pair>().order_by(field<&Pair::value>);
    const auto all = db().run(list).records;
    std::vector<int> walked;
    auto page = db().run(list.limit(5));
    while (true) {
        for (const auto& p : page.records) walked.push_back(p.b);
        if (!page.next) break;
        page = db().run(list.limit(5).after(*page.next));
    }
    std::vector<int> wanted;
    for (const auto& p : all) wanted.push_back(p.b);
    EXPECT_EQ(walked, wanted);
    EXPECT_TRUE(std::ranges::is_sorted(all, [](const auto& x, const auto& y) {
        return std::tuple{x.value, x.a, x.b} < std::tuple{y.value, y.a, y.b};
    }));
}

TEST_P(Lists, WalkingGoesOnInAFilteredList) {
    const auto list = df::list<Entry>()
                          .where(field<&Entry::group> == 1 && field<&Entry::rank>.not_null())
                          .order_by(df::desc(field<&Entry::rank>));
    const auto all = ids(db().run(list).records);
    std::vector<std::int64_t> walked;
    std::optional<df::cursor> at;
    for (int guard = 0; guard < 50; ++guard) {
        const auto page = at ? db().run(list.limit(3).after(*at)) : db().run(list.limit(3));
        for (const auto id : ids(page.records)) walked.push_back(id);
        at = page.next;
        if (!at) break;
    }
    EXPECT_EQ(walked, all);
    EXPECT_GT(all.size(), 5U);
}

TEST_P(Lists, RecordsThatComeAndGoBetweenPagesDoNotMoveOthers) {
    const auto list = df::list<Entry>().order_by(field<&Entry::group>).limit(10);
    const auto first = db().run(list);
    const auto second = ids(db().run(list.after(*first.next)).records);
    db().run(df::erase<Entry>(first.records[3].id));
    db().run(df::create(Entry{.group = -5}));
    EXPECT_EQ(ids(db().run(list.after(*first.next)).records), second);
    db().run(df::erase<Entry>(first.records.back().id)); // the very record that the cursor stands on
    EXPECT_EQ(ids(db().run(list.after(*first.next)).records), second);
}

TEST_P(Lists, ACursorOfAnotherListOrADamagedOneIsRefused) {
    const auto list = df::list<Entry>().order_by(field<&Entry::title>).limit(3);
    const auto next = *db().run(list).next;
    EXPECT_NO_THROW(db().run(list.after(next)));
    const auto e = thrown<df::invalid_value>(
        [&] { db().run(df::list<Entry>().order_by(field<&Entry::tag>).limit(3).after(next)); });
    EXPECT_EQ(e.model(), "Entry");
    EXPECT_EQ(e.node(), "list");
    EXPECT_THROW(db().run(df::list<Entry>().order_by(df::desc(field<&Entry::title>)).limit(3).after(next)),
                 df::invalid_value);
    EXPECT_THROW(db().run(df::list<Entry>().limit(3).after(next)), df::invalid_value);
    EXPECT_THROW(db().run(df::list<Pair>().limit(3).after(next)), df::invalid_value);
    EXPECT_THROW(db().run(list.after(df::cursor{})), df::invalid_value);
    EXPECT_THROW((void)df::cursor::parse("not a cursor!"), df::invalid_value);
    for (const auto* text : {"x", "AAAAA", "AB", "AAB"})
        EXPECT_THROW((void)df::cursor::parse(text), df::invalid_value) << text;
    for (const auto* text : {"", "AA", "AAA", "AAAA", "-w"}) EXPECT_EQ(df::cursor::parse(text).text(), text);
    const auto text = next.text();
    for (std::size_t cut = 0; cut < text.size(); cut += 3)
        EXPECT_THROW(db().run(list.after(df::cursor::parse(text.substr(0, cut)))), df::invalid_value) << cut;
    EXPECT_THROW(db().run(list.after(df::cursor::parse(text + "AAAA"))), df::invalid_value);
}

TEST_P(Lists, LimitOffsetAndTheirEdges) {
    const auto all = ids(db().run(df::list<Entry>()).records);
    EXPECT_EQ(ids(db().run(df::list<Entry>().limit(3)).records), (std::vector(all.begin(), all.begin() + 3)));
    EXPECT_EQ(ids(db().run(df::list<Entry>().limit(3).offset(5)).records),
              (std::vector(all.begin() + 5, all.begin() + 8)));
    EXPECT_EQ(ids(db().run(df::list<Entry>().offset(45)).records),
              (std::vector(all.begin() + 45, all.end())));
    EXPECT_TRUE(db().run(df::list<Entry>().offset(1000)).records.empty());
    const auto none = db().run(df::list<Entry>().limit(0));
    EXPECT_TRUE(none.records.empty());
    EXPECT_FALSE(none.next.has_value());
    EXPECT_EQ(db().run(df::list<Entry>().limit(INT64_MAX)).records.size(),
              static_cast<std::size_t>(entry_count));
    EXPECT_FALSE(db().run(df::list<Entry>().limit(entry_count)).next.has_value())
        << "the last page has no next";
    EXPECT_TRUE(db().run(df::list<Entry>().limit(entry_count - 1)).next.has_value());
    EXPECT_FALSE(db().run(df::list<Entry>()).next.has_value());
    for (const std::int64_t bad : {std::int64_t{-1}, INT64_MIN}) {
        EXPECT_THROW(db().run(df::list<Entry>().limit(bad)), df::invalid_value);
        EXPECT_THROW(db().run(df::list<Entry>().offset(bad)), df::invalid_value);
    }
}

TEST_P(Lists, WithTotalCountsAllThatFit) {
    const auto page =
        db().run(df::list<Entry>().where(field<&Entry::group> == 0).limit(4).offset(2).with_total());
    EXPECT_EQ(page.records.size(), 4U);
    EXPECT_EQ(page.total, 16);
    EXPECT_FALSE(db().run(df::list<Entry>().limit(4)).total.has_value());
    EXPECT_EQ(db().run(df::list<Entry>().where(field<&Entry::group> == 9).with_total()).total, 0);
    const auto later =
        db().run(df::list<Entry>().where(field<&Entry::group> == 0).limit(4).with_total().after(*page.next));
    EXPECT_EQ(later.total, 16) << "the whole list, not what is left of it";
}

// --- streams -----------------------------------------------------------------------------------

TEST_P(Lists, AStreamGivesEveryRecordInOrder) {
    std::vector<Entry> many(10'000 - entry_count);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].group = static_cast<int>(i);
        many[i].title = "row " + std::to_string(i);
    }
    db().run(df::bulk_create(many));
    std::int64_t last = 0;
    int n = 0;
    for (const auto& e : db().stream(df::list<Entry>())) {
        EXPECT_GT(e.id.value, last);
        last = e.id.value;
        ++n;
    }
    EXPECT_EQ(n, 10'000);
    n = 0;
    std::string text;
    for (const auto& e : db().stream(df::list<Entry>()
                                         .where(field<&Entry::title>.starts_with("row 99"))
                                         .order_by(df::desc(field<&Entry::group>))
                                         .limit(30))) {
        if (n++ == 0) text = e.title;
    }
    EXPECT_EQ(n, 30);
    EXPECT_EQ(text, "row 9952");
}

TEST_P(Lists, AStreamOfNothingEndsAtOnce) {
    for ([[maybe_unused]] const auto& e : db().stream(df::list<Entry>().where(field<&Entry::group> == 77)))
        ADD_FAILURE();
    auto unused = db().stream(df::list<Entry>()); // never begun
    (void)unused;
}

TEST_P(Lists, AStreamLeftEarlyFreesItsConnection) {
    for (int round = 0; round < 40; ++round) { // more often than the pool has connections
        int n = 0;
        for ([[maybe_unused]] const auto& e : db().stream(df::list<Entry>()))
            if (++n == 3) break;
    }
    EXPECT_EQ(db().run(df::update<Entry>(1, field<&Entry::group> = 5)).group, 5);
}

TEST_P(Lists, AnExceptionInTheLoopFreesTheConnection) {
    struct stop {};
    for (int round = 0; round < 40; ++round)
        EXPECT_THROW(
            {
                for (const auto& e : db().stream(df::list<Entry>()))
                    if (e.group == 1) throw stop{};
            },
            stop);
    EXPECT_EQ(db().run(df::count<Entry>()), entry_count);
    db().run(df::create(Entry{}));
}

TEST_P(Lists, AStreamInATransactionSeesWhatItWrote) {
    struct stop {};
    EXPECT_THROW(db().transaction([&](auto& tx) {
        tx.run(df::create(Entry{.group = 55}));
        int n = 0;
        for (const auto& e : tx.stream(df::list<Entry>())) n += e.group == 55 ? 100 : 1;
        EXPECT_EQ(n, entry_count + 100);
        for ([[maybe_unused]] const auto& e : tx.stream(df::list<Entry>())) break;
        tx.run(df::create(Entry{.group = 56}));
        throw stop{};
    }),
                 stop);
    EXPECT_EQ(db().run(df::count<Entry>()), entry_count);
}

TEST_P(Lists, ABadLimitInAStreamIsRefused) {
    EXPECT_THROW((void)db().stream(df::list<Entry>().limit(-1)), df::invalid_value);
    EXPECT_EQ(db().run(df::count<Entry>()), entry_count);
}

} // namespace
