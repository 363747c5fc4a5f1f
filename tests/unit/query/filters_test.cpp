// The SQL of every filter, on both databases. What a filter means is tested on the databases themselves.
#include "people.hpp"

#include <dataflow/node/sql_of.hpp>

#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace people;

constexpr auto id = field<&Person::id>;
constexpr auto name = field<&Person::name>;
constexpr auto nick = field<&Person::nick>;
constexpr auto age = field<&Person::age>;
constexpr auto score = field<&Person::score>;
constexpr auto rank = field<&Person::rank>;
constexpr auto height = field<&Person::height>;
constexpr auto active = field<&Person::active>;
constexpr auto shade = field<&Person::shade>;
constexpr auto seen = field<&Person::seen>;
constexpr auto born = field<&Person::born>;
constexpr auto token = field<&Person::token>;
constexpr auto parent = field<&Person::parent>;

template <df::dialect D, class P>
constexpr bool writes(const P& predicate, std::string_view expected) {
    constexpr std::string_view before = "SELECT count(*) FROM \"people\" WHERE ";
    const auto text = df::sql_of<D>(df::count<Person>().where(predicate));
    return text.view().substr(0, before.size()) == before && text.view().substr(before.size()) == expected;
}

// --- comparison ---
static_assert(writes<df::sqlite>(name == "Al", R"("name" = ?1)"));
static_assert(writes<df::postgres>(name == "Al", R"("name" = $1)"));
static_assert(writes<df::sqlite>(name != "Al", R"("name" <> ?1)"));
static_assert(writes<df::postgres>(name != "Al", R"("name" <> $1)"));
static_assert(writes<df::sqlite>(age < 30, R"("age" < ?1)"));
static_assert(writes<df::postgres>(age < 30, R"("age" < $1)"));
static_assert(writes<df::sqlite>(age <= 30, R"("age" <= ?1)"));
static_assert(writes<df::postgres>(age <= 30, R"("age" <= $1)"));
static_assert(writes<df::sqlite>(age > 30, R"("age" > ?1)"));
static_assert(writes<df::postgres>(age > 30, R"("age" > $1)"));
static_assert(writes<df::sqlite>(age >= 30, R"("age" >= ?1)"));
static_assert(writes<df::postgres>(age >= 30, R"("age" >= $1)"));
static_assert(writes<df::sqlite>(30 < age, R"("age" > ?1)"));
static_assert(writes<df::postgres>(30 < age, R"("age" > $1)"));
static_assert(writes<df::sqlite>(30 >= age, R"("age" <= ?1)"));
static_assert(writes<df::postgres>(30 >= age, R"("age" <= $1)"));
static_assert(writes<df::sqlite>("Al" == name, R"("name" = ?1)"));
static_assert(writes<df::postgres>("Al" == name, R"("name" = $1)"));
static_assert(writes<df::sqlite>(height > 1, R"("height" > ?1)"));
static_assert(writes<df::postgres>(height > 1, R"("height" > $1)"));
static_assert(writes<df::sqlite>(shade == color::red, R"("shade" = ?1)"));
static_assert(writes<df::postgres>(shade == color::red, R"("shade" = $1)"));
static_assert(writes<df::sqlite>(shade != color::blue, R"("shade" <> ?1)"));
static_assert(writes<df::postgres>(shade != color::blue, R"("shade" <> $1)"));
static_assert(writes<df::sqlite>(active == false, R"("active" = ?1)"));
static_assert(writes<df::postgres>(active == false, R"("active" = $1)"));
static_assert(writes<df::sqlite>(born == df::date{}, R"("born" = ?1)"));
static_assert(writes<df::postgres>(born == df::date{}, R"("born" = $1)"));
static_assert(writes<df::sqlite>(seen < df::timestamp{}, R"("seen" < ?1)"));
static_assert(writes<df::postgres>(seen < df::timestamp{}, R"("seen" < $1)"));
static_assert(writes<df::sqlite>(token == df::uuid{}, R"("token" = ?1)"));
static_assert(writes<df::postgres>(token == df::uuid{}, R"("token" = $1)"));
static_assert(writes<df::sqlite>(id == df::id<Person>{7}, R"("id" = ?1)"));
static_assert(writes<df::postgres>(id == df::id<Person>{7}, R"("id" = $1)"));
static_assert(writes<df::sqlite>(df::created_at >= df::timestamp{}, R"("created_at" >= ?1)"));
static_assert(writes<df::postgres>(df::created_at >= df::timestamp{}, R"("created_at" >= $1)"));
static_assert(writes<df::sqlite>(df::updated_at < df::created_at, R"("updated_at" < "created_at")"));
static_assert(writes<df::postgres>(df::updated_at < df::created_at, R"("updated_at" < "created_at")"));
// --- null ---
static_assert(writes<df::sqlite>(nick == "Al", R"("nick" = ?1)"));
static_assert(writes<df::postgres>(nick == "Al", R"("nick" = $1)"));
static_assert(writes<df::sqlite>(nick != "Al", R"("nick" IS NOT ?1)"));
static_assert(writes<df::postgres>(nick != "Al", R"("nick" IS DISTINCT FROM $1)"));
static_assert(writes<df::sqlite>(nick < "Al", R"("nick" < ?1)"));
static_assert(writes<df::postgres>(nick < "Al", R"("nick" < $1)"));
static_assert(writes<df::sqlite>(nick == std::nullopt, R"("nick" IS NULL)"));
static_assert(writes<df::postgres>(nick == std::nullopt, R"("nick" IS NULL)"));
static_assert(writes<df::sqlite>(nick != std::nullopt, R"("nick" IS NOT NULL)"));
static_assert(writes<df::postgres>(nick != std::nullopt, R"("nick" IS NOT NULL)"));
static_assert(writes<df::sqlite>(std::nullopt == nick, R"("nick" IS NULL)"));
static_assert(writes<df::postgres>(std::nullopt == nick, R"("nick" IS NULL)"));
static_assert(writes<df::sqlite>(nick.is_null(), R"("nick" IS NULL)"));
static_assert(writes<df::postgres>(nick.is_null(), R"("nick" IS NULL)"));
static_assert(writes<df::sqlite>(nick.not_null(), R"("nick" IS NOT NULL)"));
static_assert(writes<df::postgres>(nick.not_null(), R"("nick" IS NOT NULL)"));
static_assert(writes<df::sqlite>(score == std::optional<int>{3}, R"("score" IS ?1)"));
static_assert(writes<df::postgres>(score == std::optional<int>{3},
                                   R"(("score" = $1 OR ("score" IS NULL AND $1 IS NULL)))"));
