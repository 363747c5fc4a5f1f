// coalesce, nullif, greatest, least, CASE and aggregates against plain C++.
#include "support/oracle.hpp"
#include "support/probe.hpp"

namespace {

namespace df = dataflow;
using df::field;
using support::Sample;
using support::shade;
using row = df::record<Sample>;

class Choices : public support::function_test {};
DATAFLOW_ON_ALL_DATABASES(Choices);

/// A column of each type, and a value to go with it.
template <class F>
void each_type(F f) {
    const auto moment = df::timestamp{std::chrono::microseconds{1'700'000'000'000'001}};
    const df::date day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
    f.template operator()<&Sample::small, std::int64_t>(3);
    f.template operator()<&Sample::maybe_number, std::int64_t>(-7);
    f.template operator()<&Sample::maybe_big, std::int64_t>(1LL << 40);
    f.template operator()<&Sample::single, double>(0.5);
    f.template operator()<&Sample::maybe_real, double>(-2.5);
    f.template operator()<&Sample::maybe_text, std::string>("aXbXc");
    f.template operator()<&Sample::maybe_moment, df::timestamp>(moment);
    f.template operator()<&Sample::maybe_day, df::date>(day);
    f.template operator()<&Sample::raw, df::bytes>(df::bytes{std::byte{7}});
    f.template operator()<&Sample::flag, bool>(true);
    f.template operator()<&Sample::mark, df::uuid>(df::uuid{{9}});
}

TEST_P(Choices, OfEveryType) {
    each_type([&]<auto M, class T>(const T& v) {
        constexpr auto x = field<M>;
        const auto at = [](const row& r) { return std::optional<T>{r.*M}; };
        same("coalesce", df::coalesce(x, v), [&](const row& r) { return plain::coalesce<T>({at(r), v}); });
        same("nullif", df::nullif(x, v), [&](const row& r) { return plain::nullif<T>(at(r), v); });
        same("greatest", df::greatest(x, v), [&](const row& r) { return plain::greatest<T>({at(r), v}); });
        same("least", df::least(x, v, std::optional<T>{}),
             [&](const row& r) { return plain::least<T>({at(r), v}); });
        same("case", df::case_when(field<&Sample::number> > 0, x).when(field<&Sample::number> == 0, v),
             [&](const row& r) {
                 return r.number > 0 ? at(r) : r.number == 0 ? std::optional<T>{v} : std::nullopt;
             });
    });
    same("coalesce of an enumeration", df::coalesce(field<&Sample::tone>, shade::grey),
         [](const row& r) { return std::optional{r.tone}; });
    same("nullif of an enumeration", df::nullif(field<&Sample::tone>, shade::grey),
         [](const row& r) { return plain::nullif<shade>(r.tone, shade::grey); });
    same("nullif of a key", df::nullif(field<&Sample::id>, df::id<Sample>{3}),
         [](const row& r) { return plain::nullif<df::id<Sample>>(r.id, df::id<Sample>{3}); });
}

TEST_P(Choices, OfSeveralTypes) {
    same("whole numbers",
         df::coalesce(field<&Sample::maybe_number>, field<&Sample::maybe_big>, field<&Sample::small>),
         [](const row& r) { return plain::coalesce<std::int64_t>({r.maybe_number, r.maybe_big, r.small}); });
    const auto real = [](std::optional<std::int64_t> n) {
        return plain::lift([](std::int64_t k) { return static_cast<double>(k); }, n);
    };
    same("mixed numbers", df::coalesce(field<&Sample::maybe_number>, field<&Sample::maybe_real>, 7),
         [&](const row& r) { return plain::coalesce<double>({real(r.maybe_number), r.maybe_real, 7.0}); });
    same("greatest of mixed numbers",
         df::greatest(field<&Sample::maybe_big>, field<&Sample::maybe_real>, field<&Sample::single>),
         [&](const row& r) {
             return plain::greatest<double>({real(r.maybe_big), r.maybe_real, static_cast<double>(r.single)});
         });
    same("least of texts",
         df::least(field<&Sample::text>, field<&Sample::maybe_text>, field<&Sample::digits>),
         [](const row& r) { return plain::least<std::string>({r.text, r.maybe_text, r.digits}); });
    same("nothing but NULL", df::greatest(field<&Sample::maybe_number>, field<&Sample::maybe_big>),
         [](const row& r) { return plain::greatest<std::int64_t>({r.maybe_number, r.maybe_big}); });
    same("case with a rest",
         df::case_when(field<&Sample::maybe_number> > 5, "many")
             .when(df::length(field<&Sample::text>) == 0, field<&Sample::maybe_text>)
             .otherwise(field<&Sample::digits> + "?"),
         [](const row& r) {
             if (r.maybe_number && *r.maybe_number > 5) return plain::text{"many"};
             return r.text.empty() ? r.maybe_text : plain::text{r.digits + "?"};
         });
    same("case of mixed numbers",
         df::case_when(field<&Sample::flag> == true, 0.5).otherwise(field<&Sample::number>),
         [](const row& r) { return plain::real{r.flag ? 0.5 : r.number}; });
    same("a case inside", df::abs(df::case_when(field<&Sample::number>.in({7, -7}), -1).otherwise(0)) + 1,
         [](const row& r) { return plain::whole{r.number == 7 || r.number == -7 ? 2 : 1}; });
}

TEST_P(Choices, InFiltersAndAssignments) {
    const auto label = df::case_when(field<&Sample::number> < 0, "B").otherwise("a");
    std::int64_t negative = 0;
    for (const auto& r : all()) negative += r.number < 0 ? 1 : 0;
    EXPECT_EQ(db().run(df::count<Sample>().where(label < "a")),
              negative); // byte by byte, of plain values, too
    db().run(df::bulk_update<Sample>(df::everything, field<&Sample::maybe_text> = label,
                                     field<&Sample::number> = df::coalesce(field<&Sample::maybe_number>, 1)));
    for (const auto& r : db().run(df::list<Sample>()).records)
        EXPECT_EQ(r.number, r.maybe_number.value_or(1));
    EXPECT_EQ(db().run(df::count<Sample>().where(field<&Sample::maybe_text> == "B")), negative);
}

template <auto M, class T>
std::vector<std::optional<T>> values(const std::vector<row>& rows) {
    std::vector<std::optional<T>> out;
    for (const auto& r : rows) out.emplace_back(r.*M);
    return out;
}

TEST_P(Choices, Aggregates) {
    gathers("count", df::count(), plain::whole{static_cast<std::int64_t>(all().size())});
    const auto extremes = [&]<auto M, class T>() {
        const auto v = values<M, T>(all());
        gathers("min", df::min(field<M>), plain::least(v));
        gathers("max", df::max(field<M>), plain::greatest(v));
        gathers("count", df::count(field<M>),
                plain::whole{std::count_if(v.begin(), v.end(), [](auto& x) { return x.has_value(); })});
        std::vector<T> different;
        for (const auto& x : v)
            if (x && std::find(different.begin(), different.end(), *x) == different.end())
                different.push_back(*x);
        gathers("count_distinct", df::count_distinct(field<M>),
                plain::whole{static_cast<std::int64_t>(different.size())});
    };
    extremes.operator()<&Sample::small, std::int16_t>();
    extremes.operator()<&Sample::maybe_number, int>();
    extremes.operator()<&Sample::maybe_big, std::int64_t>();
    extremes.operator()<&Sample::single, float>();
    extremes.operator()<&Sample::maybe_real, double>();
    extremes.operator()<&Sample::maybe_text, std::string>();
    extremes.operator()<&Sample::maybe_moment, df::timestamp>();
    extremes.operator()<&Sample::maybe_day, df::date>();
    gathers("sum of small", df::sum(field<&Sample::small>),
            plain::sum_whole(values<&Sample::small, std::int64_t>(all())));
    gathers("sum of int", df::sum(field<&Sample::maybe_number>),
            plain::sum_whole(values<&Sample::maybe_number, std::int64_t>(all())));
    // The greatest number, the one before it, and only then the least.
    gathers("sum that leaves the range on its way",
            df::sum(field<&Sample::big>)
                .where(field<&Sample::id>.in({df::id<Sample>{6}, df::id<Sample>{9}, df::id<Sample>{16}})),
            plain::whole{INT64_MAX - 2});
    EXPECT_THROW((void)db().run(support::probe<Sample>(
                     df::sum(field<&Sample::big>).where(field<&Sample::big> >= INT64_MAX - 1))),
                 df::invalid_value);
    gathers("avg of int", df::avg(field<&Sample::number>),
            plain::avg(values<&Sample::number, double>(all())));
    // Eighths are summed without rounding, in any order.
    db().run(df::bulk_update<Sample>(
        df::everything, field<&Sample::maybe_real> =
                            df::cast<double>(df::nullif(df::mod(field<&Sample::number>, 1000), 7)) / 8.0));
    std::vector<plain::real> eighths;
    for (const auto& r : db().run(df::list<Sample>()).records) eighths.push_back(r.maybe_real);
    gathers("sum of real", df::sum(field<&Sample::maybe_real>), plain::sum_real(eighths));
    gathers("avg of real", df::avg(field<&Sample::maybe_real>), plain::avg(eighths));
    gathers("of nothing", df::sum(field<&Sample::number>).where(field<&Sample::text> == "nowhere"),
            plain::whole{});
    gathers("count of nothing", df::count().where(field<&Sample::text> == "nowhere"), plain::whole{0});
    gathers("avg of nothing", df::avg(field<&Sample::real>).where(field<&Sample::text> == "nowhere"),
            plain::real{});
    gathers("arithmetic",
            df::sum(field<&Sample::maybe_number>).where(field<&Sample::flag> == true) * 2 + df::count(),
            plain::lift([&](std::int64_t n) { return n; }, plain::whole{[&] {
                            std::int64_t out = 0;
                            for (const auto& r : all()) out += r.flag ? r.maybe_number.value_or(0) : 0;
                            return out * 2 + static_cast<std::int64_t>(all().size());
                        }()}));
    gathers("a function of an aggregate", df::round(df::avg(field<&Sample::small>), 2),
            plain::round(plain::avg(values<&Sample::small, double>(all())), 2));
    // Where a square overflows, a mean does on both.
    db().run(df::bulk_update<Sample>(
        df::everything,
        field<&Sample::maybe_real> = df::case_when(field<&Sample::flag> == true, 1e300).otherwise(-1e300)));
    EXPECT_THROW((void)db().run(support::probe<Sample>(df::avg(field<&Sample::maybe_real>))),
                 df::invalid_value);
    db().run(
        df::bulk_update<Sample>(df::everything, field<&Sample::maybe_real> =
                                                    df::cast<double>(field<&Sample::small>) * 0.0 + 1.7e308));
    EXPECT_THROW((void)db().run(support::probe<Sample>(df::sum(field<&Sample::maybe_real>))),
                 df::invalid_value);
}

// The same questions to the programs sqlite3 and psql, in SQL of one's own.
class Witness : public support::function_test {};
DATAFLOW_ON_SHARED_DATABASES(Witness);

TEST_P(Witness, SaysTheSame) {
    if (!support::oracle_is_there(GetParam()))
        GTEST_SKIP() << "the database's command-line program is not installed";
    const auto ask = [&](const std::string& sql) { return support::ask_oracle(GetParam(), where(), sql); };
    const auto count = [&](const auto& p) { return std::to_string(db().run(df::count<Sample>().where(p))); };
    const std::string from = "SELECT count(*) FROM samples WHERE ";
    EXPECT_EQ(count(df::length(field<&Sample::text>) > 4), ask(from + "length(text) > 4"));
    EXPECT_EQ(count(df::mod(field<&Sample::number>, 7) == 0), ask(from + "number % 7 = 0"));
    EXPECT_EQ(count(df::replace(field<&Sample::text>, "a", "") == "b"),
              ask(from + "replace(text, 'a', '') = 'b'"));
    EXPECT_EQ(count(df::coalesce(field<&Sample::maybe_number>, 0) == 0),
              ask(from + "coalesce(maybe_number, 0) = 0"));
    const bool pg = postgres();
    EXPECT_EQ(count(df::year(field<&Sample::moment>) == 2024),
              ask(from + (pg ? "date_part('year', moment AT TIME ZONE 'UTC') = 2024"
                             : "strftime('%Y', moment) = '2024'")));
    EXPECT_EQ(
        count(df::day_of_year(field<&Sample::day>) > 300),
        ask(from + (pg ? "date_part('doy', day) > 300" : "CAST(strftime('%j', day) AS INTEGER) > 300")));
    EXPECT_EQ(
        count(df::truncate<df::unit::month>(field<&Sample::day>) == field<&Sample::day>),
        ask(from + (pg ? "date_trunc('month', day::timestamp) = day" : "date(day, 'start of month') = day")));
    EXPECT_EQ(std::to_string(*db().run(support::probe<Sample>(df::sum(field<&Sample::maybe_number>)))[0]),
              ask("SELECT sum(maybe_number) FROM samples"));
    EXPECT_EQ(std::to_string(*db().run(support::probe<Sample>(df::count_distinct(field<&Sample::text>)))[0]),
              ask("SELECT count(DISTINCT text) FROM samples"));
}

} // namespace
