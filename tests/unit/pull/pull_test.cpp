// What `dataflow pull` makes of a description, without a database: names, types, keys, and the text.
#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/understood.hpp>
#include <dataflow/core/pattern.hpp>
#include <dataflow/pull/field_type.hpp>
#include <dataflow/pull/names.hpp>
#include <dataflow/pull/plan.hpp>
#include <dataflow/pull/text.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
namespace pull = dataflow::pull;
namespace catalog = dataflow::catalog;

TEST(PullNames, AreWordsOfTheDatabasesNames) {
    const auto snake = [](std::string_view name) { return pull::snake_case_name(name, "column"); };
    const auto pascal = [](std::string_view name) { return pull::pascal_case_name(name, "Table", true); };
    EXPECT_EQ(snake("UnitPrice"), "unit_price");
    EXPECT_EQ(snake("HTTPRoute2Path"), "http_route2_path");
    EXPECT_EQ(snake("order-item no. 1"), "order_item_no_1");
    EXPECT_EQ(snake("class"), "class_");
    EXPECT_EQ(snake("dataflow"), "dataflow_");
    EXPECT_EQ(snake("2fa"), "column_2fa");
    EXPECT_EQ(snake("!?"), "column");
    EXPECT_EQ(snake("Straße"), "strasse");
    EXPECT_EQ(snake("année_début"), "annee_debut");
    EXPECT_EQ(snake("名前"), "u540du524d");
    EXPECT_EQ(snake("a\xFF"), "axff");
    EXPECT_EQ(pascal("order_items"), "OrderItem");
    EXPECT_EQ(pascal("PlaylistTrack"), "PlaylistTrack");
    EXPECT_EQ(pascal("1st people"), "Table1stPerson");
    EXPECT_EQ(pascal("a1_2"), "A1_2");
    EXPECT_EQ(pascal(""), "Table");
    for (const std::string_view word : {"and", "co_await", "errno", "std", "xor_eq"})
        EXPECT_TRUE(pull::is_taken_by_cpp(word));
    EXPECT_FALSE(pull::is_taken_by_cpp("name"));
    pull::name_set names;
    EXPECT_EQ(names.take("a", "_"), "a");
    EXPECT_EQ(names.take("a", "_"), "a_2");
    EXPECT_EQ(names.take("a_2", "_"), "a_2_2");
    EXPECT_EQ(names.take("class_", "_"), "class_");
    EXPECT_EQ(names.take("class_", "_"), "class_2");
}

TEST(PullNames, OfStructsAreSingular) {
    constexpr std::string_view pairs[][2]{
        {"customers", "customer"},
        {"categories", "category"},
        {"addresses", "address"},
        {"statuses", "status"},
        {"boxes", "box"},
        {"branches", "branch"},
        {"caches", "cache"},
        {"houses", "house"},
        {"databases", "database"},
        {"purchases", "purchase"},
        {"cases", "case"},
        {"uses", "use"},
        {"analyses", "analysis"},
        {"sizes", "size"},
        {"quizzes", "quiz"},
        {"people", "person"},
        {"children", "child"},
        {"women", "woman"},
        {"matrices", "matrix"},
        {"wolves", "wolf"},
        {"movies", "movie"},
        {"heroes", "hero"},
        {"media", "media"},
        {"data", "data"},
        {"series", "series"},
        {"status", "status"},
        {"address", "address"},
        {"bus", "bus"},
        {"news", "news"},
        {"archives", "archive"},
        {"ties", "tie"},
        {"viruses", "virus"},
        {"aliases", "alias"},
        {"genre", "genre"},
        {"s", "s"},
        {"", ""},
        {"employees", "employee"},
        {"invoices", "invoice"},
        {"territories", "territory"},
    };
    for (const auto& [plural, singular] : pairs) EXPECT_EQ(pull::singular_of(plural), singular);
}

TEST(PullText, CanStandInASource) {
    EXPECT_EQ(pull::string_literal("a\"b\\c\n\x01"), R"("a\"b\\c\n\001")");
    EXPECT_EQ(pull::string_literal("?"
                                   "?/"),
              R"("?\?/")");
    EXPECT_EQ(pull::string_literal("名\xE2\x80\xAE\xFF"), "\"名\\342\\200\\256\\377\"");
    EXPECT_EQ(pull::comment_lines("one\ntwo \\", "  "), "  // one two \\ .\n");
    EXPECT_EQ(pull::comment_lines(std::string(90, 'a') + " " + std::string(20, 'b'), ""),
              "// " + std::string(90, 'a') + "\n// " + std::string(20, 'b') + "\n");
    EXPECT_EQ(pull::short_comment("a  b\tc", 3), "a b...");
    EXPECT_EQ(pull::short_comment("äöü", 3), "ä...");
    EXPECT_EQ(pull::short_comment("\xE2\x80\xAE\x7F", 9), "????");
    EXPECT_TRUE(df::detail::fits_pattern("order_items", "order*") && df::detail::fits_pattern("abc", "a?c") &&
                df::detail::fits_pattern("", "*"));
    EXPECT_FALSE(df::detail::fits_pattern("abc", "a?") || df::detail::fits_pattern("abc", "b*") ||
                 df::detail::fits_pattern("", "?"));
}

