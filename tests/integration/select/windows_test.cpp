// Windows against a plain C++ evaluation of the same rules: NULLs, ties, decimals, groups.
#include "support/fixture.hpp"

#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace {

namespace df = dataflow;
using namespace df::literals;
using df::field;

struct Sale {
    df::id<Sale> id{};
    std::string shop;
    int day = 0;
    int amount = 0;
    std::optional<int> tip{};
    df::decimal<10, 2> price{};
    std::optional<df::decimal<6, 3>> weight{};
    double factor = 0;
    std::optional<std::string> note{};
    std::chrono::seconds took{};
};
using database = df::database<Sale>;
using sale = df::record<Sale>;

std::vector<sale> fill(database& db, unsigned seed, int rows = 60) {
    std::mt19937 random{seed};
    const auto upto = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<sale> all;
    for (int i = 0; i < rows; ++i) {
        Sale s{.shop = std::string(1, static_cast<char>('a' + upto(4))),
               .day = upto(8),
               .amount = upto(50) - 20};
        if (upto(3) != 0) s.tip = upto(5);
        s.price = df::decimal<10, 2>::from_units(upto(9000));
        if (upto(2) != 0) s.weight = df::decimal<6, 3>::from_units(upto(9000));
        s.factor = upto(100) / 7.0;
        if (upto(2) != 0) s.note = std::string{"n"} + std::to_string(upto(3));
        s.took = std::chrono::seconds{upto(4000)};
        all.push_back(db.run(df::create(s)));
    }
    return all;
}

/// The rows of each shop, ordered.
template <class Less>
std::map<std::string, std::vector<sale>> by_shop(const std::vector<sale>& all, Less less) {
    std::map<std::string, std::vector<sale>> out;
    for (const auto& s : all) out[s.shop].push_back(s);
    for (auto& [_, rows] : out) std::ranges::stable_sort(rows, less);
    return out;
}

constexpr auto by_day = [](const sale& a, const sale& b) {
    return std::tuple(a.day, a.id.value) < std::tuple(b.day, b.id.value);
};

class Windows : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Windows);

struct Running {
    df::id<Sale> id{};
    std::int64_t total{};
    std::optional<std::int64_t> tips{};
    std::int64_t tipped{};
    df::decimal<18, 2> price{};
    std::optional<df::decimal<18, 3>> weight{};
    double factors{};
    std::chrono::duration<std::int64_t> took{};
    int least{};
    std::optional<int> most_tip{};
    auto operator<=>(const Running&) const = default;
};

struct Means {
    df::id<Sale> id{};
    df::decimal<18, 8> mean{};
    double so_far{};
    std::int64_t rows{}, all{};
    std::optional<std::int64_t> late{};
    double off{};
};
struct Ranks {
    df::id<Sale> id{};
    std::int64_t number{}, place{}, dense{};
};
struct Others {
    df::id<Sale> id{};
    std::optional<int> before{};
    std::int64_t two_before{};
    std::optional<df::decimal<6, 3>> weight_behind{};
    df::decimal<12, 4> price_behind{};
    std::string name_before;
    std::int64_t day_before{};
    df::decimal<10, 2> first{};
    std::optional<std::string> last{};
};
struct PerDay {
    int day{};
    std::int64_t amount{}, total{};
    std::int64_t place{};
};
struct Scaled {
    std::int64_t amount{}, tripled{};
    df::id<Sale> id{};
};

TEST_P(Windows, RunningAggregates) {
    database db{url()};
    const auto all = fill(db, 1);
    const auto window =
        std::tuple(df::partition_by(field<&Sale::shop>), df::order_by(field<&Sale::day>, field<&Sale::id>));
    const auto over = [&](const auto& f) { return f.over(std::get<0>(window), std::get<1>(window)); };
    const auto found =
        db.run(df::select<Running>(field<&Sale::id>, over(df::sum(field<&Sale::amount>)).as<"total">(),
                                   over(df::sum(field<&Sale::tip>)).as<"tips">(),
                                   over(df::count(field<&Sale::tip>)).as<"tipped">(),
                                   over(df::sum(field<&Sale::price>)).as<"price">(),
                                   over(df::sum(field<&Sale::weight>)).as<"weight">(),
                                   over(df::sum(field<&Sale::factor>)).as<"factors">(),
                                   over(df::sum(field<&Sale::took>)).as<"took">(),
                                   over(df::min(field<&Sale::amount>)).as<"least">(),
                                   over(df::max(field<&Sale::tip>)).as<"most_tip">())
                   .order_by(field<&Sale::shop>, field<&Sale::day>, field<&Sale::id>));
    std::vector<Running> wanted;
    for (const auto& [shop, rows] : by_shop(all, by_day)) {
        Running sum;
        sum.least = 1000;
        for (const auto& s : rows) {
            sum.id = s.id;
            sum.total += s.amount;
            if (s.tip)
                sum.tips = sum.tips.value_or(0) + *s.tip, ++sum.tipped,
                sum.most_tip = std::max(sum.most_tip.value_or(0), *s.tip);
            sum.price = df::decimal<18, 2>{sum.price + s.price};
            if (s.weight)
                sum.weight = df::decimal<18, 3>{sum.weight.value_or(df::decimal<18, 3>{}) + *s.weight};
            sum.factors += s.factor;
            sum.took += s.took;
            sum.least = std::min(sum.least, s.amount);
            wanted.push_back(sum);
        }
    }
    EXPECT_EQ(found, wanted);
}

