// Decimals and durations: the same number and the same error on both databases, on every way.
#include "support/fixture.hpp"
#include "support/oracle.hpp"

#include <dataflow/functions.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace exact_models {

namespace df = dataflow;
using namespace df::literals;

using money = df::decimal<10, 2>;
using short_minutes = std::chrono::duration<std::int16_t, std::ratio<60>>;
using long_hours = std::chrono::duration<std::int64_t, std::ratio<3600>>;

struct Product {
    df::id<Product> id{};
    std::string name;
    money price = "9.99"_dec;
    df::decimal<18, 0> whole{};
    df::decimal<18, 18> fraction{};
    df::decimal<1, 0> digit{};
    df::decimal<18, 9> rate{};
    std::optional<df::decimal<12, 4>> discount{};
    int quantity = 1;
    std::chrono::microseconds exact{};
    std::chrono::minutes lasts{90};
    short_minutes small{};
    long_hours hours{};
    std::optional<std::chrono::seconds> took{};
    std::chrono::duration<unsigned> age{};

    friend bool operator==(const Product&, const Product&) = default;

    static constexpr auto dataflow =
        df::options{.indexes = df::indexes(df::index({"price"}).where(df::column("price") > "0.5"_dec)),
                    .checks = df::checks(
                        df::check("price_is_sane", df::column("price") >= -99'000'000 &&
                                                       df::column("discount") < "1000000.5"_dec),
                        df::check("lasts_is_sane", df::column("small") >= std::chrono::minutes{-40000}))};
};

struct Small { // all have defaults
    df::id<Small> id{};
    money price = 1;
    std::optional<df::decimal<12, 4>> discount{};
    short_minutes small{5};
    long_hours hours{1};
};

struct Keyed { // a decimal as a key
    df::decimal<8, 3> code{};
    std::string name;

    static constexpr auto dataflow = df::options{.key = df::key("code")};
};

} // namespace exact_models

namespace {

namespace df = dataflow;
using namespace exact_models;
using namespace std::chrono_literals;
using df::field;
using support::has;
using support::thrown;
using database = df::database<Product, Keyed, Small>;

constexpr auto price = field<&Product::price>;
constexpr auto discount = field<&Product::discount>;
constexpr auto quantity = field<&Product::quantity>;

class ExactValues : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ExactValues);

class ExactOracle : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(ExactOracle);

