// Frames of windows against a plain C++ evaluation of the same rules, by rows, values and groups.
#include "support/fixture.hpp"

#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Sale {
    df::id<Sale> id{};
    int shop = 0;
    int key = 0;
    std::optional<int> maybe_key{};
    int amount = 0;
    std::optional<int> tip{};
    double factor = 0;
    df::decimal<10, 2> price{};
    df::timestamp at{};
    df::date day{};
    std::chrono::seconds took{};
};
using database = df::database<Sale>;
using sale = df::record<Sale>;

std::vector<sale> fill(database& db, unsigned seed) {
    std::mt19937 random{seed};
    const auto upto = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int i = 0; i < 50; ++i) {
        Sale s{.shop = upto(3), .key = upto(12), .amount = upto(50) - 20, .factor = upto(100) / 7.0};
        if (upto(4) != 0) s.maybe_key = upto(9);
        if (upto(3) != 0) s.tip = upto(5);
        s.price = df::decimal<10, 2>::from_units(upto(900));
        s.at = df::timestamp{std::chrono::hours{24 * 18000 + upto(30)}};
        s.day = df::date{std::chrono::sys_days{std::chrono::days{18000 + upto(20)}}};
        s.took = std::chrono::seconds{upto(40)};
        db.run(df::create(s));
    }
    return db.run(df::list<Sale>()).records;
}

struct Framed {
    df::id<Sale> id{};
    std::int64_t rows{};
    std::optional<std::int64_t> amount{}, tips{};
    std::optional<df::decimal<18, 2>> price{};
    std::optional<double> factors{}, mean{};
    std::optional<int> first{}, last{}, least{};
    bool operator==(const Framed&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Framed& f) {
    return out << f.id.value << ": " << f.rows << ' ' << f.amount.value_or(-1) << ' '
               << f.factors.value_or(-1) << ' ' << f.mean.value_or(-1);
}

/// What a frame is: how far it goes back and ahead, in rows, values or groups; nothing: to the end.
struct wanted_frame {
    char mode = 'r';
    std::optional<double> back{}, ahead{}; ///< a negative one is on the other side
    char without = ' ';                    ///< 'c': the row, 'g': its group, 't': its ties
};

/// The rows in each frame, in order. Key: the ordering key as a number; nothing for NULL, which is the
/// smallest.
template <class Key>
std::vector<Framed> evaluate(const std::vector<sale>& all, const wanted_frame& frame, bool descending,
                             Key key) {
    std::map<int, std::vector<sale>> shops;
    for (const auto& s : all) shops[s.shop].push_back(s);
    std::vector<Framed> out;
    for (auto& [_, rows] : shops) {
        std::ranges::stable_sort(rows, [&](const auto& a, const auto& b) {
            return descending ? key(b) < key(a) : key(a) < key(b);
        });
        std::vector<int> group;
        for (std::size_t i = 0; i < rows.size(); ++i)
            group.push_back(i == 0 ? 0 : group.back() + (key(rows[i - 1]) == key(rows[i]) ? 0 : 1));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            Framed f{.id = rows[i].id};
            std::size_t means = 0;
            for (std::size_t j = 0; j < rows.size(); ++j) {
                double distance = 0; // of row j, ahead of row i
                if (frame.mode == 'r') distance = static_cast<double>(j) - static_cast<double>(i);
                else if (frame.mode == 'g') distance = group[j] - group[i];
                else if (!key(rows[i]) || !key(rows[j])) {
                    if (group[i] == group[j]) distance = 0;
                    else distance = (j > i ? 1 : -1) * 1e18;
                } else distance = (descending ? -1 : 1) * (*key(rows[j]) - *key(rows[i]));
                // Those that are NULL are each other's equals, and no distance away.
                const bool null_range = frame.mode == 'v' && !key(rows[i]);
                if (frame.back && (null_range ? group[j] < group[i] : distance < -*frame.back)) continue;
                if (frame.ahead && (null_range ? group[j] > group[i] : distance > *frame.ahead)) continue;
                const bool same = group[i] == group[j];
                if ((frame.without == 'c' && i == j) || (frame.without == 'g' && same) ||
                    (frame.without == 't' && same && i != j))
                    continue;
                const auto& r = rows[j];
                f.amount = f.amount.value_or(0) + r.amount;
                if (r.tip) f.tips = f.tips.value_or(0) + *r.tip;
                f.price = df::decimal<18, 2>::from_units((f.price ? f.price->units() : 0) + r.price.units());
                f.factors = f.rows == 0 ? r.factor : *f.factors + r.factor;
                ++means;
                f.mean = *f.factors / static_cast<double>(means);
                if (f.rows == 0) f.first = r.amount;
                f.last = r.amount;
                f.least = std::min(f.least.value_or(r.amount), r.amount);
                ++f.rows;
            }
            out.push_back(f);
        }
    }
    std::ranges::sort(out, {}, [](const auto& f) { return f.id.value; });
    return out;
}

