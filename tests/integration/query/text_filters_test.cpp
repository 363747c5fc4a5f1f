// Text filters: like, ilike, starts_with, ends_with, contains and regular expressions, on both databases as
// they are documented.
#include "support/fixture.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text_models {

namespace df = dataflow;

struct Word {
    df::id<Word> id{};
    std::string text;
    std::optional<std::string> maybe{};
};

} // namespace text_models

namespace {

namespace df = dataflow;
using df::field;
using text_models::Word;

/// One text a row; `nullable` is the same, or NULL in every third row.
const std::vector<std::string> words{"",
                                     "a",
                                     "A",
                                     "b",
                                     "ab",
                                     "AB",
                                     "aB",
                                     "abc",
                                     "ABC",
                                     "abcabc",
                                     "%",
                                     "_",
                                     "\\",
                                     "100%",
                                     "100x",
                                     "a_b",
                                     "axb",
                                     "a\\b",
                                     "a%b",
                                     "%a",
                                     "_a",
                                     "\\a",
                                     "\xC3\xA4",
                                     "\xC3\x84",
                                     "\xC3\xA4"
                                     "b",
                                     "\xF0\x9F\x98\x80",
                                     "a\xF0\x9F\x98\x80"
                                     "b",
                                     "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
                                     "stra\xC3\x9F"
                                     "e",
                                     "STRASSE",
                                     "it's",
                                     "\"quoted\"",
                                     "two words",
                                     " lead",
                                     "trail ",
                                     "line\nbreak",
                                     "tab\t",
                                     "[ab]",
                                     "a.b",
                                     "a*b",
                                     "a+b",
                                     "(a)",
                                     "{1}",
                                     "^a",
                                     "a$",
                                     "a|b",
                                     "?",
                                     "*",
                                     "#"};

/// The length of the character that begins at `at`.
[[nodiscard]] std::size_t step(std::string_view s, std::size_t at) {
    std::size_t n = 1;
    while (at + n < s.size() && (static_cast<unsigned char>(s[at + n]) & 0xC0U) == 0x80U) ++n;
    return n;
}
[[nodiscard]] std::string folded(std::string s) { // A to Z only
    for (auto& c : s)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return s;
}
[[nodiscard]] bool like(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '%') {
        for (std::size_t i = 0;; i += step(text, i)) {
            if (like(text.substr(i), pattern.substr(1))) return true;
            if (i >= text.size()) return false;
        }
    }
    if (text.empty()) return false;
    if (pattern[0] == '_') return like(text.substr(step(text, 0)), pattern.substr(1));
    if (pattern[0] == '\\') pattern.remove_prefix(1);
    return text[0] == pattern[0] && like(text.substr(1), pattern.substr(1));
}

class TextFilters : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db_.emplace(url());
        std::vector<Word> rows;
        for (std::size_t i = 0; i < words.size(); ++i)
            rows.push_back({.text = words[i], .maybe = i % 3 == 0 ? std::optional<std::string>{} : words[i]});
        db_->run(df::bulk_create(rows));
        all_ = db_->run(df::list<Word>()).records;
    }
    void TearDown() override {
        db_.reset();
        database_test::TearDown();
    }
    df::database<Word>& db() { return *db_; }

    /// The test on the column that cannot be NULL, on the one that can, and their opposites.
    template <class Required, class Optional, class Meaning>
    void expect(const Required& on_text, const Optional& on_maybe, Meaning meaning, const std::string& what) {
        std::vector<std::string> wanted, found;
        std::int64_t wanted_maybe = 0;
        for (const auto& r : all_) {
            if (meaning(r.text)) wanted.push_back(r.text);
            if (r.maybe && meaning(*r.maybe)) ++wanted_maybe;
        }
        for (const auto& r : db_->run(df::list<Word>().where(on_text)).records) found.push_back(r.text);
        EXPECT_EQ(found, wanted) << what;
        EXPECT_EQ(db_->run(df::count<Word>().where(!on_text)),
                  static_cast<std::int64_t>(all_.size() - wanted.size()))
            << "not " << what;
        EXPECT_EQ(db_->run(df::count<Word>().where(on_maybe)), wanted_maybe) << what;
        EXPECT_EQ(db_->run(df::count<Word>().where(!on_maybe)),
                  static_cast<std::int64_t>(all_.size()) - wanted_maybe)
            << "not " << what;
    }

  private:
    std::optional<df::database<Word>> db_;
    std::vector<df::record<Word>> all_;
};
DATAFLOW_ON_ALL_DATABASES(TextFilters);