[[nodiscard]] std::vector<Product> extremes() {
    using fraction = df::decimal<18, 18>;
    using rate = df::decimal<18, 9>;
    using whole = df::decimal<18, 0>;
    std::vector<Product> out(12);
    const char* const prices[] = {"0",   "0.01", "-0.01",   "98999999.99", "-98999999.99", "10000",
                                  "100", "0.10", "9999.99", "10000.01",    "12345678.90",  "1"};
    const whole wholes[] = {0,    1,         -1,       whole::max(),       whole::lowest(),    10000,
                            9999, 100000000, 99999999, 123456789012345678, 100000000000000000, 5};
    const fraction fractions[] = {{},
                                  fraction::from_units(1),
                                  fraction::from_units(-1),
                                  fraction::max(),
                                  fraction::lowest(),
                                  fraction("0.5"),
                                  fraction("0.0001"),
                                  fraction("0.00001"),
                                  fraction("0.123456789012345678"),
                                  fraction("0.00000000000001"),
                                  fraction("0.1"),
                                  fraction("-0.9999")};
    const rate rates[] = {0,
                          rate::max(),
                          rate::lowest(),
                          rate("0.000000001"),
                          rate("10000.00001"),
                          rate("1.0001"),
                          rate("9999.9999"),
                          rate(10000),
                          rate("0.0001"),
                          rate("0.00001"),
                          rate("100000000.1"),
                          -1};
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& p = out[i];
        p.name = "p" + std::to_string(i);
        p.price = money(prices[i]);
        p.whole = wholes[i];
        p.fraction = fractions[i];
        p.digit = static_cast<int>(i % 19) - 9;
        p.rate = rates[i];
        if (i % 3 != 0) p.discount = df::decimal<12, 4>::from_units(static_cast<int>(i));
        p.quantity = static_cast<int>(i) - 4;
        if (i % 4 != 0) p.took = std::chrono::seconds{static_cast<int>(i) * 1000 - 5000};
        p.age = std::chrono::duration<unsigned>{static_cast<unsigned>(i * 300'000'000)};
    }
    out[1].exact = 1us, out[2].exact = -1us, out[3].exact = std::chrono::microseconds::max(),
    out[4].exact = -std::chrono::microseconds::max();
    out[1].small = short_minutes{INT16_MAX}, out[2].small = short_minutes{INT16_MIN};
    out[3].hours = long_hours{2'562'047'788},
    out[4].hours = long_hours{-2'562'047'788}; // all that 64 bits of microseconds hold
    out[5].age = std::chrono::duration<unsigned>::max();
    return out;
}

void expect_same(const Product& found, Product wanted, const char* path, std::size_t i) {
    wanted.id = found.id;
    EXPECT_TRUE(found == wanted) << path << ", row " << i << ": " << found.price << " " << found.whole << " "
                                 << found.fraction << " " << found.rate;
}

TEST_P(ExactValues, ComeBackAsTheyWereOnEveryWay) {
    database db{url()};
    const auto rows = extremes();
    const auto bulk = db.run(df::bulk_create(rows).returning_ids()).ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        expect_same(db.run(df::read<Product>(bulk[i])), rows[i], "bulk create", i);
        const auto made = db.run(df::create(rows[i]));
        expect_same(made, rows[i], "what create gives", i);
        expect_same(db.run(df::read<Product>(made.id)), rows[i], "create", i);
        auto other = rows[(i + 3) % rows.size()];
        other.id = made.id;
        expect_same(db.run(df::update(other)), other, "what save gives", i);
        auto third = rows[(i + 5) % rows.size()];
        third.id = made.id;
        db.run(df::bulk_update(std::vector{third}));
        expect_same(db.run(df::read<Product>(made.id)), third, "bulk update", i);
        auto again = rows[i];
        again.id = made.id;
        expect_same(db.run(df::upsert(again).on_conflict(field<&Product::id>)).record, again, "upsert", i);
        db.run(df::bulk_upsert(std::vector{other}).on_conflict(field<&Product::id>));
        expect_same(db.run(df::read<Product>(made.id)), other, "bulk upsert", i);
        EXPECT_EQ(
            db.run(df::count<Product>().where(
                field<&Product::id> == bulk[i] && price == rows[i].price &&
                field<&Product::whole> == rows[i].whole && field<&Product::fraction> == rows[i].fraction &&
                field<&Product::rate> == rows[i].rate && discount == rows[i].discount &&
                field<&Product::exact> == rows[i].exact && field<&Product::took> == rows[i].took &&
                field<&Product::hours> == rows[i].hours)),
            1)
            << i;
    }
    std::size_t i = 0;
    for (const auto& r : db.stream(df::list<Product>().where(field<&Product::id>.in(bulk))))
        expect_same(r, rows[i], "stream", i), ++i;
    EXPECT_EQ(i, rows.size());
    db.run(df::bulk_erase<Product>(df::everything));
    db.run(df::bulk_create(rows)); // by COPY on PostgreSQL
    i = 0;
    for (const auto& r : db.run(df::list<Product>().order_by(field<&Product::id>)).records)
        expect_same(r, rows[i], "bulk create without ids", i), ++i;
}

