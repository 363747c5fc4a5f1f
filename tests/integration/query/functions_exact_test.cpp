// Functions of decimals, durations, mapped types and enumerations against plain C++ with whole numbers.
#include "support/fixture.hpp"
#include "support/oracle.hpp"
#include "support/probe.hpp"

#include <dataflow/dynamic.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace exact_functions {

namespace df = dataflow;

enum class state { open, closed };

class Tag { // stored as text, in small letters
  public:
    Tag() = default;
    explicit Tag(std::string t) : text_(std::move(t)) {
        for (auto& c : text_) {
            if (c == '!') throw std::invalid_argument(text_);
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
    }
    [[nodiscard]] const std::string& text() const { return text_; }
    friend bool operator==(const Tag&, const Tag&) = default;
    friend auto operator<=>(const Tag& a, const Tag& b) { return a.text_ <=> b.text_; }

  private:
    std::string text_;
};

struct Weight { // stored as a decimal
    df::decimal<12, 3> kilograms{};
    friend bool operator==(const Weight&, const Weight&) = default;
    friend auto operator<=>(const Weight& a, const Weight& b) { return a.kilograms <=> b.kilograms; }
};

struct Code { // stored as a number
    int number = 0;
    friend auto operator<=>(const Code&, const Code&) = default;
};

struct Grade { // stored as an enumeration
    state of = state::open;
    friend bool operator==(const Grade&, const Grade&) = default;
};

} // namespace exact_functions

template <>
struct dataflow::mapped<exact_functions::Tag> {
    using stored = std::string;
    static stored to(const exact_functions::Tag& t) { return t.text(); }
    static exact_functions::Tag from(const stored& s) { return exact_functions::Tag{s}; }
};
template <>
struct dataflow::mapped<exact_functions::Weight> {
    using stored = dataflow::decimal<12, 3>;
    static stored to(const exact_functions::Weight& w) { return w.kilograms; }
    static exact_functions::Weight from(const stored& s) { return {s}; }
};
template <>
struct dataflow::mapped<exact_functions::Code> {
    using stored = std::int32_t;
    static stored to(const exact_functions::Code& c) { return c.number; }
    static exact_functions::Code from(const stored& n) { return {n}; }
};
template <>
struct dataflow::mapped<exact_functions::Grade> {
    using stored = exact_functions::state;
    static stored to(const exact_functions::Grade& g) { return g.of; }
    static exact_functions::Grade from(const stored& s) { return {s}; }
};

namespace exact_functions {

using money = df::decimal<10, 2>;
using fine = df::decimal<12, 4>;
using full = df::decimal<18, 2>;

struct Sale {
    df::id<Sale> id{};
    money price{};
    std::optional<fine> rate{};
    full large{};
    df::decimal<18, 18> tiny{};
    int number = 0;
    std::int64_t big = 0;
    std::chrono::minutes lasts{};
    std::optional<std::chrono::seconds> took{};
    df::timestamp from{};
    std::optional<df::timestamp> to{};
    Tag tag{};
    std::optional<Tag> label{};
    Weight weight{};
    std::optional<Code> code{};
    Grade grade{};
    std::optional<state> now{};
};

} // namespace exact_functions