static_assert(writes<df::sqlite>(score != std::optional<int>{3}, R"("score" IS NOT ?1)"));
static_assert(writes<df::postgres>(score != std::optional<int>{3}, R"("score" IS DISTINCT FROM $1)"));
static_assert(writes<df::sqlite>(score < std::optional<int>{}, R"("score" < ?1)"));
static_assert(writes<df::postgres>(score < std::optional<int>{}, R"("score" < $1)"));
static_assert(writes<df::sqlite>(age == std::optional<int>{3}, R"("age" = ?1)"));
static_assert(writes<df::postgres>(age == std::optional<int>{3}, R"("age" = $1)"));
static_assert(writes<df::sqlite>(age != std::optional<int>{3}, R"("age" IS NOT ?1)"));
static_assert(writes<df::postgres>(age != std::optional<int>{3}, R"("age" IS DISTINCT FROM $1)"));
// --- columns ---
static_assert(writes<df::sqlite>(name == nick, R"("name" = "nick")"));
static_assert(writes<df::postgres>(name == nick, R"("name" = "nick")"));
static_assert(writes<df::sqlite>(name != nick, R"("name" IS NOT "nick")"));
static_assert(writes<df::postgres>(name != nick, R"("name" IS DISTINCT FROM "nick")"));
static_assert(writes<df::sqlite>(nick == nick, R"("nick" IS "nick")"));
static_assert(writes<df::postgres>(nick == nick,
                                   R"(("nick" = "nick" OR ("nick" IS NULL AND "nick" IS NULL)))"));
