// Functions of times and days against plain C++.
#include "support/probe.hpp"

namespace {

namespace df = dataflow;
using df::field;
using df::unit;
using support::Sample;
using row = df::record<Sample>;
using namespace std::chrono_literals;

struct Stamp {
    df::id<Stamp> id{};
    df::timestamp at{};
};

class TimeFunctions : public support::function_test {};
DATAFLOW_ON_ALL_DATABASES(TimeFunctions);

TEST_P(TimeFunctions, PartsOfTimesAndDays) {
    const auto parts = [&]<auto M>(auto day) {
        constexpr auto x = field<M>;
        same("year", df::year(x), [&](const row& r) { return plain::year(day(r.*M)); });
        same("month", df::month(x), [&](const row& r) { return plain::month(day(r.*M)); });
        same("day", df::day(x), [&](const row& r) { return plain::day_of_month(day(r.*M)); });
        same("day_of_week", df::day_of_week(x), [&](const row& r) { return plain::day_of_week(day(r.*M)); });
        same("day_of_year", df::day_of_year(x), [&](const row& r) { return plain::day_of_year(day(r.*M)); });
        same("iso_week", df::iso_week(x), [&](const row& r) { return plain::iso_week(day(r.*M)); });
        same("iso_week_year", df::iso_week_year(x),
             [&](const row& r) { return plain::iso_week_year(day(r.*M)); });
    };
    const auto as_is = [](plain::day d) { return d; };
    const auto of_time = [](plain::time t) { return plain::date_of(t); };
    parts.operator()<&Sample::moment>(of_time);
    parts.operator()<&Sample::maybe_moment>(of_time);
    parts.operator()<&Sample::day>(as_is);
    parts.operator()<&Sample::maybe_day>(as_is);
}

TEST_P(TimeFunctions, OfTimes) {
    support::each<&Sample::moment, &Sample::maybe_moment>([&]<auto M>() {
        constexpr auto x = field<M>;
        same("hour", df::hour(x), [](const row& r) { return plain::of_day(r.*M, 1h, 24); });
        same("minute", df::minute(x), [](const row& r) { return plain::of_day(r.*M, 1min, 60); });
        same("second", df::second(x), [](const row& r) { return plain::of_day(r.*M, 1s, 60); });
        same("date_of", df::date_of(x), [](const row& r) { return plain::date_of(r.*M); });
        same("cast to a day", df::cast<df::date>(x), [](const row& r) { return plain::date_of(r.*M); });
        same("to a second", df::truncate<unit::second>(x),
             [](const row& r) { return plain::truncate(r.*M, 1s); });
        same("to a minute", df::truncate<unit::minute>(x),
             [](const row& r) { return plain::truncate(r.*M, 1min); });
        same("to an hour", df::truncate<unit::hour>(x),
             [](const row& r) { return plain::truncate(r.*M, 1h); });
        same("to a day", df::truncate<unit::day>(x), [](const row& r) { return plain::truncate(r.*M, 24h); });
        same("to a week", df::truncate<unit::week>(x),
             [](const row& r) { return plain::midnight(plain::monday(plain::date_of(r.*M))); });
        same("to a month", df::truncate<unit::month>(x),
             [](const row& r) { return plain::midnight(plain::start_of_months(plain::date_of(r.*M), 1)); });
        same("to a quarter", df::truncate<unit::quarter>(x),
             [](const row& r) { return plain::midnight(plain::start_of_months(plain::date_of(r.*M), 3)); });
        same("to a year", df::truncate<unit::year>(x),
             [](const row& r) { return plain::midnight(plain::start_of_months(plain::date_of(r.*M), 12)); });
        for (const auto d :
             {0us, 1us, -1us, 3'600'000'001us, std::chrono::microseconds{31'556'952'000'000'017} * 4,
              std::chrono::microseconds{-123'456'789'012'345'678}, std::chrono::microseconds{INT64_MAX},
              -std::chrono::microseconds{INT64_MAX}}) {
            if (d != -std::chrono::microseconds{INT64_MAX} && d != std::chrono::microseconds{INT64_MAX})
                same("+ " + std::to_string(d.count()), x + d,
                     [&](const row& r) { return plain::add(r.*M, d); });
            else
                EXPECT_THROW((void)db().run(df::count<Sample>().where(field<M> + d > df::timestamp{})),
                             df::invalid_value);
        }
        same("- 90 days", x - std::chrono::days{90},
             [](const row& r) { return plain::add(r.*M, -90 * 24h); });
        same("1.5 hours +", std::chrono::duration<double, std::ratio<3600>>{1.5} + x,
             [](const row& r) { return plain::add(r.*M, 90min); });
        same("difference", x - field<&Sample::maybe_moment>,
             [](const row& r) { return plain::difference(r.*M, r.maybe_moment); });
        const df::timestamp then{std::chrono::sys_days{std::chrono::year{1600} / 2 / 29} + 7us};
        same("from a time", x - then, [&](const row& r) { return plain::difference(r.*M, then); });
        same("to a time", then - x, [&](const row& r) { return plain::difference(then, r.*M); });
    });
}

TEST_P(TimeFunctions, OfDays) {
    support::each<&Sample::day, &Sample::maybe_day>([&]<auto M>() {
        constexpr auto x = field<M>;
        same("cast to a time", df::cast<df::timestamp>(x),
             [](const row& r) { return plain::midnight(r.*M); });
        same("to a day", df::truncate<unit::day>(x), [](const row& r) { return plain::day{r.*M}; });
        same("to a week", df::truncate<unit::week>(x), [](const row& r) { return plain::monday(r.*M); });
        same("to a month", df::truncate<unit::month>(x),
             [](const row& r) { return plain::start_of_months(r.*M, 1); });
        same("to a quarter", df::truncate<unit::quarter>(x),
             [](const row& r) { return plain::start_of_months(r.*M, 3); });
        same("to a year", df::truncate<unit::year>(x),
             [](const row& r) { return plain::start_of_months(r.*M, 12); });
        const auto days = [](plain::day from, plain::day to) {
            return plain::lift(
                [](auto a, auto b) { return std::chrono::sys_days{b} - std::chrono::sys_days{a}; }, from, to);
        };
        const df::date then = std::chrono::year{1600} / 2 / 29;
        same("difference", x - field<&Sample::maybe_day>,
             [&](const row& r) { return days(r.maybe_day, r.*M); });
        same("from a day", x - then, [&](const row& r) { return days(then, r.*M); });
        same("to a day", then - x, [&](const row& r) { return days(r.*M, then); });
        same("days as a number", df::cast<std::int64_t>(x - then), [&](const row& r) {
            return plain::lift([](auto d) { return std::int64_t{d.count()}; }, days(then, r.*M));
        });
    });
}

TEST_P(TimeFunctions, NowIsTheTimeOfTheRun) {
    const auto node =
        df::count<Sample>().where(df::created_at <= df::now() && df::now() - df::created_at < 60s);
    EXPECT_EQ(db().run(node), static_cast<std::int64_t>(all().size()));
    EXPECT_EQ(db().run(df::count<Sample>().where(df::created_at > df::now() - 1h)),
              static_cast<std::int64_t>(all().size()));
    const auto before = std::chrono::system_clock::now() - 1us;
    db().run(df::bulk_update<Sample>(df::everything, field<&Sample::maybe_moment> = df::now()));
    for (const auto& r : db().run(df::list<Sample>()).records)
        EXPECT_TRUE(*r.maybe_moment >= before && *r.maybe_moment <= std::chrono::system_clock::now());
    const auto place = another();
    df::database<Stamp> stamps{place->url()};
    const auto create = df::create<Stamp>(field<&Stamp::at> = df::now());
    const auto first = stamps.run(create);
    const auto second = stamps.run(create); // the same node, at another time
    EXPECT_TRUE(first.at > before && second.at > first.at);
}

// What the server's own time zone is makes no difference.
TEST_P(TimeFunctions, InAnotherTimeZone) {
    if (!postgres()) return;
    auto setting = where().plain();
    const auto name = setting.value("SELECT current_database()");
    const auto user = setting.value("SELECT current_user");
    setting.run("ALTER ROLE \"" + user + "\" IN DATABASE \"" + name + "\" SET timezone = 'America/St_Johns'");
    {
        database other{url()};
        EXPECT_EQ(where().plain().value("SHOW timezone"), "America/St_Johns");
        const auto check = [&](const auto& e) {
            EXPECT_EQ(other.run(support::probe<Sample>(e)), db().run(support::probe<Sample>(e)));
        };
        check(df::day(field<&Sample::moment>));
        check(df::truncate<unit::day>(field<&Sample::moment>));
        check(df::truncate<unit::week>(field<&Sample::day>));
        check(df::cast<df::timestamp>(field<&Sample::day>));
        check(df::date_of(field<&Sample::moment>));
        check(field<&Sample::moment> - field<&Sample::maybe_moment>);
    }
    setting.run("ALTER ROLE \"" + user + "\" IN DATABASE \"" + name + "\" RESET timezone");
}

} // namespace
