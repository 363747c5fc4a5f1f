// Statements written by hand: their texts on both databases, and what the compiler finds out about them.
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
namespace sql = df::rooms::sql;

struct Person {
    std::string name;
    int age = 0;
};

template <df::dialect D, class Node>
std::string text(const Node& node) {
    return std::string{df::sql_of<D>(node).view()};
}

// --- what stands in a text --------------------------------------------------------------------------
static_assert(sql::report_on("select {} , {}").placeholders == 2);
static_assert(sql::report_on("select '{}', \"{}\", `{}` -- {}\n /* {} /* {} */ {} */ , {}").placeholders ==
              1);
static_assert(sql::report_on("select E'it\\'s {}', {}").placeholders == 1);
static_assert(sql::report_on("select 'it''s {}', {}").placeholders == 1);
static_assert(sql::report_on("select $tag$ {} $$ {} $tag$, $$ {} $$, {}").placeholders == 1);
static_assert(sql::report_on("select '{} unfinished").placeholders == 0);
static_assert(sql::report_on("select {{}}").placeholders == 0 &&
              sql::report_on("select {{}}").flaw == sql::text_flaw::none);
static_assert(sql::report_on("select {{{}}}").placeholders == 1);
static_assert(sql::report_on("select {").flaw == sql::text_flaw::brace && sql::report_on("select {").at == 8);
static_assert(sql::report_on("select }").flaw == sql::text_flaw::brace);
static_assert(sql::report_on("select {0}").flaw == sql::text_flaw::brace);
static_assert(sql::report_on("select $1").flaw == sql::text_flaw::parameter &&
              sql::report_on("select $1").at == 8);
static_assert(sql::report_on("select '$1', a$1").flaw == sql::text_flaw::none);

static_assert(sql::report_on("select 1").reads && sql::report_on(" -- c\n ( SELECT 1)").reads &&
              sql::report_on("values (1)").reads);
static_assert(sql::report_on("with a as (select 1) select * from a").reads &&
              sql::report_on("with \"insert\" as (select 'update') select 1").reads);
static_assert(!sql::report_on("with a as (delete from t returning x) select * from a").reads);
static_assert(!sql::report_on("with a as (select 1) INSERT INTO t select * from a").reads &&
              !sql::report_on("insert into t values (1)").reads);
static_assert(!sql::report_on("select 1 into t").reads &&
              !sql::report_on("select 1 from t for update").reads && !sql::report_on("").reads);
static_assert(sql::report_on("select update_count from t").reads);
static_assert(sql::report_on("/* */ Begin immediate").controls && sql::report_on("ROLLBACK").controls &&
              !sql::report_on("select begin").controls);

static_assert(sql::spot_of("x in {}", 0) == sql::spot::set &&
              sql::spot_of("x NOT IN /* {} */ {}", 0) == sql::spot::set);
static_assert(sql::spot_of("x in ({})", 0) == sql::spot::bracketed_set &&
              sql::spot_of("x in ( {} )", 0) == sql::spot::bracketed_set);
static_assert(sql::spot_of("x in ({}, {})", 0) == sql::spot::value &&
              sql::spot_of("x in ({}, {})", 1) == sql::spot::value);
static_assert(sql::spot_of("x = any({})", 0) == sql::spot::array &&
              sql::spot_of("x = {}", 0) == sql::spot::value);
static_assert(sql::spot_of("begin {}", 0) == sql::spot::value &&
              sql::spot_of("\"in\" {}", 0) == sql::spot::value);

// --- texts -------------------------------------------------------------------------------------------
TEST(raw, texts) {
    const auto a = df::sql<"select name, age from people where age > {} and name <> {}", Person>(3, "x");
    EXPECT_EQ(text<df::postgres>(a), "select name, age from people where age > $1 and name <> $2");
    EXPECT_EQ(text<df::sqlite>(a), "select name, age from people where age > ?1 and name <> ?2");
    const auto b = df::sql<"select 1 from t where x in {} and y not in ({}) and z = {}", int>(
        std::vector<int>{1}, std::list<std::string>{"a"}, true);
    EXPECT_EQ(text<df::postgres>(b), "select 1 from t where x in (SELECT unnest($1::INTEGER[])) and y not in "
                                     "(SELECT unnest($2::TEXT[])) and z = $3");
    EXPECT_EQ(text<df::sqlite>(b), "select 1 from t where x in (SELECT c0 FROM dataflow_rows(?1)) and y not "
                                   "in (SELECT c0 FROM dataflow_rows(?2)) and z = ?3");
    const auto c =
        df::sql<"select 1 from t where x = any({}) and '{}' = '{{' and {{ = }} and y[{}] = 1", int>(
            std::vector<bool>{true}, 2);
    EXPECT_EQ(text<df::postgres>(c),
              "select 1 from t where x = any($1::BOOLEAN[]) and '{}' = '{{' and { = } and y[$2] = 1");
    const auto d = df::sql<"delete from t">();
    EXPECT_EQ(text<df::postgres>(d), "delete from t");
    static_assert(decltype(d)::writes && !decltype(a)::writes);
    static_assert(df::sql_of<df::sqlite>(df::sql<"select {}", int>(1)) == "select ?1");
}

template <class T>
concept argument = !std::is_void_v<df::node_::sql_argument<T>>;
enum class color : std::uint8_t { red };
static_assert(argument<bool> && argument<std::int8_t> && argument<std::uint64_t> && argument<float> &&
              argument<std::string> && argument<const char*>);
static_assert(argument<std::string_view> && argument<df::bytes> && argument<df::timestamp> &&
              argument<df::date> && argument<df::uuid> && argument<color>);
static_assert(argument<std::chrono::sys_days> && argument<std::chrono::sys_seconds> &&
              argument<df::id<Person>> && argument<std::optional<std::string_view>>);
static_assert(argument<std::vector<color>> && argument<std::vector<const char*>> &&
              argument<std::vector<bool>>);
static_assert(!argument<std::nullopt_t> && !argument<std::nullptr_t> && !argument<Person> &&
              !argument<std::vector<std::optional<int>>>);
static_assert(!argument<std::vector<std::vector<int>>> && !argument<long double> && !argument<char>);

} // namespace