TEST_P(ExactValues, AreOrderedAndPagedAsNumbers) {
    database db{url()};
    db.run(df::bulk_create(extremes()));
    const auto up = db.run(df::list<Product>().order_by(price)).records;
    for (std::size_t i = 1; i < up.size(); ++i) EXPECT_LE(up[i - 1].price, up[i].price);
    const auto down = db.run(df::list<Product>().order_by(df::desc(discount))).records;
    for (std::size_t i = 1; i < down.size(); ++i) EXPECT_GE(down[i - 1].discount, down[i].discount);
    const auto longest = db.run(df::list<Product>().order_by(df::desc(field<&Product::exact>))).records;
    for (std::size_t i = 1; i < longest.size(); ++i) EXPECT_GE(longest[i - 1].exact, longest[i].exact);
    std::vector<money> seen;
    auto page = db.run(df::list<Product>().order_by(price, field<&Product::took>).limit(5));
    for (;;) {
        for (const auto& r : page.records) seen.push_back(r.price);
        if (!page.next) break;
        page = db.run(df::list<Product>().order_by(price, field<&Product::took>).limit(5).after(*page.next));
    }
    ASSERT_EQ(seen.size(), up.size());
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], up[i].price);
}

TEST_P(ExactValues, AreComparedExactlyWhateverTheirDigits) {
    database db{url()};
    std::vector<Product> rows;
    for (const char* text : {"-5.00", "-0.01", "0.00", "0.01", "4.99", "5.00", "5.01", "98999999.99"}) {
        Product p;
        p.price = money(text);
        p.whole = static_cast<df::decimal<18, 0>>(p.price);
        if (rows.size() % 2 == 0) p.discount = static_cast<df::decimal<12, 4>>(p.price / 100);
        p.quantity = static_cast<int>(rows.size());
        p.rate = rows.size() % 3 == 0 ? df::decimal<18, 9>(p.price) : df::decimal<18, 9>(5);
        rows.push_back(p);
    }
    db.run(df::bulk_create(rows));
    const auto same = [&](auto predicate, auto here, const char* what) {
        std::int64_t wanted = 0;
        for (const auto& r : rows) wanted += here(r) ? 1 : 0;
        EXPECT_EQ(db.run(df::count<Product>().where(predicate)), wanted) << what;
    };
    const auto check = [&](auto v, const char* what) {
        SCOPED_TRACE(what);
        same(price == v, [&](auto& r) { return r.price == v; }, "==");
        same(price != v, [&](auto& r) { return r.price != v; }, "!=");
        same(price < v, [&](auto& r) { return r.price < v; }, "<");
        same(price <= v, [&](auto& r) { return r.price <= v; }, "<=");
        same(price > v, [&](auto& r) { return r.price > v; }, ">");
        same(price >= v, [&](auto& r) { return r.price >= v; }, ">=");
        same(v < price, [&](auto& r) { return v < r.price; }, "< turned");
        same(price.in({v, v}), [&](auto& r) { return r.price == v; }, "in");
        same(price.not_in({v}), [&](auto& r) { return r.price != v; }, "not in");
        same(price.between(v, 5), [&](auto& r) { return r.price >= v && r.price <= 5; }, "between");
        same(discount == v, [&](auto& r) { return r.discount && *r.discount == v; }, "optional ==");
        same(discount != v, [&](auto& r) { return !r.discount || *r.discount != v; }, "optional !=");
        same(discount < v, [&](auto& r) { return r.discount && *r.discount < v; }, "optional <");
        same(price * 2 > v, [&](auto& r) { return r.price * 2 > v; }, "arithmetic");
        same(
            price + "0.005"_dec >= v, [&](auto& r) { return r.price + "0.005"_dec >= v; },
            "arithmetic of finer digits");
        same(field<&Product::whole> <= v, [&](auto& r) { return r.whole <= v; }, "whole");
    };
    check(5, "5");
    check(0, "0");
    check("5.00"_dec, "5.00");
    check("4.995"_dec, "4.995");
    check("5.00000000000000001"_dec, "just above 5");
    check("4.99999999999999999"_dec, "just below 5");
    check("-0.005"_dec, "-0.005");
    check("999999999999999999"_dec, "greater than all");
    check(INT64_MAX, "the greatest number");
    check(INT64_MIN, "the least number");
    same(
        price == discount, [](auto& r) { return r.discount && r.price == *r.discount; },
        "columns of other digits");
    same(
        price != discount, [](auto& r) { return !r.discount || r.price != *r.discount; },
        "columns of other digits");
    same(
        price >= field<&Product::rate>, [](auto& r) { return r.price >= r.rate; }, "columns of other digits");
    same(price > quantity, [](auto& r) { return r.price > r.quantity; }, "a column of whole numbers");
    same(
        quantity > "2.5"_dec, [](auto& r) { return r.quantity > "2.5"_dec; },
        "whole numbers beside a decimal");
    same(
        quantity.between("0.5"_dec, price),
        [](auto& r) { return r.quantity >= "0.5"_dec && r.quantity <= r.price; }, "between of three");
    same(discount == std::nullopt, [](auto& r) { return !r.discount; }, "NULL");
    same(
        price * quantity == price + price, [](auto& r) { return r.price * r.quantity == r.price + r.price; },
        "products");
    EXPECT_EQ(db.run(df::count<Product>().where(price.in(std::vector<money>{}))), 0);
}

