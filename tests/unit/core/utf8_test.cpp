#include <dataflow/core/utf8.hpp>

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace {

using dataflow::check_text;
using dataflow::text_fault;

TEST(utf8, takes_text_of_every_length_and_width) {
    for (std::size_t n = 0; n < 40; ++n)
        for (const std::string_view c :
             {"a", "\x01", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
              "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
            for (const std::size_t tail : {std::size_t{0}, std::size_t{9}}) {
                const auto text = std::string(n, 'x') + std::string{c} + std::string(tail, 'y');
                ASSERT_EQ(check_text(text), text_fault::none) << n << ' ' << c;
            }
}

TEST(utf8, finds_faults_at_every_place) {
    using namespace std::string_view_literals;
    for (std::size_t n = 0; n < 40; ++n)
        for (const auto bad :
             {"\x80"sv, "\xBF"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xC2"sv, "\xC2\x41"sv, "\xE0\x9F\xBF"sv,
              "\xE2\x82"sv, "\xED\xA0\x80"sv, "\xED\xBF\xBF"sv, "\xF0\x8F\xBF\xBF"sv, "\xF0\x9F\x98"sv,
              "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv, "\xFE"sv})
            for (const std::size_t tail : {std::size_t{0}, std::size_t{9}}) {
                const auto text = std::string(n, 'x') + std::string{bad} + std::string(tail, 'y');
                ASSERT_EQ(check_text(text), text_fault::not_utf8) << n;
            }
}

TEST(utf8, finds_nul_at_every_place) {
    for (std::size_t n = 0; n < 40; ++n)
        for (std::size_t tail = 0; tail < 20; ++tail) {
            auto text = std::string(n, '\x01') + std::string(1, '\0') + std::string(tail, 'y');
            ASSERT_EQ(check_text(text), text_fault::nul) << n;
            ASSERT_EQ(check_text(text.insert(0, "\xC3\xA9")), text_fault::nul) << n;
        }
    EXPECT_EQ(message_of(text_fault::nul), "text holds a NUL byte");
    EXPECT_EQ(message_of(text_fault::not_utf8), "text is not valid UTF-8");
}

TEST(utf8, cuts_between_characters) {
    EXPECT_EQ(dataflow::utf8_prefix("abc", 5), "abc");
    EXPECT_EQ(dataflow::utf8_prefix("abc", 2), "ab");
    EXPECT_EQ(dataflow::utf8_prefix("a\xC3\xA9z", 2), "a");
    EXPECT_EQ(dataflow::utf8_prefix("a\xC3\xA9z", 3), "a\xC3\xA9");
    EXPECT_EQ(dataflow::utf8_prefix("\xF0\x9F\x98\x80", 3), "");
}

} // namespace