static_assert(writes<df::sqlite>(score == rank, R"("score" IS "rank")"));
static_assert(writes<df::postgres>(score == rank,
                                   R"(("score" = "rank" OR ("score" IS NULL AND "rank" IS NULL)))"));
static_assert(writes<df::sqlite>(score != rank, R"("score" IS NOT "rank")"));
static_assert(writes<df::postgres>(score != rank, R"("score" IS DISTINCT FROM "rank")"));
static_assert(writes<df::sqlite>(score < rank, R"("score" < "rank")"));
static_assert(writes<df::postgres>(score < rank, R"("score" < "rank")"));
static_assert(writes<df::sqlite>(age < score, R"("age" < "score")"));
static_assert(writes<df::postgres>(age < score, R"("age" < "score")"));
static_assert(writes<df::sqlite>(age > height, R"("age" > "height")"));
static_assert(writes<df::postgres>(age > height, R"("age" > "height")"));
static_assert(writes<df::sqlite>(parent == id, R"("parent" = "id")"));
static_assert(writes<df::postgres>(parent == id, R"("parent" = "id")"));
// --- arithmetic ---
static_assert(writes<df::sqlite>(age + 1 > 30, R"(dataflow_whole(("age" + ?1)) > ?2)"));
static_assert(writes<df::postgres>(age + 1 > 30, R"(("age" + $1) > $2)"));
static_assert(writes<df::sqlite>(1 + age > 30, R"(dataflow_whole((?1 + "age")) > ?2)"));
static_assert(writes<df::postgres>(1 + age > 30, R"(($1 + "age") > $2)"));
static_assert(writes<df::sqlite>(10 - age > 3, R"(dataflow_whole((?1 - "age")) > ?2)"));
static_assert(writes<df::postgres>(10 - age > 3, R"(($1 - "age") > $2)"));
static_assert(writes<df::sqlite>(age * 2 - 1 == 9, R"(dataflow_whole((("age" * ?1) - ?2)) = ?3)"));
static_assert(writes<df::postgres>(age * 2 - 1 == 9, R"((("age" * $1) - $2) = $3)"));
static_assert(writes<df::sqlite>(age / 2 > 3, R"(dataflow_whole(dataflow_divide("age", ?1)) > ?2)"));
static_assert(writes<df::postgres>(age / 2 > 3, R"(("age" / $1) > $2)"));
static_assert(writes<df::sqlite>(height / 2 < 1.5, R"(dataflow_divide("height", ?1) < ?2)"));
static_assert(writes<df::postgres>(height / 2 < 1.5, R"(("height" / $1) < $2)"));
static_assert(writes<df::sqlite>(age % 2 == 1, R"(dataflow_modulo("age", ?1) = ?2)"));
static_assert(writes<df::postgres>(age % 2 == 1, R"(("age" % $1) = $2)"));
static_assert(writes<df::sqlite>(100 % age == score % rank,
                                 R"(dataflow_modulo(?1, "age") = dataflow_modulo("score", "rank"))"));