TEST_P(ExactValues, ArithmeticIsRoundedOnceHalfAwayFromZero) {
    database db{url()};
    const auto id = db.run(df::create(Product{})).id;
    const auto after = [&](const char* start, auto assignment) {
        db.run(df::update<Product>(id, price = money(start)));
        return db.run(df::update<Product>(id, assignment)).price.str();
    };
    EXPECT_EQ(after("1.00", price = 5), "5.00");
    EXPECT_EQ(after("1.00", price = "7.5"_dec), "7.50");
    EXPECT_EQ(after("1.00", price += "0.25"_dec), "1.25");
    EXPECT_EQ(after("1.00", price -= 3), "-2.00");
    EXPECT_EQ(after("1.00", price += "0.005"_dec), "1.01");
    EXPECT_EQ(after("-1.00", price -= "0.005"_dec), "-1.01");
    EXPECT_EQ(after("1.01", price *= "0.5"_dec), "0.51"); // 0.505
    EXPECT_EQ(after("-1.01", price *= "0.5"_dec), "-0.51");
    EXPECT_EQ(after("1.03", price *= "0.5"_dec), "0.52");    // 0.515
    EXPECT_EQ(after("1.00", price *= "0.4449"_dec), "0.44"); // not 0.445 first
    EXPECT_EQ(after("10.00", price *= 3), "30.00");
    EXPECT_EQ(after("1.00", price /= 3), "0.33");
    EXPECT_EQ(after("2.00", price /= 3), "0.67");
    EXPECT_EQ(after("0.05", price /= 2), "0.03"); // 0.025
    EXPECT_EQ(after("1.00", price /= "0.3"_dec), "3.33");
    EXPECT_EQ(after("1.00", price /= "0.00000002"_dec), "50000000.00");
    EXPECT_EQ(after("98999999.99", price /= 1), "98999999.99");
    EXPECT_EQ(after("7.00", price = price * price - price), "42.00");
    EXPECT_EQ(after("7.00", price = quantity + 1), "2.00");
    EXPECT_EQ(after("7.00", price = quantity), "1.00");
    EXPECT_EQ(after("7.00", price = 100 - price), "93.00");
    EXPECT_EQ(after("8.00", price = 1 / price), "0.13");
    EXPECT_EQ(after("7.00", price = quantity * "2.5"_dec), "2.50");
    db.run(df::update<Product>(id, field<&Product::rate> = price, discount = price));
    const auto r = db.run(df::read<Product>(id));
    EXPECT_EQ(r.rate.str(), "2.500000000");
    EXPECT_EQ(r.discount->str(), "2.5000");
    db.run(df::update<Product>(id, discount = std::nullopt));
    EXPECT_EQ(db.run(df::update<Product>(id, discount += 1)).discount, std::nullopt);
    EXPECT_EQ(db.run(df::bulk_update<Product>(price > 0, price *= "1.1"_dec, discount = "0.5"_dec)).updated,
              1);
    EXPECT_EQ(db.run(df::read<Product>(id)).price.str(), "2.75");
}

