// df::decimal against 128-bit arithmetic, digit by digit.
#include <dataflow/core/decimal.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>
#include <unordered_set>

namespace {

namespace df = dataflow;
using namespace df::literals;
__extension__ typedef __int128 wide;

using money = df::decimal<10, 2>;
using rate = df::decimal<18, 9>;
using whole = df::decimal<18, 0>;
using fraction = df::decimal<18, 18>;

// --- what the types promise ----------------------------------------------------------------------

static_assert("19.99"_dec == money("19.99"));
static_assert(std::is_same_v<decltype("19.99"_dec), df::decimal<4, 2>> &&
              std::is_same_v<decltype("-0.125"_dec), df::decimal<3, 3>>);
static_assert(std::is_same_v<decltype("007"_dec), df::decimal<1, 0>> &&
              std::is_same_v<decltype("0"_dec), df::decimal<1, 0>>);
static_assert(money(5) == 5 && 5 == money(5) && money("-0.05") < 0 && money(7) > "6.999"_dec);
static_assert(std::is_convertible_v<df::decimal<9, 2>, df::decimal<10, 3>> &&
              !std::is_convertible_v<df::decimal<10, 3>, money> &&
              !std::is_convertible_v<df::decimal<11, 2>, money> &&
              std::is_constructible_v<money, df::decimal<10, 3>>);
static_assert(!std::is_convertible_v<double, money> && std::is_constructible_v<money, double> &&
              !std::is_convertible_v<const char*, money> && !std::is_constructible_v<money, bool> &&
              std::is_convertible_v<int, money> && std::is_convertible_v<std::uint64_t, money>);
static_assert(std::is_trivially_copyable_v<money> && sizeof(money) == 8);
static_assert(std::is_same_v<decltype(money{} + money{}), df::decimal<11, 2>> &&
              std::is_same_v<decltype(money{} * "0.125"_dec), df::decimal<13, 5>>);
static_assert(std::is_same_v<decltype(money{} * 3), df::decimal<18, 2>> &&
              std::is_same_v<decltype(money{} / rate{}), rate> &&
              std::is_same_v<decltype(rate{} * rate{}), rate> &&
              std::is_same_v<decltype(fraction{} * fraction{}), fraction>);
static_assert("19.99"_dec * "0.125"_dec == "2.49875"_dec && money(1) / 3 == "0.33"_dec &&
              money(2) / 3 == "0.67"_dec);
static_assert(df::divide(money(1), 8, df::rounding::half_even) == "0.12"_dec &&
              df::divide(money(1), 8, df::rounding::half_away) == "0.13"_dec);
static_assert([] {
    money a = "1.25"_dec;
    a *= "0.5"_dec; // 0.625
    a += 1;
    a -= "0.5"_dec;
    a /= 2; // 0.565
    return -a;
}() == "-0.57"_dec);
// A binary number, a truth value or a character is no operand: it would be cut to a whole number.
template <class R>
concept an_operand = requires(money m, R r) { m *= r; } || requires(money m, R r) { m /= r; } ||
                     requires(money m, R r) { m += r; } || requires(money m, R r) { m -= r; } ||
                     requires(money m, R r) { m* r; } || requires(money m, R r) { m < r; };
static_assert(an_operand<int> && an_operand<std::uint64_t> && an_operand<rate>);
static_assert(!an_operand<double> && !an_operand<float> && !an_operand<bool> && !an_operand<char>);
static_assert([] {
    df::decimal<18, 9> a =
        100; // its sum with a finer number has no type of 18 digits, but is rounded once to its own
    a += "0.000000000500000000"_dec;
    return a;
}() == "100.000000001"_dec);
static_assert([] {
    money price = "2.50"_dec;
    return price *= "1.01"_dec; // 2.525
}() == "2.53"_dec);

template <class Work>
std::string refused(Work work) {
    try {
        work();
    } catch (const df::invalid_value& e) {
        return e.info().message;
    }
    return "accepted";
}

TEST(Decimal, TextIsReadExactlyOrRefused) {
    for (const char* text : {"0.00", "12.50", "-12.50", "99999999.99", "-99999999.99", "0.01", "-0.01"})
        EXPECT_EQ(money(text).str(), text);
    EXPECT_EQ(money("+3.5000").str(), "3.50");
    EXPECT_EQ(money("000000000000000000000012").str(), "12.00");
    EXPECT_EQ(money("-0").str(), "0.00");
    EXPECT_EQ(fraction::max().str(), "0.999999999999999999");
    EXPECT_EQ(fraction("0.000000000000000001").units(), 1);
    EXPECT_EQ(whole::lowest().str(), "-999999999999999999");
    // a point at either end, and exponents, as PostgreSQL's NUMERIC takes them
    EXPECT_EQ(money(".5").str(), "0.50");
    EXPECT_EQ(money("-.5").str(), "-0.50");
    EXPECT_EQ(money("17.").str(), "17.00");
    EXPECT_EQ(money("1E3").str(), "1000.00");
    EXPECT_EQ(money("1.5e2").str(), "150.00");
    EXPECT_EQ(money("+1.e+2").str(), "100.00");
    EXPECT_EQ(money(".5e1").str(), "5.00");
    EXPECT_EQ(money("1250e-2").str(), "12.50");
    EXPECT_EQ(money("12500000e-00000000000000000006").str(), "12.50");
    EXPECT_EQ(money("0e999999999999999999999").str(), "0.00");
    EXPECT_EQ(money("0.000e-999999999999999999999").str(), "0.00");
    EXPECT_EQ(fraction("123456789012345678e-18").units(), 123456789012345678);
    EXPECT_EQ("1e3"_dec, 1000);
    static_assert(std::is_same_v<decltype("1e3"_dec), df::decimal<4, 0>> &&
                  std::is_same_v<decltype("1.999e1"_dec), df::decimal<4, 2>> &&
                  std::is_same_v<decltype("125e-4"_dec), df::decimal<4, 4>> &&
                  std::is_same_v<decltype(".5"_dec), df::decimal<1, 1>>);
    EXPECT_EQ("125e-4"_dec, "0.0125"_dec);
    EXPECT_EQ(refused([] { (void)money("1e8"); }), "more digits than the type has");
    EXPECT_EQ(refused([] { (void)money("1e999999999999999999999"); }), "more digits than the type has");
    EXPECT_EQ(refused([] { (void)money("1e-3"); }), "more digits after the point than the type has");
    EXPECT_EQ(refused([] { (void)money("1e-999999999999999999999"); }),
              "more digits after the point than the type has");
    for (const char* text :
         {"",     ".",  "+",  "-",   "--1",   "1e",  "1e+", "e5",  ".e5", "1e5.",  "1e1.5", "1ee5",
          "1e 5", " 1", "1 ", "1,5", "1.2.3", "0x1", "NaN", "inf", "١",   "1_000", "+-1"})
        EXPECT_EQ(refused([&] { (void)money(text); }), "not a decimal number") << text;
    EXPECT_EQ(refused([] { (void)money(std::string_view{"1\0", 2}); }), "not a decimal number");
    EXPECT_EQ(refused([] { (void)money("1.234"); }), "more digits after the point than the type has");
    for (const char* text : {"100000000", "100000000.00", "-100000000", "99999999999999999999999999999"})
        EXPECT_EQ(refused([&] { (void)money(text); }), "more digits than the type has") << text;
    EXPECT_EQ(refused([] { (void)whole("1000000000000000000"); }), "more digits than the type has");
    EXPECT_EQ(refused([] { (void)whole("9999999999999999999"); }), "more digits than the type has");
}

TEST(Decimal, BeyondTheRangeIsRefused) {
    EXPECT_EQ(refused([] { (void)money(100'000'000); }), "a number is out of range");
    EXPECT_EQ(refused([] { (void)money(UINT64_MAX); }), "a number is out of range");
    EXPECT_EQ(refused([] { (void)money(INT64_MIN); }), "a number is out of range");
    EXPECT_EQ(refused([] { (void)money(whole::max()); }), "a number is out of range");
    EXPECT_EQ(refused([] { (void)money(df::decimal<10, 3>("9999999.995") * 100); }),
              "a number is out of range");
    EXPECT_EQ(refused([] { (void)money(df::decimal<11, 3>("99999999.996")); }),
              "a number is out of range"); // by rounding
    EXPECT_EQ(refused([] { (void)(whole::max() + 1); }), "a number is out of range");
    EXPECT_EQ(refused([] { (void)(whole::max() * whole::max()); }), "a number is out of range");
    EXPECT_EQ(refused([] { (void)(whole::max() * INT64_MAX); }), "a number is out of range");
    EXPECT_EQ(refused([] { (void)(rate(1) / 0); }), "division by zero");
    EXPECT_EQ(refused([] { (void)(whole::max() / fraction("0.000000000000000001")); }),
              "a number is out of range");
    EXPECT_EQ(refused([] {
                  auto m = money::max();
                  m += "0.01"_dec;
              }),
              "a number is out of range");
    EXPECT_EQ(refused([] { (void)(whole(1) + UINT64_MAX); }), "a number is out of range");
    EXPECT_LT(whole::max(), UINT64_MAX);
    EXPECT_GT(fraction::lowest(), INT64_MIN);
}

TEST(Decimal, BinaryNumbersAreRoundedFromTheirExactValue) {
    EXPECT_EQ((df::decimal<4, 2>(1.005)).str(), "1.00"); // it is 1.00499999999999989...
    EXPECT_EQ((df::decimal<4, 2>(1.125)).str(), "1.13");
    EXPECT_EQ((df::decimal<4, 2>(-1.125)).str(), "-1.13");
    EXPECT_EQ((df::decimal<4, 2>(1.125, df::rounding::half_even)).str(), "1.12");
    EXPECT_EQ((df::decimal<4, 2>(-1.125, df::rounding::half_even)).str(), "-1.12");
    EXPECT_EQ((df::decimal<4, 2>(-1.129, df::rounding::toward_zero)).str(), "-1.12");
    EXPECT_EQ((df::decimal<4, 2>(-1.121, df::rounding::floor)).str(), "-1.13");
    EXPECT_EQ((df::decimal<4, 2>(1.121, df::rounding::ceiling)).str(), "1.13");
    EXPECT_EQ(fraction(0.1).str(), "0.100000000000000006"); // 0.1 is 0.1000000000000000055...
    EXPECT_EQ(fraction(std::numeric_limits<double>::denorm_min(), df::rounding::ceiling).units(), 1);
    EXPECT_EQ(fraction(-std::numeric_limits<double>::denorm_min(), df::rounding::floor).units(), -1);
    EXPECT_EQ(fraction(std::numeric_limits<double>::denorm_min()), 0);
    EXPECT_EQ(money(-0.0).str(), "0.00");
    EXPECT_EQ(money(0.5F), "0.5"_dec);
    EXPECT_EQ(whole(999999999999999872.0).units(), 999999999999999872);
    for (const double x : {1e18, -1e18, 1e19, 1e300, std::numeric_limits<double>::max()})
        EXPECT_EQ(refused([&] { (void)whole(x); }), "a number is out of range") << x;
    for (const double x : {1e8, 99999999.996, 4e18, 1e19, 7e22})
        EXPECT_EQ(refused([&] { (void)money(x); }), "a number is out of range") << x;
    EXPECT_EQ(refused([] { (void)money(std::numeric_limits<double>::infinity()); }),
              "infinity and NaN are not decimal numbers");
    EXPECT_EQ(refused([] { (void)money(std::nan("")); }), "infinity and NaN are not decimal numbers");
    EXPECT_EQ(static_cast<double>(money("12.50")), 12.5);
    std::mt19937_64 random{1};
    for (int i = 0; i < 20000; ++i) { // each number of cents is the nearest to its double
        const auto cents = static_cast<std::int64_t>(random() % 20'000'000'000ULL) - 10'000'000'000;
        if (cents <= -10'000'000'000) continue;
        const auto m = money::from_units(cents);
        ASSERT_EQ(money(static_cast<double>(m)).units(), cents);
        ASSERT_EQ(money(m.str()).units(), cents);
    }
}

// --- properties ----------------------------------------------------------------------------------

wide power(int n) {
    wide out = 1;
    while (n-- > 0) out *= 10;
    return out;
}

/// Whether `r` is num / den as the rounding wants it: told from the distances alone.
bool is_rounded(wide num, wide den, wide r, df::rounding how) {
    if (den < 0) num = -num, den = -den;
    const wide off = num - r * den; // what is left; r is too small where it is positive
    const wide size = off < 0 ? -off : off;
    if (size >= den) return false;
    switch (how) {
    case df::rounding::half_even: return size * 2 < den || (size * 2 == den && r % 2 == 0);
    case df::rounding::half_away: return size * 2 < den || (size * 2 == den && (num < 0 ? off > 0 : off < 0));
    case df::rounding::toward_zero: return off == 0 || (num < 0) == (off < 0);
    case df::rounding::floor: return off >= 0;
    case df::rounding::ceiling: return off <= 0;
    }
    return false;
}

constexpr df::rounding all_roundings[] = {df::rounding::half_even, df::rounding::half_away,
                                          df::rounding::toward_zero, df::rounding::floor,
                                          df::rounding::ceiling};

struct dice {
    std::mt19937_64 random{20};
    int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
    /// Any number of digits is as likely as another, and ends of ranges and middles come often.
    std::int64_t units(int digits) {
        const auto limit = static_cast<std::int64_t>(power(1 + below(digits)));
        const auto n = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
        const std::int64_t picked[] = {n, limit - 1, n / 10 * 10 + 5, n / 100 * 100 + 50, limit / 2, 0, 1};
        auto out = picked[below(7)];
        if (out >= limit) out = limit - 1;
        return below(2) == 0 ? out : -out;
    }
};

TEST(Decimal, RoundsOnceFromTheExactResult) {
    using op = df::detail::decimal_op;
    dice d;
    int good = 0;
    for (int i = 0; i < 200'000; ++i) {
        const int digits = i % 2 == 0 ? 18 : 9;
        const auto a = d.units(digits);
        const auto b = d.units(digits);
        const int sa = d.below(digits + 1);
        const int sb = d.below(digits + 1);
        const int scale = d.below(19);
        const int p = scale + d.below(19 - scale);
        const auto what = static_cast<op>(d.below(4));
        const auto how = all_roundings[d.below(5)];
        if (p == 0) continue;
        const auto found = df::detail::decimal_compute(what, a, sa, b, sb, p, scale, how);
        if (what == op::divide && b == 0) {
            ASSERT_EQ(found.problem, "division by zero");
            continue;
        }
        // The exact result as num / den in units of 10^-scale, where 128 bits hold both.
        const int m = sa > sb ? sa : sb;
        wide num = 0;
        wide den = 1;
        int up = 0; // times 10^up
        if (what == op::add || what == op::subtract) {
            const wide left = wide{a} * power(m - sa);
            const wide right = wide{b} * power(m - sb);
            num = what == op::add ? left + right : left - right;
            up = scale - m;
        } else if (what == op::multiply) num = wide{a} * b, up = scale - sa - sb;
        else num = a, den = b, up = scale - sa + sb;
        for (; up < 0; ++up) den *= 10;
        bool huge = den > power(37) || den < -power(37);
        for (; up > 0 && !huge; --up) {
            huge = num > power(36) || num < -power(36);
            if (!huge) num *= 10;
        }
        if (huge) continue; // beyond this test's own arithmetic
        const wide nearest = num / den;
        if (!found.problem.empty()) {
            ASSERT_EQ(found.problem, "a number is out of range");
            ASSERT_TRUE(nearest >= power(p) - 1 || nearest <= -power(p) + 1) << i;
            continue;
        }
        ++good;
        ASSERT_LT(found.units, power(p)) << i;
        ASSERT_GT(found.units, -power(p)) << i;
        ASSERT_TRUE(is_rounded(num, den, found.units, how))
            << i << ": " << a << " e-" << sa << " op " << static_cast<int>(what) << " " << b << " e-" << sb;
    }
    EXPECT_GT(good, 50'000);
}

template <class A, class B>
void check_operators(dice& d) {
    for (int i = 0; i < 2000; ++i) {
        const auto a = A::from_units(d.units(A::digits));
        const auto b = B::from_units(d.units(B::digits));
        const wide x = a.units() * power(18 - A::scale);
        const wide y = b.units() * power(18 - B::scale);
        ASSERT_EQ(a == b, x == y);
        ASSERT_EQ(a < b, x < y);
        ASSERT_EQ(a >= b, x >= y);
        ASSERT_EQ(a <=> b, x <=> y);
        const auto sum = [&] { return a + b; };
        if (refused(sum) == "accepted") {
            ASSERT_EQ((sum().units() * power(18 - decltype(sum())::scale)), x + y);
        }
        const auto difference = [&] { return a - b; };
        if (refused(difference) == "accepted") {
            ASSERT_EQ((difference().units() * power(18 - decltype(difference())::scale)), x - y);
        }
        const auto product = [&] { return a * b; };
        using P = decltype(product());
        if (refused(product) == "accepted") {
            const int finer = A::scale + B::scale - P::scale;
            ASSERT_TRUE(is_rounded(wide{a.units()} * b.units(), power(finer), product().units(),
                                   df::rounding::half_away));
        } else if (A::digits + B::digits <= 18) {
            ADD_FAILURE() << "an exact product was refused";
        }
        const auto there = a.str();
        ASSERT_EQ(A(there), a) << there;
        for (const auto how : all_roundings) {
            const auto narrow = [&] {
                return df::decimal<18, 3>(df::decimal<18, (A::scale > 3 ? A::scale : 4)>(a, how), how);
            };
            if constexpr (A::scale > 3) {
                if (refused(narrow) == "accepted") {
                    ASSERT_TRUE(is_rounded(a.units(), power(A::scale - 3), narrow().units(), how));
                }
            }
        }
    }
}

TEST(Decimal, OperatorsAgreeWithWideArithmetic) {
    dice d;
    check_operators<money, money>(d);
    check_operators<money, rate>(d);
    check_operators<rate, money>(d);
    check_operators<rate, rate>(d);
    check_operators<whole, fraction>(d);
    check_operators<fraction, whole>(d);
    check_operators<df::decimal<7, 4>, df::decimal<5, 5>>(d);
    check_operators<df::decimal<1, 1>, df::decimal<1, 0>>(d);
}

TEST(Decimal, IsPrintedAndHashed) {
    std::ostringstream out;
    out << money("-0.05") << ' ' << rate(3);
    EXPECT_EQ(out.str(), "-0.05 3.000000000");
    EXPECT_EQ(to_string(money("2.5")), "2.50");
    std::unordered_set<money> set{money("2.5"), money(2), money("2.50")};
    EXPECT_EQ(set.size(), 2U);
}

} // namespace