namespace {

using namespace exact_functions;
using namespace std::chrono_literals;
using namespace df::literals;
using df::field;
using row = df::record<Sale>;
using plain::refused;

constexpr auto price = field<&Sale::price>;
constexpr auto rate = field<&Sale::rate>;
constexpr auto large = field<&Sale::large>;
constexpr auto number = field<&Sale::number>;
constexpr auto lasts = field<&Sale::lasts>;
constexpr auto took = field<&Sale::took>;

/// From a whole number of any size, by the digits.
template <class D>
D made(plain::wide units) {
    plain::wide limit = 1;
    for (int i = 0; i < D::digits; ++i) limit *= 10;
    if (units >= limit || units <= -limit) throw refused("out of range");
    return D::from_units(static_cast<std::int64_t>(units));
}
plain::wide power(int n) {
    plain::wide out = 1;
    for (; n > 0; --n) out *= 10;
    return out;
}
/// Half away from zero.
plain::wide nearest(plain::wide a, plain::wide b) {
    const plain::wide twice = (a < 0 ? -a : a) * 2 + b;
    const plain::wide out = twice / (b * 2);
    return a < 0 ? -out : out;
}
template <class To, class From>
To rescaled(const From& x) {
    const int more = To::scale - From::scale;
    return made<To>(more >= 0 ? x.units() * power(more) : nearest(x.units(), power(-more)));
}
template <class To, class From>
To rounded(const From& x, int places) {
    const int dropped = From::scale - places;
    return made<To>(dropped <= 0 ? plain::wide{x.units()}
                                 : nearest(x.units(), power(dropped)) * power(dropped));
}

std::vector<Sale> sales() {
    std::mt19937_64 random{7};
    const auto below = [&](std::int64_t n) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
    };
    const std::vector<std::int64_t> edges{0,
                                          1,
                                          -1,
                                          50,
                                          -50,
                                          49,
                                          149,
                                          150,
                                          -150,
                                          250,
                                          9'999'999'999,
                                          -9'999'999'999,
                                          9'999'999'950,
                                          9'999'999'949};
    std::vector<Sale> out(70);
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& s = out[i];
        const bool edge = i < edges.size();
        s.price = money::from_units(edge ? edges[i] : below(20'000'001) - 10'000'000);
        if (i % 3 != 0)
            s.rate = fine::from_units(edge ? edges[(i + 5) % edges.size()] : below(2'000'000) - 1'000'000);
        s.large = full::from_units(i == 1   ? 999'999'999'999'999'999
                                   : i == 2 ? -999'999'999'999'999'999
                                   : i == 3 ? 999'999'999'999'999'950
                                            : below(1'000'000'000));
        s.tiny = df::decimal<18, 18>::from_units(i == 4   ? 1
                                                 : i == 5 ? -999'999'999'999'999'999
                                                 : i == 6 ? 500'000'000'000'000'000
                                                          : below(1'000'000'000'000'000'000));
        s.number = i == 1 ? INT32_MAX : i == 2 ? INT32_MIN : static_cast<int>(below(2001)) - 1000;
        s.big = i == 1 ? INT64_MAX : i == 2 ? INT64_MIN : i == 3 ? 999'999'999'999'999'999 : below(1'000'000);
        s.lasts = std::chrono::minutes{below(100'000) - 50'000};
        if (i % 4 != 1) s.took = std::chrono::seconds{below(100'000) - 50'000};
        s.from =
            df::timestamp{std::chrono::microseconds{below(2'000'000'000'000'000) - 1'000'000'000'000'000}};
        if (i % 5 != 2) s.to = df::timestamp{std::chrono::microseconds{below(2'000'000'000'000'000)}};
        s.tag = Tag{std::string(1, static_cast<char>('a' + below(26))) + "\xC3\xA9"};
        if (i % 2 == 0) s.label = Tag{"b" + std::to_string(i % 7)};
        s.weight.kilograms = df::decimal<12, 3>::from_units(below(100'000));
        if (i % 3 == 0) s.code = Code{static_cast<int>(below(9)) - 4};
        s.grade.of = i % 2 == 0 ? state::open : state::closed;
        if (i % 5 != 0) s.now = i % 3 == 0 ? state::open : state::closed;
    }
    return out;
}

class ExactFunctions : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db_.emplace(url());
        db_->run(df::bulk_create(sales()));
        all_ = db_->run(df::list<Sale>()).records;
    }
    void TearDown() override {
        db_.reset();
        database_test::TearDown();
    }
    df::database<Sale>& db() { return *db_; }
    const std::vector<row>& all() const { return all_; }

    /// In each record the value and the type that `expected` gives; where that throws, `invalid_value`.
    template <class E, class F>
    void same(std::string_view what, const E& e, F expected) {
        using value = std::optional<typename E::type>;
        static_assert(std::is_same_v<std::decay_t<decltype(expected(all_[0]))>, value>,
                      "the expression has another type");
        for (const auto& r : all_) {
            const auto one = [&] {
                return db_->run(support::probe<Sale>(e, field<&Sale::id> == r.id)).at(0);
            };
            try {
                const value wanted = expected(r);
                try {
                    EXPECT_TRUE(one() == wanted) << what << " of record " << r.id.value;
                } catch (const df::error& error) {
                    ADD_FAILURE() << what << " of record " << r.id.value << ": " << error.what();
                }
            } catch (const refused&) {
                EXPECT_THROW((void)one(), df::invalid_value) << what << " of record " << r.id.value;
            }
        }
    }
    template <class E>
    void gathers(std::string_view what, const E& e, const std::optional<typename E::type>& expected) {
        try {
            EXPECT_TRUE(db_->run(support::probe<Sale>(e)).at(0) == expected) << what;
        } catch (const df::error& error) {
            ADD_FAILURE() << what << ": " << error.what();
        }
    }
    void count(std::string_view json, const std::function<bool(const row&)>& holds) {
        EXPECT_EQ(db_->run(df::count<Sale>().where(df::filter_from_json<Sale>(json))),
                  std::count_if(all_.begin(), all_.end(), holds))
            << json;
    }

  private:
    std::optional<df::database<Sale>> db_;
    std::vector<row> all_;
};
DATAFLOW_ON_ALL_DATABASES(ExactFunctions);

TEST_P(ExactFunctions, OfDecimals) {
    same("abs", df::abs(price),
         [](const row& r) { return std::optional{money::from_units(std::abs(r.price.units()))}; });
    same("sign", df::sign(rate), [](const row& r) {
        return plain::lift([](fine x) { return std::int64_t{x > 0} - std::int64_t{x < 0}; }, r.rate);
    });
    same("round", df::round(price),
         [](const row& r) { return std::optional{rounded<df::decimal<11, 2>>(r.price, 0)}; });
    for (const int places : {-30, -19, -18, -8, -2, -1, 0, 1, 2, 3, 40}) {
        const int near = std::clamp(places, -19, 18);
        same("round to " + std::to_string(places), df::round(price, places),
             [&](const row& r) { return std::optional{rounded<df::decimal<11, 2>>(r.price, near)}; });
        same("round of 18 digits to " + std::to_string(places), df::round(large, places),
             [&](const row& r) { return std::optional{rounded<full>(r.large, near)}; });
        same("round of fractions to " + std::to_string(places), df::round(field<&Sale::tiny>, places),
             [&](const row& r) { return std::optional{rounded<df::decimal<18, 18>>(r.tiny, near)}; });
    }
    const auto floor = [](fine x) { return plain::wide{x.units()} - ((x.units() % 10000) + 10000) % 10000; };
    same("floor", df::floor(rate), [&](const row& r) {
        return plain::lift([&](fine x) { return made<df::decimal<13, 4>>(floor(x)); }, r.rate);
    });
    same("ceil", df::ceil(rate), [&](const row& r) {
        return plain::lift([&](fine x) { return made<df::decimal<13, 4>>(-floor(-x)); }, r.rate);
    });
}

TEST_P(ExactFunctions, CastsOfDurations) {
    const auto fits = [](std::int64_t n) {
        if (n != static_cast<std::int16_t>(n)) throw refused("out of range");
        return static_cast<std::int16_t>(n);
    };
    const auto count = [](auto d) { return std::int64_t{d.count()}; };
    same("minutes", df::cast<std::int64_t>(lasts),
         [&](const row& r) { return std::optional{count(r.lasts)}; });
    same("minutes in 32 bits", df::cast<std::int32_t>(lasts),
         [&](const row& r) { return std::optional{static_cast<std::int32_t>(r.lasts.count())}; });
    same("minutes in 16 bits", df::cast<std::int16_t>(lasts),
         [&](const row& r) { return std::optional{fits(count(r.lasts))}; });
    same("seconds", df::cast<std::int64_t>(took), [&](const row& r) { return plain::lift(count, r.took); });
    same("a real number of seconds", df::cast<double>(took), [](const row& r) {
        return plain::lift([](auto d) { return static_cast<double>(d.count()); }, r.took);
    });
    same("hours", df::cast<std::chrono::hours>(lasts),
         [](const row& r) { return std::optional{std::chrono::duration_cast<std::chrono::hours>(r.lasts)}; });
    same("a finer unit", df::cast<std::chrono::milliseconds>(took), [](const row& r) {
        return plain::lift([](auto d) { return std::chrono::milliseconds{d}; }, r.took);
    });
    same("between two times", df::cast<std::chrono::minutes>(field<&Sale::to> - field<&Sale::from>),
         [](const row& r) {
             return plain::lift(
                 [&](auto t) { return std::chrono::duration_cast<std::chrono::minutes>(t - r.from); }, r.to);
         });
    same("in arithmetic", df::cast<std::int64_t>(lasts) * 2 + 1,
         [&](const row& r) { return std::optional{count(r.lasts) * 2 + 1}; });
}

TEST_P(ExactFunctions, CastsOfDecimals) {
    same("to fewer digits", df::cast<df::decimal<6, 1>>(price),
         [](const row& r) { return std::optional{rescaled<df::decimal<6, 1>>(r.price)}; });
    same("to more digits", df::cast<df::decimal<18, 10>>(price),
         [](const row& r) { return std::optional{rescaled<df::decimal<18, 10>>(r.price)}; });
    same("from int", df::cast<df::decimal<6, 3>>(number),
         [](const row& r) { return std::optional{made<df::decimal<6, 3>>(plain::wide{r.number} * 1000)}; });
    same("from int64", df::cast<df::decimal<18, 0>>(field<&Sale::big>),
         [](const row& r) { return std::optional{made<df::decimal<18, 0>>(r.big)}; });
    same("to int16", df::cast<std::int16_t>(price),
         [](const row& r) { return plain::whole_as<std::int16_t>(r.price.units() / 100); });
    same("to int32", df::cast<std::int32_t>(large),
         [](const row& r) { return plain::whole_as<std::int32_t>(r.large.units() / 100); });
    same("to int64", df::cast<std::int64_t>(rate),
         [](const row& r) { return plain::lift([](fine x) { return x.units() / 10000; }, r.rate); });
    same("to double", df::cast<double>(large),
         [](const row& r) { return std::optional{std::strtod(r.large.str().c_str(), nullptr)}; });
    same("to text", df::cast<std::string>(rate),
         [](const row& r) { return plain::lift([](fine x) { return x.str(); }, r.rate); });
    same("a common type to text", df::cast<std::string>(df::coalesce(rate, price)),
         [](const row& r) { return std::optional{r.rate ? r.rate->str() : rescaled<fine>(r.price).str()}; });
}

TEST_P(ExactFunctions, TextsBecomeDecimals) {
    same("there and back", df::cast<fine>(df::cast<std::string>(rate)), [](const row& r) { return r.rate; });
    same("to fewer digits", df::cast<df::decimal<9, 1>>(df::cast<std::string>(price)),
         [](const row& r) { return std::optional{rescaled<df::decimal<9, 1>>(r.price)}; });
    using D = df::decimal<6, 2>;
    const auto read = [](const std::string& t) {
        return df::cast<D>(df::case_when(number >= 0, t).otherwise(t));
    };
    const std::vector<std::pair<std::string, const char*>> good{
        {"1", "1"},
        {"-1.5", "-1.5"},
        {"+9999.99", "9999.99"},
        {" 1.25\t", "1.25"},
        {"1.", "1"},
        {".5", "0.5"},
        {"-.005", "-0.01"},
        {"0.005", "0.01"},
        {"0.0049999", "0"},
        {"-0", "0"},
        {"1.2450000", "1.25"},
        {"00000000000000000000000001.10", "1.10"},
        {"9999.994", "9999.99"},
        {"0.00499999999999999999999999999999999999999999", "0"},
        {"-1.005", "-1.01"},
        {"1e2", "100"},
        {"-.5E+1", "-5"},
        {" 125e-2 ", "1.25"},
        {"45e-4", "0"},
        {"5e-3", "0.01"},
        {"17.e0", "17"}};
    for (const auto& [text, expected] : good)
        EXPECT_EQ(db().run(df::count<Sale>().where(read(text) == D{expected})),
                  static_cast<std::int64_t>(all().size()))
            << text;
    for (const std::string text :
         {"",      " ",   ".",   "-",         "+-1",  "- 1",   "1,5", "1.2.3", "1e",     "e2",
          "1e2.5", "NaN", "inf", "-Infinity", "0x10", "1_000", "0b1", "0o7",   "twelve", "1 2"})
        EXPECT_TRUE(support::has(support::thrown<df::invalid_value>([&] {
                                     (void)db().run(df::count<Sale>().where(read(text) == 1));
                                 }).what(),
                                 "a string cannot be read as the type that it is converted to"))
            << text;
    for (const std::string text :
         {"10000", "-10000", "9999.995", "123456789012345678901234567890", "99999999999999999999.5"})
        EXPECT_THROW((void)db().run(df::count<Sale>().where(read(text) == 1)), df::invalid_value) << text;
}

TEST_P(ExactFunctions, ChoicesOfDecimals) {
    using both = df::decimal<12, 4>; // 8 before the point, 4 after it
    const auto p = [](const row& r) { return std::optional{rescaled<both>(r.price)}; };
    same("coalesce", df::coalesce(rate, price),
         [&](const row& r) { return plain::coalesce<both>({r.rate, p(r)}); });
    same("coalesce the other way", df::coalesce(df::nullif(price, 0), rate, "0.00005"_dec),
         [&](const row& r) {
             return std::optional{r.price != 0 ? rescaled<df::decimal<13, 5>>(r.price)
                                  : r.rate     ? rescaled<df::decimal<13, 5>>(*r.rate)
                                               : "0.00005"_dec};
         });
    same("coalesce with a whole number", df::coalesce(rate, -7),
         [](const row& r) { return std::optional{r.rate.value_or(-7)}; });
    same("nullif", df::nullif(price, "0.01"_dec),
         [](const row& r) { return plain::nullif<money>(r.price, "0.01"_dec); });
    same("nullif of another", df::nullif(price, rate),
         [&](const row& r) { return plain::nullif<both>(p(r), r.rate); });
    same("greatest", df::greatest(price, rate, 3),
         [&](const row& r) { return plain::greatest<both>({p(r), r.rate, both{3}}); });
    same("least", df::least(price, rate, "-12.5"_dec),
         [&](const row& r) { return plain::least<both>({p(r), r.rate, both{"-12.5"}}); });
    same("least with no number", df::least(rate, std::optional<int>{}), [&](const row& r) { return r.rate; });
    same("case", df::case_when(number > 0, rate).when(number < -500, price).otherwise(5), [&](const row& r) {
        return r.number > 0 ? r.rate : r.number < -500 ? p(r) : std::optional{both{5}};
    });
    same("case of a literal", df::case_when(number > 0, "1.25"_dec).when(number < -500, 2),
         [&](const row& r) {
             return r.number > 0      ? std::optional{"1.25"_dec}
                    : r.number < -500 ? std::optional<df::decimal<3, 2>>{df::decimal<3, 2>{2}}
                                      : std::nullopt;
         });
    EXPECT_THROW((void)df::coalesce(rate, 100'000'000), df::invalid_value); // 9 digits before the point
    EXPECT_THROW((void)df::greatest(price, INT64_MAX), df::invalid_value);
    EXPECT_THROW((void)df::case_when(number > 0, price).otherwise(std::optional{-100'000'000}),
                 df::invalid_value);
    EXPECT_EQ(db().run(df::count<Sale>().where(df::coalesce(rate, price) > "0.5"_dec &&
                                               df::round(price, 1) == price)),
              std::count_if(all().begin(), all().end(), [&](const row& r) {
                  return (r.rate ? *r.rate > "0.5"_dec : r.price > "0.5"_dec) && r.price.units() % 10 == 0;
              }));
    db().run(df::bulk_update<Sale>(df::everything, rate = df::coalesce(rate, price)));
    std::size_t i = 0;
    for (const auto& r : db().run(df::list<Sale>()).records) {
        EXPECT_TRUE(r.rate == (all()[i].rate ? *all()[i].rate : fine{all()[i].price})) << r.id.value;
        ++i;
    }
}

TEST_P(ExactFunctions, AggregatesOfDecimals) {
    plain::wide sum = 0, rates = 0, part = 0, tiny = 0;
    std::int64_t n = 0;
    std::optional<money> least, greatest;
    std::vector<money> different;
    for (const auto& r : all()) {
        sum += r.price.units(), tiny += r.tiny.units();
        if (r.rate) rates += r.rate->units(), ++n;
        if (r.number > 0) part += r.price.units();
        if (!least || r.price < *least) least = r.price;
        if (!greatest || r.price > *greatest) greatest = r.price;
        if (std::find(different.begin(), different.end(), r.price) == different.end())
            different.push_back(r.price);
    }
    const auto rows = static_cast<std::int64_t>(all().size());
    gathers("sum", df::sum(price), df::decimal<18, 2>::from_units(static_cast<std::int64_t>(sum)));
    gathers("sum of some", df::sum(price).where(number > 0),
            df::decimal<18, 2>::from_units(static_cast<std::int64_t>(part)));
    gathers("sum of nothing", df::sum(price).where(number > INT32_MAX - 1 && number < 0), std::nullopt);
    gathers("avg", df::avg(price),
            df::decimal<18, 8>::from_units(static_cast<std::int64_t>(nearest(sum * 1'000'000, rows))));
    gathers("avg with NULL", df::avg(rate),
            df::decimal<18, 10>::from_units(static_cast<std::int64_t>(nearest(rates * 1'000'000, n))));
    gathers("avg of fractions", df::avg(field<&Sale::tiny>),
            df::decimal<18, 18>::from_units(static_cast<std::int64_t>(nearest(tiny, rows))));
    gathers("avg of nothing", df::avg(rate).where(number > INT32_MAX - 1 && number < 0), std::nullopt);
    gathers("min", df::min(price), least);
    gathers("max", df::max(price), greatest);
    gathers("count_distinct", df::count_distinct(price), static_cast<std::int64_t>(different.size()));
    gathers("sum of products", df::sum(price * 2) - df::sum(price),
            df::decimal<18, 2>::from_units(static_cast<std::int64_t>(sum)));
    gathers(
        "a function of a mean", df::round(df::avg(price), 2),
        rounded<df::decimal<18, 8>>(
            df::decimal<18, 8>::from_units(static_cast<std::int64_t>(nearest(sum * 1'000'000, rows))), 2));
    // Out of 18 digits in the end, not on the way.
    EXPECT_THROW((void)db().run(support::probe<Sale>(df::sum(large).where(large > 0))), df::invalid_value);
    EXPECT_THROW((void)db().run(support::probe<Sale>(df::sum(field<&Sale::tiny>))), df::invalid_value);
    db().run(df::bulk_update<Sale>(df::everything, large = full::max()));
    gathers("avg beyond the sum's range", df::avg(large), std::optional{full::max()});
    EXPECT_THROW((void)db().run(support::probe<Sale>(df::sum(large))), df::invalid_value);
}

// The same of the programs sqlite3 and psql.
class ExactWitness : public ExactFunctions {};
DATAFLOW_ON_SHARED_DATABASES(ExactWitness);

TEST_P(ExactWitness, SaysTheSame) {
    if (!support::oracle_is_there(GetParam()))
        GTEST_SKIP() << "the database's command-line program is not installed";
    const auto ask = [&](const std::string& sql) { return support::ask_oracle(GetParam(), where(), sql); };
    const auto total = db().run(support::probe<Sale>(df::sum(price))).at(0).value();
    EXPECT_EQ(postgres() ? total.str() : std::to_string(total.units()), ask("SELECT sum(price) FROM sales"));
    const auto longest = db().run(support::probe<Sale>(df::max(lasts))).at(0).value();
    EXPECT_EQ(std::to_string(std::chrono::microseconds{longest}.count()),
              ask("SELECT max(lasts) FROM sales"));
}

TEST_P(ExactFunctions, OfDurations) {
    using seconds = std::common_type_t<std::chrono::minutes, std::chrono::seconds>;
    plain::wide sum = 0, some = 0;
    std::int64_t n = 0;
    std::optional<std::chrono::minutes> least, greatest;
    for (const auto& r : all()) {
        sum += r.lasts.count();
        if (r.took) some += r.took->count(), ++n;
        if (!least || r.lasts < *least) least = r.lasts;
        if (!greatest || r.lasts > *greatest) greatest = r.lasts;
    }
    using whole_minutes = std::chrono::duration<std::int64_t, std::ratio<60>>;
    gathers("sum", df::sum(lasts), whole_minutes{static_cast<std::int64_t>(sum)});
    gathers("avg", df::avg(took),
            std::chrono::microseconds{static_cast<std::int64_t>(nearest(some * 1'000'000, n))});
    gathers("min", df::min(lasts), least);
    gathers("max", df::max(lasts), greatest);
    same("abs", df::abs(lasts),
         [](const row& r) { return std::optional{whole_minutes{std::abs(r.lasts.count())}}; });
    same("sign", df::sign(took), [](const row& r) {
        return plain::lift([](std::chrono::seconds d) { return std::int64_t{d > 0s} - std::int64_t{d < 0s}; },
                           r.took);
    });
    same("coalesce", df::coalesce(took, lasts),
         [](const row& r) { return std::optional<seconds>{r.took ? *r.took : r.lasts}; });
    same("coalesce with a finer one", df::coalesce(took, 1500ms),
         [](const row& r) { return std::optional<std::chrono::milliseconds>{r.took ? *r.took : 1500ms}; });
    same("greatest", df::greatest(lasts, took, 5s), [](const row& r) {
        return std::optional<seconds>{
            std::max<seconds>(std::max<seconds>(r.lasts, 5s), r.took.value_or(seconds{-1h * 10000}))};
    });
    same("nullif", df::nullif(lasts, 60s),
         [](const row& r) { return r.lasts == 1min ? std::nullopt : std::optional<seconds>{r.lasts}; });
    constexpr auto between = field<&Sale::to> - field<&Sale::from>;
    same("difference of times", between, [](const row& r) { return plain::difference(r.to, r.from); });
    same("added", between + took, [](const row& r) {
        return plain::lift([](auto d, auto s) { return std::chrono::microseconds{d + s}; },
                           plain::difference(r.to, r.from), r.took);
    });
    EXPECT_EQ(db().run(df::count<Sale>().where(between > 24h * 365)),
              std::count_if(all().begin(), all().end(),
                            [](const row& r) { return r.to && *r.to - r.from > 24h * 365; }));
    db().run(
        df::bulk_update<Sale>(df::everything, field<&Sale::took> = std::chrono::seconds{9'223'372'036'853}));
    EXPECT_THROW((void)db().run(support::probe<Sale>(df::sum(took))), df::invalid_value);
    gathers("avg beyond the sum's range", df::avg(took),
            std::optional<std::chrono::microseconds>{std::chrono::seconds{9'223'372'036'853}});
}

TEST_P(ExactFunctions, OfMappedTypesAndEnumerations) {
    constexpr auto tag = field<&Sale::tag>;
    constexpr auto label = field<&Sale::label>;
    constexpr auto code = field<&Sale::code>;
    same("coalesce", df::coalesce(label, tag),
         [](const row& r) { return std::optional{r.label.value_or(r.tag)}; });
    same("coalesce with a value", df::coalesce(label, Tag{"ZZ"}),
         [](const row& r) { return std::optional{r.label.value_or(Tag{"zz"})}; });
    same("nullif", df::nullif(tag, Tag{"b\xC3\xA9"}),
         [](const row& r) { return plain::nullif<Tag>(r.tag, Tag{"b\xC3\xA9"}); });
    same("greatest", df::greatest(tag, label, Tag{"b3"}),
         [](const row& r) { return plain::greatest<Tag>({r.tag, r.label, Tag{"b3"}}); });
    same("least", df::least(code, Code{1}),
         [](const row& r) { return plain::least<Code>({r.code, Code{1}}); });
    same("case", df::case_when(number > 0, label).otherwise(Tag{"X"}),
         [](const row& r) { return r.number > 0 ? r.label : std::optional{Tag{"x"}}; });
    same("case of values", df::case_when(number > 0, Weight{"1.5"_dec}).otherwise(field<&Sale::weight>),
         [](const row& r) { return std::optional{r.number > 0 ? Weight{"1.5"_dec} : r.weight}; });
    same("case of stored enumerations",
         df::case_when(number > 0, Grade{state::closed}).otherwise(field<&Sale::grade>),
         [](const row& r) { return std::optional{r.number > 0 ? Grade{state::closed} : r.grade}; });
    same("coalesce of an enumeration", df::coalesce(field<&Sale::now>, state::open),
         [](const row& r) { return std::optional{r.now.value_or(state::open)}; });
    same("case of enumerations",
         df::case_when(number > 0, state::open).when(number < -500, field<&Sale::now>), [](const row& r) {
             return r.number > 0 ? std::optional{state::open} : r.number < -500 ? r.now : std::nullopt;
         });
    const auto extremes = [&]<auto M, class T>() {
        std::vector<T> there;
        for (const auto& r : all()) {
            const std::optional<T> x = r.*M;
            if (x) there.push_back(*x);
        }
        std::sort(there.begin(), there.end());
        gathers("min", df::min(field<M>), there.front());
        gathers("max", df::max(field<M>), there.back());
        gathers("count_distinct", df::count_distinct(field<M>),
                std::unique(there.begin(), there.end()) - there.begin());
    };
    extremes.operator()<&Sale::tag, Tag>();
    extremes.operator()<&Sale::label, Tag>();
    extremes.operator()<&Sale::code, Code>();
    extremes.operator()<&Sale::weight, Weight>();
    gathers("count_distinct of an enumeration", df::count_distinct(field<&Sale::now>), std::int64_t{2});
    EXPECT_EQ(
        db().run(df::count<Sale>().where(df::case_when(number > 0, Tag{"b"}).otherwise(Tag{"a"}) > Tag{"a"})),
        std::count_if(all().begin(), all().end(), [](const row& r) { return r.number > 0; }));
}

TEST_P(ExactFunctions, AskedFromOutside) {
    const auto threshold = money{"12.5"};
    count(R"({"price": {"$gt": 12.50}})", [&](const row& r) { return r.price > threshold; });
    count(R"({"price": {"$lte": "12.50"}})", [&](const row& r) { return r.price <= threshold; });
    count(R"({"price": 0.01})", [](const row& r) { return r.price == "0.01"_dec; });
    count(R"({"price": {"$in": [1e-2, -0.5, "0.5", 99999999.99, 15e-1, 1500e-3]}})", [](const row& r) {
        return r.price == "0.01"_dec || r.price == "-0.5"_dec || r.price == "0.5"_dec ||
               r.price == money::max() || r.price == "1.5"_dec;
    });
    count(R"({"price": {"$between": [-1E+2, 100]}})",
          [](const row& r) { return r.price >= -100 && r.price <= 100; });
    count(R"({"large": {"$gte": 9999999999999999.50}})",
          [](const row& r) { return r.large >= "9999999999999999.50"_dec; }); // no double is this
    count(R"({"rate": {"$nin": [0.0001]}})", [](const row& r) { return r.rate != "0.0001"_dec; });
    count(R"({"rate": {"$ne": 0}})", [](const row& r) { return !r.rate || *r.rate != 0; });
    count(R"({"rate": null})", [](const row& r) { return !r.rate; });
    count(R"({"price": {"$in": []}})", [](const row&) { return false; });
    count(R"({"lasts": {"$gt": 60000000}})", [](const row& r) { return r.lasts > 1min; });
    count(R"({"took": {"$in": [0, 1000000, -5e6]}})",
          [](const row& r) { return r.took == 0s || r.took == 1s || r.took == -5s; });
    count(R"({"took": {"$lt": 1}})", [](const row& r) { return r.took && *r.took < 1us; });
    count(R"({"tag": "B\u00e9"})", [](const row& r) { return r.tag == Tag{"b\xC3\xA9"}; });
    count(R"({"label": {"$in": ["B1", "b2"]}})",
          [](const row& r) { return r.label == Tag{"b1"} || r.label == Tag{"b2"}; });
    count(R"({"tag": {"$lt": "m"}})", [](const row& r) { return r.tag < Tag{"m"}; });
    count(R"({"weight": {"$gte": 50.125}})", [](const row& r) { return r.weight.kilograms >= "50.125"_dec; });
    count(R"({"weight": {"$in": ["50", 0.001]}})",
          [](const row& r) { return r.weight.kilograms == 50 || r.weight.kilograms == "0.001"_dec; });
    count(R"({"code": {"$gt": 1}})", [](const row& r) { return r.code && r.code->number > 1; });
    count(R"({"code": {"$in": [1, -1.0]}})",
          [](const row& r) { return r.code && (r.code->number == 1 || r.code->number == -1); });
    count(R"({"grade": "closed", "now": {"$ne": "open"}})",
          [](const row& r) { return r.grade.of == state::closed && r.now != state::open; });

    const auto refuses = [](std::string_view json, std::string_view field, std::string_view words) {
        try {
            (void)df::filter_from_json<Sale>(json);
            ADD_FAILURE() << json;
        } catch (const df::invalid_value& e) {
            EXPECT_EQ(e.info().field, field) << json;
            EXPECT_EQ(e.info().message, words) << json;
        }
    };
    refuses(R"({"price": 0.005})", "price", "filter.price: more digits after the point than the field has");
    refuses(R"({"price": 1e-3})", "price", "filter.price: more digits after the point than the field has");
    refuses(R"({"price": 1e-300})", "price", "filter.price: more digits after the point than the field has");
    refuses(R"({"price": 100000000})", "price", "filter.price: a number out of the field's range");
    refuses(R"({"price": 1e99999999999})", "price", "filter.price: a number out of the field's range");
    refuses(R"({"price": "1e2x"})", "price", "filter.price: expected a decimal number: 12.50 or \"12.50\"");
    refuses(R"({"price": {"$gt": true}})", "price",
            "filter.price.$gt: expected a decimal number: 12.50 or \"12.50\"");
    refuses(R"({"price": null})", "price", "filter.price: the field cannot be null");
    refuses(R"({"price": {"$like": "1%"}})", "price", "filter.price.$like: the field is not a string");
    refuses(R"({"lasts": 0.5})", "lasts", "filter.lasts: expected a whole number");
    refuses(R"({"lasts": "1:00"})", "lasts",
            "filter.lasts: expected a duration: microseconds, or a string such as PT1H30M");
    refuses(R"({"lasts": -9223372036854775808})", "lasts", "filter.lasts: a number out of the field's range");
    refuses(R"({"$or": [{"tag": {"$in": ["a", "no!"]}}]})", "tag",
            "filter.$or[0].tag.$in[1]: the type's own mapping does not take the value");
    refuses(R"({"tag": 5})", "tag", "filter.tag: expected a string");
    refuses(R"({"weight": 0.0001})", "weight",
            "filter.weight: more digits after the point than the field has");
    refuses(R"({"code": 3000000000})", "code", "filter.code: a number out of the field's range");
    refuses(R"({"grade": "lost"})", "grade", "filter.grade: none of the enumeration's names");
    refuses(R"({"grade": {"$gt": "open"}})", "grade",
            "filter.grade.$gt: the values of an enumeration have no order");
}

} // namespace