TEST_P(ExactValues, RandomArithmeticIsThatOfTheTypeItself) {
    database db{url()};
    const auto id = db.run(df::create(Product{})).id;
    std::mt19937_64 random{7};
    for (int i = 0; i < 80; ++i) {
        const auto small = [&](auto example) {
            using T = decltype(example);
            const auto limit = static_cast<std::int64_t>(
                df::detail::power_of_ten(1 + static_cast<int>(random() % T::digits)));
            auto units = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
            if (random() % 3 == 0) units = units / 10 * 10 + 5;
            if (!df::detail::has_digits(units, T::digits)) units = 5;
            return T::from_units(random() % 2 == 0 ? units : -units);
        };
        const auto a = small(df::decimal<18, 9>{});
        const auto b = df::decimal<12, 4>(small(df::decimal<10, 4>{}));
        db.run(df::update<Product>(id, field<&Product::rate> = a, discount = b));
        const auto price_now = df::decimal<10, 2>(small(df::decimal<6, 2>{}));
        const auto count = static_cast<int>(random() % 2000) - 1000;
        db.run(df::update<Product>(id, price = price_now, quantity = count));
        const auto same = [&](auto there, auto here,
                              const char* what) { // what both give, or the words of both refusals
            std::optional<decltype(here())> wanted;
            std::optional<decltype(here())> found;
            std::string wanted_error, found_error;
            try {
                wanted = here();
            } catch (const df::invalid_value& e) {
                wanted_error = e.info().message;
            }
            try {
                found = there();
            } catch (const df::invalid_value& e) {
                found_error = e.info().message;
            }
            EXPECT_EQ(found, wanted) << what << " " << a << " " << b << " " << price_now << " " << count
                                     << " " << found_error << " " << wanted_error;
            EXPECT_EQ(found_error.empty(), wanted_error.empty())
                << what << " " << a << " " << b << " " << price_now << " " << count;
        };
        const auto assigned = [&](auto column, auto assignment, auto start, auto work, const char* what) {
            const auto there = [&] {
                auto updated = db.run(df::update<Product>(id, assignment));
                return column.of(updated);
            };
            const auto here = [&] {
                auto x = start;
                work(x);
                return x;
            };
            same(there, here, what);
            db.run(df::update<Product>(id, column = start));
        };
        constexpr auto rate = field<&Product::rate>;
        assigned(rate, rate += b, a, [&](auto& x) { x += b; }, "rate +=");
        assigned(rate, rate -= b, a, [&](auto& x) { x -= b; }, "rate -=");
        assigned(rate, rate *= b, a, [&](auto& x) { x *= b; }, "rate *=");
        assigned(rate, rate /= b, a, [&](auto& x) { x /= b; }, "rate /=");
        assigned(price, price += a, price_now, [&](auto& x) { x += a; }, "price +=");
        assigned(price, price -= a, price_now, [&](auto& x) { x -= a; }, "price -=");
        assigned(price, price *= a, price_now, [&](auto& x) { x *= a; }, "price *=");
        assigned(price, price /= a, price_now, [&](auto& x) { x /= a; }, "price /=");
        assigned(price, price *= quantity, price_now, [&](auto& x) { x *= count; }, "price *= quantity");
        assigned(price, price /= quantity, price_now, [&](auto& x) { x /= count; }, "price /= quantity");
        const auto selected = [&](auto expression, auto here, const char* what) {
            same([&] { return db.run(df::select(expression)).at(0); }, here, what);
        };
        // The expression has the type that the program's own has, and rounds as it does.
        static_assert(std::is_same_v<typename decltype(price * rate)::type, decltype(price_now * a)>);
        static_assert(std::is_same_v<typename decltype(price / quantity)::type, decltype(price_now / count)>);
        selected(price + rate, [&] { return price_now + a; }, "price + rate");
        selected(price * rate, [&] { return price_now * a; }, "price * rate");
        selected(price / rate, [&] { return price_now / a; }, "price / rate");
        selected(rate * rate, [&] { return a * a; }, "rate * rate");
        selected(price * quantity, [&] { return price_now * count; }, "price * quantity");
        selected(price / quantity, [&] { return price_now / count; }, "price / quantity");
        selected(quantity / price, [&] { return count / price_now; }, "quantity / price");
        selected(df::cast<df::decimal<8, 1>>(rate), [&] { return df::decimal<8, 1>(a); }, "cast");
        selected(
            df::cast<df::decimal<18, 0>>(price), [&] { return df::decimal<18, 0>(price_now); },
            "cast to whole");
    }
}