TEST_P(TextFilters, Like) {
    for (const std::string p : {"",
                                "%",
                                "_",
                                "__",
                                "%%",
                                "a%",
                                "%b",
                                "%b%",
                                "a_b",
                                "_b",
                                "a\\%b",
                                "a\\_b",
                                "\\%",
                                "\\_",
                                "\\\\",
                                "a\\\\b",
                                "100\\%",
                                "%\\%%",
                                "%\\_%",
                                "%\\\\%",
                                "\\a",
                                "A%",
                                "\xC3\xA4%",
                                "_\xF0\x9F\x98\x80_",
                                "\xF0\x9F\x98\x80_",
                                "a_%",
                                "%_%",
                                "[ab]",
                                "*",
                                "?",
                                "#",
                                "a%c%c",
                                "line%",
                                "it's",
                                "%\n%",
                                " %",
                                "% "})
        expect(
            field<&Word::text>.like(p), field<&Word::maybe>.like(p),
            [&](const std::string& t) { return like(t, p); }, "like " + p);
}

TEST_P(TextFilters, IlikeFoldsAToZOnly) {
    for (const std::string p :
         {"", "%", "a%", "A%", "%B", "aBc", "ABC", "a_B", "\xC3\xA4", "\xC3\x84", "\xC3\xA4%",
          "stra\xC3\x9F"
          "e",
          "STRA\xC3\x9F%", "\\A", "A\\%B", "%B%", "_b", "IT'S"})
        expect(
            field<&Word::text>.ilike(p), field<&Word::maybe>.ilike(p),
            [&](const std::string& t) { return like(folded(t), folded(p)); }, "ilike " + p);
}

TEST_P(TextFilters, APatternThatEndsInItsEscapeIsRefused) {
    for (const std::string p : {"\\", "a\\", "%\\\\\\"}) {
        EXPECT_THROW((void)db().run(df::count<Word>().where(field<&Word::text>.like(p))), df::invalid_value);
        EXPECT_THROW((void)db().run(df::count<Word>().where(field<&Word::text>.ilike(p))), df::invalid_value);
    }
}

TEST_P(TextFilters, StartsEndsAndContainsTakeTheirTextAsItIs) {
    for (const std::string p : {"",
                                "a",
                                "A",
                                "ab",
                                "%",
                                "_",
                                "\\",
                                "%a",
                                "\\a",
                                "b",
                                "c",
                                "\xC3",
                                "\xC3\xA4",
                                "\xF0\x9F\x98\x80",
                                "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
                                "it",
                                "'",
                                "\"",
                                " ",
                                "\n",
                                "e",
                                "abcabcabc",
                                "\xF4\x8F\xBF\xBF",
                                "\x7f",
                                "z",
                                "100"}) {
        if (p == "\xC3") { // half a character is no text
            EXPECT_THROW((void)db().run(df::count<Word>().where(field<&Word::text>.starts_with(p))),
                         df::invalid_value);
            EXPECT_THROW((void)db().run(df::count<Word>().where(field<&Word::text>.contains(p))),
                         df::invalid_value);
            continue;
        }
        expect(
            field<&Word::text>.starts_with(p), field<&Word::maybe>.starts_with(p),
            [&](const std::string& t) { return t.starts_with(p); }, "starts_with " + p);
        expect(
            field<&Word::text>.ends_with(p), field<&Word::maybe>.ends_with(p),
            [&](const std::string& t) { return t.ends_with(p); }, "ends_with " + p);
        expect(
            field<&Word::text>.contains(p), field<&Word::maybe>.contains(p),
            [&](const std::string& t) { return t.find(p) != std::string::npos; }, "contains " + p);
    }
}