TEST_P(Windows, MeansAndWholePartitions) {
    database db{url()};
    const auto all = fill(db, 2);
    const auto shop = df::partition_by(field<&Sale::shop>);
    const auto found =
        db.run(df::select<Means>(
                   field<&Sale::id>, df::avg(field<&Sale::price>).over(shop).as<"mean">(),
                   df::avg(field<&Sale::amount>).over(shop, df::order_by(field<&Sale::id>)).as<"so_far">(),
                   df::count().over(shop).as<"rows">(), df::count().over().as<"all">(),
                   df::sum(field<&Sale::amount>).where(field<&Sale::day> > 3).over(shop).as<"late">(),
                   (field<&Sale::amount> - df::avg(field<&Sale::amount>).over(shop)).as<"off">())
                   .order_by(field<&Sale::id>));
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> so_far;
    ASSERT_EQ(found.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::int64_t rows = 0, sum = 0;
        std::optional<std::int64_t> late;
        df::decimal<18, 2> prices{};
        for (const auto& s : all) {
            if (s.shop != all[i].shop) continue;
            ++rows;
            sum += s.amount;
            prices = df::decimal<18, 2>{prices + s.price};
            if (s.day > 3) late = late.value_or(0) + s.amount;
        }
        auto& [n, total] = so_far[all[i].shop];
        ++n;
        total += all[i].amount;
        EXPECT_EQ(found[i].id, all[i].id);
        EXPECT_NEAR(static_cast<double>(found[i].mean),
                    static_cast<double>(prices) / static_cast<double>(rows), 1e-7);
        EXPECT_EQ(found[i].so_far, static_cast<double>(total) / static_cast<double>(n));
        EXPECT_EQ(found[i].rows, rows);
        EXPECT_EQ(found[i].all, static_cast<std::int64_t>(all.size()));
        EXPECT_EQ(found[i].late, late);
        EXPECT_EQ(found[i].off, all[i].amount - static_cast<double>(sum) / static_cast<double>(rows));
    }
}

TEST_P(Windows, RanksOfTiesAndNulls) {
    database db{url()};
    const auto all = fill(db, 3);
    const auto shop = df::partition_by(field<&Sale::shop>);
    const auto found =
        db.run(df::select<Ranks>(field<&Sale::id>,
                                 df::row_number()
                                     .over(shop, df::order_by(df::desc(field<&Sale::day>), field<&Sale::id>))
                                     .as<"number">(),
                                 df::rank().over(shop, df::order_by(field<&Sale::tip>)).as<"place">(),
                                 df::dense_rank()
                                     .over(shop, df::order_by(df::desc(field<&Sale::tip>).nulls_first()))
                                     .as<"dense">())
                   .order_by(field<&Sale::id>));
    ASSERT_EQ(found.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::int64_t number = 1, place = 1;
        std::set<std::optional<int>> above;
        const auto& me = all[i];
        for (const auto& s : all) {
            if (s.shop != me.shop) continue;
            number += std::tuple(-s.day, s.id.value) < std::tuple(-me.day, me.id.value) ? 1 : 0;
            place += s.tip < me.tip ? 1 : 0; // nothing is less than any value
            if (me.tip && (!s.tip || *s.tip > *me.tip)) above.insert(s.tip);
        }
        EXPECT_EQ(found[i].number, number);
        EXPECT_EQ(found[i].place, place);
        EXPECT_EQ(found[i].dense, static_cast<std::int64_t>(above.size()) + 1);
    }
}