TEST_P(ExactValues, BeyondTheColumnIsTheSameErrorEverywhere) {
    database db{url()};
    const auto id = db.run(df::create(Product{.name = "good", .price = "98000000"_dec})).id;
    const auto refused = [&](auto assignment, const char* what) {
        for (int way = 0; way < 2; ++way) {
            const auto e = thrown<df::invalid_value>([&] {
                if (way == 0) db.run(df::update<Product>(id, assignment));
                else db.run(df::bulk_update<Product>(field<&Product::id> == id, assignment));
            });
            EXPECT_EQ(e.model(), "Product") << what;
            EXPECT_EQ(db.run(df::read<Product>(id)).price.str(), "98000000.00") << what;
        }
    };
    refused(price *= 1000, "*");
    refused(price += "2000000"_dec, "+");
    refused(price -= 198000001, "-");
    refused(price /= "0.00000001"_dec, "/");
    refused(price /= 0, "/ 0");
    refused(price = 100'000'000, "a number with a digit too many");
    refused(price = INT64_MAX, "the greatest number");
    refused(price = "100000000000.00"_dec, "a decimal");
    refused(price = price * price * price, "a product on the way");
    db.run(df::update<Product>(id, field<&Product::exact> = std::chrono::microseconds::max()));
    refused(field<&Product::exact> += 1us, "a duration");
    db.run(df::update<Product>(id, quantity = 2'000'000'000));
    refused(price = quantity, "a whole number");
    EXPECT_THROW(db.run(df::count<Product>().where(price * price * price > 5)), df::invalid_value);
    EXPECT_THROW(db.run(df::count<Product>().where(price / 0 > 5)), df::invalid_value);
    EXPECT_THROW(db.run(df::count<Product>().where(field<&Product::exact> + 1us > 5s)), df::invalid_value);
    // a literal that is put into a record, and values that a struct cannot hold
    const auto e =
        thrown<df::invalid_value>([&] { db.run(df::create<Small>(field<&Small::price> = 100'000'000)); });
    EXPECT_EQ(e.field(), "price");
    EXPECT_EQ(e.model(), "Small");
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  db.run(df::create<Small>(field<&Small::small> = 40'000min));
              }).field(),
              "small");
    const auto made = db.run(df::create<Small>(field<&Small::price> = 7, field<&Small::discount> = "0.5"_dec,
                                               field<&Small::hours> = std::chrono::days{1}));
    EXPECT_EQ(made.price, 7);
    EXPECT_EQ(made.discount, (df::decimal<12, 4>("0.5")));
    EXPECT_EQ(made.hours, 24h);
    EXPECT_EQ(made.small, 5min);
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  db.run(df::create(Product{.hours = long_hours{2'562'047'789}}));
              }).field(),
              "hours");
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  db.run(df::create(Product{.exact = std::chrono::microseconds::min()}));
              }).field(),
              "exact");
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  db.run(df::bulk_create(std::vector{Product{}, Product{.hours = long_hours::max()}}));
              }).field(),
              "hours");
    EXPECT_THROW(db.run(df::count<Product>().where(field<&Product::exact> > long_hours::max())),
                 df::invalid_value);
    EXPECT_EQ(thrown<df::check_violation>([&] {
                  db.run(df::create(Product{.price = "-99000000.01"_dec}));
              }).constraint(),
              "price_is_sane");
    EXPECT_EQ(thrown<df::check_violation>([&] {
                  db.run(df::create(Product{.discount = "1000000.5"_dec}));
              }).constraint(),
              "price_is_sane");
    EXPECT_EQ(db.run(df::create(Product{.price = "-99000000"_dec, .discount = "1000000.4999"_dec})).price,
              -99'000'000);
}

