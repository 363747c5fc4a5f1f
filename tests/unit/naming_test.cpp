// Default names of tables.
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/naming.hpp>

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace {

std::string plural(std::string_view model) {
    std::string out(dataflow::schema::plural_snake_case(model, nullptr), '?');
    dataflow::schema::plural_snake_case(model, out.data());
    return out;
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

} // namespace