TEST_P(Windows, OtherRows) {
    database db{url()};
    const auto all = fill(db, 4);
    const auto shop = df::partition_by(field<&Sale::shop>);
    const auto order = df::order_by(field<&Sale::day>, field<&Sale::id>);
    const auto found = db.run(
        df::select<Others>(
            field<&Sale::id>, df::lag(field<&Sale::amount>).over(shop, order).as<"before">(),
            df::lag<2>(field<&Sale::amount>, -1).over(shop, order).as<"two_before">(),
            df::lead(field<&Sale::weight>, df::decimal<6, 3>{7}).over(shop, order).as<"weight_behind">(),
            df::lead(field<&Sale::price>, df::decimal<8, 4>{"0.1234"}).over(shop, order).as<"price_behind">(),
            df::lag(field<&Sale::shop>, "none").over(shop, order).as<"name_before">(),
            df::lag(field<&Sale::day>, field<&Sale::amount>).over(shop, order).as<"day_before">(),
            df::first_value(field<&Sale::price>).over(shop, order).as<"first">(),
            df::last_value(field<&Sale::note>).over(shop, order).as<"last">())
            .order_by(field<&Sale::shop>, field<&Sale::day>, field<&Sale::id>));
    std::size_t at = 0;
    for (const auto& [shop_name, rows] : by_shop(all, by_day))
        for (std::size_t i = 0; i < rows.size(); ++i, ++at) {
            const auto& f = found.at(at);
            EXPECT_EQ(f.id, rows[i].id);
            EXPECT_EQ(f.before, i == 0 ? std::nullopt : std::optional{rows[i - 1].amount});
            EXPECT_EQ(f.two_before, i < 2 ? -1 : rows[i - 2].amount);
            const bool end = i + 1 == rows.size();
            EXPECT_EQ(f.weight_behind, (end ? std::optional(df::decimal<6, 3>{7}) : rows[i + 1].weight));
            EXPECT_EQ(f.price_behind.str(), end ? "0.1234" : rows[i + 1].price.str() + "00");
            EXPECT_EQ(f.name_before, i == 0 ? "none" : rows[i - 1].shop);
            EXPECT_EQ(f.day_before, i == 0 ? rows[i].amount : rows[i - 1].day);
            EXPECT_EQ(f.first, rows.front().price);
            EXPECT_EQ(f.last, rows.back().note);
        }
    EXPECT_EQ(at, found.size());
}

// An order alone would mean RANGE in SQL: then both rows of a day would have the total of the day.
TEST_P(Windows, EqualRowsAreCountedOneByOne) {
    database db{url()};
    for (const int amount : {1, 1, 1})
        (void)db.run(df::create(Sale{.shop = "a", .day = 1, .amount = amount}));
    auto found = db.run(df::select(df::sum(field<&Sale::amount>).over(df::order_by(field<&Sale::day>))));
    static_assert(std::is_same_v<decltype(found), std::vector<std::int64_t>>);
    std::ranges::sort(found);
    EXPECT_EQ(found, (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_P(Windows, OverGroups) {
    database db{url()};
    const auto all = fill(db, 5);
    const auto found = db.run(
        df::aggregate<Sale>()
            .group_by(field<&Sale::day>)
            .select<PerDay>(
                df::sum(field<&Sale::amount>).as<"amount">(),
                df::sum(df::sum(field<&Sale::amount>)).over(df::order_by(field<&Sale::day>)).as<"total">(),
                df::rank().over(df::order_by(df::desc(df::count()))).as<"place">())
            .having(df::count() > 1)
            .order_by(df::sum(df::sum(field<&Sale::amount>)).over(df::order_by(field<&Sale::day>)),
                      field<&Sale::day>));
    std::map<int, std::pair<std::int64_t, int>> days;
    for (const auto& s : all) days[s.day].first += s.amount, ++days[s.day].second;
    std::erase_if(days, [](const auto& d) { return d.second.second < 2; });
    std::vector<std::tuple<std::int64_t, int, std::int64_t, std::int64_t>> wanted, got;
    std::int64_t total = 0;
    for (const auto& [day, d] : days) {
        total += d.first;
        std::int64_t place = 1;
        for (const auto& [_, other] : days) place += other.second > d.second ? 1 : 0;
        wanted.emplace_back(total, day, d.first, place);
    }
    std::ranges::sort(wanted);
    for (const auto& f : found) got.emplace_back(f.total, f.day, f.amount, f.place);
    EXPECT_EQ(got, wanted);
}

TEST_P(Windows, BoundValuesKeepTheirPlaces) {
    database db{url()};
    const auto all = fill(db, 6);
    const auto found = db.run(
        df::select<Scaled>((field<&Sale::amount> + 1000).as<"amount">(),
                           df::sum(field<&Sale::amount> * 3)
                               .over(df::partition_by(df::case_when(field<&Sale::day> < 4, 1).otherwise(2)))
                               .as<"tripled">(),
                           field<&Sale::id>)
            .where(field<&Sale::amount> > -10)
            .order_by(field<&Sale::id>)
            .limit(20));
    std::size_t at = 0;
    for (const auto& me : all) {
        if (me.amount <= -10 || at == 20) continue;
        std::int64_t sum = 0;
        for (const auto& s : all) sum += s.amount > -10 && (s.day < 4) == (me.day < 4) ? s.amount * 3 : 0;
        EXPECT_EQ(found.at(at).amount, me.amount + 1000);
        EXPECT_EQ(found.at(at).tripled, sum);
        EXPECT_EQ(found.at(at++).id, me.id);
    }
    EXPECT_EQ(at, found.size());
}

TEST_P(Windows, ASumThatDoesNotFitIsRefusedWhereItIsShown) {
    database db{url()};
    for (int i = 0; i < 3; ++i)
        (void)db.run(df::create(Sale{.shop = "a", .day = i, .price = df::decimal<10, 2>{"99999999.99"}}));
    const auto big = field<&Sale::price> * 1000000;
    const auto error = support::thrown<df::invalid_value>(
        [&] { (void)db.run(df::select(df::sum(big * 9000).over(df::order_by(field<&Sale::id>)))); });
    EXPECT_EQ(error.info().node, "select");
}

} // namespace