TEST_P(ExactValues, DurationsAreComparedAddedAndKeptWhole) {
    database db{url()};
    constexpr auto exact = field<&Product::exact>;
    constexpr auto lasts = field<&Product::lasts>;
    constexpr auto took = field<&Product::took>;
    const auto id = db.run(df::create(Product{.exact = 1'500'000us, .lasts = 90min, .took = 5s})).id;
    const auto none = db.run(df::create(Product{.lasts = 10min})).id;
    EXPECT_EQ(db.run(df::count<Product>().where(lasts > 1h)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(lasts == 5400s)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(lasts > 5399'999'999us)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(exact.in({1500ms, 7ms}))), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(exact.between(1s, 2s) && took == 5s)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(took != 5s)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(took == std::nullopt)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(exact < took)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(exact + 3500ms == took)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(2h - lasts == 30min)), 1);
    EXPECT_EQ(
        db.run(df::update<Product>(id, lasts += 1h, exact -= 500ms, took = std::chrono::seconds{7})).lasts,
        150min);
    EXPECT_EQ(db.run(df::read<Product>(id)).exact, 1s);
    EXPECT_EQ(db.run(df::update<Product>(none, exact = lasts)).exact, 10min);
    EXPECT_EQ(db.run(df::bulk_update<Product>(df::everything, exact = exact + lasts)).updated, 2);
    EXPECT_EQ(db.run(df::read<Product>(none)).exact, 20min);
}

TEST_P(ExactValues, DecimalsAreKeys) {
    database db{url()};
    db.run(
        df::bulk_create(std::vector{Keyed{"1.5"_dec, "a"}, Keyed{"-2"_dec, "b"}, Keyed{"1.501"_dec, "c"}}));
    EXPECT_EQ(db.run(df::read<Keyed>("1.500"_dec)).name, "a");
    EXPECT_EQ(db.run(df::read<Keyed>(-2)).name, "b");
    EXPECT_THROW(db.run(df::create(Keyed{"1.5"_dec, "d"})), df::unique_violation);
    EXPECT_EQ(db.run(df::bulk_upsert(std::vector{Keyed{"3"_dec, "d"}, Keyed{"3.00"_dec, "e"}})
                         .on_conflict(field<&Keyed::code>))
                  .created,
              1);
    EXPECT_EQ(db.run(df::read<Keyed>("3"_dec)).name, "e"); // of equal keys the last wins
    db.run(df::erase<Keyed>("3"_dec));
    EXPECT_EQ(db.run(df::bulk_update(std::vector{Keyed{"1.501"_dec, "x"}, Keyed{"-2"_dec, "y"}})).updated, 2);
    const auto all = db.run(df::list<Keyed>()).records;
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].name + all[1].name + all[2].name, "yax");
}

// --- what others see and write -------------------------------------------------------------------

