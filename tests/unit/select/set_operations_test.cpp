// The text of unions, intersections and differences on both dialects, and what they give.
#include "support/queries.hpp"

#include <string_view>
#include <type_traits>

namespace {

using namespace queries;
using df::field;

/// A text on PostgreSQL; on SQLite it is the same but for the sign of its parameters.
template <class Node>
constexpr bool reads(const Node& node, std::string_view wanted) {
    const auto pg = df::sql_of<df::postgres>(node);
    const auto lite = df::sql_of<df::sqlite>(node);
    if (pg.view() != wanted || lite.size != wanted.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (lite.data[i] != (wanted[i] == '$' ? '?' : wanted[i])) return false;
    return true;
}

constexpr auto statuses = df::select(field<&Order::status>).where(field<&Order::total> > 3);
constexpr auto names = df::select(field<&Customer::name>).where(field<&Customer::credit> > 4);

static_assert(reads(
    df::union_all(statuses, names),
    R"(SELECT "status" FROM "orders" WHERE "total" > $1 UNION ALL SELECT "name" FROM "customers" WHERE "credit" > $2)"));
static_assert(reads(
    df::union_distinct(statuses, names, df::select(field<&City::name>))
        .order_by(df::desc(field<&Order::status>))
        .limit(5)
        .offset(2),
    R"(SELECT "status" FROM "orders" WHERE "total" > $1 UNION SELECT "name" FROM "customers" WHERE "credit" > $2 )"
    R"(UNION SELECT "name" FROM "cities" ORDER BY 1 DESC LIMIT $3 OFFSET $4)"));
static_assert(reads(
    df::intersect(statuses, names),
    R"(SELECT "status" FROM "orders" WHERE "total" > $1 INTERSECT SELECT "name" FROM "customers" WHERE "credit" > $2)"));

// One with a limit of its own, and one in another, is a table; an order without a limit says nothing.
static_assert(reads(
    df::except(statuses.order_by(field<&Order::status>).limit(3),
               df::union_all(names, df::select(field<&City::name>).order_by(field<&City::name>))),
    R"(SELECT * FROM (SELECT "status" FROM "orders" WHERE "total" > $1 ORDER BY "status" LIMIT $2 OFFSET $3) AS t0 )"
    R"(EXCEPT SELECT * FROM (SELECT "name" FROM "customers" WHERE "credit" > $4 UNION ALL SELECT "name" FROM "cities") AS t1)"));

// Lists of a model are in the order of its key; a column is NULL where one of them is.
static_assert(reads(
    df::union_distinct(df::list<Tag>().where(field<&Tag::weight> > 3),
                       df::list<Tag>().order_by(df::desc(field<&Tag::weight>)).limit(2))
        .order_by(field<&Tag::weight>),
    R"(SELECT "name", "weight" FROM "tags" WHERE "weight" > $1 UNION )"
    R"(SELECT * FROM (SELECT "name", "weight" FROM "tags" ORDER BY "weight" DESC, "name" LIMIT $2 OFFSET $3) AS t0 ORDER BY 2, 1)"));
static_assert(reads(
    df::union_all(df::select(field<&Order::total>), df::select(field<&Order::discount>))
        .order_by(df::desc(field<&Order::total>)),
    R"(SELECT "total" FROM "orders" UNION ALL SELECT "discount" FROM "orders" ORDER BY 1 DESC NULLS LAST)"));

// Inside of a filter, where its members may use the row around it.
static_assert(reads(
    df::count<Order>().where(field<&Order::status>.in(df::union_all(names, df::select(field<&City::name>)))),
    R"(SELECT count(*) FROM "orders" WHERE "status" IN (SELECT t0."name" FROM "customers" AS t0 WHERE t0."credit" > $1 UNION ALL SELECT t1."name" FROM "cities" AS t1))"));
static_assert(reads(
    df::count<Customer>().where(df::exists(df::intersect(
        df::select(field<&Order::status>).where(field<&Order::customer_id> == field<&Customer::id>),
        df::select(field<&City::name>)))),
    R"(SELECT count(*) FROM "customers" WHERE EXISTS (SELECT t0."status" FROM "orders" AS t0 WHERE t0."customer_id" = "customers"."id" )"
    R"(INTERSECT SELECT t1."name" FROM "cities" AS t1))"));

template <class Node>
using given = typename Node::output;
static_assert(
    std::is_same_v<
        given<decltype(df::union_all(df::select(field<&Order::total>), df::select(field<&Order::discount>)))>,
        std::vector<std::optional<int>>>);
static_assert(
    std::is_same_v<
        given<decltype(df::except(df::select(field<&Order::total>), df::select(field<&Order::discount>)))>,
        std::vector<int>>);
static_assert(std::is_same_v<given<decltype(df::union_all(df::list<Tag>(), df::list<Tag>()))>,
                             std::vector<df::record<Tag>>>);

// All tables that they read.
static_assert(df::union_all(statuses, names, df::select(field<&City::name>)).reads().size() == 3);
static_assert(df::union_all(statuses,
                            df::select(field<&Order::status>)
                                .where(field<&Order::customer_id>.in(df::select(field<&Customer::id>))))
                  .reads()
                  .size() == 2);

} // namespace
