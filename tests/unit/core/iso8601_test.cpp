#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/iso8601_duration.hpp>
#include <dataflow/core/uuid_text.hpp>

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace {

using namespace dataflow;
using namespace std::chrono_literals;

static_assert(read_date("1970-01-01") == 0);
static_assert(read_date("0001-01-01") == first_day);
static_assert(read_date("9999-12-31") == last_day);
static_assert(read_timestamp("1970-01-01T00:00:00Z") == 0);

std::string written(std::int64_t microseconds) {
    return iso8601(timestamp{std::chrono::microseconds{microseconds}}).value_or("refused");
}

TEST(iso8601, writes_27_characters_that_sort) {
    EXPECT_EQ(written(0), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(written(-1), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(written(1'704'067'199'123'456), "2023-12-31T23:59:59.123456Z");
    EXPECT_EQ(written(first_microsecond), "0001-01-01T00:00:00.000000Z");
    EXPECT_EQ(written(last_microsecond), "9999-12-31T23:59:59.999999Z");
    EXPECT_EQ(written(first_microsecond - 1), "refused");
    EXPECT_EQ(written(last_microsecond + 1), "refused");
    EXPECT_EQ(written(INT64_MIN), "refused");
    EXPECT_EQ(written(INT64_MAX), "refused");
}

TEST(iso8601, reads_back_what_it_writes) {
    for (std::int64_t t = first_microsecond; t < last_microsecond - 70'000'000'000'000'000;
         t += 61'234'567'891'234'567) {
        const auto text = written(t);
        EXPECT_EQ(read_stored_timestamp(text), t) << text;
        EXPECT_EQ(read_timestamp(text), t) << text;
    }
    for (std::int64_t d = first_day; d <= last_day; d += 997) {
        char text[date_text_size];
        ASSERT_TRUE(write_date(text, d));
        EXPECT_EQ(read_date({text, sizeof text}), d);
    }
}

TEST(iso8601, takes_the_usual_forms_from_outside) {
    constexpr std::int64_t noon = 1'718'452'800'000'000; // 2024-06-15T12:00:00Z
    for (const std::string_view form :
         {"2024-06-15T12:00:00Z", "2024-06-15t12:00:00z", "2024-06-15 12:00:00", "2024-06-15T12:00",
          "2024-06-15T12:00Z", "2024-06-15T12:00:00.0Z", "2024-06-15T12:00:00,000000000Z",
          "2024-06-15T17:30:00+05:30", "2024-06-15T17:30:00+0530", "2024-06-15T07:00-05",
          "2024-06-16T00:30:00.000000+12:30"})
        EXPECT_EQ(read_timestamp(form), noon) << form;
    EXPECT_EQ(read_timestamp("2024-06-15T12:00:00.5Z"), noon + 500'000);
    EXPECT_EQ(read_timestamp("2024-06-15T12:00:00.1234567Z"), noon + 123'456);
    EXPECT_EQ(read_timestamp("2024-06-15"), noon - 12 * 3'600'000'000);
    EXPECT_EQ(parse_timestamp("1970-01-01T00:00:01Z"), timestamp{1s});
}

TEST(iso8601, refuses_all_else) {
    for (const std::string_view form : {"",
                                        "2024",
                                        "2024-06",
                                        "2024-6-15",
                                        "2024-06-31",
                                        "2023-02-29",
                                        "0000-01-01",
                                        "2024-13-01",
                                        "2024-00-10",
                                        "2024-01-00",
                                        "2024-06-15T",
                                        "2024-06-15T12",
                                        "2024-06-15T24:00:00Z",
                                        "2024-06-15T12:60:00Z",
                                        "2024-06-15T12:00:60Z",
                                        "2024-06-15T12:00:00.Z",
                                        "2024-06-15T12:00:00.0000000000Z",
                                        "2024-06-15T12:00:00+",
                                        "2024-06-15T12:00:00+5",
                                        "2024-06-15T12:00:00+05:3",
                                        "2024-06-15T12:00:00+24:00",
                                        "2024-06-15T12:00:00+05:60",
                                        "2024-06-15T12:00:00Zx",
                                        "2024-06-15X12:00:00Z",
                                        " 2024-06-15",
                                        "2024-06-15T-1:00:00Z",
                                        "0001-01-01T00:00:00+00:01",
                                        "9999-12-31T23:59:59-00:01",
                                        "12024-06-15",
                                        "-2024-06-15",
                                        "2024-06-15T12:00:00 Z",
                                        "infinity",
                                        "now"})
        EXPECT_FALSE(read_timestamp(form)) << form;
    for (const std::string_view form : {"2024-06-15T00:00:00Z", "2024-06-15 ", "20240615", "2024-06-1x"})
        EXPECT_FALSE(read_date(form)) << form;
    for (const std::string_view form : {"2024-06-15 12:00:00.000000Z", "2024-06-15T12:00:00.00000ZZ",
                                        "2024-06-15T12:00:00Z", "2024-06-15T12:00:00.00000+01"})
        EXPECT_FALSE(read_stored_timestamp(form)) << form;
    EXPECT_FALSE(iso8601(date{std::chrono::year{2023}, std::chrono::month{2}, std::chrono::day{29}}));
    EXPECT_FALSE(iso8601(date{std::chrono::year{10000}, std::chrono::month{1}, std::chrono::day{1}}));
    EXPECT_EQ(iso8601(date{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}}),
              "2024-02-29");
    EXPECT_FALSE(parse_date("2023-02-29"));
    EXPECT_EQ(parse_date("2024-02-29"),
              (date{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}}));
}

TEST(uuid_text, goes_both_ways) {
    const std::string_view text = "00112233-4455-6677-8899-aabbccddeeff";
    const auto id = parse_uuid(text);
    ASSERT_TRUE(id);
    EXPECT_EQ(uuid_text(*id), text);
    EXPECT_EQ(parse_uuid("00112233-4455-6677-8899-AABBCCDDEEFF"), id);
    EXPECT_EQ(parse_stored_uuid(text), id);
    EXPECT_FALSE(parse_stored_uuid("00112233-4455-6677-8899-AABBCCDDEEFF"));
    for (const std::string_view bad :
         {"", "00112233445566778899aabbccddeeff", "{00112233-4455-6677-8899-aabbccddeeff}",
          "00112233-4455-6677-8899-aabbccddeefg", "0011223-34455-6677-8899-aabbccddeeff",
          "00112233-4455-6677-8899-aabbccddeef", "00112233-4455-6677-8899-aabbccddeeff0"})
        EXPECT_FALSE(parse_uuid(bad)) << bad;
}

std::string duration(std::string_view text) {
    std::int64_t out = 0;
    const auto problem = read_duration(text, out);
    return problem.empty() ? std::to_string(out) : std::string{problem};
}

TEST(iso8601, durations) {
    EXPECT_EQ(duration("PT1H30M"), "5400000000");
    EXPECT_EQ(duration("P2DT3H"), "183600000000");
    EXPECT_EQ(duration("-PT0.5S"), "-500000");
    EXPECT_EQ(duration("+PT0,000001S"), "1");
    EXPECT_EQ(duration("P1W"), "604800000000");
    EXPECT_EQ(duration("P1W2DT3H4M5.678900000S"), "788645678900");
    EXPECT_EQ(duration("PT1.5H"), "5400000000");
    EXPECT_EQ(duration("P0.5D"), "43200000000");
    EXPECT_EQ(duration("PT0S"), "0");
    EXPECT_EQ(duration("PT90M"), "5400000000");
    EXPECT_EQ(duration("PT9223372036854.775807S"), std::to_string(INT64_MAX));
    EXPECT_EQ(duration("-PT9223372036854.775807S"), std::to_string(-INT64_MAX));
    for (const auto* text :
         {"",     "P",    "PT",     "-",      "-P",      "P1DT",    "1H",     "PT1",       "PTH",   "P1H",
          "PT1D", "PT1W", "PT1S1M", "PT1H1H", "P1D1W",   "PT1.S",   "PT.5S",  "PT1.5H30M", "PT-1S", "P-1D",
          "pt1h", "PT1h", "PT1H ",  " PT1H",  "PT1HT1M", "P1DT1H2", "PT1e3S", "PT1.5.5S",  "P T1H", "PT1S\n"})
        EXPECT_EQ(duration(text), expected_duration) << text;
    for (const auto* text : {"P1Y", "P1M", "P1Y2M3DT4H", "P1.5Y", "-P12M"})
        EXPECT_EQ(duration(text), "years and months have no fixed length") << text;
    for (const auto* text : {"PT0.0000001S", "PT1.0000000000000000000000001S", "PT0.00000000001H"})
        EXPECT_EQ(duration(text), "a duration finer than a microsecond") << text;
    for (const auto* text :
         {"PT9223372036854.775808S", "P99999999999999999999999D", "P106751992D", "PT2562047788H3000000M"})
        EXPECT_EQ(duration(text), "a duration beyond 64 bits of microseconds") << text;
}

// The two usual shapes are read apart from all others: it must not show.
TEST(iso8601, usual_shapes_mean_what_the_scanner_reads) {
    int taken = 0;
    for (const std::string_view whole :
         {"2024-02-29 23:59:59", "2023-02-28T00:00:00", "9999-12-31T23:59:59.999999Z",
          "0001-01-01 00:00:00.000000Z", "1969-12-31T23:59:59.000001Z"})
        for (std::size_t at = 0; at < whole.size() - (whole.ends_with('Z') ? 1 : 0); ++at)
            for (const char c : std::string_view{"0123456789-:.,TtZz /\xC3\0", 23}) {
                if (at == 16 && c == '-') continue; // an offset
                std::string text{whole};
                text[at] = c;
                const auto other =
                    text.ends_with('Z') && text.size() == 27 ? text.substr(0, 26) + "+00" : text + "Z";
                const auto found = read_timestamp(text);
                EXPECT_EQ(found, read_timestamp(other)) << text;
                if (found) ++taken;
            }
    EXPECT_GT(taken, 500);
}

} // namespace