static_assert(writes<df::postgres>(100 % age == score % rank, R"(($1 % "age") = ("score" % "rank"))"));
static_assert(writes<df::sqlite>(age * 3 % 7 > 1, R"(dataflow_modulo(("age" * ?1), ?2) > ?3)"));
static_assert(writes<df::postgres>(age * 3 % 7 > 1, R"((("age" * $1) % $2) > $3)"));
static_assert(writes<df::sqlite>(score + rank == 3, R"(dataflow_whole(("score" + "rank")) = ?1)"));
static_assert(writes<df::postgres>(score + rank == 3, R"(("score" + "rank") = $1)"));
static_assert(writes<df::sqlite>(score + 1 != 3, R"(dataflow_whole(("score" + ?1)) IS NOT ?2)"));
static_assert(writes<df::postgres>(score + 1 != 3, R"(("score" + $1) IS DISTINCT FROM $2)"));
static_assert(writes<df::sqlite>(age + score > height * 2.5,
                                 R"(dataflow_whole(("age" + "score")) > dataflow_multiply("height", ?1))"));
static_assert(writes<df::postgres>(age + score > height * 2.5,
                                   R"((CAST("age" AS BIGINT) + "score") > ("height" * $1))"));
// --- logic ---
static_assert(writes<df::sqlite>(age > 3 && active == true, R"(("age" > ?1 AND "active" = ?2))"));
static_assert(writes<df::postgres>(age > 3 && active == true, R"(("age" > $1 AND "active" = $2))"));
static_assert(writes<df::sqlite>(age > 3 || (active == true && name == "x"),
                                 R"(("age" > ?1 OR ("active" = ?2 AND "name" = ?3)))"));
static_assert(writes<df::postgres>(age > 3 || (active == true && name == "x"),
                                   R"(("age" > $1 OR ("active" = $2 AND "name" = $3)))"));
