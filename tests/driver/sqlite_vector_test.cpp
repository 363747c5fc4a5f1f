// The numbers of vectors are read as the standard library reads them, however they are written.
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/vector_functions.hpp>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

namespace {

using namespace dataflow::driver::sqlite_::detail;

template <bool Floats>
std::vector<double> read(std::string_view text) {
    std::vector<double> out;
    vector_text<Floats> from{text};
    for (double x = 0; from.next(x);) out.push_back(x);
    return out;
}

template <class T>
T any_number(std::mt19937_64& random) {
    for (;;) {
        T x{};
        switch (random() % 4) {
        case 0: x = static_cast<T>((static_cast<double>(random() % 20'000'000) - 1e7) / 1e7); break;
        case 1:
            x = static_cast<T>(
                std::ldexp(static_cast<double>(random() % 100'000'000), -static_cast<int>(random() % 60)));
            break;
        default:
            if constexpr (std::is_same_v<T, float>)
                x = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
            else x = std::bit_cast<double>(random());
        }
        if (std::isfinite(x)) return x;
    }
}

template <class T>
void check_spellings() {
    std::mt19937_64 random{7};
    for (int i = 0; i < 200'000; ++i) {
        const T x = any_number<T>(random);
        char text[512];
        switch (random() % 4) {
        case 0: std::snprintf(text, sizeof text, "%.17g", static_cast<double>(x)); break;
        case 1: std::snprintf(text, sizeof text, "%.9g", static_cast<double>(x)); break;
        case 2: *std::to_chars(text, text + sizeof text, static_cast<double>(x)).ptr = '\0'; break;
        default:
            std::snprintf(text, sizeof text, "%.*f", static_cast<int>(random() % 25), static_cast<double>(x));
            break;
        }
        const T wanted = std::is_same_v<T, float> ? static_cast<T>(std::strtof(text, nullptr))
                                                  : static_cast<T>(std::strtod(text, nullptr));
        const auto found = read<std::is_same_v<T, float>>("[" + std::string{text} + "]");
        ASSERT_EQ(found.size(), 1U) << text;
        ASSERT_EQ(found[0], static_cast<double>(wanted)) << text;
    }
}

TEST(VectorText, FloatsAreReadAsTheStandardLibraryReadsThem) { check_spellings<float>(); }
TEST(VectorText, DoublesAreReadAsTheStandardLibraryReadsThem) { check_spellings<double>(); }

TEST(VectorText, TheMiddleOfTwoFloatsIsRoundedOnce) {
    std::mt19937_64 random{8};
    for (int i = 0; i < 50'000; ++i) {
        const auto low =
            std::bit_cast<float>(static_cast<std::uint32_t>(0x30000000U + random() % 0x20000000U));
        double x = (static_cast<double>(low) +
                    static_cast<double>(std::nextafter(low, std::numeric_limits<float>::infinity()))) /
                   2;
        if (random() % 3 == 0) x = std::nextafter(x, random() % 2 == 0 ? 0.0 : 1e300);
        char text[64];
        std::snprintf(text, sizeof text, random() % 2 == 0 ? "%.17g" : "%.19g", x);
        ASSERT_EQ(read<true>("[" + std::string{text} + "]").at(0),
                  static_cast<double>(std::strtof(text, nullptr)))
            << text;
    }
}

TEST(VectorText, ArraysAreReadAndNothingElse) {
    EXPECT_EQ(read<true>("[]"), std::vector<double>{});
    EXPECT_EQ(read<true>(" [ 1 ,\t-2.5e-1\n, 9e999, -9e999,0, 1e-999, 1e39 ] "),
              (std::vector<double>{1, -0.25, std::numeric_limits<double>::infinity(),
                                   -std::numeric_limits<double>::infinity(), 0, 0,
                                   std::numeric_limits<double>::infinity()}));
    EXPECT_EQ(read<false>("[1e39, 12345678901234567890123456789]"),
              (std::vector<double>{1e39, 12345678901234567890123456789.0}));
    for (const auto* bad : {"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "1", "{}", "[null]", "[\"1\"]",
                            "[[1]]", "[-]", "[.5]", "[+1]", "[nan]", "[inf]"})
        EXPECT_ANY_THROW((void)read<true>(bad)) << bad;
}

} // namespace
