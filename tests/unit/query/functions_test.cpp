// The SQL and the types of functions. What they mean is tested on the databases themselves.
#include "people.hpp"

#include <dataflow/functions.hpp>
#include <dataflow/node/sql_of.hpp>

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace people;

constexpr auto name = field<&Person::name>;
constexpr auto nick = field<&Person::nick>;
constexpr auto age = field<&Person::age>;
constexpr auto score = field<&Person::score>;
constexpr auto height = field<&Person::height>;
constexpr auto seen = field<&Person::seen>;
constexpr auto born = field<&Person::born>;

template <df::dialect D, class P>
constexpr bool writes(const P& predicate, std::string_view expected) {
    constexpr std::string_view before = "SELECT count(*) FROM \"people\" WHERE ";
    const auto text = df::sql_of<D>(df::count<Person>().where(predicate));
    return text.view().substr(0, before.size()) == before && text.view().substr(before.size()) == expected;
}

// --- texts ---
static_assert(writes<df::sqlite>(df::lower(name) == "al", R"(dataflow_lower("name") = ?1)"));
static_assert(writes<df::postgres>(df::lower(name) == "al", R"(lower("name" COLLATE "C") = $1)"));
static_assert(writes<df::sqlite>("Dr. " + name == nick, R"((?1 || "name") = "nick")"));
static_assert(writes<df::postgres>("Dr. " + name == nick, R"(($1 || "name") = "nick")"));
static_assert(writes<df::sqlite>(df::substring(name, 2, 3).starts_with("l"),
                                 R"(dataflow_starts_with(dataflow_substring("name", ?1, ?2), ?3))"));
static_assert(
    writes<df::postgres>(df::substring(name, 2, 3).starts_with("l"),
                         R"(starts_with(substring("name", CAST($1 AS INTEGER), CAST($2 AS INTEGER)), $3))"));
static_assert(writes<df::sqlite>(
    df::lower(name).starts_with("l"),
    R"((dataflow_lower("name") >= ?1 AND dataflow_lower("name") < dataflow_prefix_end(?1)))"));
// --- numbers: narrow operands are widened ---
static_assert(writes<df::sqlite>(df::abs(age) > 3, R"(abs("age") > ?1)"));
static_assert(writes<df::postgres>(df::abs(age) > 3, R"(abs(CAST("age" AS BIGINT)) > $1)"));
static_assert(writes<df::sqlite>(df::coalesce(score, height, 1) < 2.5,
                                 R"(coalesce(CAST("score" AS REAL), "height", ?1) < ?2)"));
static_assert(writes<df::postgres>(df::coalesce(score, height, 1) < 2.5,
                                   R"(COALESCE(CAST("score" AS DOUBLE PRECISION), "height", $1) < $2)"));
static_assert(writes<df::sqlite>(df::mod(age * 2, 7) == 0,
                                 R"(dataflow_modulo(dataflow_whole(("age" * ?1)), ?2) = ?3)"));
// --- choices ---
static_assert(writes<df::sqlite>(df::case_when(age < 18, "child").otherwise(name) == "child",
                                 R"((CASE WHEN "age" < ?1 THEN ?2 ELSE "name" END) = ?3)"));
static_assert(writes<df::postgres>(df::case_when(age < 18, "child").otherwise(name) == "child",
                                   R"((CASE WHEN "age" < $1 THEN $2 ELSE "name" END) COLLATE "C" = $3)"));
// --- times ---
static_assert(writes<df::sqlite>(df::year(seen) == 2024, R"(dataflow_time_part(0, "seen") = ?1)"));
static_assert(writes<df::postgres>(df::year(seen) == 2024,
                                   R"(CAST(EXTRACT(YEAR FROM ("seen") AT TIME ZONE 'UTC') AS BIGINT) = $1)"));
static_assert(writes<df::postgres>(df::year(born) == 2024,
                                   R"(CAST(EXTRACT(YEAR FROM "born") AS BIGINT) = $1)"));
static_assert(writes<df::sqlite>(df::truncate<df::unit::day>(seen) <= df::now(),
                                 R"(dataflow_truncate(3, "seen") <= ?1)"));
static_assert(writes<df::postgres>(df::truncate<df::unit::day>(seen) <= df::now(),
                                   R"(date_trunc('day', "seen", 'UTC') <= $1)"));

// --- types ---
template <class T, bool Nullable, class E>
constexpr bool is(const E&) {
    return std::is_same_v<typename E::type, T> && E::nullable == Nullable;
}
static_assert(is<std::string, false>(df::upper(name)));
static_assert(is<std::string, true>(name + nick));
static_assert(is<std::int64_t, true>(df::length(nick)));
static_assert(is<std::string, false>(df::coalesce(nick, name)));
static_assert(is<std::string, true>(df::coalesce(nick, std::optional<std::string>{})));
static_assert(is<std::int64_t, true>(df::nullif(age, 3)));
static_assert(is<double, false>(df::greatest(score, height, age)));
static_assert(is<std::int64_t, true>(df::case_when(age < 3, 1)));
static_assert(is<std::int64_t, false>(df::case_when(age < 3, 1).otherwise(age)));
static_assert(is<df::date, false>(df::truncate<df::unit::week>(born)));
static_assert(is<df::timestamp, false>(df::now() - std::chrono::hours{1}));
static_assert(is<std::chrono::microseconds, false>(df::now() - df::created_at));
static_assert(is<int, false>(df::cast<int>(height)));

// --- aggregates, and the columns outside of them ---
using df::query::column;
using df::query::types;
template <class Columns, bool Aggregates, class E>
constexpr bool holds(const E&) {
    return std::is_same_v<df::query::plain_columns<E>, Columns> && df::query::aggregates<E> == Aggregates;
}
static_assert(is<std::int64_t, true>(df::sum(age)));
static_assert(is<double, true>(df::avg(age)));
static_assert(is<std::int64_t, false>(df::count_distinct(nick)));
static_assert(is<std::string, true>(df::max(name)));
static_assert(df::sum(age).aggregate);
static_assert(holds<types<>, true>(df::sum(age * 2).where(name == "Al") + 1));
static_assert(holds<types<column<&Person::age>>, true>(df::sum(height) > age));
static_assert(holds<types<column<&Person::name>, column<&Person::age>>, false>(df::length(name) + age));
static_assert(holds<types<column<&Person::age>, column<&Person::name>>, true>(
    df::case_when(age > 3, name).otherwise(df::min(name))));
static_assert(holds<types<column<&Person::nick>>, true>(df::count() > 3 && !(df::lower(nick).contains("a"))));

// --- placeholders inside ---
template <class... P>
constexpr std::size_t inputs_of(types<P...>) {
    return sizeof...(P);
}
using asked = decltype(df::left(name, df::param<"count">) == df::param<"text">);
static_assert(inputs_of(asked::inputs{}) == 2);
static_assert(asked::parameters == 2);
using chosen =
    decltype(df::case_when(age > df::param<"limit">, df::coalesce(nick, df::param<"name">)).otherwise(name));
static_assert(inputs_of(chosen::inputs{}) == 2);

TEST(Functions, AreTestedAtCompileTime) { SUCCEED(); }

} // namespace