/// A column as a catalog tells it.
catalog::column column(std::string_view name, std::string_view type, df::dialect on) {
    catalog::column out;
    out.name = name;
    out.type = catalog::understood(on, type);
    return out;
}

TEST(PullTypes, AreTheLibrarysOwnWhereTheyAreExact) {
    static constexpr std::string_view values[]{"sad", "so so", "class"};
    static const catalog::enumeration mood{
        .schema = "public", .name = "mood", .spelled = "mood", .values = values};
    catalog::database_description on;
    on.dialect = df::postgres;
    on.enumerations = {&mood, 1};
    const pull::enum_names enums{{"mood", "Mood"}};
    const auto type = [&](std::string_view spelled) {
        auto one = column("c", spelled, on.dialect);
        if (spelled.starts_with("mood")) one.type.kind = catalog::type_kind::enumeration;
        if (spelled == "email") one.type.kind = catalog::type_kind::domain, one.type.base = "text";
        return pull::field_type_of(on, {}, one, enums);
    };
    constexpr std::string_view exact[][2]{
        {"boolean", "bool"},
        {"smallint", "std::int16_t"},
        {"integer", "std::int32_t"},
        {"bigint", "std::int64_t"},
        {"real", "float"},
        {"double precision", "double"},
        {"numeric(10,2)", "df::decimal<10, 2>"},
        {"character varying(20)", "std::string"},
        {"character(3)", "std::string"},
        {"uuid", "df::uuid"},
        {"timestamp(3) with time zone", "df::timestamp"},
        {"timestamp without time zone", "df::local_time"},
        {"date", "df::date"},
        {"time(0) without time zone", "df::time_of_day"},
        {"jsonb", "df::json_value"},
        {"bytea", "df::bytes"},
        {"inet", "df::inet"},
        {"mood", "Mood"},
        {"mood[]", "std::vector<Mood>"},
        {"integer[]", "std::vector<std::int32_t>"},
        {"email", "std::string"},
        {"numeric", "std::string"},
        {"numeric(20,2)", "std::string"},
        {"interval", "std::string"},
        {"interval[]", "std::vector<std::string>"},
    };
    for (const auto& [found, wanted] : exact) EXPECT_EQ(type(found).name, wanted) << found;
    for (const std::string_view none : {"money", "bytea[]", "\"My Type\"", "public.thing(3)", "int4range"})
        EXPECT_EQ(type(none).kind, pull::family::none) << none;

    on.dialect = df::sqlite;
    constexpr std::string_view lite[][2]{
        {"INT", "std::int64_t"},
        {"varchar(20)", "std::string"},
        {"DECIMAL(10, 2)", "df::decimal<10, 2>"},
        {"NUMERIC", "df::decimal<18, 6>"},
        {"BOOLEAN", "bool"},
        {"DATETIME", "df::timestamp"},
        {"Date", "df::date"},
        {"FLOAT", "double"},
        {"BLOB", "df::bytes"},
        {"nchar(5)", "std::string"},
        {"JSON", "df::json_value"},
    };
    for (const auto& [found, wanted] : lite) EXPECT_EQ(type(found).name, wanted) << found;
    for (const std::string_view none : {"ANY", "STRING", ""})
        EXPECT_EQ(type(none).kind, pull::family::none) << none;
}

TEST(PullTypes, TakeTheConstantsAmongDefaults) {
    catalog::database_description on;
    on.dialect = df::postgres;
    const auto given = [&](std::string_view type, std::string_view text) {
        return pull::initializer_of(on, pull::field_type_of(on, {}, column("c", type, df::postgres), {}),
                                    text);
    };
    EXPECT_EQ(given("integer", "5"), "5");
    EXPECT_EQ(given("integer", "(-1)"), "-1");
    EXPECT_EQ(given("integer", "'-7'::integer"), "-7");
    EXPECT_EQ(given("integer", "2147483648"), "");
    EXPECT_EQ(given("smallint", "(1 + 1)"), "");
    EXPECT_EQ(given("boolean", "true"), "true");
    EXPECT_EQ(given("double precision", "5"), "5.0");
    EXPECT_EQ(given("real", "0.1"), "0.1F");
    EXPECT_EQ(given("numeric(10,2)", "9.5"), R"(df::decimal<10, 2>{"9.5"})");
    EXPECT_EQ(given("numeric(10,2)", "0.005"), "");
    EXPECT_EQ(given("text", "'it''s \"new\"'::text"), R"("it's \"new\"")");
    EXPECT_EQ(given("character varying(9)", "'x'::character varying(9)"), R"("x")");
    EXPECT_EQ(given("text", "'a'::text || 'b'"), "");
    EXPECT_EQ(given("text", "CURRENT_USER"), "");
    EXPECT_EQ(given("date", "'2024-02-29'::date"),
              "df::date{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}}");
    EXPECT_EQ(given("date", "'2024-02-30'::date"), "");
    EXPECT_EQ(given("timestamp with time zone", "now()"), "");
}

} // namespace
