// Which column a {} of a statement written by hand stands beside.
#include <dataflow/sql/detail/raw_beside.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

namespace sql = dataflow::rooms::sql;

/// `name`, with a + where the value is stored in it, of each {}.
std::string beside(std::string_view text) {
    std::string out;
    for (std::size_t at = text.find("{}"); at != text.npos; at = text.find("{}", at + 2)) {
        const auto found = sql::detail::beside(text.substr(0, at), text.substr(at + 2));
        out += (out.empty() ? "" : " ") + std::string{found.name.empty() ? "?" : found.name} +
               (found.stores && !found.name.empty() ? "+" : "");
    }
    return out;
}

TEST(RawBeside, IsTheColumnThatAValueIsComparedWithOrStoredIn) {
    EXPECT_EQ(beside("select * from t where price = {}"), "price");
    EXPECT_EQ(beside("select * from t where t.price>={} and not \"my Time\" < {}"), "price my Time");
    EXPECT_EQ(beside("select * from t where {} = a.price or {} <> b"), "price b");
    EXPECT_EQ(beside("select * from t where a between {} and {} and b not between {} and {}"), "a a b b");
    EXPECT_EQ(beside("select * from t where a in ({}, {}) and b in {} and c not in ({})"), "a a b c");
    EXPECT_EQ(beside("update t set a = {}, [b] = {} where c = {}"), "a+ b+ c");
    EXPECT_EQ(beside("insert into t (a, \"b\", c) values ({}, 'x, (y', {}), ({}, 2, {})"), "a+ c+ a+ c+");
    EXPECT_EQ(beside("insert into t (a) values ({}) on conflict (a) do update set b = {}"), "a+ b+");
    EXPECT_EQ(beside("select case when a > {} then {} end from t having sum(a) > {}"), "a ? ?");
}

TEST(RawBeside, IsNoneOfACalculation) {
    EXPECT_EQ(beside("select * from t where a + b = {} and c = {} * 2 and {} + 1 < d"), "? ? ?");
    EXPECT_EQ(beside("select * from t where {} = a + 1 and f({}) = a and lower(a) = {}"), "? ? ?");
    EXPECT_EQ(beside("select * from t where a::numeric = {} limit {}"), "? ?");
    EXPECT_EQ(beside("{}"), "?");
    EXPECT_EQ(beside("= {} ({}"), "? ?");
    EXPECT_EQ(beside("values ({}"), "?");
}

} // namespace
