// Functions of numbers, and casts, over every type of number, against plain C++.
#include "support/probe.hpp"

namespace {

namespace df = dataflow;
using df::field;
using support::Sample;
using row = df::record<Sample>;

class NumberFunctions : public support::function_test {};
DATAFLOW_ON_ALL_DATABASES(NumberFunctions);

TEST_P(NumberFunctions, OfWholeNumbers) {
    support::each<&Sample::small, &Sample::number, &Sample::big, &Sample::maybe_number, &Sample::maybe_big>(
        [&]<auto M>() {
            constexpr auto x = field<M>;
            same("abs", df::abs(x), [](const row& r) { return plain::abs_whole(r.*M); });
            same("mod 7", df::mod(x, 7), [](const row& r) { return plain::mod(r.*M, 7); });
            same("mod -1", df::mod(x, -1), [](const row& r) { return plain::mod(r.*M, -1); });
            same("mod column", df::mod(x, field<&Sample::maybe_number>),
                 [](const row& r) { return plain::mod(r.*M, r.maybe_number); });
            const auto real = [](const row& r) {
                return plain::lift([](std::int64_t n) { return static_cast<double>(n); }, plain::whole{r.*M});
            };
            same("sign", df::sign(x), [&](const row& r) { return plain::sign(real(r)); });
            same("power", df::power(x, 3), [&](const row& r) { return plain::power(real(r), 3.0); });
            same("sqrt", df::sqrt(x), [&](const row& r) { return plain::sqrt(real(r)); });
            same("cast to int16", df::cast<std::int16_t>(x),
                 [](const row& r) { return plain::whole_as<std::int16_t>(r.*M); });
            same("cast to int", df::cast<int>(x), [](const row& r) { return plain::whole_as<int>(r.*M); });
            same("cast to int64", df::cast<std::int64_t>(x), [](const row& r) { return plain::whole{r.*M}; });
            same("cast to double", df::cast<double>(x), real);
            same("cast to text", df::cast<std::string>(x), [](const row& r) {
                return plain::lift([](std::int64_t n) { return std::to_string(n); }, plain::whole{r.*M});
            });
            same("abs of a cast", df::abs(df::cast<int>(x)) + 1, [](const row& r) {
                return plain::lift([](std::int64_t n) { return n + 1; },
                                   plain::abs_whole(plain::whole_as<int>(r.*M)));
            });
        });
}

TEST_P(NumberFunctions, OfRealNumbers) {
    support::each<&Sample::single, &Sample::real, &Sample::maybe_real>([&]<auto M>() {
        constexpr auto x = field<M>;
        const auto value = [](const row& r) { return plain::real{r.*M}; };
        same("abs", df::abs(x), [&](const row& r) { return plain::abs_real(value(r)); });
        same("sign", df::sign(x), [&](const row& r) { return plain::sign(value(r)); });
        same("floor", df::floor(x), [&](const row& r) { return plain::floor(value(r)); });
        same("ceil", df::ceil(x), [&](const row& r) { return plain::ceil(value(r)); });
        same("round", df::round(x), [&](const row& r) { return plain::round(value(r)); });
        for (const int places : {0, 1, 2, 3, 8, 20, 330, -1, -2, -15, -308, -309, -310})
            same("round to " + std::to_string(places), df::round(x, places),
                 [&](const row& r) { return plain::round(value(r), places); });
        same("sqrt", df::sqrt(x), [&](const row& r) { return plain::sqrt(value(r)); });
        for (const double y : {2.0, 0.5, -1.0, 0.0, 3.0, 1000.0, -0.5})
            same("power " + std::to_string(y), df::power(x, y),
                 [&](const row& r) { return plain::power(value(r), y); });
        same("power of columns", df::power(x, field<&Sample::maybe_number>), [&](const row& r) {
            return plain::power(value(r),
                                plain::lift([](int n) { return static_cast<double>(n); }, r.maybe_number));
        });
        same("cast to int16", df::cast<std::int16_t>(x),
             [&](const row& r) { return plain::real_as<std::int16_t>(value(r)); });
        same("cast to int", df::cast<int>(x), [&](const row& r) { return plain::real_as<int>(value(r)); });
        same("cast to int64", df::cast<std::int64_t>(x),
             [&](const row& r) { return plain::real_as<std::int64_t>(value(r)); });
        same("cast to double", df::cast<double>(x), value);
    });
}

TEST_P(NumberFunctions, OtherCasts) {
    same("text to int64", df::cast<std::int64_t>(field<&Sample::digits>),
         [](const row& r) { return plain::text_as_whole(r.digits); });
    same("text to double", df::cast<double>(field<&Sample::digits>),
         [](const row& r) { return plain::text_as_real(r.digits); });
    same("bool", df::cast<std::int64_t>(field<&Sample::flag>),
         [](const row& r) { return plain::whole{r.flag ? 1 : 0}; });
    same("enumeration", df::cast<std::string>(field<&Sample::tone>), [](const row& r) {
        return plain::text{r.tone == support::shade::dark    ? "dark"
                           : r.tone == support::shade::light ? "light"
                                                             : "grey"};
    });
    same("uuid", df::cast<std::string>(field<&Sample::mark>), [](const row& r) {
        char first[3];
        std::snprintf(first, sizeof first, "%02x", static_cast<unsigned>(r.mark.data[0]));
        return plain::text{std::string{first} + "000000-0000-0000-0000-000000000000"};
    });
    same("text", df::cast<std::string>(field<&Sample::maybe_text>),
         [](const row& r) { return r.maybe_text; });
}

// In filters and assignments, too.
TEST_P(NumberFunctions, InFiltersAndAssignments) {
    std::int64_t even = 0;
    for (const auto& r : all()) even += r.number % 2 == 0 ? 1 : 0;
    EXPECT_EQ(db().run(df::count<Sample>().where(df::mod(field<&Sample::number>, 2) == 0)), even);
    EXPECT_EQ(db().run(df::count<Sample>().where(df::mod(field<&Sample::number>, 2).in({1, -1}))),
              static_cast<std::int64_t>(all().size()) - even);
    db().run(df::bulk_update<Sample>(df::abs(field<&Sample::real>) < 1e15,
                                     field<&Sample::maybe_real> = df::round(field<&Sample::real>, 1)));
    for (const auto& r : db().run(df::list<Sample>().where(df::abs(field<&Sample::real>) < 1e15)).records)
        EXPECT_EQ(r.maybe_real, plain::round(r.real, 1));
    const auto e = support::thrown<df::invalid_value>([&] {
        db().run(df::bulk_update<Sample>(df::everything,
                                         field<&Sample::number> = df::mod(field<&Sample::number>, 0)));
    });
    EXPECT_EQ(e.model(), "Sample");
    EXPECT_TRUE(support::has(e.what(), "division by zero")) << e.what();
    EXPECT_TRUE(support::has(support::thrown<df::invalid_value>([&] {
                                 (void)db().run(
                                     df::count<Sample>().where(df::sqrt(field<&Sample::number>) > 1));
                             }).what(),
                             "a power or a root that does not exist"));
    EXPECT_TRUE(support::has(support::thrown<df::invalid_value>([&] {
                                 (void)db().run(df::count<Sample>().where(
                                     df::cast<std::int16_t>(field<&Sample::big>) > 1));
                             }).what(),
                             "a number is out of range"));
}

} // namespace
