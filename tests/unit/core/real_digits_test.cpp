// Real numbers as text in constant expressions: the same text as std::to_chars gives when the program runs.
#include <dataflow/core/real_digits.hpp>
#include <dataflow/core/text.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cfloat>
#include <string>
#include <string_view>

namespace {

using dataflow::detail::append_real;

struct written {
    char text[40]{};
    std::size_t size = 0;
};
consteval written constant_text(double x) {
    dataflow::text out;
    append_real(out, x);
    written kept;
    for (const char c : out.view()) kept.text[kept.size++] = c;
    return kept;
}
template <double X>
struct number { // each a constant of its own: clang counts the steps of each
    static constexpr written text = constant_text(X);
};
template <double... X>
struct numbers {
    static constexpr std::array values{X...};
    static constexpr std::array texts{number<X>::text...};
};
using samples = numbers<0.1, 0.5, 1.0, 1.5, -7.25, 0.3, 1e21, 1e22, 1e23, 123456789.125, 3.141592653589793,
                        9007199254740993.0, 5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, DBL_MAX,
                        -DBL_MAX, 0.0, -0.0, 1e-5, 4.9406564584124654e-320, 8.41e21, 9.5367431640625e-07, 2.0,
                        4503599627370496.0, 1.7976931348623155e308>;

TEST(RealDigits, AreTheSameWhenCompiledAndWhenRun) {
    for (std::size_t i = 0; i < samples::values.size(); ++i) {
        std::string run;
        append_real(run, samples::values[i]);
        EXPECT_EQ((std::string_view{samples::texts[i].text, samples::texts[i].size}), run);
    }
}

} // namespace
