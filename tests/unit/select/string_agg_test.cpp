// The text of string_agg on both dialects.
#include "support/queries.hpp"

#include <dataflow/functions.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace queries;
using df::field;

constexpr auto joined = df::string_agg(field<&Order::status>, ", ");

static_assert(df::sql_of<df::postgres>(df::select(joined)) ==
              R"(SELECT string_agg("status", $1 ORDER BY "status") FROM "orders")");
static_assert(df::sql_of<df::sqlite>(df::select(joined)) ==
              R"(SELECT dataflow_string_agg("status", ?1, '') FROM "orders")");

// In an order that binds a value, of some records; the texts themselves are the last key.
constexpr auto some = joined.where(field<&Order::paid> == true)
                          .order_by(df::desc(field<&Order::discount>), field<&Order::total> * 2);
static_assert(
    df::sql_of<df::postgres>(df::select(some)) ==
    R"(SELECT string_agg("status", $1 ORDER BY "discount" DESC NULLS LAST, ("total" * $2), "status") FILTER (WHERE "paid" = $3) FROM "orders")");
static_assert(
    df::sql_of<df::sqlite>(df::select(some)) ==
    R"(SELECT dataflow_string_agg("status", ?1, 'dA', "discount", dataflow_whole(("total" * ?2))) FILTER (WHERE "paid" = ?3) FROM "orders")");
static_assert(
    df::sql_of<df::postgres>(df::select(joined.order_by(df::desc(field<&Order::status>),
                                                        df::asc(field<&Order::discount>).nulls_last()))) ==
    R"(SELECT string_agg("status", $1 ORDER BY "status" DESC, "discount" NULLS LAST) FROM "orders")");

// Each different text once.
constexpr auto once = df::string_agg_distinct(df::lower(field<&Order::status>), ";");
static_assert(
    df::sql_of<df::postgres>(df::select(once)) ==
    R"(SELECT string_agg(DISTINCT lower("status" COLLATE "C"), $1 ORDER BY lower("status" COLLATE "C")) FROM "orders")");
static_assert(df::sql_of<df::sqlite>(df::select(df::string_agg_distinct(field<&Order::status>, ";")
                                                    .order_by(df::desc(field<&Order::status>)))) ==
              R"(SELECT dataflow_string_agg("status", ?1, 'ud', "status") FROM "orders")");

// NULL of nothing; in a group only where there may be nothing.
struct Line {
    int total{};
    std::string states;
    std::optional<std::string> paid;
};
static_assert(std::is_same_v<decltype(df::select(joined))::output, std::vector<std::optional<std::string>>>);
static_assert(df::sql_of<df::postgres>(df::aggregate<Order>()
                                           .group_by(field<&Order::total>)
                                           .select<Line>(joined.as<"states">(), some.as<"paid">()))
                  .size != 0);

TEST(string_agg, a_list_of_places) {
    const auto node = df::aggregate<Tagging>()
                          .join<&Tagging::order_id>()
                          .where(field<&Order::total> > 3)
                          .group_by(field<&Order::customer_id>)
                          .select(df::string_agg(field<&Order::status>, "-")
                                      .order_by(df::desc(field<&Tagging::id>))
                                      .as<"tags">());
    EXPECT_EQ(
        df::sql_of<df::postgres>(node).view(),
        R"(SELECT t1."customer_id", string_agg(t1."status", $1 ORDER BY t0."id" DESC, t1."status") FROM "taggings" AS t0 JOIN "orders" AS t1 ON t1."id" = t0."order_id" WHERE t1."total" > $2 GROUP BY t1."customer_id")");
}

} // namespace
