// The text of lists and selects that are ordered by expressions, on both dialects.
#include "support/queries.hpp"

#include <dataflow/functions.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using namespace queries;
using df::field;

// The values of the order are behind those of the filter, and each is one parameter, however often the text
// mentions it. With a limit the rows bring the values of the expressions along, of which a cursor is made.
constexpr auto by_half = df::list<Order>()
                             .where(field<&Order::paid> == true)
                             .order_by(df::desc(field<&Order::total> / 2), df::lower(field<&Order::status>),
                                       field<&Order::discount>);
static_assert(
    df::sql_of<df::postgres>(by_half) ==
    R"(SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at" FROM "orders" )"
    R"(WHERE "paid" = $1 ORDER BY ("total" / $2) DESC, lower("status" COLLATE "C"), "discount" NULLS FIRST, "id")");
static_assert(
    df::sql_of<df::postgres>(by_half.limit(5)) ==
    R"(SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at", ("total" / $1), )"
    R"(lower("status" COLLATE "C") FROM "orders" WHERE "paid" = $2 ORDER BY ("total" / $1) DESC, lower("status" COLLATE "C"), )"
    R"("discount" NULLS FIRST, "id" LIMIT $3)");
static_assert(
    df::sql_of<df::sqlite>(by_half.limit(5)) ==
    R"(SELECT "id", "customer_id", "total", "status", "discount", "paid", "placed", "created_at", "updated_at", )"
    R"(dataflow_whole(dataflow_divide("total", ?1)), dataflow_lower("status") FROM "orders" WHERE "paid" = ?2 )"
    R"(ORDER BY dataflow_whole(dataflow_divide("total", ?1)) DESC, dataflow_lower("status"), "discount" NULLS FIRST, "id" LIMIT ?3)");

// A cursor seeks over the expression.
template <df::dialect D>
bool seeks(const auto& list, std::string_view wanted) {
    const auto text = df::sql_of<D>(list);
    return text.view().find(wanted) != std::string_view::npos;
}
TEST(list_order, a_cursor_seeks_over_the_expression) {
    const auto after =
        df::list<Tag>().order_by(df::desc(field<&Tag::weight> * 2)).limit(3).after(df::cursor{});
    EXPECT_TRUE(seeks<df::postgres>(
        after,
        R"(WHERE (("weight" * $1), "name") < ($2, $3) ORDER BY ("weight" * $1) DESC, "name" DESC LIMIT $4)"));
    EXPECT_TRUE(
        seeks<df::sqlite>(after, R"(WHERE (dataflow_whole(("weight" * ?1)), "name") < (?2, ?3) ORDER BY)"));
    const auto mixed =
        df::list<Order>()
            .order_by(df::desc(df::coalesce(field<&Order::discount>, 0)), field<&Order::status>)
            .after(df::cursor{});
    EXPECT_TRUE(seeks<df::postgres>(
        mixed,
        R"(WHERE (COALESCE(CAST("discount" AS BIGINT), $1) < $2 OR (COALESCE(CAST("discount" AS BIGINT), $1) = $2 AND ("status" > $3 OR ("status" = $3 AND)"))
        << df::sql_of<df::postgres>(mixed).view();
}

// In joins and selects, and in a subquery.
static_assert(df::sql_of<df::postgres>(df::select(field<&Order::total>)
                                           .where(field<&Order::paid> == true)
                                           .order_by(field<&Order::total> * 3)
                                           .limit(2)) ==
              R"(SELECT "total" FROM "orders" WHERE "paid" = $1 ORDER BY ("total" * $2) LIMIT $3)");
static_assert(
    df::sql_of<df::postgres>(df::list<City>()
                                 .order_by(df::desc(df::length(field<&City::name>) * 3))
                                 .join<&Customer::city_id>()
                                 .where(field<&Customer::credit> > 1)) ==
    R"(SELECT t0."id", t0."name", t0."created_at", t0."updated_at", t1."id", t1."city_id", t1."name", t1."credit", t1."created_at", t1."updated_at" )"
    R"(FROM "cities" AS t0 JOIN "customers" AS t1 ON t1."city_id" = t0."id" WHERE t1."credit" > $1 ORDER BY (CAST(length(t0."name") AS BIGINT) * $2) DESC, t0."id", t1."id")");
static_assert(
    df::sql_of<df::postgres>(
        df::list<Customer>().where(field<&Customer::id>.in(df::select(field<&Order::customer_id>)
                                                               .where(field<&Order::paid> == true)
                                                               .order_by(df::desc(field<&Order::total> * 3))
                                                               .limit(2)))) ==
    R"(SELECT "id", "city_id", "name", "credit", "created_at", "updated_at" FROM "customers" WHERE "id" IN )"
    R"((SELECT t0."customer_id" FROM "orders" AS t0 WHERE t0."paid" = $1 ORDER BY (t0."total" * $2) DESC LIMIT $3 OFFSET $4) ORDER BY "id")");

} // namespace
