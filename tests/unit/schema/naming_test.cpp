// Default names of tables.
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/naming.hpp>

#include "plurals.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace {

std::string plural(std::string_view model) {
    std::string out(2 * model.size() + 8, '?');
    out.resize(dataflow::schema::plural_snake_case(model, out.data()));
    return out;
}

std::string column(dataflow::naming how, std::string_view field) {
    std::string out(field.size(), '?');
    out.resize(dataflow::schema::spell_column(how, field, out.data()));
    return out;
}

TEST(naming, spells_columns_by_a_policy) {
    using enum dataflow::naming;
    EXPECT_EQ(column(camel_case, "user_id"), "userId");
    EXPECT_EQ(column(camel_case, "id"), "id");
    EXPECT_EQ(column(camel_case, "line_2_text"), "line2Text");
    EXPECT_EQ(column(camel_case, "a__b_"), "aB");
    EXPECT_EQ(column(camel_case, "class_"), "class");
    EXPECT_EQ(column(camel_case, "_id"), "_id");
    EXPECT_EQ(column(camel_case, "alreadyCamel"), "alreadyCamel");
    EXPECT_EQ(column(pascal_case, "user_id"), "UserId");
    EXPECT_EQ(column(pascal_case, "_user_id"), "_UserId");
    EXPECT_EQ(column(upper_case, "user_id"), "USER_ID");
    EXPECT_EQ(column(upper_case, "_a__b2_"), "_A__B2");
    EXPECT_EQ(column(upper_case, "class_"), "CLASS");
    EXPECT_EQ(column(as_is, "a__b_"), "a__b_");
}

TEST(naming, makes_the_snake_case_plural) {
    EXPECT_EQ(plural("Order"), "orders");
    EXPECT_EQ(plural("OrderItem"), "order_items");
    EXPECT_EQ(plural("Category"), "categories");
    EXPECT_EQ(plural("Day"), "days");
    EXPECT_EQ(plural("Address"), "addresses");
    EXPECT_EQ(plural("Box"), "boxes");
    EXPECT_EQ(plural("Waltz"), "waltzes");
    EXPECT_EQ(plural("Branch"), "branches");
    EXPECT_EQ(plural("Dish"), "dishes");
    EXPECT_EQ(plural("order_item"), "order_items");
    EXPECT_EQ(plural("Y"), "ys");
}

TEST(naming, knows_english_plurals) {
    for (const auto& n : nouns) {
        EXPECT_EQ(plural(n.one), n.many);
        EXPECT_EQ(plural(n.many), n.many) << "is a plural already";
        std::string last{n.one};
        last[0] = static_cast<char>(last[0] - 'a' + 'A');
        EXPECT_EQ(plural("First" + last), "first_" + std::string{n.many});
    }
    EXPECT_EQ(plural("Settings"), "settings");
    EXPECT_EQ(plural("Analytics"), "analytics");
    EXPECT_EQ(plural("StatusCode"), "status_codes");
    EXPECT_EQ(plural("PersonData"), "person_data");
    EXPECT_EQ(plural("child_"), "child_s");
}

TEST(naming, keeps_acronyms_and_digits_together) {
    EXPECT_EQ(plural("HTTPRoute"), "http_routes");
    EXPECT_EQ(plural("RouteHTTP"), "route_https");
    EXPECT_EQ(plural("Order2Item"), "order2_items");
    EXPECT_EQ(plural("URL"), "urls");
    EXPECT_EQ(plural("AToB"), "a_to_bs");
}

struct Category {
    int rank{};
};
struct Renamed {
    int rank{};
    static constexpr auto dataflow = dataflow::options{.table = "Some Table"};
};
static_assert(dataflow::schema::table_name<Category> == "categories");
static_assert(dataflow::schema::table_name<Renamed> == "Some Table");
static_assert(dataflow::schema::table_of<Renamed>.model == "Renamed");

// --- names that a database does not take -----------------------------------------------------------------

using dataflow::schema::detail::fault_of;
using dataflow::schema::detail::name_fault;
using namespace std::string_view_literals;

constexpr std::string_view sixty_three = "the_name_is_as_long_as_postgresql_takes_a_name_and_no_byte_more";
constexpr std::string_view sixty_four = "the_name_is_as_long_as_postgresql_takes_a_name_and_one_byte_more";
static_assert(sixty_three.size() == 63 && sixty_four.size() == 64);

constexpr bool taken(std::string_view name, bool column = false) {
    return fault_of(name, column) == name_fault::none;
}
static_assert(taken(sixty_three) && taken(sixty_three, true));
static_assert(fault_of(sixty_four, false) == name_fault::too_long &&
              fault_of(sixty_four, true) == name_fault::too_long);
static_assert(!taken("") && !taken("a\0b"sv) && !taken("\xFF") && !taken("\xC3") &&
              !taken("\xED\xA0\x80", true));
static_assert(taken("a\"b; --") && taken("\xC3\xA4 \xF0\x9F\x98\x80") && taken("order") &&
              taken("x\xC3\xBC", true));
static_assert(!taken("sqlite_x") && !taken("SQLite_stat1") && !taken("pg_class") && !taken("PG_class") &&
              !taken("dataflow_rows"));
static_assert(taken("sqlite_x", true) && taken("pg_class", true) && taken("sqlite") && taken("pgs"));
static_assert(!taken("ctid", true) && !taken("tableoid", true) && !taken("dataflow_search", true) &&
              taken("ctid") && taken("rowid", true));

using dataflow::schema::same_name;
static_assert(same_name("Bads", "bads") && same_name("\xC3\x84", "\xC3\x84") &&
              !same_name("\xC3\x84", "\xC3\xA4"));
static_assert(!same_name("a[", "a{") && !same_name("ab", "abc"));

/// The first pair of names that are one for SQLite.
template <std::size_t N>
constexpr auto pair_of(const std::string_view (&names)[N]) {
    std::array<std::uint64_t, N> hashes{};
    for (std::size_t i = 0; i < N; ++i) {
        dataflow::schema::detail::folded_hash hash;
        for (const char c : names[i]) hash({&c, 1});
        hashes[i] = hash.value;
    }
    return dataflow::schema::detail::find_pair(hashes, [&](std::size_t i, std::size_t j) {
        return dataflow::schema::same_name(names[i], names[j]);
    });
}
static_assert(pair_of({"a", "b", "Name", "c", "nAME"}).first == 2 &&
              pair_of({"a", "b", "Name", "c", "nAME"}).second == 4);
static_assert(!pair_of({"a", "b", "name", "nam", "namee", "a_", "_a", "@", "`"}).found());

} // namespace
