// Small things that one writes every day: times that are moved, values in braces, pages as ranges, counts of
// joins.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <dataflow/functions.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;
using namespace std::chrono_literals;
using std::chrono::microseconds;

struct Course {
    df::id<Course> id{};
    std::string name;
    df::timestamp starts{};
    std::optional<df::timestamp> ends{};
    std::chrono::minutes length{};
    std::optional<std::chrono::seconds> pause{};
    df::date born{};
    df::decimal<6, 2> fee{};
    int seats = 0;
    std::vector<std::chrono::seconds> gaps;
};

class EverydayOn : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(EverydayOn);

using courses = df::database<Course>;

df::timestamp at(df::date day, microseconds time = {}) {
    return df::timestamp{std::chrono::sys_days{day}} + time;
}

const std::vector<Course>& samples() {
    static const std::vector<Course> all = [] {
        std::vector<Course> out;
        using namespace std::chrono;
        const df::date days[]{2024y / 2 / 28,  1969y / 12 / 31, 1970y / 1 / 1, 1y / 1 / 1,
                              9999y / 12 / 20, 2023y / 12 / 31, 1582y / 10 / 4};
        const microseconds times[]{0us, 1us, 86399999999us, 7h + 14min + 59s + 999999us, 12h};
        const minutes lengths[]{0min, 10min, 120min, 43201min, 1440min};
        int n = 0;
        for (const auto d : days)
            for (const auto t : times) {
                Course c;
                c.name = "c" + std::to_string(n);
                c.starts = at(d, t);
                if (n % 3 != 0) c.ends = c.starts + minutes{n % 4 * 30};
                c.length = d.year() > 9000y ? minutes{n} : lengths[n % 5];
                if (n % 4 != 0) c.pause = seconds{n};
                c.born = d;
                c.fee = n % 2 != 0   ? df::decimal<6, 2>{"71.5"_dec}
                        : n % 3 != 0 ? df::decimal<6, 2>{"70"_dec}
                                     : df::decimal<6, 2>{"0.25"_dec};
                c.seats = n % 5;
                c.gaps = {seconds{n}, minutes{2}};
                out.push_back(std::move(c));
                ++n;
            }
        return out;
    }();
    return all;
}

template <class P>
std::int64_t truth(P&& p) {
    return std::ranges::count_if(samples(), p);
}

TEST_P(EverydayOn, ValuesInBracesNeedNoCommonType) {
    courses db{url()};
    db.run(df::bulk_create(samples()));
    const auto count = [&](const auto& p) { return db.run(df::count<Course>().where(p)); };
    EXPECT_EQ(count(field<&Course::fee>.in({"71.5"_dec, "70"_dec})),
              truth([](const Course& c) { return c.fee == "71.5"_dec || c.fee == "70"_dec; }));
    EXPECT_EQ(count(field<&Course::fee>.not_in({"71.5"_dec, "0.25"_dec})),
              truth([](const Course& c) { return c.fee == "70"_dec; }));
    EXPECT_EQ(count(field<&Course::length>.in({10min, 2h})),
              truth([](const Course& c) { return c.length == 10min || c.length == 2h; }));
    EXPECT_EQ(count(field<&Course::length>.in({10min, 43201min})),
              truth([](const Course& c) { return c.length == 10min || c.length == 43201min; }));
    EXPECT_EQ(count(field<&Course::gaps>.any_of({3s, 2min})), std::ssize(samples()));
    EXPECT_EQ(count(field<&Course::gaps>.any_of({3s, 1h, 4s})), 2);
    EXPECT_EQ(count(field<&Course::seats>.in({1, 2L})),
              truth([](const Course& c) { return c.seats == 1 || c.seats == 2; }));
    EXPECT_EQ(count(field<&Course::name>.in({"c1", std::string{"c2"}})), 2);
    EXPECT_EQ(count(field<&Course::seats>.in({})), 0);
}

