// The catalog without a database: constants of models, the meaning of expressions, what SQLite's statements
// tell.
#include <dataflow/catalog.hpp>
#include <dataflow/catalog/detail/expression.hpp>
#include <dataflow/catalog/detail/sqlite_text.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/catalog/understood.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog_unit {

namespace df = dataflow;

enum class mood { low, high };
struct Shop {
    df::id<Shop> id{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Thing {
    df::id<Thing> id{};
    int n = 5;
    double real = 0.1;
    std::optional<int> maybe{};
    df::date day{std::chrono::year{1969}, std::chrono::month{12}, std::chrono::day{31}};
    df::timestamp at{std::chrono::microseconds{1}};
    mood m = mood::high;
    df::decimal<8, 2> price{1};
    std::chrono::minutes span{2};
    df::uuid key{};
    df::id<Shop> shop{};
    static constexpr auto dataflow = df::options{
        .unique = df::unique({"n"}),
        .indexes = df::indexes(df::index{"maybe"}.where(df::column("real") > 0.25)),
        .checks = df::checks(df::check("pos", df::column("real") > 0.5 && df::not_null(df::column("maybe")))),
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"shop", df::on_delete::cascade})};
};

using df::catalog::of_models;
constexpr auto& on_sqlite = of_models<df::sqlite, Shop, Thing>;
constexpr auto& on_postgres = of_models<df::postgres, Shop, Thing>;

constexpr auto& lite = *on_sqlite.find("THINGS"); // as SQLite compares names
static_assert(on_postgres.find("THINGS") == nullptr && lite.model == "Thing" && on_sqlite.tables.size() == 2);
constexpr std::string_view default_of(const df::catalog::table& t, std::string_view column) {
    return t.find_column(column)->default_text;
}
static_assert(default_of(lite, "n") == "5" && default_of(lite, "real") == "1e-01" &&
              default_of(lite, "maybe").empty());
static_assert(default_of(lite, "day") == "'1969-12-31'" && default_of(lite, "m") == "'high'");
static_assert(default_of(lite, "at") == "'1970-01-01T00:00:00.000001Z'" &&
              default_of(lite, "span") == "120000000");
static_assert(default_of(lite, "price") == "100" &&
              lite.find_column("price")->type.spelled == "INTEGER(8,2)");
static_assert(lite.find_column("key")->default_unknown && !lite.find_column("shop")->default_unknown);
static_assert(lite.find_column("id")->numbered == df::catalog::identity::autoincrement && lite.in_key("id"));
static_assert(lite.find_index("things_n_key")->unique &&
              lite.find_index("things_maybe_idx")->predicate == "(\"real\" > 2.5e-01)");
static_assert(lite.foreign_keys.size() == 1 && lite.foreign_keys[0].name == "things_shop_fkey" &&
              lite.foreign_keys[0].target == "shops" && lite.foreign_keys[0].target_columns[0] == "id" &&
              lite.foreign_keys[0].on_delete == df::catalog::action::cascade);
static_assert(lite.checks[lite.checks.size() - 1].expression ==
              "((\"real\" > 5e-01) AND (\"maybe\" IS NOT NULL))");

constexpr auto& server = *on_postgres.find("things");
static_assert(default_of(server, "price") == "1.00" &&
              server.find_column("price")->type.spelled == "numeric(8,2)");
static_assert(server.find_column("at")->type.spelled == "timestamp with time zone" &&
              server.key.name == "things_pkey");
static_assert(server.find_index("things_maybe_idx")->parts[0].nulls_first &&
              server.find_column("m")->collation == "C");

} // namespace catalog_unit

