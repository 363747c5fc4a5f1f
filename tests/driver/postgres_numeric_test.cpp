// NUMERIC in binary, without a server.
#include <dataflow/driver/postgres/detail/numeric.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace {

using namespace dataflow::driver::postgres_;

[[nodiscard]] std::string written(std::int64_t units, int scale) {
    char raw[numeric_size];
    return {raw, write_numeric(raw, units, scale)};
}
[[nodiscard]] std::string number(std::int16_t weight, std::uint16_t sign, std::int16_t scale,
                                 std::initializer_list<int> groups) {
    std::string out(8 + groups.size() * 2, '\0');
    put(out.data(), static_cast<std::int16_t>(groups.size()));
    put(out.data() + 2, weight);
    put(out.data() + 4, static_cast<std::int16_t>(sign));
    put(out.data() + 6, scale);
    std::size_t at = 8;
    for (const int g : groups) put(out.data() + at, static_cast<std::int16_t>(g)), at += 2;
    return out;
}

TEST(PostgresNumeric, IsWrittenAsTheServerWritesIt) {
    EXPECT_EQ(written(0, 2), number(0, 0, 2, {}));
    EXPECT_EQ(written(1250, 2), number(0, 0, 2, {12, 5000}));
    EXPECT_EQ(written(-1250, 2), number(0, 0x4000, 2, {12, 5000}));
    EXPECT_EQ(written(100'000'000, 0), number(2, 0, 0, {1}));
    EXPECT_EQ(written(1, 18), number(-5, 0, 18, {100}));
    EXPECT_EQ(written(123'456'789, 4), number(1, 0, 4, {1, 2345, 6789}));
    EXPECT_EQ(written(INT64_MAX, 1), number(4, 0, 1, {92, 2337, 2036, 8547, 7580, 7000}));
}

TEST(PostgresNumeric, ComesBackAsItWas) {
    std::mt19937_64 random{3};
    for (int i = 0; i < 200'000; ++i) {
        const int digits = 1 + static_cast<int>(random() % 18);
        const int scale = static_cast<int>(random() % 19);
        auto units = static_cast<std::int64_t>(
            random() % static_cast<std::uint64_t>(dataflow::detail::power_of_ten(digits)));
        if (i % 5 == 0) units = units / 10'000 * 10'000;
        if (i % 2 == 0) units = -units;
        const auto raw = written(units, scale);
        ASSERT_LE(raw.size(), numeric_size);
        std::int64_t found = 0;
        ASSERT_EQ(read_numeric(raw.data(), raw.size(), scale, found), "") << units << " " << scale;
        ASSERT_EQ(found, units) << scale;
        if (scale < 18 && dataflow::detail::has_digits(dataflow::detail::wide{units} * 10, 18)) {
            ASSERT_EQ(read_numeric(raw.data(), raw.size(), scale + 1, found), "");
            ASSERT_EQ(found, units * 10);
        }
        if (scale > 0) {
            const auto problem = read_numeric(raw.data(), raw.size(), scale - 1, found);
            ASSERT_EQ(problem.empty(), units % 10 == 0);
            if (problem.empty()) {
                ASSERT_EQ(found, units / 10);
            }
        }
    }
}

TEST(PostgresNumeric, WhatTheFieldCannotHoldIsRefused) {
    std::int64_t found = 7;
    const auto read = [&](const std::string& raw, int scale) {
        return read_numeric(raw.data(), raw.size(), scale, found);
    };
    EXPECT_NE(read(number(0, 0xC000, 0, {}), 2).find("NaN"), std::string_view::npos);
    EXPECT_NE(read(number(0, 0xD000, 0, {}), 2).find("infinity"), std::string_view::npos);
    EXPECT_NE(read(number(0, 0xF000, 0, {}), 2).find("infinity"), std::string_view::npos);
    EXPECT_NE(read(number(4, 0, 0, {100}), 0).find("more digits"), std::string_view::npos); // 10^18
    EXPECT_NE(read(number(32'000, 0, 0, {1}), 0).find("more digits"), std::string_view::npos);
    EXPECT_NE(read(number(-1, 0, 4, {1}), 2).find("after the point"), std::string_view::npos);
    EXPECT_NE(read(number(-32'000, 0, 4, {1}), 2).find("after the point"), std::string_view::npos);
    EXPECT_EQ(found, 7);
    EXPECT_EQ(read(number(-1, 0, 4, {100}), 2), "");
    EXPECT_EQ(found, 1);
    for (const auto& raw :
         {std::string{}, std::string(7, '\0'), number(0, 0, 0, {1}).substr(0, 9), number(0, 0, 0, {1}) + "x"})
        EXPECT_NE(read(raw, 2).find("malformed"), std::string_view::npos);
    std::mt19937_64 random{5};
    for (int i = 0; i < 100'000; ++i) { // whatever comes, it ends
        std::string raw(8 + random() % 24, '\0');
        for (auto& c : raw) c = static_cast<char>(random() % 3 == 0 ? random() : 0);
        put(raw.data(), static_cast<std::int16_t>((raw.size() - 8) / 2));
        (void)read(raw, static_cast<int>(random() % 19));
    }
}

} // namespace
