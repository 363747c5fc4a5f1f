// What a program may write without a detour: reals beside whole numbers, texts for times, texts of keys,
// history that is imported.
#include "support/fixture.hpp"

#include <dataflow/functions.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Item {
    df::id<Item> id{};
    int n{};
    std::optional<std::int64_t> big{};
    std::int16_t small{};
    double total{};
    df::decimal<18, 0> price{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

struct Slot {
    df::id<Slot> id{};
    df::timestamp at{};
    int n{};
};

class RightPrograms : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(RightPrograms);

TEST_P(RightPrograms, WholeColumnsAreComparedWithReals) {
    df::database<Item> db{url()};
    const std::vector<std::int64_t> wholes{0,
                                           1,
                                           2,
                                           -1,
                                           -2,
                                           (1LL << 53) + 1,
                                           1LL << 53,
                                           -(1LL << 53) - 1,
                                           INT64_MAX,
                                           INT64_MIN,
                                           INT64_MAX - 1023,
                                           1'000'000};
    std::vector<Item> rows{Item{}};
    for (const auto n : wholes) rows.push_back(Item{.big = n});
    db.run(df::bulk_create(rows));
    constexpr auto big = field<&Item::big>;
    const auto check = [&](auto x) {
        const auto count = [&](auto fits) {
            std::int64_t out = 0;
            for (const auto n : wholes)
                out += fits(static_cast<long double>(n), static_cast<long double>(x))
                           ? 1
                           : 0; // which has them all
            return out;
        };
        const auto ask = [&](const auto& p) { return db.run(df::count<Item>().where(p)); };
        EXPECT_EQ(ask(big > x), count([](auto a, auto b) { return a > b; })) << x;
        EXPECT_EQ(ask(big >= x), count([](auto a, auto b) { return a >= b; })) << x;
        EXPECT_EQ(ask(big < x), count([](auto a, auto b) { return a < b; })) << x;
        EXPECT_EQ(ask(big <= x), count([](auto a, auto b) { return a <= b; })) << x;
        EXPECT_EQ(ask(big == x), count([](auto a, auto b) { return a == b; })) << x;
        EXPECT_EQ(ask(big != x), count([](auto a, auto b) { return a != b; }) + 1) << x; // and NULL
        EXPECT_EQ(ask(x > big), count([](auto a, auto b) { return b > a; })) << x;
        EXPECT_EQ(ask(x == big), count([](auto a, auto b) { return a == b; })) << x;
        EXPECT_EQ(ask(!(big > x)), count([](auto a, auto b) { return a <= b; }) + 1) << x;
        EXPECT_EQ(ask(big.between(x, 4e18)), count([](auto a, auto b) { return a >= b && a <= 4e18L; })) << x;
        EXPECT_EQ(ask(big.between(-4e18, x)), count([](auto a, auto b) { return a >= -4e18L && a <= b; }))
            << x;
        EXPECT_EQ(ask(!big.between(x, 4e18)),
                  count([](auto a, auto b) { return !(a >= b && a <= 4e18L); }) + 1)
            << x;
        EXPECT_EQ(ask(!(big == x)), count([](auto a, auto b) { return a != b; }) + 1) << x;
        EXPECT_EQ(ask(!(big != x)), count([](auto a, auto b) { return a == b; })) << x;
        EXPECT_EQ(ask(!(big <= x)), count([](auto a, auto b) { return a > b; }) + 1) << x;
        EXPECT_EQ(ask(big / 2 > x), count([](auto a, auto b) { return std::trunc(a / 2) > b; })) << x;
        // a column that cannot be NULL, and is 0
        const bool zero = x == 0, above = x > 0;
        const auto all = static_cast<std::int64_t>(rows.size());
        EXPECT_EQ(ask(field<&Item::n> == x), zero ? all : 0) << x;
        EXPECT_EQ(ask(field<&Item::n> != x), zero ? 0 : all) << x;
        EXPECT_EQ(ask(field<&Item::n> < x), above ? all : 0) << x;
        EXPECT_EQ(ask(!(field<&Item::n> < x)), above ? 0 : all) << x;
        EXPECT_EQ(ask(field<&Item::n> >= x || field<&Item::total> > 0), above ? 0 : all) << x;
        EXPECT_EQ(ask(!field<&Item::n>.between(x, x)), zero ? 0 : all) << x;
    };
    for (const double x : {0.0, -0.0, 0.5, -0.5, 1.0, 1.5, -1.5, 2.0, 1e-300, 9007199254740992.0,
                           9007199254740994.0, -9007199254740992.0, 999'999.999, 1e6, -0x1p63, 0x1p62})
        check(x);
    check(static_cast<double>(1.5F));
    for (const double x : {1e19, 0x1p63, -1e19, 1e300, -1e300, HUGE_VAL, -HUGE_VAL}) check(x); // and beyond
    check(std::numeric_limits<float>::infinity());
    check(-0x1p63L - 1);
    for (const std::uint64_t x : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 62U,
                                  std::uint64_t{INT64_MAX}, std::uint64_t{1} << 63U, UINT64_MAX})
        check(x);
    for (const double x : {std::nan(""), -std::nan("")}) {
        EXPECT_THROW((void)(big > x), df::invalid_value);
        EXPECT_THROW((void)(big != x), df::invalid_value);
        EXPECT_THROW((void)big.between(0, x), df::invalid_value);
    }
    const auto ask = [&](const auto& p) { return db.run(df::count<Item>().where(p)); };
    const auto all = static_cast<std::int64_t>(rows.size());
    const std::vector<std::uint64_t> some{2, UINT64_MAX, 1'000'000};
    EXPECT_EQ(ask(big.in(some)), 2);
    EXPECT_EQ(ask(big.not_in(some)), all - 2);
    EXPECT_EQ(ask(big.in({UINT64_MAX})), 0);
    EXPECT_EQ(ask(big.not_in({UINT64_MAX})), all);
    // an empty value is NULL, and one beyond 64 bits is not
    using maybe = std::optional<std::uint64_t>;
    for (const auto& [x, equal] :
         {std::pair{maybe{}, 1}, {maybe{2}, 1}, {maybe{3}, 0}, {maybe{UINT64_MAX}, 0}}) {
        EXPECT_EQ(ask(big == x), equal) << x.value_or(0);
        EXPECT_EQ(ask(big != x), all - equal) << x.value_or(0);
        EXPECT_EQ(ask(!(big == x)), all - equal) << x.value_or(0);
        EXPECT_EQ(ask(field<&Item::n> == x), 0) << x.value_or(0);
        EXPECT_EQ(ask(field<&Item::n> != x), all) << x.value_or(0);
        EXPECT_EQ(ask(field<&Item::n> < x), x ? all : 0) << x.value_or(0);
    }
    constexpr auto price = field<&Item::price>; // 0
    EXPECT_EQ(ask(price < UINT64_MAX), all);
    EXPECT_EQ(ask(price == UINT64_MAX), 0);
    EXPECT_EQ(ask(price != maybe{UINT64_MAX}), all);
    EXPECT_EQ(ask(price.between(std::uint64_t{0}, UINT64_MAX)), all);
    EXPECT_EQ(ask(price.in({std::uint64_t{0}, UINT64_MAX})), all);
    EXPECT_EQ(db.run(df::count<Item>().where(big > 1.5F && big < 2.5F)), 1);
}

TEST_P(RightPrograms, WholeColumnsAreReckonedWithReals) {
    df::database<Item> db{url()};
    const auto id = db.run(df::create(Item{.n = 5})).id;
    constexpr auto n = field<&Item::n>;
    const auto one = [&](const auto& e) { return db.run(df::select(e)).at(0); };
    EXPECT_EQ(one(n * 1.5), 7.5);
    EXPECT_EQ(one(1.5 * n), 7.5);
    EXPECT_EQ(one(n + 0.25), 5.25);
    EXPECT_EQ(one(n - 0.25), 4.75);
    EXPECT_EQ(one(0.5 - n), -4.5);
    EXPECT_EQ(one(n / 2.0), 2.5);
    EXPECT_EQ(one(1.0 / n), 0.2);
    EXPECT_EQ(one(n / 2), 2); // whole numbers still give whole numbers
    EXPECT_EQ(db.run(df::count<Item>().where(n * 1.5 > 7.25)), 1);
    EXPECT_THROW((void)one(n / 0.0), df::invalid_value);

    // What is assigned to a column of whole numbers is rounded half away from zero.
    for (const int start : {0, 1, 5, 15, 25, 45, -5, -15, 7, 1'000'003}) {
        for (const double by : {1.1, 0.5, 1.5, -0.5, 0.1, 1.0 / 3, 2.0}) {
            const auto again = [&](auto assignment) {
                db.run(df::update<Item>(id, n = start));
                return db.run(df::update<Item>(id, assignment)).n;
            };
            EXPECT_EQ(again(n *= by), static_cast<int>(std::round(start * by))) << start << " * " << by;
            EXPECT_EQ(again(n /= by), static_cast<int>(std::round(start / by))) << start << " / " << by;
            EXPECT_EQ(again(n += by), static_cast<int>(std::round(start + by))) << start << " + " << by;
            EXPECT_EQ(again(n -= by), static_cast<int>(std::round(start - by))) << start << " - " << by;
            EXPECT_EQ(again(n = n * by + 1), static_cast<int>(std::round(start * by + 1)))
                << start << " * " << by << " + 1";
        }
    }
    // the same of decimals, exactly
    db.run(df::update<Item>(id, n = 25));
    EXPECT_EQ(db.run(df::update<Item>(id, n *= "1.10"_dec)).n, 28);  // 27.5
    EXPECT_EQ(db.run(df::update<Item>(id, n /= "-1.6"_dec)).n, -18); // -17.5
    // and in bulk; out of range, and no number
    db.run(df::update<Item>(id, n = 3, field<&Item::small> = 32'000,
                            field<&Item::big> = (std::int64_t{1} << 53) + 2));
    EXPECT_EQ(db.run(df::bulk_update<Item>(n > 1.5, n *= 1.5, field<&Item::big> *= 2.0)).updated, 1);
    EXPECT_EQ(db.run(df::read<Item>(id)).n, 5);
    EXPECT_EQ(db.run(df::read<Item>(id)).big, (std::int64_t{1} << 54) + 4);
    EXPECT_THROW(db.run(df::update<Item>(id, field<&Item::small> *= 1.1)), df::invalid_value);
    EXPECT_THROW(db.run(df::update<Item>(id, field<&Item::big> *= 1e10)), df::invalid_value);
    EXPECT_THROW(db.run(df::update<Item>(id, n = field<&Item::total> / field<&Item::total>)),
                 df::invalid_value);
    EXPECT_EQ(db.run(df::read<Item>(id)).small, 32'000);
    EXPECT_EQ(db.run(df::update<Item>(id, field<&Item::big> = std::nullopt)).big, std::nullopt);
    EXPECT_EQ(db.run(df::update<Item>(id, field<&Item::big> *= 1.5)).big, std::nullopt);
}

TEST_P(RightPrograms, ArithmeticIsTestedAsAColumnIs) {
    df::database<Item> db{url()};
    db.run(df::bulk_create(
        std::vector<Item>{{.n = 1, .big = 10, .total = 0.5, .price = df::decimal<18, 0>{4}},
                          {.n = 2, .total = 1.5, .price = df::decimal<18, 0>{5}},
                          {.n = 3, .big = INT64_MAX, .total = -2.5, .price = df::decimal<18, 0>{6}}}));
    constexpr auto n = field<&Item::n>;
    constexpr auto big = field<&Item::big>;
    constexpr auto total = field<&Item::total>;
    const auto found = [&](const auto& p) {
        std::vector<int> out;
        for (const auto& r : db.run(df::list<Item>().where(p).order_by(n)).records) out.push_back(r.n);
        return out;
    };
    using rows = std::vector<int>;
    EXPECT_EQ(found((n + 1).in({2, 4, 9})), (rows{1, 3}));
    EXPECT_EQ(found((n * 2).in(std::vector<std::int64_t>{4, INT64_MAX})), (rows{2}));
    EXPECT_EQ(found((n + 1).not_in({2, 4, 9})), (rows{2}));
    EXPECT_EQ(found((10 - n).between(8, 9)), (rows{1, 2}));
    EXPECT_EQ(found((n % 2).between(0, 0.5)), (rows{2}));
    EXPECT_EQ(found((n * 2).between(n + 1, 5)), (rows{1, 2}));
    EXPECT_EQ(found(!(n * 2).between(3, UINT64_MAX)), (rows{1}));
    EXPECT_EQ(found((n + total).in({1.5, 3.5})), (rows{1, 2}));
    EXPECT_EQ(found((field<&Item::price> * "0.5"_dec).in({"2.5"_dec, "3"_dec})), (rows{2, 3}));
    EXPECT_EQ(found((field<&Item::price> * "0.5"_dec).between("2.1"_dec, "2.9"_dec)), (rows{2}));
    EXPECT_EQ(found((big - 1).is_null()), (rows{2}));
    EXPECT_EQ(found((big - 1).not_null()), (rows{1, 3}));
    EXPECT_EQ(found((big - 1).in({9})), (rows{1}));
    EXPECT_EQ(found((big - 1).not_in({9})), (rows{2, 3})); // NULL is none of the values
    EXPECT_EQ(found((n + 1).in(df::select(n))), (rows{1, 2}));
    EXPECT_EQ(found((n + 1).not_in(df::select(n))), (rows{3}));
    // an overflow is seen
    EXPECT_THROW((void)found((big + 1).in({1})), df::invalid_value);
    EXPECT_THROW((void)found((big + 1).is_null()), df::invalid_value);
    EXPECT_THROW((void)found((big + 1).between(-1e300, 1e300)), df::invalid_value);
    const auto twice = db.run(df::select((n * 2).as<"twice">()).where(n > 1).order_by(n));
    EXPECT_EQ(twice, (std::vector<std::int64_t>{4, 6}));
}

TEST_P(RightPrograms, FailedArithmeticNamesTheFieldsThatItIsAssignedTo) {
    df::database<Item, Slot> db{url()};
    const auto id = db.run(df::create(Item{.n = 5, .big = INT64_MAX, .total = -1})).id;
    const auto slot = db.run(df::create(Slot{})).id;
    constexpr auto n = field<&Item::n>;
    constexpr auto total = field<&Item::total>;
    const auto named = [&](const auto& assignment) {
        const auto one =
            support::thrown<df::invalid_value>([&] { db.run(df::update<Item>(id, assignment)); });
        const auto many =
            support::thrown<df::invalid_value>([&] { db.run(df::bulk_update<Item>(n > 0, assignment)); });
        EXPECT_EQ(one.field(), many.field());
        EXPECT_EQ(one.model(), "Item");
        return one.field();
    };
    EXPECT_EQ(named(n /= 0), "n");
    EXPECT_EQ(named(n %= 0), "n");
    EXPECT_EQ(named(n /= 0.0), "n");
    EXPECT_EQ(named(n = n / (n - 5)), "n");
    EXPECT_EQ(named(total /= 0), "total");
    EXPECT_EQ(named(field<&Item::price> /= 0), "price");
    EXPECT_EQ(named(field<&Item::big> += 1), "big");
    EXPECT_EQ(named(total = df::sqrt(total)), "total");
    EXPECT_EQ(named(total = total * 1e-200 * 1e-200), "total");
    EXPECT_EQ(support::thrown<df::invalid_value>([&] {
                  db.run(df::update<Item>(id, n /= 0, field<&Item::small> = 3));
              }).field(),
              "n, small"); // all numbers that are assigned: the database does not say which one it was
    EXPECT_EQ(support::thrown<df::invalid_value>([&] {
                  db.run(df::update<Slot>(slot, field<&Slot::at> += std::chrono::hours{24 * 365 * 20'000},
                                          field<&Slot::n> += 1));
              }).field(),
              "at");
    // nothing is assigned
    EXPECT_EQ(
        support::thrown<df::invalid_value>([&] { db.run(df::count<Item>().where(n / 0 == 1)); }).field(), "");
}

// --- texts for times -------------------------------------------------------------------------------------

struct Visit {
    df::id<Visit> id{};
    std::string who;
    df::timestamp at{};
    std::optional<df::timestamp> left{};
    df::date day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
};
struct Report { // of another program: times are texts
    std::string who, at;
    std::optional<std::string> left{};
    std::string day;
};
struct Reports {
    std::vector<Visit> rows;
    std::vector<std::string> times;
    std::string day;
};
struct Change {
    df::id<Visit> id;
    std::string at, after;
};
struct Shown {
    df::timestamp at;
};

constexpr auto arrive() {
    return df::workflow<Report>(df::node<"visit">(df::create<Visit>()),
                                df::node<"shown">([](const Shown& s) { return s; }),
                                df::wire<"input.who", "visit.who">, df::wire<"input.at", "visit.at">,
                                df::wire<"input.left", "visit.left">, df::wire<"input.day", "visit.day">,
                                df::wire<"input.at", "shown.at">);
}

TEST_P(RightPrograms, TextsOfAWireBecomeTimes) {
    df::database<Visit> db{url()};
    using namespace std::chrono;
    const df::timestamp noon = sys_days{2024y / 1 / 1} + 12h;
    for (const auto& [text, time] : std::vector<std::pair<std::string, df::timestamp>>{
             {"2024-01-01T12:00:00", noon},
             {"2024-01-01T12:00:00.123456", noon + 123456us},
             {"2024-01-01T12:00:00Z", noon},
             {"2024-01-01T12:00:00+05:30", noon - 5h - 30min}}) {
        const auto out = db.run(arrive(), Report{.who = "Al", .at = text, .left = text, .day = "2024-02-29"});
        const auto made = out.get<"visit">();
        EXPECT_EQ(made.at, time) << text;
        EXPECT_EQ(made.left, time) << text;
        EXPECT_EQ(made.day, 2024y / 2 / 29) << text;
        EXPECT_EQ(out.get<"shown">().at, time) << text;
        EXPECT_EQ(db.run(df::count<Visit>().where(field<&Visit::id> == made.id && field<&Visit::at> == time)),
                  1)
            << text;
    }
    EXPECT_EQ(db.run(arrive(), Report{.who = "Bo", .at = "2024-01-01T12:00:00Z", .day = "2024-01-01"})
                  .get<"visit">()
                  .left,
              std::nullopt);
    for (const auto* bad : {"", "yesterday", "2024-02-30T12:00:00Z", "2024-13-01T00:00:00", "12:00"}) {
        const auto e = support::thrown<df::invalid_value>(
            [&] { db.run(arrive(), Report{.who = "Cy", .at = bad, .day = "2024-01-01"}); });
        EXPECT_EQ(e.node(), "visit (create)") << bad;
        EXPECT_EQ(e.model(), "Visit") << bad;
        EXPECT_EQ(e.field(), "at") << bad;
        EXPECT_FALSE(*bad != '\0' && support::has(e.what(), bad)) << e.what();
    }
    EXPECT_EQ(db.run(df::count<Visit>().where(field<&Visit::who> == "Cy")), 0);

    // by key, by a parameter, from a constant
    const auto first = db.run(df::list<Visit>().limit(1))[0].id;
    const auto change = df::workflow<Change>(
        df::node<"found">(df::count<Visit>().where(field<&Visit::at> > df::param<"after">)),
        df::node<"visit">(
            df::update<Visit>(field<&Visit::at> = df::param<"at">, field<&Visit::left> = df::param<"left">)),
        df::wire<"input.after", "found.after">, df::wire<"input.id", "visit.id">,
        df::wire<"input.at", "visit.at">, df::constant<"visit.left">("2031-05-06T07:08:09Z"));
    const auto out = db.run(change, Change{first, "2030-01-01T00:00:00Z", "2024-01-01T11:00:00"});
    EXPECT_EQ(out.get<"found">(), 4); // noon and later, but for the one at 06:30
    EXPECT_EQ(out.get<"visit">().at, sys_days{2030y / 1 / 1});
    EXPECT_EQ(out.get<"visit">().left, sys_days{2031y / 5 / 6} + 7h + 8min + 9s);

    // in bulk: one text for all rows, and a vector of them for the rows one by one
    const auto in_bulk =
        df::workflow<Reports>(df::node<"all">(df::bulk_create<Visit>()), df::wire<"input.rows", "all.rows">,
                              df::wire<"input.times", "all.at">, df::wire<"input.day", "all.day">);
    EXPECT_EQ(db.run(in_bulk, Reports{{Visit{.who = "Di"}, Visit{.who = "Di"}},
                                      {"2024-06-01T00:00:00Z", "2024-06-02T00:00:00Z"},
                                      "2024-06-03"})
                  .get<"all">()
                  .created,
              2);
    EXPECT_EQ(
        db.run(df::count<Visit>().where(field<&Visit::who> == "Di" && field<&Visit::day> == 2024y / 6 / 3 &&
                                        field<&Visit::at>.in({df::timestamp{sys_days{2024y / 6 / 1}},
                                                              df::timestamp{sys_days{2024y / 6 / 2}}}))),
        2);
    const auto e = support::thrown<df::invalid_value>(
        [&] { db.run(in_bulk, Reports{{Visit{.who = "Ed"}}, {"soon"}, "2024-06-03"}); });
    EXPECT_EQ(e.field(), "at");
    EXPECT_EQ(e.model(), "Visit");
}

// --- texts of keys ---------------------------------------------------------------------------------------

struct Country {
    df::id<Country, std::string> id{};
    std::string name;
};
struct City {
    df::id<City> id{};
    std::string name;
    std::optional<df::id<Country, std::string>> country_id{};
};

TEST_P(RightPrograms, KeysOfTextAreMatchedAsTexts) {
    df::database<Country, City> db{url()};
    db.run(df::bulk_create(std::vector<Country>{{df::id<Country, std::string>{"DE"}, "Germany"},
                                                {df::id<Country, std::string>{"DK"}, "Denmark"},
                                                {df::id<Country, std::string>{"100%"}, "Percent"}}));
    for (const auto* of : {"DE", "DK"})
        db.run(df::create(City{.name = of, .country_id = df::id<Country, std::string>{of}}));
    db.run(df::create(City{.name = "none"}));
    constexpr auto key = field<&Country::id>;
    constexpr auto foreign = field<&City::country_id>;
    const auto countries = [&](const auto& p) { return db.run(df::count<Country>().where(p)); };
    EXPECT_EQ(countries(key.starts_with("D")), 2);
    EXPECT_EQ(countries(key.ends_with("E")), 1);
    EXPECT_EQ(countries(key.contains(std::string{"%"})), 1);
    EXPECT_EQ(countries(key.like("D_")), 2);
    EXPECT_EQ(countries(key.ilike("d%")), 2);
    EXPECT_EQ(countries(key.matches("^[A-Z]+$")), 2);
    EXPECT_EQ(countries(!key.starts_with("D")), 1);
    EXPECT_EQ(db.run(df::count<City>().where(foreign.starts_with("D"))), 2);
    EXPECT_EQ(db.run(df::count<City>().where(!foreign.starts_with("DE"))), 2); // NULL starts with nothing
    EXPECT_EQ(db.run(df::count<City>().where(df::cast<std::string>(foreign) == field<&City::name>)), 2);
    EXPECT_EQ(db.run(df::select(df::lower(df::cast<std::string>(key))).where(key.starts_with("DE"))),
              std::vector<std::string>{"de"});
    EXPECT_EQ(countries(df::cast<std::string>(key) > "D"), 2);
    EXPECT_EQ(db.run(df::select(df::cast<std::string>(field<&City::id>)).where(field<&City::name> == "DE")),
              std::vector<std::string>{"1"});
    EXPECT_EQ(db.run(df::select(df::max(df::cast<std::int64_t>(field<&City::id>)))).at(0), 3);
}

// --- history that is imported ----------------------------------------------------------------------------

struct Entry {
    df::id<Entry> id{};
    std::string text;
    int level = 1;

    static constexpr auto dataflow = df::options{.unique = df::unique({"text"})};
};

TEST_P(RightPrograms, HistoryKeepsItsTimes) {
    using namespace std::chrono;
    df::database<Entry> db{url()};
    const df::timestamp then = sys_days{2009y / 7 / 6} + 5h + 4us;
    const df::timestamp later = then + hours{30};

    const auto one = db.run(df::create(Entry{.text = "a"}).created_at(then));
    EXPECT_EQ(one.created_at, then);
    EXPECT_EQ(one.updated_at, then);
    const auto two = db.run(df::create<Entry>(field<&Entry::text> = "b").created_at(then).updated_at(later));
    EXPECT_EQ(two.updated_at, later);
    const auto kept = df::create(Entry{.id = df::id<Entry>{70}, .text = "c"})
                          .created_at(then); // a node with a name, and a given key
    EXPECT_EQ(db.run(kept).id.value, 70);
    EXPECT_EQ(db.run(df::count<Entry>().where(df::created_at == then && df::updated_at <= later)), 3);
    EXPECT_GT(db.run(df::create(Entry{.text = "now"})).created_at,
              later); // the same connection, the usual statement
    const auto changed =
        db.run(df::update<Entry>(two.id, field<&Entry::level> = 2)); // it is a record like others
    EXPECT_EQ(changed.created_at, then);
    EXPECT_GT(changed.updated_at, later);

    // All of another database, with their keys; few, and enough for COPY.
    for (const int count : {3, 300}) {
        const auto at = another();
        df::database<Entry> from{at->url()};
        std::vector<df::record<Entry>> rows;
        for (int i = 0; i < count; ++i) {
            auto& r = rows.emplace_back(Entry{.text = "row " + std::to_string(i)});
            r.created_at = then + seconds{i};
            r.updated_at = later + seconds{i};
        }
        const auto made = from.run(df::bulk_create(rows).with_times());
        EXPECT_EQ(made.created, count);
        const auto all = from.run(df::list<Entry>()).records;
        const auto to = another();
        df::database<Entry> copy{to->url()};
        EXPECT_EQ(copy.run(df::bulk_create(all).batch_size(100).returning_ids().with_times()).ids.size(),
                  all.size());
        const auto there = copy.run(df::list<Entry>()).records;
        ASSERT_EQ(there.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(there[i].id, all[i].id);
            EXPECT_EQ(there[i].text, rows[i].text);
            EXPECT_EQ(there[i].created_at, rows[i].created_at);
            EXPECT_EQ(there[i].updated_at, rows[i].updated_at);
        }
        // once more, with changes: the times are those of the rows
        auto again = all;
        again[0].updated_at += 1h;
        again[0].level = 9;
        EXPECT_EQ(copy.run(df::bulk_upsert(again).on_conflict(field<&Entry::id>).with_times()).updated,
                  count);
        EXPECT_EQ(copy.run(df::read<Entry>(again[0].id)).updated_at, later + 1h);
        EXPECT_EQ(copy.run(df::read<Entry>(again[0].id)).created_at, then);
        EXPECT_GT(copy.run(df::create(Entry{.text = "next"})).id, all.back().id);
        // without them, rows are written now
        EXPECT_EQ(copy.run(df::bulk_upsert(again).on_conflict(field<&Entry::id>)).updated, count);
        EXPECT_GT(copy.run(df::read<Entry>(again[0].id)).updated_at, later + 1h);
    }
    std::vector<df::record<Entry>> untimed{df::record<Entry>{Entry{.text = "x"}}};
    untimed[0].created_at = then;
    const auto e = support::thrown<df::invalid_value>([&] { db.run(df::bulk_create(untimed).with_times()); });
    EXPECT_EQ(e.field(), "updated_at");
    EXPECT_EQ(e.model(), "Entry");
    EXPECT_EQ(db.run(df::count<Entry>().where(field<&Entry::text> == "x")), 0);
    untimed.push_back(one);
    const auto mixed = db.run(
        df::bulk_create(untimed).on_conflict(df::conflict::skip, field<&Entry::text>).per_row().with_times());
    EXPECT_EQ(mixed.skipped, 1);
    EXPECT_EQ(mixed.failures.size(), 1U);
}

} // namespace