static_assert(writes<df::sqlite>(!(age > 3), R"((NOT ("age" > ?1)))"));
static_assert(writes<df::postgres>(!(age > 3), R"((NOT ("age" > $1)))"));
static_assert(writes<df::sqlite>(!(nick == "x"), R"((("nick" = ?1) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(nick == "x"), R"((("nick" = $1) IS NOT TRUE))"));
static_assert(writes<df::sqlite>(!(nick != "x"), R"((NOT ("nick" IS NOT ?1)))"));
static_assert(writes<df::postgres>(!(nick != "x"), R"((NOT ("nick" IS DISTINCT FROM $1)))"));
static_assert(writes<df::sqlite>(!(nick < "x"), R"((("nick" < ?1) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(nick < "x"), R"((("nick" < $1) IS NOT TRUE))"));
static_assert(writes<df::sqlite>(!(nick.is_null()), R"((NOT ("nick" IS NULL)))"));
static_assert(writes<df::postgres>(!(nick.is_null()), R"((NOT ("nick" IS NULL)))"));
static_assert(writes<df::sqlite>(!(age > 3 && nick < "x"),
                                 R"(((("age" > ?1 AND "nick" < ?2)) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(age > 3 && nick < "x"),
                                   R"(((("age" > $1 AND "nick" < $2)) IS NOT TRUE))"));
static_assert(writes<df::sqlite>(!!(nick < "x"), R"((NOT ((("nick" < ?1) IS NOT TRUE))))"));
static_assert(writes<df::postgres>(!!(nick < "x"), R"((NOT ((("nick" < $1) IS NOT TRUE))))"));
static_assert(writes<df::sqlite>(!(age > 3) || !(score > 3),
                                 R"(((NOT ("age" > ?1)) OR (("score" > ?2) IS NOT TRUE)))"));
static_assert(writes<df::postgres>(!(age > 3) || !(score > 3),
                                   R"(((NOT ("age" > $1)) OR (("score" > $2) IS NOT TRUE)))"));
// --- sets and ranges ---
static_assert(writes<df::sqlite>(age.in({1, 2}), R"("age" IN (SELECT c0 FROM dataflow_rows(?1)))"));
static_assert(writes<df::postgres>(age.in({1, 2}), R"("age" = ANY($1::BIGINT[]))"));
static_assert(writes<df::sqlite>(score.in({1, 2}), R"("score" IN (SELECT c0 FROM dataflow_rows(?1)))"));
static_assert(writes<df::postgres>(score.in({1, 2}), R"("score" = ANY($1::BIGINT[]))"));
static_assert(writes<df::sqlite>(id.in({df::id<Person>{1}}),
                                 R"("id" IN (SELECT c0 FROM dataflow_rows(?1)))"));
static_assert(writes<df::postgres>(id.in({df::id<Person>{1}}), R"("id" = ANY($1::BIGINT[]))"));
static_assert(writes<df::sqlite>(active.in({true}), R"("active" IN (SELECT c0 FROM dataflow_rows(?1)))"));
static_assert(writes<df::postgres>(active.in({true}), R"("active" = ANY($1::BOOLEAN[]))"));
static_assert(writes<df::sqlite>(shade.in({color::red, color::blue}),
                                 R"("shade" IN (SELECT c0 FROM dataflow_rows(?1)))"));
static_assert(writes<df::postgres>(shade.in({color::red, color::blue}), R"("shade" = ANY($1::TEXT[]))"));
static_assert(writes<df::sqlite>(age.not_in({1, 2}),
                                 R"((NOT ("age" IN (SELECT c0 FROM dataflow_rows(?1)))))"));
static_assert(writes<df::postgres>(age.not_in({1, 2}), R"((NOT ("age" = ANY($1::BIGINT[]))))"));
static_assert(writes<df::sqlite>(score.not_in({1, 2}),
                                 R"((("score" IN (SELECT c0 FROM dataflow_rows(?1))) IS NOT TRUE))"));
static_assert(writes<df::postgres>(score.not_in({1, 2}), R"((("score" = ANY($1::BIGINT[])) IS NOT TRUE))"));
static_assert(writes<df::sqlite>(age.between(1, 9), R"("age" BETWEEN ?1 AND ?2)"));
static_assert(writes<df::postgres>(age.between(1, 9), R"("age" BETWEEN $1 AND $2)"));
static_assert(writes<df::sqlite>(score.between(1, 9), R"("score" BETWEEN ?1 AND ?2)"));
static_assert(writes<df::postgres>(score.between(1, 9), R"("score" BETWEEN $1 AND $2)"));
static_assert(writes<df::sqlite>(!(score.between(1, 9)), R"((("score" BETWEEN ?1 AND ?2) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(score.between(1, 9)), R"((("score" BETWEEN $1 AND $2) IS NOT TRUE))"));
static_assert(writes<df::sqlite>(age.between(score, rank), R"("age" BETWEEN "score" AND "rank")"));
static_assert(writes<df::postgres>(age.between(score, rank), R"("age" BETWEEN "score" AND "rank")"));
// --- text ---
static_assert(writes<df::sqlite>(
    name.like("A%"),
    R"(("name" LIKE ?1 ESCAPE '\' AND (dataflow_plain_pattern(?1) OR dataflow_like("name", ?1))))"));
static_assert(writes<df::postgres>(name.like("A%"), R"("name" LIKE $1 ESCAPE '\')"));
static_assert(writes<df::sqlite>(
    nick.like("A%"),
    R"(("nick" LIKE ?1 ESCAPE '\' AND (dataflow_plain_pattern(?1) OR dataflow_like("nick", ?1))))"));
static_assert(writes<df::postgres>(nick.like("A%"), R"("nick" LIKE $1 ESCAPE '\')"));
static_assert(writes<df::sqlite>(
    !(nick.like("A%")),
    R"(((("nick" LIKE ?1 ESCAPE '\' AND (dataflow_plain_pattern(?1) OR dataflow_like("nick", ?1)))) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(nick.like("A%")), R"((("nick" LIKE $1 ESCAPE '\') IS NOT TRUE))"));
static_assert(writes<df::sqlite>(name.ilike("a%"), R"(dataflow_ilike("name", ?1))"));
static_assert(writes<df::postgres>(name.ilike("a%"), R"("name" ILIKE $1 ESCAPE '\')"));
static_assert(writes<df::sqlite>(name.starts_with("A"),
                                 R"(("name" >= ?1 AND "name" < dataflow_prefix_end(?1)))"));
static_assert(writes<df::postgres>(name.starts_with("A"), R"(starts_with("name", $1))"));
static_assert(writes<df::sqlite>(
    name.ends_with("z"),
    R"(substr("name", CASE length(?1) WHEN 0 THEN length("name") + 1 ELSE -length(?1) END) = ?1)"));
static_assert(writes<df::postgres>(name.ends_with("z"), R"(right("name", length($1)) = $1)"));
static_assert(writes<df::sqlite>(name.contains("b"), R"(instr("name", ?1) > 0)"));
static_assert(writes<df::postgres>(name.contains("b"), R"(strpos("name", $1) > 0)"));
static_assert(writes<df::sqlite>(!(nick.contains("b")), R"(((instr("nick", ?1) > 0) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(nick.contains("b")), R"(((strpos("nick", $1) > 0) IS NOT TRUE))"));
// --- optional parts ---
static_assert(writes<df::sqlite>(df::if_set(true, age > 3), R"("age" > ?1)"));
static_assert(writes<df::postgres>(df::if_set(true, age > 3), R"("age" > $1)"));
static_assert(writes<df::sqlite>(df::if_set(true, age > 3) && df::if_set(true, name == "x"),
                                 R"(("age" > ?1 AND "name" = ?2))"));
static_assert(writes<df::postgres>(df::if_set(true, age > 3) && df::if_set(true, name == "x"),
                                   R"(("age" > $1 AND "name" = $2))"));
static_assert(writes<df::sqlite>(df::if_set(true, age > 3) && df::if_set(false, name == "x"),
                                 R"("age" > ?1)"));
static_assert(writes<df::postgres>(df::if_set(true, age > 3) && df::if_set(false, name == "x"),
                                   R"("age" > $1)"));
static_assert(writes<df::sqlite>(df::if_set(false, age > 3) && df::if_set(true, name == "x"),
                                 R"("name" = ?1)"));
static_assert(writes<df::postgres>(df::if_set(false, age > 3) && df::if_set(true, name == "x"),
                                   R"("name" = $1)"));
static_assert(writes<df::sqlite>(df::if_set(false, age > 3) || df::if_set(true, name == "x"),
                                 R"("name" = ?1)"));
static_assert(writes<df::postgres>(df::if_set(false, age > 3) || df::if_set(true, name == "x"),
                                   R"("name" = $1)"));
static_assert(writes<df::sqlite>(df::if_set(true, age > 3) || df::if_set(true, name == "x"),
                                 R"(("age" > ?1 OR "name" = ?2))"));
static_assert(writes<df::postgres>(df::if_set(true, age > 3) || df::if_set(true, name == "x"),
                                   R"(("age" > $1 OR "name" = $2))"));
static_assert(writes<df::sqlite>(df::if_set(false, age > 3) && active == true, R"("active" = ?1)"));
static_assert(writes<df::postgres>(df::if_set(false, age > 3) && active == true, R"("active" = $1)"));
static_assert(writes<df::sqlite>(df::if_set(false, age > 3) || active == true, R"("active" = ?1)"));
static_assert(writes<df::postgres>(df::if_set(false, age > 3) || active == true, R"("active" = $1)"));
static_assert(writes<df::sqlite>(!(df::if_set(true, nick < "x")), R"((("nick" < ?1) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(df::if_set(true, nick < "x")), R"((("nick" < $1) IS NOT TRUE))"));
static_assert(writes<df::sqlite>(!(df::if_set(true, nick < "x") && df::if_set(false, age > 3)),
                                 R"((("nick" < ?1) IS NOT TRUE))"));
static_assert(writes<df::postgres>(!(df::if_set(true, nick < "x") && df::if_set(false, age > 3)),
                                   R"((("nick" < $1) IS NOT TRUE))"));
static_assert(writes<df::sqlite>(
    df::if_set(true, df::if_set(true, age > 3) && df::if_set(false, score > 3)) && active == true,
    R"(("age" > ?1 AND "active" = ?2))"));
static_assert(writes<df::postgres>(
    df::if_set(true, df::if_set(true, age > 3) && df::if_set(false, score > 3)) && active == true,
    R"(("age" > $1 AND "active" = $2))"));
static_assert(writes<df::sqlite>(df::if_set(false, df::if_set(true, age > 3)) && active == true,
                                 R"("active" = ?1)"));
static_assert(writes<df::postgres>(df::if_set(false, df::if_set(true, age > 3)) && active == true,
                                   R"("active" = $1)"));
static_assert(writes<df::sqlite>(std::optional{age > 3} && active == true,
                                 R"(("age" > ?1 AND "active" = ?2))"));
static_assert(writes<df::postgres>(std::optional{age > 3} && active == true,
                                   R"(("age" > $1 AND "active" = $2))"));
static_assert(writes<df::sqlite>(df::if_set(std::optional<int>{3}, [](int n) { return age > n; }),
                                 R"("age" > ?1)"));
static_assert(writes<df::postgres>(df::if_set(std::optional<int>{3}, [](int n) { return age > n; }),
                                   R"("age" > $1)"));

// --- nothing left: no WHERE at all ---
static_assert(df::sql_of<df::sqlite>(df::count<Person>().where(df::if_set(false, age > 3))) ==
              R"(SELECT count(*) FROM "people")");
static_assert(df::sql_of<df::postgres>(df::count<Person>().where(df::if_set(false, age > 3) &&
                                                                 df::if_set(false, age < 9))) ==
              R"(SELECT count(*) FROM "people")");
static_assert(df::sql_of<df::sqlite>(df::count<Person>().where(!df::if_set(false, age > 3))) ==
              R"(SELECT count(*) FROM "people")");

TEST(filters, a_set_of_texts_is_one_parameter) { // held as std::string: no constant on every compiler
    EXPECT_TRUE(writes<df::sqlite>(name.in({"a", "b"}), R"("name" IN (SELECT c0 FROM dataflow_rows(?1)))"));
    EXPECT_TRUE(writes<df::postgres>(name.in({"a", "b"}), R"("name" = ANY($1::TEXT[]))"));
}

TEST(filters, a_regular_expression_is_one_parameter) {
    const auto node = df::count<Person>().where(name.matches("^A.*z$") && !nick.matches("x"));
    EXPECT_EQ(
        df::sql_of<df::sqlite>(node),
        R"(SELECT count(*) FROM "people" WHERE (dataflow_matches("name", ?1) AND ((dataflow_matches("nick", ?2)) IS NOT TRUE)))");
    EXPECT_EQ(df::sql_of<df::postgres>(node),
              R"(SELECT count(*) FROM "people" WHERE ("name" ~ $1 AND (("nick" ~ $2) IS NOT TRUE)))");
}

TEST(filters, a_pattern_that_no_database_can_read_is_refused) {
    EXPECT_THROW((void)name.matches("(?=x)"), df::invalid_value);
    EXPECT_THROW((void)name.like("half\\"), df::invalid_value);
    EXPECT_NO_THROW((void)name.like("whole\\\\"));
}

TEST(filters, the_fault_names_the_field_and_holds_no_value) {
    try {
        (void)name.like("secret\\");
        FAIL();
    } catch (const df::invalid_value& e) {
        EXPECT_EQ(e.field(), "name");
        EXPECT_EQ(std::string_view{e.what()}.find("secret"), std::string_view::npos);
    }
}

TEST(filters, a_number_beyond_64_bits_is_compared) {
    EXPECT_EQ((age > UINT64_MAX).rest.first.held, std::nullopt); // which is never true
    EXPECT_EQ((age < UINT64_MAX).rest.first.held, INT64_MAX);    // "age" <= ?
    EXPECT_EQ((age > std::uint64_t{5}).rest.first.held, 6);
    EXPECT_EQ((age <= -2.5).rest.first.held, -3);
    EXPECT_THROW((void)(age > std::numeric_limits<double>::quiet_NaN()), df::invalid_value);
}
static_assert(writes<df::sqlite>(age < 1e300, R"("age" <= ?1)"));
static_assert(writes<df::sqlite>(!(age == 1.5), R"((("age" = ?1) IS NOT TRUE))"));
static_assert(writes<df::postgres>(age != std::uint64_t{5}, R"((("age" = $1) IS NOT TRUE))"));

TEST(filters, values_are_bound_at_their_places) {
    const auto p = df::if_set(false, age > 1) && (name == "Al" || age.between(2, 3)) && score.in({4, 5, 6});
    df::value values[5];
    df::rows_view lists[1];
    df::query::binder to{values, lists};
    p.bind(to);
    ASSERT_EQ(to.values - values, 5); // the absent part leaves its place empty
    EXPECT_EQ(values[1].text_view(), "Al");
    EXPECT_EQ(values[1].field, "name");
    EXPECT_EQ(values[2].integer, 2);
    EXPECT_EQ(values[3].integer, 3);
    EXPECT_EQ(values[4].rows->count, 3U);

    // The text notes which of them it mentions, and in which order.
    const auto list = df::count<Person>().where(p);
    const auto written = list.statement.written(df::sqlite, list.variant());
    ASSERT_EQ(written.sources.size(), 4U);
    for (std::uint16_t i = 0; i < 4; ++i)
        EXPECT_EQ(written.sources[i], df::rooms::sql::place{}.after(i + 1U));
}

TEST(filters, an_optional_without_a_value_binds_null) {
    const auto p = score == std::optional<int>{};
    df::value values[1];
    df::rows_view lists[1];
    df::query::binder to{values, lists};
    p.bind(to);
    EXPECT_TRUE(values[0].is_null());
}

TEST(filters, a_temporary_text_is_kept) {
    const auto p = name == std::string(100, 'x');
    df::value values[1];
    df::rows_view lists[1];
    df::query::binder to{values, lists};
    p.bind(to);
    EXPECT_EQ(values[0].text_view(), std::string(100, 'x'));
}

// What is bound for a filter goes over every place of the buffer, which held something else before: a driver
// looks at all of them.
TEST(filters, absent_parts_and_their_switches_leave_nothing_old_in_the_buffer) {
    for (unsigned there = 0; there < 64; ++there) {
        const auto given = [&](unsigned bit) { return (there >> bit & 1U) != 0; };
        // The parts with an index have texts of their own, and with them go the switches of what joins them.
        const auto filter = df::query::make_filter(
            ((df::if_set(given(0), name == "Al") && df::if_set(given(1), id == df::id<Person>{7})) ||
             df::if_set(given(2), score > 1)) &&
            !(df::if_set(given(3), age > 1) || df::if_set(given(4), name > "B")) &&
            df::if_set(given(5), height > 1.0));
        using filter_type = std::remove_cvref_t<decltype(filter)>;
        static_assert(filter_type::parameters > 6, "it has switches");
        std::vector<df::value> values(filter_type::parameters);
        for (auto& v : values) v.held = df::value::form::fragment; // what reads it would follow a pointer
        df::rows_view lists[1];
        df::query::binder to{values.data(), lists};
        filter.bind(to);
        ASSERT_EQ(to.values - values.data(), static_cast<std::ptrdiff_t>(values.size()));
        for (const auto& v : values) EXPECT_NE(v.held, df::value::form::fragment) << there;
    }
}

} // namespace
