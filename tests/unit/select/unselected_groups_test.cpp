// The text of selects that are grouped by what they do not give back.
#include "support/queries.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace queries;
using df::field;

struct Sums {
    std::int64_t total{};
};
constexpr auto by_customer = df::aggregate<Order>()
                                 .where(field<&Order::paid> == true)
                                 .group_by(df::unselected(field<&Order::customer_id>))
                                 .select<Sums>(df::sum(field<&Order::total>).as<"total">());
static_assert(
    df::sql_of<df::postgres>(by_customer.order_by(field<&Order::customer_id>)) ==
    R"(SELECT CAST(sum("total") AS BIGINT) FROM "orders" WHERE "paid" = $1 GROUP BY "customer_id" ORDER BY "customer_id")");
static_assert(
    std::is_same_v<decltype(by_customer)::output, std::vector<Sums>>); // the sum of a group is never NULL

// Beside groups that are selected; with values, in the order in which the text mentions them; positions are
// those of what is selected.
constexpr auto mixed = df::aggregate<Order>()
                           .group_by(df::unselected(field<&Order::total> / 10),
                                     (field<&Order::total> * 3).as<"rest">(), field<&Order::status>)
                           .select(df::count().as<"n">())
                           .having(df::count() > 1)
                           .order_by(df::desc(df::item<"n">), df::item<"rest">);
static_assert(
    df::sql_of<df::postgres>(mixed) ==
    R"(SELECT ("total" * $1), "status", count(*) FROM "orders" GROUP BY ("total" / $2), 1, "status" HAVING count(*) > $3 ORDER BY 3 DESC, 1)");

// Named by an ordering and a `having`: with the parameters of the group itself.
constexpr auto tens = df::aggregate<Order>()
                          .where(field<&Order::paid> == true)
                          .group_by(df::unselected((field<&Order::total> / 10).as<"ten">()),
                                    (field<&Order::total> % 3).as<"rest">())
                          .select(df::sum(field<&Order::total> + 5).as<"sum">())
                          .having(df::item<"ten"> > 1 && df::item<"rest"> != 2 && df::item<"sum"> > 7)
                          .order_by(df::desc(df::item<"ten">), df::item<"rest">);
static_assert(
    df::sql_of<df::postgres>(tens) ==
    R"(SELECT ("total" % $1), CAST(sum(("total" + $2)) AS BIGINT) FROM "orders" WHERE "paid" = $3 GROUP BY ("total" / $4), 1 HAVING ((("total" / $4) > $5 AND ("total" % $1) <> $6) AND CAST(sum(("total" + $2)) AS BIGINT) > $7) ORDER BY ("total" / $4) DESC, 1)");

TEST(unselected_groups, are_counted_and_asked_for) {
    EXPECT_EQ(
        df::sql_of<df::postgres>(df::count(by_customer)).view(),
        R"(SELECT count(*) FROM (SELECT CAST(sum("total") AS BIGINT) FROM "orders" WHERE "paid" = $1 GROUP BY "customer_id") AS counted)");
}

} // namespace
