#include <dataflow/core/error.hpp>
#include <dataflow/query/regex.hpp>

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace {

using dataflow::query::portable_regex;

TEST(portable_regex, keeps_what_means_the_same) {
    for (const std::string_view same : {"",
                                        "abc",
                                        "a.c",
                                        "^a$",
                                        "^$",
                                        "^|a",
                                        "^(a|b)$",
                                        "(^a|b$)",
                                        "(^|a)b(c|$)",
                                        "a|b",
                                        "(a|b)*c",
                                        "a+b?c*",
                                        "a{2}",
                                        "a{2,}",
                                        "a{0,255}",
                                        "[a-z]",
                                        "[^a-z]",
                                        "\\.",
                                        "\\(\\)",
                                        "\\\\",
                                        "h\xC3\xA9llo",
                                        "(?:a)",
                                        "(?:a|(?:b)c)+",
                                        "\xF0\x9F\x98\x80+"})
        EXPECT_EQ(portable_regex(same), same) << same;
}

TEST(portable_regex, writes_shorthands_as_ascii_brackets) {
    EXPECT_EQ(portable_regex("\\d"), "[0-9]");
    EXPECT_EQ(portable_regex("\\D"), "[^0-9]");
    EXPECT_EQ(portable_regex("\\w+"), "[0-9A-Z_a-z]+");
    EXPECT_EQ(portable_regex("\\W"), "[^0-9A-Z_a-z]");
    EXPECT_EQ(portable_regex("\\s"), "[\t-\r ]");
    EXPECT_EQ(portable_regex("[[:alpha:]]"), "[A-Za-z]");
    EXPECT_EQ(portable_regex("[\\d.]"), "[.0-9]");
    EXPECT_EQ(portable_regex("[^\\w\\s]"), "[^\t-\r 0-9A-Z_a-z]");
}

TEST(portable_regex, writes_edges_of_words_as_postgres_does) {
    EXPECT_EQ(portable_regex("\\bfoo\\b"), "\\yfoo\\y");
    EXPECT_EQ(portable_regex("a\\Bb"), "a\\Yb");
    EXPECT_EQ(portable_regex("(\\ba|b\\B)*"), "(\\ya|b\\Y)*");
}

TEST(portable_regex, writes_brackets_that_no_engine_misreads) {
    EXPECT_EQ(portable_regex("[]a]"), "[]a]");
    EXPECT_EQ(portable_regex("[^]a]"), "[^]a]");
    EXPECT_EQ(portable_regex("[a\\]]"), "[]a]");
    EXPECT_EQ(portable_regex("[\\\\]"), "[\\\\]");
    EXPECT_EQ(portable_regex("[-a]"), "[a-]");
    EXPECT_EQ(portable_regex("[a-]"), "[a-]");
    EXPECT_EQ(portable_regex("[a\\-z]"), "[az-]");
    EXPECT_EQ(portable_regex("[\\^]"), "\\^");
    EXPECT_EQ(portable_regex("[\\^-]"), "[-^]");
}

TEST(portable_regex, writes_ranges_of_any_characters) {
    EXPECT_EQ(portable_regex("[\xC3\xA0-\xC3\xA2]"), "[\xC3\xA0-\xC3\xA2]");
    EXPECT_EQ(portable_regex("[\xC3\xA0\xC3\xA1]"), "[\xC3\xA0\xC3\xA1]");
    EXPECT_EQ(portable_regex("[^z-\xC2\x81]"), "[^z-\xC2\x81]");
    EXPECT_EQ(portable_regex("[\xE4\xB8\x80-\xE9\xBE\xA5]"), "[\xE4\xB8\x80-\xE9\xBE\xA5]");
}

TEST(portable_regex, escapes_lone_closers_and_frees_plain_punctuation) {
    EXPECT_EQ(portable_regex("a]"), "a\\]");
    EXPECT_EQ(portable_regex("a}"), "a\\}");
    EXPECT_EQ(portable_regex("\\<\\>\\'\\`\\-\\ "), "<>'`- ");
}

struct refusal {
    std::string_view pattern;
    std::string_view words;
    int character;
};

TEST(portable_regex, refuses_with_the_position_and_not_the_pattern) {
    for (const auto& [pattern, words, character] : {
             refusal{"(a)\\1", "escape", 4},
             {"[\\b]", "escape", 2},
             {"a\\b+", "after \\b or \\B", 4},
             {"(?:)", "empty group", 1},
             {"a(?:", "without a closing", 2},
             {"(?=a)", "(?...)", 1},
             {"\\y", "escape", 1},
             {"\\A", "escape", 1},
             {"\\n", "escape", 1},
             {"\\\xC3\xA9", "escape", 1},
             {"a\\", "backslash", 2},
             {"(?i)a", "(?...)", 1},
             {"a*?", "quantifier after a quantifier", 2},
             {"a++", "quantifier after a quantifier", 2},
             {"a{2}{3}", "quantifier after a quantifier", 2},
             {"***:a", "nothing before", 1},
             {"*a", "nothing before", 1},
             {"a|*", "nothing before", 3},
             {"(+a)", "nothing before", 2},
             {"{2}", "nothing before", 1},
             {"^*", "after ^ or $", 2},
             {"a$+", "after ^ or $", 3},
             {"a^", "not at the start", 2},
             {"a(b|^c)", "not at the start", 5},
             {"^^", "not at the start", 2},
             {"$a", "not at the end", 1},
             {"(a$|b)c", "not at the end", 3},
             {"(^a)+", "after ^ or $", 5},
             {"(a|b$)?", "after ^ or $", 7},
             {"a{,3}", "incomplete", 2},
             {"a{", "incomplete", 2},
             {"a{x}", "incomplete", 2},
             {"a{1", "incomplete", 2},
             {"a{1,2", "incomplete", 2},
             {"a{3,2}", "ends before", 2},
             {"a{256}", "255", 2},
             {"a{99999999999999999999}", "255", 2},
             {"()", "empty group", 1},
             {"a|", "empty alternative", 3},
             {"|a", "empty alternative", 1},
             {"a||b", "empty alternative", 3},
             {"(a|)", "empty alternative", 4},
             {"(a", "without a closing", 1},
             {"(", "without a closing", 1},
             {"a(", "without a closing", 2},
             {"a)", "without an opening", 2},
             {"\xC3\xA9)", "without an opening", 2},
             {"[a", "without a closing", 1},
             {"[]", "without a closing", 1},
             {"x[[:word:]]", "unknown class", 3},
             {"[[:alpha]", "unknown class", 2},
             {"[[.a.]]", "collating", 2},
             {"[[=a=]]", "collating", 2},
             {"[[:<:]]", "unknown class", 2},
             {"[z-a]", "ends before", 2},
             {"[a-c-e]", "ambiguous", 5},
             {"[--a]", "ambiguous", 2},
             {"[+--]", "ambiguous", 4},
             {"[a-[:digit:]]", "class", 4},
             {"[\\D]", "escape", 2},
             {"[\\n]", "escape", 2},
             {"[a-\\d]", "escape", 4},
             {"((a{200}){200}){200}", "too many steps", 2},
         }) {
        try {
            (void)portable_regex(pattern);
            ADD_FAILURE() << pattern << " was taken";
        } catch (const dataflow::invalid_value& e) {
            const std::string_view said = e.what();
            EXPECT_NE(said.find(words), said.npos) << pattern << ": " << said;
            EXPECT_TRUE(said.ends_with("at character " + std::to_string(character)))
                << pattern << ": " << said;
        }
    }
}

TEST(portable_regex, refuses_what_is_not_text_and_what_is_too_deep) {
    EXPECT_THROW((void)portable_regex(std::string_view{"a\0b", 3}), dataflow::invalid_value);
    EXPECT_THROW((void)portable_regex("\xFF"), dataflow::invalid_value);
    EXPECT_THROW((void)portable_regex(std::string(100'000, '(')), dataflow::invalid_value);
    EXPECT_THROW((void)portable_regex(std::string(100'000, 'a')), dataflow::invalid_value);
    EXPECT_EQ(portable_regex(std::string(50, '(') + "a" + std::string(50, ')')).size(), 101U);
}

} // namespace