/// `exact`: the order within a frame is known, so that sums of real numbers and the first and the last are.
template <class Order, class Frame>
std::vector<Framed> ask(database& db, const Order& order, const Frame& frame, bool exact) {
    const auto over = [&](const auto& f) {
        return f.over(df::partition_by(field<&Sale::shop>), order, frame);
    };
    auto out = db.run(df::select<Framed>(field<&Sale::id>, over(df::count()).template as<"rows">(),
                                         over(df::sum(field<&Sale::amount>)).template as<"amount">(),
                                         over(df::sum(field<&Sale::tip>)).template as<"tips">(),
                                         over(df::sum(field<&Sale::price>)).template as<"price">(),
                                         over(df::sum(field<&Sale::factor>)).template as<"factors">(),
                                         over(df::avg(field<&Sale::factor>)).template as<"mean">(),
                                         over(df::first_value(field<&Sale::amount>)).template as<"first">(),
                                         over(df::last_value(field<&Sale::amount>)).template as<"last">(),
                                         over(df::min(field<&Sale::amount>)).template as<"least">())
                          .order_by(field<&Sale::id>));
    if (!exact)
        for (auto& f : out) f.first = f.last = std::nullopt;
    return out;
}
void expect_same(std::vector<Framed> found, std::vector<Framed> wanted, bool exact) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (!exact) {
            wanted[i].first = wanted[i].last = std::nullopt;
            if (found[i].factors && wanted[i].factors) {
                EXPECT_NEAR(*found[i].factors, *wanted[i].factors, 1e-9);
                EXPECT_NEAR(*found[i].mean, *wanted[i].mean, 1e-9);
                found[i].factors = wanted[i].factors;
                found[i].mean = wanted[i].mean;
            }
        }
        EXPECT_EQ(found[i], wanted[i]) << i;
    }
}

class Frames : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Frames);

TEST_P(Frames, ByRows) {
    database db{url()};
    const auto all = fill(db, 1);
    const auto order = df::order_by(field<&Sale::key>, field<&Sale::id>);
    const auto key = [](const sale& s) {
        return std::optional{s.key * 1000.0 + static_cast<double>(s.id.value)};
    };
    const auto check = [&](const auto& frame, const wanted_frame& wanted) {
        expect_same(ask(db, order, frame, true), evaluate(all, wanted, false, key), true);
    };
    check(df::rows_between(df::preceding(3), df::current_row), {'r', 3, 0});
    check(df::rows_between(df::unbounded_preceding, df::current_row), {'r', {}, 0});
    check(df::rows_between(df::current_row, df::unbounded_following), {'r', 0, {}});
    check(df::rows_between(df::preceding(4), df::preceding(2)), {'r', 4, -2});
    check(df::rows_between(df::following(1), df::following(100)), {'r', -1, 100});
    check(df::rows_between(df::preceding(2), df::following(2)).exclude_current_row(), {'r', 2, 2, 'c'});
    check(df::rows_between(df::preceding(1), df::preceding(3)), {'r', 1, -3}); // empty
    EXPECT_THROW(
        (void)df::sum(field<&Sale::amount>).over(order, df::rows_between(df::preceding(-1), df::current_row)),
        df::invalid_value);
}