TEST_P(EverydayOn, TimesAreMovedByExpressions) {
    courses db{url()};
    db.run(df::bulk_create(samples()));
    const auto starts = field<&Course::starts>;
    const auto length = field<&Course::length>;
    const auto column = [&](const auto& e) {
        return db.run(df::select(e).template from<Course>().order_by(field<&Course::id>));
    };
    const auto forth = column(starts + length);
    const auto swapped = column(length + starts);
    const auto paused = column(starts + field<&Course::pause>);
    const auto triple = column(length * 3);
    const auto seats = column(field<&Course::seats> * length);
    const auto doubled = column(2 * field<&Course::pause>);
    for (std::size_t i = 0; i < samples().size(); ++i) {
        const auto& c = samples()[i];
        EXPECT_EQ(forth[i], c.starts + c.length) << i;
        EXPECT_EQ(swapped[i], c.starts + c.length) << i;
        EXPECT_EQ(paused[i], c.pause ? std::optional{c.starts + *c.pause} : std::nullopt) << i;
        EXPECT_EQ(triple[i], c.length * 3) << i;
        EXPECT_EQ(seats[i], c.length * c.seats) << i;
        EXPECT_EQ(doubled[i], c.pause ? std::optional{*c.pause * 2} : std::nullopt) << i;
    }
    const auto later = df::list<Course>().where(starts > at(std::chrono::year{1000} / 1 / 1));
    EXPECT_EQ(db.run(df::count<Course>().where(starts > at(std::chrono::year{1000} / 1 / 1) &&
                                               starts - length < starts - 1h)),
              truth([](const Course& c) {
                  return c.starts > at(std::chrono::year{1000} / 1 / 1) && c.length > 1h;
              }));
    EXPECT_GT(db.run(later).size(), 5U);

    // Days.
    const auto days =
        db.run(df::select(field<&Course::born> + std::chrono::days{3}).order_by(field<&Course::id>));
    const auto weeks = db.run(df::select(field<&Course::born> - std::chrono::weeks{1})
                                  .where(field<&Course::born> > std::chrono::year{1000} / 1 / 1)
                                  .order_by(field<&Course::id>));
    std::size_t at_week = 0;
    for (std::size_t i = 0; i < samples().size(); ++i) {
        const auto born = std::chrono::sys_days{samples()[i].born};
        EXPECT_EQ(days[i], df::date{born + std::chrono::days{3}}) << i;
        if (samples()[i].born > std::chrono::year{1000} / 1 / 1) {
            EXPECT_EQ(weeks.at(at_week++), df::date{born - std::chrono::weeks{1}}) << i;
        }
    }
    EXPECT_THROW(db.run(df::select(field<&Course::born> + std::chrono::days{13})), df::invalid_value);
    EXPECT_THROW(db.run(df::select(field<&Course::born> - std::chrono::days{1})), df::invalid_value);
    EXPECT_THROW(db.run(df::select(length * INT64_MAX)), df::invalid_value);
}

TEST_P(EverydayOn, TimesAreAssignedMoved) {
    courses db{url()};
    auto one = samples()[0];
    one.length = 90min;
    const auto made = db.run(df::create(one));
    auto now = db.run(df::update<Course>(made.id, field<&Course::starts> += 1h,
                                         field<&Course::born> += std::chrono::weeks{1},
                                         field<&Course::length> *= 2));
    EXPECT_EQ(now.starts, one.starts + 1h);
    EXPECT_EQ(now.born, df::date{std::chrono::sys_days{one.born} + std::chrono::weeks{1}});
    EXPECT_EQ(now.length, 180min);
    now = db.run(df::update<Course>(made.id, field<&Course::starts> -= field<&Course::length>,
                                    field<&Course::born> -= std::chrono::days{7}));
    EXPECT_EQ(now.starts, one.starts + 1h - 180min);
    EXPECT_EQ(now.born, one.born);
}

