// The short ways of columns that others made give what the long ones do: times as texts, decimals as numbers,
// the check of short texts.
#include <dataflow/core/utf8.hpp>
#include <dataflow/driver/sqlite/detail/keep.hpp>
#include <dataflow/driver/sqlite/detail/kept_times.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace {

namespace df = dataflow;
namespace sql = df::rooms::sql;
using namespace df::driver::sqlite_;
using namespace df::driver::sqlite_::detail;

std::string text_of_seconds(std::int64_t seconds) { // by the C library
    const auto at = static_cast<std::time_t>(seconds);
    std::tm utc{};
    ::gmtime_r(&at, &utc);
    std::array<char, 80> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d %02d:%02d:%02d", utc.tm_year + 1900, utc.tm_mon + 1,
                  utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
    return out.data();
}

TEST(SqliteKept, WholeSecondsAreWrittenAsTheCLibraryDoes) {
    sql::kept_form form{.how = sql::kept_as::time_text, .stored = df::storage::timestamp};
    form.shape.separator = ' ';
    std::mt19937_64 random{7};
    const auto look = [&](std::int64_t t) {
        for (const std::uint8_t fraction : {std::uint8_t{0}, sql::time_shape::none_or_six})
            for (const bool compared : {false, true}) {
                form.shape.fraction = fraction;
                std::array<char, 64> a{}, b{};
                const auto n = write_time_text(a.data(), form, t, compared);
                const std::string_view text{a.data(), n};
                ASSERT_EQ(text,
                          (std::string_view{b.data(), write_any_time_text(b.data(), form, t, compared)}))
                    << t;
                if (t % 1'000'000 == 0 && df::is_storable_time(t)) {
                    ASSERT_EQ(text, text_of_seconds(t / 1'000'000));
                } else if (fraction == 0 && !compared) {
                    ASSERT_EQ(n, 0U) << t;
                }
            }
    };
    constexpr std::int64_t second = 1'000'000;
    constexpr auto first = df::first_microsecond, last = df::last_microsecond;
    for (const std::int64_t day : {std::int64_t{-719'162}, std::int64_t{-1}, std::int64_t{0},
                                   std::int64_t{11'016}, std::int64_t{19'782}, std::int64_t{2'932'896}})
        for (const std::int64_t more : {-second, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, second,
                                        59 * second, 3'599 * second, 86'399 * second})
            look(day * microseconds_of_day + more);
    for (const auto t :
         {first, first - 1, first - second, last, last + 1, last + second, INT64_MIN, INT64_MAX})
        look(t);
    for (int i = 0; i < 20'000; ++i) {
        const auto t = first + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first));
        look(t);
        look(t / second * second);
    }
}

TEST(SqliteKept, DecimalsAreWholeNumbersExactlyWhereTheyAre) {
    std::mt19937_64 random{11};
    const auto look = [&](std::int64_t n, int scale) {
        const auto unit = df::detail::powers_of_ten[scale];
        const auto kept = number_cell(n, scale);
        const bool exact = n <= 1'000'000'000'000'000 && n >= -1'000'000'000'000'000;
        if (n % unit == 0) {
            ASSERT_EQ(kept.held, cell::kind::integer) << n << " " << scale;
            ASSERT_EQ(kept.integer, n / unit);
        } else if (!exact) {
            ASSERT_EQ(kept.held, cell::kind::refused) << n << " " << scale;
        } else {
            ASSERT_EQ(kept.held, cell::kind::real) << n << " " << scale;
            ASSERT_EQ(kept.real, static_cast<double>(n) / static_cast<double>(unit));
        }
    };
    for (int scale = 0; scale <= df::detail::decimal_digits; ++scale) {
        const auto unit = df::detail::powers_of_ten[scale];
        for (const std::int64_t of :
             {std::int64_t{0}, unit, 9 * (unit / 9), std::int64_t{1'000'000'000'000'000},
              std::int64_t{999'999'999'999'999'999}, 1'000'000'000'000'000 / unit * unit})
            for (std::int64_t more = -2; more <= 2; ++more) look(of + more, scale), look(-of + more, scale);
        for (int i = 0; i < 20'000; ++i) {
            auto n = static_cast<std::int64_t>(random() >> (random() % 60 + 4));
            if (random() % 2 == 0) n = -n;
            look(n, scale);
            if (n / unit < 1'000'000'000) look(n / unit * unit, scale);
        }
    }
}

TEST(SqliteKept, ShortTextsAreCheckedAsLongOnes) {
    std::mt19937_64 random{13};
    constexpr std::array<unsigned char, 14> bytes{0,    1,    'a',  0x7F, 0x80, 0x9F, 0xA0,
                                                  0xBF, 0xC2, 0xC3, 0xE2, 0xED, 0xF0, 0xFF};
    const auto look = [](const std::string& text) {
        // In a longer text the same bytes are looked at one by one.
        const auto long_text = std::string(9, 'x') + text + std::string(9, 'x');
        const auto want = df::detail::check_any_text(text.data(), text.data() + text.size());
        ASSERT_EQ(df::check_text(text), want);
        ASSERT_EQ(df::check_text(long_text) == df::text_fault::none, want == df::text_fault::none);
    };
    for (std::size_t size = 0; size <= 20; ++size) {
        look(std::string(size, 'a'));
        for (std::size_t at = 0; at < size; ++at)
            for (const auto c : bytes) {
                std::string text(size, 'a');
                text[at] = static_cast<char>(c);
                look(text);
            }
        for (int i = 0; i < 5'000; ++i) {
            std::string text;
            while (text.size() < size)
                text +=
                    random() % 3 == 0 ? "\xC3\xA4"[text.size() % 2] : static_cast<char>(bytes[random() % 14]);
            look(text);
        }
    }
}

} // namespace
