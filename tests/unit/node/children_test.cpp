// The text of children and of the first records of groups, on both dialects.
#include "support/queries.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <type_traits>

namespace {

using namespace queries;
using df::field;

constexpr std::string_view columns =
    R"("id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at")";

// All children; some of them in an order; so many of each parent.
constexpr auto all = df::list<Customer>().with_children<&Order::customer_id>();
static_assert(
    df::sql_of<df::sqlite>(all) ==
    R"(SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at" FROM "orders" )"
    R"(WHERE "customer_id" IN (SELECT c0 FROM dataflow_rows(?1)) ORDER BY "customer_id", "id")");
constexpr auto best = df::list<Customer>().with_children<&Order::customer_id>(
    df::list<Order>().where(field<&Order::paid> == true).order_by(df::desc(field<&Order::total>)).limit(3));
static_assert(
    df::sql_of<df::postgres>(best) ==
    R"(SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at" FROM )"
    R"((SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at", )"
    R"(row_number() OVER (PARTITION BY "customer_id" ORDER BY "total" DESC, "id" DESC) AS dataflow_place FROM "orders" )"
    R"(WHERE "customer_id" = ANY($1::BIGINT[]) AND "paid" = $2) AS "orders" WHERE dataflow_place <= $3 )"
    R"(ORDER BY "customer_id", "total" DESC, "id" DESC)");

// By way of a model between.
static_assert(
    df::sql_of<df::sqlite>(df::list<Order>().with_children<&Tagging::order_id, &Tagging::tag_name>(
        df::list<Tag>().where(field<&Tag::weight> > 3))) ==
    R"(SELECT "name", "weight", dataflow_parent FROM "tags" JOIN (SELECT "order_id" AS dataflow_parent, "tag_name" AS dataflow_child )"
    R"(FROM "taggings" WHERE "order_id" IN (SELECT c0 FROM dataflow_rows(?1))) AS dataflow_links ON dataflow_child = "name" )"
    R"(WHERE "weight" > ?2 ORDER BY dataflow_parent, "name")");

// What they give.
static_assert(std::is_same_v<decltype(all)::output, df::family_page<Customer, Order>>);
constexpr auto deep = df::list<City>().with_children<&Customer::city_id>(
    df::list<Customer>().with_children<&Order::customer_id>());
static_assert(
    std::is_same_v<decltype(deep)::output, df::family_page<City, df::with_children<Customer, Order>>>);

// The first of each group.
constexpr auto three = df::list<Order>()
                           .where(field<&Order::paid> == true)
                           .order_by(df::desc(field<&Order::total> * 2))
                           .first_per(3, field<&Order::customer_id>);
static_assert(
    df::sql_of<df::postgres>(three) ==
    R"(SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at" FROM )"
    R"((SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at", )"
    R"(row_number() OVER (PARTITION BY "customer_id" ORDER BY ("total" * $1) DESC, "id" DESC) AS dataflow_place FROM "orders" )"
    R"(WHERE "paid" = $2) AS "orders" WHERE dataflow_place <= $3 ORDER BY "customer_id", ("total" * $1) DESC, "id" DESC)");
static_assert(
    df::sql_of<df::sqlite>(df::list<Order>().first_per(1, field<&Order::discount>,
                                                       field<&Order::total> / 10)) ==
    R"(SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at" FROM )"
    R"((SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at", )"
    R"(row_number() OVER (PARTITION BY "discount", dataflow_whole(dataflow_divide("total", ?1)) ORDER BY "id") AS dataflow_place FROM "orders") )"
    R"(AS "orders" WHERE dataflow_place <= ?2 ORDER BY "discount" NULLS FIRST, dataflow_whole(dataflow_divide("total", ?1)), "id")");

TEST(children, say_which_tables_they_read) {
    constexpr auto node = df::list<Customer>().with_children<&Order::customer_id>(
        df::list<Order>().with_children<&Tagging::order_id, &Tagging::tag_name>());
    static_assert(std::is_same_v<decltype(node)::models, df::query::types<Customer, Order, Tag, Tagging>>);
    EXPECT_NE(df::sql_of<df::postgres>(node).view().find(columns), std::string_view::npos);
}

} // namespace
