// Text to floating point where the standard library lacks std::from_chars for it: the same as with it.
#include <gtest/gtest.h>

#include <dataflow/core/real_text.hpp>

#include <bit>
#include <cerrno>
#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <system_error>

namespace {

namespace detail = dataflow::detail;

// The answer of the fallback beside that of the standard library, where it has one.
template <class Real>
void expect_same(const std::string& text) {
    if constexpr (detail::charconv_reads<Real>) {
        Real wanted{}, found{};
        const char* const end = text.data() + text.size();
        const auto a = std::from_chars(text.data(), end, wanted);
        const auto b = detail::read_real_by_strtod(text.data(), end, found);
        if (a.ec == std::errc{} && wanted == 0 && b.ec == std::errc::result_out_of_range)
            return; // too small, which not every library tells
        ASSERT_EQ(a.ec, b.ec) << text;
        ASSERT_EQ(a.ptr - text.data(), b.ptr - text.data()) << text;
        ASSERT_EQ(a.ec != std::errc{} || std::signbit(wanted) == std::signbit(found), true) << text;
        ASSERT_EQ(a.ec != std::errc{} || wanted == found, true) << text;
    }
}
void expect_same(const std::string& text) {
    expect_same<double>(text);
    expect_same<float>(text);
}

TEST(real_text, the_fallback_agrees_with_the_standard_library) {
    for (const char* text : {"0",
                             "-0",
                             "-0.0",
                             "1",
                             "1.5",
                             ".5",
                             "-.5",
                             "5.",
                             "1e5",
                             "1E+5",
                             "1e-5",
                             "1.5e2x",
                             "1e",
                             "1e+",
                             "1e-x",
                             "1.e3",
                             "",
                             "-",
                             ".",
                             "-.",
                             "e5",
                             "+1",
                             " 1",
                             "\n1",
                             "0x10",
                             "0x1p3",
                             "1,5",
                             "1.5.5",
                             "--1",
                             "1_000",
                             "1e400",
                             "-1e400",
                             "1e-400",
                             "-1e-400",
                             "4.9e-324",
                             "2.2250738585072011e-308",
                             "1.7976931348623157e308",
                             "1.7976931348623159e308",
                             "3.4028235e38",
                             "3.4028236e38",
                             "1.4e-45",
                             "9007199254740993",
                             "0.1",
                             "123456789012345678901234567890"})
        expect_same(text);
    std::mt19937_64 random{7};
    char text[64];
    for (int i = 0; i < 20'000; ++i) {
        const auto x = std::bit_cast<double>(random());
        if (!std::isfinite(x)) continue;
        expect_same(std::string(text, std::to_chars(text, text + sizeof text, x).ptr));
        expect_same(std::to_string(static_cast<std::int64_t>(random())) + "." + std::to_string(random()) +
                    "e-" + std::to_string(random() % 40));
    }
    expect_same(std::string(5000, '7') + "e-4900");
    expect_same("0." + std::string(400, '0') + "1");
}

TEST(real_text, words_and_infinities_are_no_numbers) {
    for (const std::string text : {"inf", "-inf", "INF", "infinity", "nan", "-nan", "NaN(1)", "x"}) {
        double x = 7;
        const auto read = detail::read_real(text.data(), text.data() + text.size(), x);
        EXPECT_EQ(read.ec, std::errc::invalid_argument) << text;
        EXPECT_EQ(read.ptr, text.data()) << text;
        EXPECT_EQ(x, 7) << text;
        EXPECT_EQ(detail::read_real_by_strtod(text.data(), text.data() + text.size(), x).ec,
                  std::errc::invalid_argument)
            << text;
    }
}

TEST(real_text, the_locale_of_the_program_does_not_matter) {
    const std::string before = std::setlocale(LC_ALL, nullptr), text = "1.5";
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C"}) {
        if (std::setlocale(LC_ALL, name) == nullptr) continue;
        double x = 0;
        errno = 5;
        EXPECT_EQ(detail::read_real_by_strtod(text.data(), text.data() + text.size(), x).ptr,
                  text.data() + text.size());
        EXPECT_EQ(x, 1.5);
        EXPECT_EQ(errno, 5);
    }
    std::setlocale(LC_ALL, before.c_str());
}

} // namespace