TEST_P(TextFilters, RegularExpressionsMeanTheSameEverywhere) {
    struct expression {
        const char* pattern;
        std::vector<std::string> found;
    };
    const expression all[] = {
        {"^a$", {"a"}},
        {"^[aA]$", {"a", "A"}},
        {"^ab?$", {"a", "ab"}},
        {"^(abc)+$", {"abc", "abcabc"}},
        {"^(abc){2}$", {"abcabc"}},
        {"^a.b$",
         {"a_b", "axb", "a\\b", "a%b",
          "a\xF0\x9F\x98\x80"
          "b",
          "a.b", "a*b", "a+b", "a|b"}},
        {"^a\\.b$", {"a.b"}},
        {"^a[.*+]b$", {"a.b", "a*b", "a+b"}},
        {"^[0-9]+%$", {"100%"}},
        {"^\\d+x$", {"100x"}},
        {"^two\\s\\w+$", {"two words"}},
        {"^a|c$",
         {"a", "ab", "aB", "abc", "abcabc", "a_b", "axb", "a\\b", "a%b",
          "a\xF0\x9F\x98\x80"
          "b",
          "a.b", "a*b", "a+b", "a$", "a|b"}},
        {"^.$", {"a", "A", "b", "%", "_", "\\", "\xC3\xA4", "\xC3\x84", "\xF0\x9F\x98\x80", "?", "*", "#"}},
        {"^[^a-zA-Z]$", {"%", "_", "\\", "\xC3\xA4", "\xC3\x84", "\xF0\x9F\x98\x80", "?", "*", "#"}},
        {"\\\\", {"\\", "a\\b", "\\a"}},
        {"^\\(a\\)$", {"(a)"}},
        {"^\\{1\\}$", {"{1}"}},
        {"^\\^a", {"^a"}},
        {"a\\$$", {"a$"}},
        {"^a\\|b$", {"a|b"}},
        {"'s$", {"it's"}},
        {"^\xC3\xA4",
         {"\xC3\xA4", "\xC3\xA4"
                      "b"}},
        {"\xF0\x9F\x98\x80{2}", {"\xF0\x9F\x98\x80\xF0\x9F\x98\x80"}},
        {"^(STRASSE|line.break)$", {"STRASSE", "line\nbreak"}},
        {"no such text", {}},
    };
    for (const auto& e : all) {
        expect(
            field<&Word::text>.matches(e.pattern), field<&Word::maybe>.matches(e.pattern),
            [&](const std::string& t) {
                for (const auto& f : e.found)
                    if (f == t) return true;
                return false;
            },
            std::string{"matches "} + e.pattern);
    }
    EXPECT_EQ(db().run(df::count<Word>().where(field<&Word::text>.matches(""))),
              static_cast<std::int64_t>(words.size()));
}

TEST_P(TextFilters, RegularExpressionsThatAreNotSupportedAreRefusedEverywhere) {
    for (const std::string p :
         {"(",     ")",     "[",    "[a", "a{", "a{2,1}", "*a",  "+",   "?",    "a**",
          "(?i)a", "(?=a)", "a||b", "()", "\\", "(a)\\1", "a^b", "a$b", "\xff", "[z-a]"})
        EXPECT_THROW((void)db().run(df::count<Word>().where(field<&Word::text>.matches(p))),
                     df::invalid_value)
            << p;
    EXPECT_EQ(db().run(df::count<Word>()), static_cast<std::int64_t>(words.size())) << "the database goes on";
}

} // namespace
