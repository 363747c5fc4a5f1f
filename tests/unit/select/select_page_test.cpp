// The text of pages of joins and selects.
#include "support/queries.hpp"

#include <dataflow/windows.hpp>

#include <gtest/gtest.h>

#include <string_view>
#include <type_traits>

namespace {

using namespace queries;
using df::field;

struct Line {
    std::string status;
    int total{};
};
constexpr auto lines = df::select<Line>(field<&Order::status>, field<&Order::total>)
                           .where(field<&Order::paid> == true)
                           .order_by(df::desc(field<&Order::total>));

// The order is made total by the key, and the rows bring its values along.
static_assert(
    df::sql_of<df::postgres>(lines.limit(5).with_cursor()) ==
    R"(SELECT "status", "total", "total", "id" FROM "orders" WHERE "paid" = $1 ORDER BY "total" DESC, "id" LIMIT $2)");
static_assert(std::is_same_v<decltype(lines.with_cursor())::output, df::row_page<Line>>);

struct ByStatus {
    std::string status;
    std::int64_t sum{};
};
TEST(select_page, seeks) {
    const auto text = [](const auto& node) { return std::string{df::sql_of<df::postgres>(node).view()}; };
    EXPECT_EQ(
        text(lines.limit(5).after(df::cursor{})),
        R"(SELECT "status", "total", "total", "id" FROM "orders" WHERE "paid" = $1 AND ("total" < $2 OR ("total" = $2 AND ("id" > $3))) ORDER BY "total" DESC, "id" LIMIT $4)");
    // A join: the keys of all its tables, which a row may lack.
    EXPECT_EQ(
        text(df::list<Tag>().left_join<&Tagging::tag_name>().after(df::cursor{})),
        R"(SELECT t0."name", t0."weight", t1."id", t1."order_id", t1."tag_name", t1."created_at", t1."updated_at", (t1."id" IS NOT NULL), t0."name", t1."id" )"
        R"(FROM "tags" AS t0 LEFT JOIN "taggings" AS t1 ON t1."tag_name" = t0."name" WHERE (t0."name" > $1 OR (t0."name" = $1 AND )"
        R"((t1."id" > $2 OR (t1."id" IS NOT NULL AND $2 IS NULL)))) ORDER BY t0."name", t1."id" NULLS FIRST)");
    // Groups.
    EXPECT_EQ(
        text(df::aggregate<Order>()
                 .group_by(field<&Order::status>)
                 .select<ByStatus>(df::sum(field<&Order::total>).as<"sum">())
                 .having(df::count() > 2)
                 .order_by(df::desc(df::item<"sum">))
                 .limit(3)
                 .after(df::cursor{})),
        R"(SELECT "status", CAST(sum("total") AS BIGINT), CAST(sum("total") AS BIGINT), "status" FROM "orders" GROUP BY "status" HAVING count(*) > $1 AND )"
        R"((CAST(sum("total") AS BIGINT) < $2 OR (CAST(sum("total") AS BIGINT) = $2 AND ("status" > $3))) ORDER BY CAST(sum("total") AS BIGINT) DESC, "status" LIMIT $4)");
    // Different rows.
    EXPECT_EQ(
        text(df::select(field<&Order::status>).distinct().limit(2).after(df::cursor{})),
        R"(SELECT DISTINCT "status", "status" FROM "orders" WHERE ("status") > ($1) ORDER BY "status" LIMIT $2)");
}

} // namespace