namespace {

namespace df = dataflow;
using namespace df::catalog;

TEST(CatalogExpressions, ThatMeanTheSameAreTheSame) {
    const std::pair<const char*, const char*> same[]{
        {"\"age\" >= 0 AND \"age\" <= 150", "((age >= 0) AND (age <= 150))"},
        {"\"n\" BETWEEN -128 AND 127", "((n >= '-128'::integer) AND (n <= 127))"},
        {"\"m\" IN ('low', 'hi''gh')", "(m = ANY (ARRAY['low'::text, 'hi''gh'::text]))"},
        {"\"m\" IN ('low')", "(m = 'low'::text)"},
        {"x NOT IN (1,2)", "(x <> ALL (ARRAY[1, 2]))"},
        {"((\"p\" IS NULL) OR ((\"p\" > 5e-01) AND (\"s\" <> 'free')))",
         "((p IS NULL) OR ((p > '0.5'::double precision) AND (s <> 'free'::text)))"},
        {"(-9223372036854775807 - 1)", "('-9223372036854775807'::bigint - 1)"},
        {"'2020-09-13T12:26:40.123456Z'", "'2020-09-13 14:26:40.123456+02'::timestamp with time zone"},
        {"'{\"b\":1,\"a\":[1,2]}'::JSONB", "'{\"a\": [1, 2], \"b\": 1}'::jsonb"},
        {"'{\"a\",\"b c\"}'::TEXT[]", "'{a,\"b c\"}'::text[]"},
        {"'08:15:00.500000'", "'08:15:00.5'::time without time zone"},
        {"TRUE", "true"},
        {"1.50", "1.5"},
        {"1e+21", "'1000000000000000000000'::numeric"},
        {"cardinality(\"v\") = 3", "(cardinality(v) = 3)"},
        {"a != 1 and b==2 and c=3", "((a <> 1) AND (b = 2) AND (c = 3))"},
        {"'x'", "'x'::character varying"},
        {"not a is null", "(a IS NOT NULL)"},
        {"m in ('a','b')",
         "((m)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
        {"CASE WHEN a > 1 THEN 'x' ELSE 'y' END", "case when (a > 1) then 'x'::text else 'y'::text end"},
        {"select  1 /* not taken apart */", "SELECT 1"}};
    for (const auto& [a, b] : same)
        EXPECT_EQ(canonical_expression(a, df::postgres), canonical_expression(b, df::postgres));
    const std::pair<const char*, const char*> other[]{{"a AND (b OR c)", "(a AND b) OR c"},
                                                      {"a > 1", "a >= 1"},
                                                      {"'a'", "a"},
                                                      {"\"A\"", "a"},
                                                      {"-1", "1"},
                                                      {"a in (1,2)", "a in (2,3)"},
                                                      {"a - b", "b - a"},
                                                      {"'NULL'", "NULL"},
                                                      {"'{NULL}'::text[]", "'{\"NULL\"}'::text[]"},
                                                      {"1", "10"},
                                                      {"0.1", "0.01"},
                                                      {"a", "not a"},
                                                      {"f(a)", "g(a)"}};
    for (const auto& [a, b] : other)
        EXPECT_NE(canonical_expression(a, df::postgres), canonical_expression(b, df::postgres))
            << a << " " << b;
    for (const auto* broken : {"",     "(",         "((((",       "'",  "a b c",   "x'",
                               "in",   "case when", "a::",        "-",  "[",       "a[",
                               "not",  "a is",      "/*",         "--", "a = any", "a = any (array[",
                               "''''", "1e",        "a between 1"})
        for (const auto d : {df::sqlite, df::postgres}) (void)canonical_expression(broken, d);
}

TEST(CatalogTexts, OfSqlitesTablesAreTakenApart) {
    const auto t = definition_of(std::string_view{R"(CREATE TABLE main."my ""t""" (
  [a b] INTEGER PRIMARY KEY AUTOINCREMENT, -- a comment, with (
  `c` VARCHAR(20) COLLATE NoCase NOT NULL ON CONFLICT REPLACE DEFAULT 'x,(' CONSTRAINT Pos CHECK (c <> ')' and length(c)>1) UNIQUE,
  d double precision default -1.5, e int default (1+2) references other(id) on delete cascade on update set null deferrable initially deferred,
  f as (d*2) stored, g generated always as (d + 1), h,
  constraint "my key" unique (c collate nocase desc, d), check (d > 0), FOREIGN KEY (d, e) REFERENCES "o" (x, y) NOT DEFERRABLE
 ) WITHOUT ROWID, STRICT)"});
    ASSERT_EQ(t.columns.size(), 7U);
    EXPECT_EQ(t.columns[0].name, "a b");
    using kind = clause_kind;
    EXPECT_EQ(t.columns[1].find(kind::collation)->expression, "NoCase");
    EXPECT_EQ(t.columns[1].find(kind::not_null)->text, "NOT NULL ON CONFLICT REPLACE");
    EXPECT_EQ(t.columns[1].find(kind::check)->text, "CONSTRAINT Pos CHECK (c <> ')' and length(c)>1)");
    EXPECT_EQ(t.columns[2].type, "double precision");
    EXPECT_EQ(t.columns[2].find(kind::default_value)->expression, "-1.5");
    EXPECT_EQ(t.columns[4].find(kind::generated)->expression, "d*2");
    EXPECT_EQ(t.columns[5].find(kind::generated)->expression, "d + 1");
    std::vector<definition_clause> clauses;
    for (const auto& column : t.columns)
        for (const auto& c : column.clauses)
            if (c.what == kind::primary_key || c.what == kind::unique || c.what == kind::check ||
                c.what == kind::foreign_key)
                clauses.push_back(c);
    clauses.insert(clauses.end(), t.constraints.begin(), t.constraints.end());
    const auto number = [](kind what) {
        return what == kind::primary_key ? "0" : what == kind::unique ? "1" : what == kind::check ? "2" : "3";
    };
    std::string all;
    for (const auto& c : clauses) {
        all += number(c.what) + c.name + "[" + c.expression + "]";
        for (const auto& name : c.columns) all += " " + name;
        all += c.deferrable ? c.deferred ? " deferred;" : " deferrable;" : ";";
    }
    EXPECT_EQ(
        all, "0[] a b;2Pos[c <> ')' and length(c)>1] c;1[] c;3[] e deferred;1my key[] c d;2[d > 0];3[] d e;");
    EXPECT_TRUE(clauses[0].autoincrement && t.strict && t.without_rowid);
    for (const auto& c : clauses) EXPECT_FALSE(c.replaces); // NULL is replaced, no record
    EXPECT_TRUE(definition_of(std::string_view{"CREATE TABLE t (a UNIQUE ON CONFLICT REPLACE)"})
                    .columns[0]
                    .clauses[0]
                    .replaces);
    EXPECT_EQ(create_table(definition_of(std::string_view{
                               "create table t(a int /* what */ not null,b,check(a>b)check(b))"}),
                           "x"),
              "CREATE TABLE x (\n  \"a\" int not null,\n  \"b\",\n  check(a>b),\n  check(b)\n)");
    const auto i = read_index_text(
        "CREATE UNIQUE INDEX \"i x\" ON t (lower(a), b desc, \"c,\") WHERE a > (1) AND b = ')'");
    ASSERT_EQ(i.parts.size(), 3U);
    EXPECT_EQ(i.parts[0], "lower(a)");
    EXPECT_EQ(i.predicate, "a > (1) AND b = ')'");
}

TEST(CatalogTypes, AreUnderstood) {
    const auto check = [](df::dialect d, std::string_view spelled, df::storage stored, int length = 0,
                          int digits = 0, int scale = 0) {
        const auto t = understood(d, spelled);
        EXPECT_TRUE(t.understood) << spelled;
        EXPECT_EQ(t.stored, stored) << spelled;
        EXPECT_EQ(t.length, length) << spelled;
        EXPECT_EQ(t.digits, digits) << spelled;
        EXPECT_EQ(t.scale, scale) << spelled;
    };
    check(df::postgres, "character varying(20)", df::storage::text, 20);
    check(df::postgres, "numeric(10,2)", df::storage::decimal, 0, 10, 2);
    check(df::postgres, "numeric(8,3)[]", df::array_of(df::storage::decimal), 0, 8, 3);
    check(df::postgres, "timestamp with time zone", df::storage::timestamp);
    check(df::postgres, "text[]", df::array_of(df::storage::text));
    check(df::postgres, "jsonb", df::storage::json);
    EXPECT_FALSE(understood(df::postgres, "point").understood);
    check(df::sqlite, "varchar(20)", df::storage::text, 20);
    check(df::sqlite, "INTEGER(10,2)", df::storage::decimal, 0, 10, 2);
    check(df::sqlite, "", df::storage::bytes);
    EXPECT_FALSE(understood(df::sqlite, "DATETIME").understood);
}

} // namespace