TEST_P(EverydayOn, SeveralUnitsTogether) {
    courses db{url()};
    db.run(df::bulk_create(samples()));
    const auto first = at(std::chrono::year{1} / 1 / 1);
    const auto cut = [&](df::timestamp t, microseconds step) { return t - (t - first) % step; };
    const auto column = [&](const auto& e) { return db.run(df::select(e).order_by(field<&Course::id>)); };
    const auto quarters = column(df::truncate<df::unit::minute, 15>(field<&Course::starts>));
    const auto sevens = column(df::truncate<df::unit::second, 7>(field<&Course::starts>));
    const auto shifts = column(df::truncate<df::unit::hour, 8>(field<&Course::ends>));
    const auto fortnights = column(df::truncate<df::unit::week, 2>(field<&Course::starts>));
    const auto days = column(df::truncate<df::unit::day, 10>(field<&Course::born>));
    for (std::size_t i = 0; i < samples().size(); ++i) {
        const auto& c = samples()[i];
        EXPECT_EQ(quarters[i], cut(c.starts, 15min)) << i;
        EXPECT_EQ(sevens[i], cut(c.starts, 7s)) << i;
        EXPECT_EQ(shifts[i], c.ends ? std::optional{cut(*c.ends, 8h)} : std::nullopt) << i;
        EXPECT_EQ(fortnights[i], cut(c.starts, std::chrono::weeks{2})) << i;
        EXPECT_EQ(days[i],
                  df::date{std::chrono::floor<std::chrono::days>(cut(at(c.born), std::chrono::days{10}))})
            << i;
    }
    // By groups.
    std::map<df::timestamp, std::int64_t> truth;
    for (const auto& c : samples()) ++truth[cut(c.starts, 6h)];
    std::map<df::timestamp, std::int64_t> found;
    const auto step = df::truncate<df::unit::hour, 6>(field<&Course::starts>);
    for (const auto& row : db.run(df::aggregate<Course>()
                                      .group_by(step.as<"step">())
                                      .select(df::count().as<"n">())
                                      .order_by(step)))
        found[row["step"_n]] = row["n"_n];
    EXPECT_EQ(found, truth);
}

TEST_P(EverydayOn, APageIsARange) {
    courses db{url()};
    db.run(df::bulk_create({samples()[0], samples()[1], samples()[2]})); // a few, in braces
    std::vector<std::string> names;
    for (auto& c : db.run(df::list<Course>().order_by(field<&Course::name>)))
        names.push_back(std::move(c.name));
    EXPECT_EQ(names, (std::vector<std::string>{"c0", "c1", "c2"}));
    const auto page = db.run(df::list<Course>().order_by(df::desc(field<&Course::name>)).limit(2));
    EXPECT_EQ(page.size(), 2U);
    EXPECT_FALSE(page.empty());
    EXPECT_EQ(page.front().name, "c2");
    EXPECT_EQ(page[1].name, "c1");

    const auto none = db.run(df::list<Course>().limit(0).with_total());
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.total, 3);
    EXPECT_FALSE(none.next);
    EXPECT_THROW(db.run(df::list<Course>().limit(-1)), df::invalid_value);
}

TEST_P(EverydayOn, ASelectOfSeveralValuesGivesRowsWithNames) {
    courses db{url()};
    db.run(df::bulk_create(samples()));
    const auto rows = db.run(df::select(field<&Course::name>, (field<&Course::seats> * 2).as<"twice">())
                                 .order_by(field<&Course::id>));
    ASSERT_EQ(rows.size(), samples().size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i]["name"_n], samples()[i].name);
        EXPECT_EQ(rows[i]["twice"_n], samples()[i].seats * 2);
    }
}