TEST_P(Frames, ByValuesAndGroups) {
    database db{url()};
    const auto all = fill(db, 2);
    const auto key = [](const sale& s) { return std::optional<double>{s.key}; };
    const auto check = [&](const auto& order, const auto& frame, const wanted_frame& wanted, bool descending,
                           const auto& by) {
        expect_same(ask(db, order, frame, false), evaluate(all, wanted, descending, by), false);
    };
    const auto up = df::order_by(field<&Sale::key>);
    const auto down = df::order_by(df::desc(field<&Sale::key>));
    check(up, df::range_between(df::preceding(2), df::following(1)), {'v', 2, 1}, false, key);
    check(down, df::range_between(df::preceding(2), df::following(1)), {'v', 2, 1}, true, key);
    check(up, df::range_between(df::current_row, df::unbounded_following).exclude_ties(), {'v', 0, {}, 't'},
          false, key);
    check(up, df::range_between(df::preceding(5), df::preceding(2)), {'v', 5, -2}, false, key);
    check(up, df::groups_between(df::preceding(1), df::following(1)), {'g', 1, 1}, false, key);
    check(down, df::groups_between(df::preceding(2), df::current_row).exclude_group(), {'g', 2, 0, 'g'}, true,
          key);
    check(up, df::groups_between(df::following(1), df::unbounded_following), {'g', -1, {}}, false, key);

    // NULL is at one end, and each other's equal.
    const auto maybe = [](const sale& s) {
        return s.maybe_key ? std::optional<double>{*s.maybe_key} : std::nullopt;
    };
    check(df::order_by(field<&Sale::maybe_key>), df::range_between(df::preceding(2), df::following(2)),
          {'v', 2, 2}, false, maybe);
    check(df::order_by(df::desc(field<&Sale::maybe_key>)),
          df::range_between(df::preceding(1), df::following(3)), {'v', 1, 3}, true, maybe);

    // Times by durations, and other kinds of numbers.
    check(df::order_by(field<&Sale::at>),
          df::range_between(df::preceding(std::chrono::hours{3}), df::following(std::chrono::minutes{60})),
          {'v', 3, 1}, false, [](const sale& s) {
              return std::optional{static_cast<double>(
                  std::chrono::floor<std::chrono::hours>(s.at.time_since_epoch()).count())};
          });
    check(df::order_by(df::desc(field<&Sale::day>)),
          df::range_between(df::preceding(std::chrono::days{2}), df::current_row), {'v', 2, 0}, true,
          [](const sale& s) {
              return std::optional{
                  static_cast<double>(std::chrono::sys_days{s.day}.time_since_epoch().count())};
          });
    check(df::order_by(field<&Sale::took>),
          df::range_between(df::preceding(std::chrono::seconds{5}),
                            df::following(std::chrono::milliseconds{1500})),
          {'v', 5, 1.5}, false,
          [](const sale& s) { return std::optional{static_cast<double>(s.took.count())}; });
    check(df::order_by(field<&Sale::factor>), df::range_between(df::preceding(1.5), df::following(1.2F)),
          {'v', 1.5, 1.2F}, false, [](const sale& s) { return std::optional{s.factor}; });
    check(df::order_by(field<&Sale::price>),
          df::range_between(df::preceding(df::decimal<10, 2>{"1.25"}), df::following(1)), {'v', 125, 100},
          false, [](const sale& s) { return std::optional{static_cast<double>(s.price.units())}; });
    check(df::order_by(field<&Sale::price>),
          df::range_between(df::preceding("0.5"_dec), df::following("1.25"_dec)), {'v', 50, 125}, false,
          [](const sale& s) { return std::optional{static_cast<double>(s.price.units())}; });
}

} // namespace
