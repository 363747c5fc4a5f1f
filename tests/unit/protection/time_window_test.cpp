// Hours of the day in time zones, where clocks are changed and across midnight.
#include <dataflow/protection.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace df = dataflow;
using namespace std::chrono_literals;

/// "2026-03-29 01:30" UTC.
df::timestamp at(int y, unsigned m, unsigned d, int hour, int minute = 0) {
    using namespace std::chrono;
    return sys_days{year{y} / month{m} / day{d}} + hours{hour} + minutes{minute};
}
bool has(const df::time_window& w, df::timestamp moment) { return df::known_window{w}.has(moment); }

TEST(TimeWindows, AreOfTheirDaysAndHours) {
    const df::time_window office{.from = "09:00", .to = "17:30", .days = df::weekdays};
    EXPECT_FALSE(has(office, at(2026, 11, 30, 8, 59))); // a Monday
    EXPECT_TRUE(has(office, at(2026, 11, 30, 9, 0)));
    EXPECT_TRUE(has(office, at(2026, 11, 30, 17, 29)));
    EXPECT_FALSE(has(office, at(2026, 11, 30, 17, 30)));
    EXPECT_FALSE(has(office, at(2026, 11, 29, 12, 0))); // a Sunday
    EXPECT_TRUE(has({}, at(2026, 11, 29, 23, 59)));
}

TEST(TimeWindows, MayEndOnTheNextDay) {
    const df::time_window night{.from = "22:00", .to = "06:00", .days = df::friday};
    EXPECT_FALSE(has(night, at(2026, 12, 4, 5))); // Friday morning belongs to Thursday's night
    EXPECT_FALSE(has(night, at(2026, 12, 4, 21, 59)));
    EXPECT_TRUE(has(night, at(2026, 12, 4, 22)));
    EXPECT_TRUE(has(night, at(2026, 12, 5, 5, 59)));
    EXPECT_FALSE(has(night, at(2026, 12, 5, 6)));
    EXPECT_FALSE(has(night, at(2026, 12, 5, 23)));
    const df::time_window whole{.from = "12:00", .to = "12:00", .days = df::sunday}; // 24 hours
    EXPECT_TRUE(has(whole, at(2026, 11, 29, 12)));
    EXPECT_TRUE(has(whole, at(2026, 11, 30, 11, 59)));
    EXPECT_FALSE(has(whole, at(2026, 11, 30, 12)));
}

TEST(TimeWindows, GoByTheClocksOfTheirZone) {
    const df::time_window nine{.from = "09:00", .to = "10:00", .zone = "Europe/Berlin"};
    EXPECT_TRUE(has(nine, at(2026, 1, 15, 8, 30))); // UTC+1
    EXPECT_FALSE(has(nine, at(2026, 1, 15, 7, 30)));
    EXPECT_TRUE(has(nine, at(2026, 7, 15, 7, 30))); // UTC+2
    EXPECT_FALSE(has(nine, at(2026, 7, 15, 8, 30)));
    // the clocks go from 2:00 to 3:00 on March 29, 2026, at 1:00 UTC
    const df::time_window two{.from = "02:00", .to = "03:00", .zone = "Europe/Berlin"};
    for (int minute = 0; minute < 180; ++minute)
        EXPECT_FALSE(has(two, at(2026, 3, 29, 0) + std::chrono::minutes{minute}));
    // and back on October 25: there, that hour is twice
    EXPECT_TRUE(has(two, at(2026, 10, 25, 0, 30)));
    EXPECT_TRUE(has(two, at(2026, 10, 25, 1, 30)));
    EXPECT_FALSE(has(two, at(2026, 10, 25, 2, 0)));
    const df::time_window half{.from = "05:30", .to = "05:45", .zone = "Asia/Kolkata"};
    EXPECT_TRUE(has(half, at(2026, 6, 1, 0, 0)));
    EXPECT_FALSE(has(half, at(2026, 6, 1, 0, 15)));
}

TEST(TimeWindows, KnowTheFarFutureAndThePast) {
    const df::time_window nine{.from = "09:00", .to = "10:00", .zone = "America/New_York"};
    EXPECT_TRUE(has(nine, at(2090, 7, 3, 13, 30))); // daylight saving by the rule of the zone
    EXPECT_TRUE(has(nine, at(2090, 1, 3, 14, 30)));
    EXPECT_FALSE(has(nine, at(2090, 1, 3, 13, 30)));
    EXPECT_TRUE(has(nine, at(1950, 1, 3, 14, 30)));
    const df::time_window south{
        .from = "09:00", .to = "10:00", .zone = "Australia/Sydney"}; // summer in January
    EXPECT_TRUE(has(south, at(2090, 1, 2, 22, 30)));
    EXPECT_TRUE(has(south, at(2090, 7, 2, 23, 30)));
}

TEST(TimeWindows, RefuseWhatIsNone) {
    for (const std::string wrong : {"9:00", "09:60", "24:01", "25:00", "noon", "", "09-00", "0a:00"})
        EXPECT_THROW(df::known_window{df::time_window{.from = wrong}}, df::invalid_value) << wrong;
    for (const std::string wrong : {"Europe/Atlantis", "../../etc/passwd", "/etc/passwd", "", "europe"})
        EXPECT_THROW(df::known_window{df::time_window{.zone = wrong}}, df::invalid_value) << wrong;
    EXPECT_THROW(df::known_window{df::time_window{.days = {}}}, df::invalid_value);
    // Of several rules, the error names its own.
    for (const df::time_window& wrong :
         {df::time_window{.from = "9:00"}, {.to = "25:00"}, {.zone = "Nowhere"}, {.days = {}}})
        for (const bool outside : {false, true}) {
            try {
                (void)(outside ? df::protect("nights").outside(wrong) : df::protect("nights").during(wrong));
                ADD_FAILURE();
            } catch (const df::invalid_value& e) {
                EXPECT_EQ(e.constraint(), "nights");
                EXPECT_NE(std::string_view{e.what()}.find("nights: a time window"), std::string_view::npos)
                    << e.what();
            }
        }
}

} // namespace