TEST_P(EverydayOn, GroupsAreChosenByWhatIsSelected) {
    courses db{url()};
    db.run(df::bulk_create(samples()));
    std::map<int, std::pair<std::int64_t, std::chrono::minutes>> groups;
    for (const auto& c : samples()) {
        ++groups[c.seats].first;
        groups[c.seats].second += c.length;
    }
    const auto by_seats = df::aggregate<Course>()
                              .group_by(field<&Course::seats>)
                              .select(df::count().as<"n">(), df::sum(field<&Course::length>).as<"long">());
    const auto count = [&](const auto& p) { return std::ssize(db.run(by_seats.having(p))); };
    const auto truth_of = [&](const auto& p) {
        return std::ranges::count_if(
            groups, [&](const auto& g) { return p(g.first, g.second.first, g.second.second); });
    };
    EXPECT_EQ(count(df::item<"n"> > 5), truth_of([](int, auto n, auto) { return n > 5; }));
    EXPECT_EQ(count(df::item<"long"> > 48h), truth_of([](int, auto, auto l) { return l > 48h; }));
    EXPECT_EQ(count(df::item<"seats"> >= 2 && !(df::item<"long"> < 10h)),
              truth_of([](int s, auto, auto l) { return s >= 2 && !(l < 10h); }));
    EXPECT_EQ(count(df::item<"seats"> == 2 || df::min(field<&Course::seats>) == 3), 2);
    EXPECT_EQ(count(df::if_set(false, df::item<"n"> != 7)), std::ssize(groups));
    const auto where = by_seats.where(field<&Course::name> != "c0")
                           .having(df::item<"seats"> != 1)
                           .order_by(df::item<"seats">);
    EXPECT_EQ(db.run(where).front()["n"_n], groups[0].first - 1);
}

TEST_P(EverydayOn, JoinsAreCounted) {
    using namespace queries;
    database db{url()};
    const auto all = fill(db, 5);
    std::int64_t in_cities = 0, dear = 0;
    for (const auto& o : all.orders) {
        const auto& c = all.customer_of(o);
        in_cities += c.city_id.has_value();
        dear += c.credit > 20 && o.total > 5;
    }
    EXPECT_EQ(db.run(df::count(df::list<Order>().join<&Order::customer_id>().join<&Customer::city_id>())),
              in_cities);
    EXPECT_EQ(
        db.run(df::count(df::list<Order>().join<&Order::customer_id>().left_join<&Customer::city_id>())),
        std::ssize(all.orders));
    EXPECT_EQ(db.run(df::count(df::list<Order>().join<&Order::customer_id>().where(
                  field<&Customer::credit> > 20 && field<&Order::total> > 5))),
              dear);
    EXPECT_EQ(
        db.run(df::count(df::list<Order>().where(field<&Order::total> > 5).join<&Order::customer_id>())),
        std::ranges::count_if(all.orders, [](const auto& o) { return o.total > 5; }));
    constexpr auto counted = df::count(df::list<Order>().join<&Order::customer_id>());
    static_assert(
        df::sql_of<df::postgres>(counted) ==
        R"(SELECT count(*) FROM "orders" AS t0 JOIN "customers" AS t1 ON t1."id" = t0."customer_id")");
}

TEST_P(EverydayOn, ClausesBehindWithMany) {
    using namespace queries;
    database db{url()};
    const auto all = fill(db, 6);
    const auto in_front = db.run(df::list<Customer>()
                                     .where(field<&Customer::credit> > 5)
                                     .order_by(field<&Customer::name>)
                                     .limit(3)
                                     .with_total()
                                     .with_children<&Order::customer_id>());
    const auto behind = db.run(df::list<Customer>()
                                   .with_children<&Order::customer_id>()
                                   .where(field<&Customer::credit> > 5)
                                   .order_by(field<&Customer::name>)
                                   .limit(3)
                                   .with_total());
    ASSERT_EQ(in_front.size(), behind.size());
    EXPECT_EQ(in_front.total, behind.total);
    for (std::size_t i = 0; i < behind.size(); ++i) {
        EXPECT_EQ(in_front[i].id, behind[i].id);
        EXPECT_EQ(in_front[i].children.size(), behind[i].children.size());
    }
    const auto second = db.run(df::list<Customer>().with_children<&Order::customer_id>().offset(1).limit(1));
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second.front().id, all.customers[1].id);
}

} // namespace
