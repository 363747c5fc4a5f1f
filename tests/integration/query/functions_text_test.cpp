// Functions of text against plain C++.
#include "support/probe.hpp"

namespace {

namespace df = dataflow;
using df::field;
using support::Sample;
using row = df::record<Sample>;

class TextFunctions : public support::function_test {};
DATAFLOW_ON_ALL_DATABASES(TextFunctions);

constexpr auto number = field<&Sample::maybe_number>;

TEST_P(TextFunctions, OfOneText) {
    support::each<&Sample::text, &Sample::maybe_text>([&]<auto M>() {
        constexpr auto t = field<M>;
        same("lower", df::lower(t), [](const row& r) { return plain::lower(r.*M); });
        same("upper", df::upper(t), [](const row& r) { return plain::upper(r.*M); });
        same("trim", df::trim(t), [](const row& r) { return plain::trim(r.*M, " ", true, true); });
        same("ltrim", df::ltrim(t), [](const row& r) { return plain::trim(r.*M, " ", true, false); });
        same("rtrim", df::rtrim(t), [](const row& r) { return plain::trim(r.*M, " ", false, true); });
        same("length", df::length(t), [](const row& r) { return plain::length(r.*M); });
        same("byte_length", df::byte_length(t), [](const row& r) { return plain::byte_length(r.*M); });
    });
    same("byte_length of bytes", df::byte_length(field<&Sample::raw>),
         [](const row& r) { return plain::whole{static_cast<std::int64_t>(r.raw.size())}; });
}

TEST_P(TextFunctions, WithOtherArguments) {
    support::each<&Sample::text, &Sample::maybe_text>([&]<auto M>() {
        constexpr auto t = field<M>;
        for (const std::string set : {"x ", "",
                                      "\xF0\x9F\x98\x80"
                                      "a",
                                      "\xC3\x84\xC3\x9F"}) {
            same("trim " + set, df::trim(t, set),
                 [&](const row& r) { return plain::trim(r.*M, set, true, true); });
            same("ltrim " + set, df::ltrim(t, set),
                 [&](const row& r) { return plain::trim(r.*M, set, true, false); });
            same("rtrim " + set, df::rtrim(t, set),
                 [&](const row& r) { return plain::trim(r.*M, set, false, true); });
        }
        for (const std::string part : {"", "a", "X", "\xF0\x9F\x98\x80", "ab", "o, W", "\xC3\xA9"}) {
            same("position " + part, df::position(t, part),
                 [&](const row& r) { return plain::position(r.*M, part); });
            same("replace " + part, df::replace(t, part, "<\xE2\x82\xAC>"),
                 [&](const row& r) { return plain::replace(r.*M, part, "<\xE2\x82\xAC>"); });
            same("remove " + part, df::replace(t, part, ""),
                 [&](const row& r) { return plain::replace(r.*M, part, ""); });
        }
        for (const std::int64_t n :
             {0LL, 1LL, 3LL, 100LL, -1LL, -3LL, -100LL, 2147483647LL, 2147483648LL, -2147483649LL}) {
            same("left " + std::to_string(n), df::left(t, n),
                 [&](const row& r) { return plain::left(r.*M, n); });
            same("right " + std::to_string(n), df::right(t, n),
                 [&](const row& r) { return plain::right(r.*M, n); });
            same("substring from " + std::to_string(n), df::substring(t, n),
                 [&](const row& r) { return plain::substring(r.*M, n); });
            for (const int count : {0, 1, 4, 2147483647, -1})
                same("substring from " + std::to_string(n) + " of " + std::to_string(count),
                     df::substring(t, n, count),
                     [&](const row& r) { return plain::substring(r.*M, n, count); });
        }
        same("concat", df::concat(t, "-", field<&Sample::maybe_text>, field<&Sample::digits>),
             [](const row& r) {
                 return plain::concat(plain::concat(plain::concat(r.*M, "-"), r.maybe_text), r.digits);
             });
        same("+", "<" + t + ">" + field<&Sample::digits>, [](const row& r) {
            return plain::concat(plain::concat(plain::concat("<", r.*M), ">"), r.digits);
        });
        same("of columns",
             df::substring(df::replace(t, field<&Sample::digits>, field<&Sample::maybe_text>), number,
                           df::length(t)),
             [](const row& r) {
                 return plain::substring(plain::replace(r.*M, r.digits, r.maybe_text),
                                         plain::whole{r.maybe_number}, plain::length(r.*M));
             });
        same("left of a column", df::left(t, number),
             [](const row& r) { return plain::left(r.*M, plain::whole{r.maybe_number}); });
    });
}

// Every test of text takes an expression with values of its own, too.
TEST_P(TextFunctions, InFiltersAndAssignments) {
    const auto count = [&](const auto& predicate) { return db().run(df::count<Sample>().where(predicate)); };
    const auto oracle = [&](auto holds) {
        std::int64_t n = 0;
        for (const auto& r : all()) n += holds(plain::substring(r.text, 2, 5).value()) ? 1 : 0;
        return n;
    };
    const auto part = df::substring(field<&Sample::text>, 2, 5);
    EXPECT_EQ(count(part.starts_with("b")), oracle([](const std::string& s) { return s.starts_with("b"); }));
    EXPECT_EQ(count(part.starts_with("")), static_cast<std::int64_t>(all().size()));
    EXPECT_EQ(count(part.ends_with("x")), oracle([](const std::string& s) { return s.ends_with("x"); }));
    EXPECT_EQ(count(part.ends_with("")), static_cast<std::int64_t>(all().size()));
    EXPECT_EQ(count(part.contains("ab")),
              oracle([](const std::string& s) { return s.find("ab") != s.npos; }));
    EXPECT_EQ(count(part.like("%a_")), oracle([](const std::string& s) {
                  const auto u = plain::decode(s);
                  return u.size() > 1 && u[u.size() - 2] == U'a';
              }));
    EXPECT_EQ(count(part.ilike("X%")),
              oracle([](const std::string& s) { return s.starts_with("x") || s.starts_with("X"); }));
    EXPECT_EQ(count(part.matches("^[0-9]")),
              oracle([](const std::string& s) { return !s.empty() && s[0] >= '0' && s[0] <= '9'; }));
    EXPECT_EQ(count(part.in({"b", "ello,"})),
              oracle([](const std::string& s) { return s == "b" || s == "ello,"; }));
    EXPECT_EQ(count(part.between("a", "b")),
              oracle([](const std::string& s) { return s >= "a" && s <= "b"; }));
    EXPECT_EQ(count(!(part < "b")), oracle([](const std::string& s) { return s >= "b"; }));
    // Byte by byte, whatever the database's own order is.
    EXPECT_EQ(count(df::cast<std::string>(field<&Sample::number>) < "-"), 0);
    db().run(df::bulk_update<Sample>(df::length(field<&Sample::text>) > 2,
                                     field<&Sample::maybe_text> =
                                         df::upper(df::left(field<&Sample::text>, 2)) + "!"));
    for (const auto& r : db().run(df::list<Sample>().where(df::length(field<&Sample::text>) > 2)).records)
        EXPECT_EQ(r.maybe_text, plain::concat(plain::upper(plain::left(r.text, 2)), "!"));
    EXPECT_TRUE(support::has(support::thrown<df::invalid_value>([&] {
                                 (void)count(df::substring(field<&Sample::text>, 1, -1) == "");
                             }).what(),
                             "the bounds of a substring are out of range"));
    EXPECT_TRUE(support::has(support::thrown<df::invalid_value>([&] {
                                 (void)count(df::cast<std::int64_t>(field<&Sample::text>) == 1);
                             }).what(),
                             "a string cannot be read as the type that it is converted to"));
}

} // namespace
