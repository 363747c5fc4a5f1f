// What a program may write without a detour: reals beside whole numbers, texts for times, texts of keys, history that is imported.
#include "support/fixture.hpp"

#include <dataflow/functions.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
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

    static constexpr auto dataflow = df::options{.timestamps = false};
};

class RightPrograms : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(RightPrograms);

TEST_P(RightPrograms, WholeColumnsAreComparedWithReals) {
    df::database<Item> db{url()};
    const std::vector<std::int64_t> wholes{0, 1, 2, -1, -2, (1LL << 53) + 1, 1LL << 53, -(1LL << 53) - 1, INT64_MAX, INT64_MIN, INT64_MAX - 1023, 1'000'000};
    std::vector<Item> rows{Item{}};
    for (const auto n : wholes) rows.push_back(Item{.big = n});
    db.run(df::bulk_create(rows));
    constexpr auto big = field<&Item::big>;
    const auto check = [&](double x) {
        const auto count = [&](auto fits) {
            std::int64_t out = 0;
            for (const auto n : wholes) out += fits(static_cast<long double>(n), static_cast<long double>(x)) ? 1 : 0; // which has them all
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
        EXPECT_EQ(ask(big.between(x, x + 2)), count([](auto a, auto b) { return a >= b && a <= b + 2; })) << x;
        EXPECT_EQ(ask(big + 0 > x), count([](auto a, auto b) { return a > b; })) << x;
    };
    for (const double x : {0.0, -0.0, 0.5, -0.5, 1.0, 1.5, -1.5, 2.0, 1e-300, 9007199254740992.0, 9007199254740994.0, -9007199254740992.0, 999'999.999, 1e6, -0x1p63, 0x1p62})
        check(x);
    check(static_cast<double>(1.5F));
    for (const double x : {1e19, 0x1p63, -1e19, std::nan(""), HUGE_VAL}) EXPECT_THROW((void)(big > x), df::invalid_value) << x;
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
            EXPECT_EQ(again(n = n * by + 1), static_cast<int>(std::round(start * by + 1))) << start << " * " << by << " + 1";
        }
    }
    // the same of decimals, exactly
    db.run(df::update<Item>(id, n = 25));
    EXPECT_EQ(db.run(df::update<Item>(id, n *= "1.10"_dec)).n, 28); // 27.5
    EXPECT_EQ(db.run(df::update<Item>(id, n /= "-1.6"_dec)).n, -18); // -17.5
    // and in bulk; out of range, and no number
    db.run(df::update<Item>(id, n = 3, field<&Item::small> = 32'000, field<&Item::big> = (std::int64_t{1} << 53) + 2));
    EXPECT_EQ(db.run(df::bulk_update<Item>(n > 1.5, n *= 1.5, field<&Item::big> *= 2.0)).updated, 1);
    EXPECT_EQ(db.run(df::read<Item>(id)).n, 5);
    EXPECT_EQ(db.run(df::read<Item>(id)).big, (std::int64_t{1} << 54) + 4);
    EXPECT_THROW(db.run(df::update<Item>(id, field<&Item::small> *= 1.1)), df::invalid_value);
    EXPECT_THROW(db.run(df::update<Item>(id, field<&Item::big> *= 1e10)), df::invalid_value);
    EXPECT_THROW(db.run(df::update<Item>(id, n = field<&Item::total> / field<&Item::total>)), df::invalid_value);
    EXPECT_EQ(db.run(df::read<Item>(id)).small, 32'000);
    EXPECT_EQ(db.run(df::update<Item>(id, field<&Item::big> = std::nullopt)).big, std::nullopt);
    EXPECT_EQ(db.run(df::update<Item>(id, field<&Item::big> *= 1.5)).big, std::nullopt);
}

} // namespace