TEST_P(ExactOracle, TheDatabasesOwnProgramsAgree) {
    if (!support::oracle_is_there(GetParam()))
        GTEST_SKIP() << "the database's command-line program is not installed";
    const auto ask = [&](const std::string& sql) { return support::ask_oracle(GetParam(), where(), sql); };
    database db{url()};
    db.run(df::bulk_create(extremes()));
    db.run(df::create(extremes()[8]));
    const auto list = db.run(df::list<Product>().order_by(field<&Product::id>)).records;
    std::string wanted;
    for (const auto& r : list) {
        const auto one = [&](auto d) { return postgres() ? d.str() : std::to_string(d.units()); };
        wanted += one(r.price) + "|" + one(r.whole) + "|" + one(r.fraction) + "|" + one(r.rate) + "|" +
                  (r.discount ? one(*r.discount) : "") + "|" + std::to_string(r.exact.count()) + "|" +
                  std::to_string(r.small.count() * 60'000'000LL) + "|" +
                  (r.took ? std::to_string(r.took->count() * 1'000'000) : "") + "\n";
    }
    wanted.pop_back();
    EXPECT_EQ(ask("SELECT price, \"whole\", fraction, rate, discount, exact, small, took FROM products ORDER "
                  "BY id"),
              wanted);
    // defaults, written by the database itself
    ask("INSERT INTO products (name, created_at, updated_at, exact, small, hours, age, \"whole\", fraction, "
        "digit, rate, quantity) VALUES ('sql', '2024-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000000Z', "
        "0, 0, 0, 0, 0, 0, 0, 0, 3)");
    const auto made = db.run(df::list<Product>().where(field<&Product::name> == "sql")).records.at(0);
    EXPECT_EQ(made.price, "9.99"_dec);
    EXPECT_EQ(made.lasts, 90min);
    const std::string hundredth = postgres() ? "" : " * 100";
    for (const char* limit : {"0.01", "100", "9999.99", "-0.01"}) {
        const auto there = ask("SELECT count(*) FROM products WHERE price >= " + std::string{limit} +
                               hundredth + " AND lasts > 3600000000");
        EXPECT_EQ(std::to_string(db.run(
                      df::count<Product>().where(price >= money(limit) && field<&Product::lasts> > 1h))),
                  there)
            << limit;
    }
    df::decimal<18, 2> sum;
    for (const auto& r : db.run(df::list<Product>()).records) sum += r.price * r.quantity;
    EXPECT_EQ(ask("SELECT sum(price * quantity) FROM products"),
              postgres() ? sum.str() : std::to_string(sum.units()));
}

TEST_P(ExactOracle, WhatDoesNotFitTheFieldIsRefusedOnReading) {
    database db{url()};
    auto other = plain();
    const auto id = db.run(df::create(Product{.took = 1s})).id;
    const auto refused = [&](const std::string& column, const std::string& stored, const char* why) {
        other.run("UPDATE products SET " + column + " = " + stored);
        const auto e = thrown<df::invalid_value>([&] { db.run(df::read<Product>(id)); });
        EXPECT_EQ(e.field(), column);
        EXPECT_EQ(e.model(), "Product");
        EXPECT_TRUE(has(e.what(), why)) << e.what();
        other.run("UPDATE products SET " + column + " = 0");
    };
    refused("lasts", "90", postgres() ? "cannot hold" : "whole count"); // microseconds, not whole minutes
    refused("small", "2400000000000", postgres() ? "cannot hold" : "whole count"); // beyond 16 bits
    refused("age", "-1000000", postgres() ? "cannot hold" : "whole count");
    if (postgres()) refused("price", "'NaN'", "NaN");
    EXPECT_ANY_THROW(
        other.run(postgres() ? "UPDATE products SET digit = 10" : "UPDATE products SET digit = 10"));
    EXPECT_ANY_THROW(
        other.run(postgres() ? "UPDATE products SET price = 'infinity'" : "UPDATE products SET price = 1.5"));
    EXPECT_EQ(db.run(df::read<Product>(id)).lasts, 0min);
}

struct Price {
    df::id<Price> id{};
    df::decimal<10, 2> amount{};
};
namespace other_digits {
struct Price {
    df::id<Price> id{};
    df::decimal<10, 3> amount{};
};
} // namespace other_digits
namespace no_digits {
struct Price {
    df::id<Price> id{};
    std::int64_t amount = 0;
};
} // namespace no_digits

TEST_P(ExactOracle, ATableOfOtherDigitsIsRefused) {
    {
        df::database<Price> db{url()};
    }
    {
        df::database<Price> again{url()};
    }
    const auto e = thrown<df::schema_mismatch>([&] { df::database<other_digits::Price> db{url()}; });
    EXPECT_TRUE(has(e.what(), postgres() ? "is numeric(10,2) and should be numeric(10,3)"
                                         : "is INTEGER(10,2) and should be INTEGER(10,3)"))
        << e.what();
    EXPECT_THROW(df::database<no_digits::Price>{url()}, df::schema_mismatch);
    plain().run("DROP TABLE prices");
    {
        df::database<no_digits::Price> db{url()};
    }
    EXPECT_THROW(df::database<Price>{url()}, df::schema_mismatch);
}

} // namespace
