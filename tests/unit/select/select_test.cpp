// The text of selects, joins, aggregates and subqueries on both dialects.
#include "support/queries.hpp"

#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

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

struct Line {
    std::string status;
    std::int64_t twice{};
};

// One table: no qualifiers.
static_assert(
    df::sql_of<df::sqlite>(df::select<Line>((field<&Order::total> + field<&Order::total>).as<"twice">(),
                                            field<&Order::status>)
                               .where(field<&Order::paid> == true)
                               .order_by(df::desc(df::item<"twice">), field<&Order::discount>)
                               .limit(5)) ==
    R"(SELECT dataflow_whole(("total" + "total")), "status" FROM "orders" WHERE "paid" = ?1 ORDER BY 1 DESC, "discount" NULLS FIRST LIMIT ?2)");
static_assert(reads(df::select(field<&Order::status>).distinct().order_by(df::desc(field<&Order::status>)),
                    R"(SELECT DISTINCT "status" FROM "orders" ORDER BY "status" DESC)"));
static_assert(df::sql_of<df::sqlite>(df::select(field<&Order::status>).offset(3)) ==
              R"(SELECT "status" FROM "orders" LIMIT -1 OFFSET ?1)");
static_assert(
    df::sql_of<df::sqlite>(df::select(df::sum(field<&Order::total>)
                                          .over(df::partition_by(field<&Order::status>),
                                                df::order_by(df::desc(field<&Order::discount>))))) ==
    R"(SELECT dataflow_sum("total") OVER (PARTITION BY "status" ORDER BY "discount" DESC NULLS LAST ROWS UNBOUNDED PRECEDING) FROM "orders")");
static_assert(
    df::sql_of<df::postgres>(
        df::select(df::last_value(field<&Order::status>).over(df::order_by(field<&Order::id>)))) ==
    R"(SELECT last_value("status") OVER (ORDER BY "id" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM "orders")");
// Frames: counted in rows, in values of the key, in groups.
static_assert(reads(
    df::select(df::min(field<&Order::total>)
                   .over(df::partition_by(field<&Order::status>), df::order_by(field<&Order::id>),
                         df::rows_between(df::preceding(6), df::current_row)))
        .where(field<&Order::total> > 3),
    R"(SELECT min("total") OVER (PARTITION BY "status" ORDER BY "id" ROWS BETWEEN $1 PRECEDING AND CURRENT ROW) FROM "orders" WHERE "total" > $2)"));
static_assert(reads(
    df::select(df::max(field<&Order::total>)
                   .over(df::order_by(df::desc(field<&Order::total>)),
                         df::groups_between(df::preceding(1), df::following(2)).exclude_ties())),
    R"(SELECT max("total") OVER (ORDER BY "total" DESC GROUPS BETWEEN $1 PRECEDING AND $2 FOLLOWING EXCLUDE TIES) FROM "orders")"));
static_assert(
    df::sql_of<df::postgres>(df::select(df::count().over(
        df::order_by(field<&Order::placed>),
        df::range_between(df::preceding(std::chrono::hours{2}), df::unbounded_following)))) ==
    R"(SELECT count(*) OVER (ORDER BY CAST(EXTRACT(EPOCH FROM ("placed")) * 1000000 AS BIGINT) RANGE BETWEEN $1::BIGINT PRECEDING AND UNBOUNDED FOLLOWING) FROM "orders")");
static_assert(
    df::sql_of<df::sqlite>(df::select(df::avg(field<&Order::discount>)
                                          .over(df::order_by(field<&Order::total>),
                                                df::range_between(df::preceding(3), df::current_row)))) ==
    R"(SELECT dataflow_moving_avg("discount") OVER (ORDER BY "total" RANGE BETWEEN ?1 PRECEDING AND CURRENT ROW) FROM "orders")");
// Where the row itself is in the frame, no frame is empty.
template <class E>
constexpr bool null(const E&) {
    return E::nullable;
}
constexpr auto by_total = df::order_by(field<&Order::total>);
static_assert(!null(
    df::sum(field<&Order::total>).over(by_total, df::rows_between(df::preceding(1), df::following(1)))));
static_assert(
    null(df::sum(field<&Order::total>).over(by_total, df::rows_between(df::preceding(3), df::preceding(1)))));
static_assert(null(df::sum(field<&Order::total>)
                       .over(by_total, df::rows_between(df::preceding(3), df::current_row).exclude_group())));
static_assert(!null(df::count().over(by_total, df::rows_between(df::following(1), df::following(3)))));
static_assert(null(df::first_value(field<&Order::total>)
                       .over(by_total, df::rows_between(df::following(1), df::following(3)))));
static_assert(df::sql_of<df::postgres>(df::select(field<&Order::status>).offset(3)) ==
              R"(SELECT "status" FROM "orders" OFFSET $1)");

// Joins: the side that holds the key, the other side, a table twice.
static_assert(reads(
    df::list<Tagging>().join<&Tagging::tag_name>().where(field<&Tag::weight> > 3).limit(2),
    R"(SELECT t0."id", t0."order_id", t0."tag_name", t0."created_at", t0."updated_at", t1."name", t1."weight" )"
    R"(FROM "taggings" AS t0 JOIN "tags" AS t1 ON t1."name" = t0."tag_name" WHERE t1."weight" > $1 )"
    R"(ORDER BY t0."id", t1."name" LIMIT $2)"));
static_assert(reads(
    df::list<Tag>().left_join<&Tagging::tag_name>(),
    R"(SELECT t0."name", t0."weight", t1."id", t1."order_id", t1."tag_name", t1."created_at", t1."updated_at", )"
    R"((t1."id" IS NOT NULL) FROM "tags" AS t0 LEFT JOIN "taggings" AS t1 ON t1."tag_name" = t0."name" ORDER BY t0."name", t1."id")"));
static_assert(
    reads(df::select(df::of<"boss">(field<&Employee::name>))
              .from<Employee>()
              .join<&Employee::manager_id>(df::as<"boss">),
          R"(SELECT t1."name" FROM "employees" AS t0 JOIN "employees" AS t1 ON t1."id" = t0."manager_id")"));
static_assert(reads(
    df::select(df::of<Customer>(df::created_at))
        .from<Order>()
        .join<&Order::customer_id>()
        .order_by(df::created_at),
    R"(SELECT t1."created_at" FROM "orders" AS t0 JOIN "customers" AS t1 ON t1."id" = t0."customer_id" ORDER BY t0."created_at")"));

// Joins on any condition, whose values come behind those of the other clauses; right and full ones.
static_assert(reads(
    df::select(field<&Order::status>, field<&Tag::weight>)
        .from<Order>()
        .join<Tag>(field<&Tag::weight> > field<&Order::total> && field<&Tag::weight> < 9)
        .where(field<&Order::total> > 3),
    R"(SELECT t0."status", t1."weight" FROM "orders" AS t0 JOIN "tags" AS t1 ON (t1."weight" > t0."total" AND t1."weight" < $1) )"
    R"(WHERE t0."total" > $2)"));
static_assert(reads(
    df::list<Tag>().right_join<&Tagging::tag_name>(),
    R"(SELECT t0."name", t0."weight", t1."id", t1."order_id", t1."tag_name", t1."created_at", t1."updated_at", (t0."name" IS NOT NULL) )"
    R"(FROM "tags" AS t0 RIGHT JOIN "taggings" AS t1 ON t1."tag_name" = t0."name" ORDER BY t0."name" NULLS FIRST, t1."id")"));
static_assert(reads(
    df::list<City>().full_join<Employee>(
        df::as<"e">, df::of<"e">(field<&Employee::name>) == field<&City::name> && field<&City::name> != "x"),
    R"(SELECT t0."id", t0."name", t0."created_at", t0."updated_at", t1."id", t1."manager_id", t1."name", t1."created_at", t1."updated_at", )"
    R"((t0."id" IS NOT NULL), (t1."id" IS NOT NULL) FROM "cities" AS t0 FULL JOIN "employees" AS t1 )"
    R"(ON (t1."name" = t0."name" AND t0."name" <> $1) ORDER BY t0."id" NULLS FIRST, t1."id" NULLS FIRST)"));
static_assert(reads(
    df::aggregate<Order>()
        .left_join<Tag>(field<&Tag::weight> == field<&Order::total>)
        .group_by(field<&Order::status>)
        .select(df::count(df::nullable(field<&Tag::weight>)).as<"n">()),
    R"(SELECT t0."status", count(t1."weight") FROM "orders" AS t0 LEFT JOIN "tags" AS t1 ON t1."weight" = t0."total" GROUP BY t0."status")"));
static_assert(reads(
    df::count<Customer>().where(df::exists(df::select(field<&Order::id>)
                                               .join<Tag>(field<&Tag::weight> > 3)
                                               .where(field<&Order::customer_id> == field<&Customer::id>))),
    R"(SELECT count(*) FROM "customers" WHERE EXISTS (SELECT t0."id" FROM "orders" AS t0 JOIN "tags" AS t1 ON t1."weight" > $1 )"
    R"(WHERE t0."customer_id" = "customers"."id"))"));

// Groups: by text, and by position where they bind values.
constexpr auto by_status = df::aggregate<Order>()
                               .where(field<&Order::paid> == true)
                               .group_by(field<&Order::status>, (field<&Order::total> / 10).as<"ten">())
                               .select(df::count().as<"n">())
                               .having(df::count() > 2)
                               .order_by(df::desc(df::count()));
static_assert(
    df::sql_of<df::postgres>(by_status) ==
    R"(SELECT "status", ("total" / $1), count(*) FROM "orders" WHERE "paid" = $2 GROUP BY "status", 2 HAVING count(*) > $3 ORDER BY count(*) DESC)");
static_assert(
    df::sql_of<df::sqlite>(by_status) ==
    R"(SELECT "status", dataflow_whole(dataflow_divide("total", ?1)), count(*) FROM "orders" WHERE "paid" = ?2 GROUP BY "status", 2 HAVING count(*) > ?3 ORDER BY count(*) DESC)");

// Subqueries: the inner tables are numbered on, the outer table keeps its name where it stands alone.
static_assert(reads(
    df::count<Customer>().where(df::exists(df::list<Order>().where(
        field<&Order::customer_id> == field<&Customer::id> && field<&Order::total> > 3))),
    R"(SELECT count(*) FROM "customers" WHERE EXISTS (SELECT 1 FROM "orders" AS t0 WHERE (t0."customer_id" = "customers"."id" AND t0."total" > $1)))"));
static_assert(reads(
    df::list<Tag>().where(field<&Tag::name>.not_in(df::select(field<&Tagging::tag_name>))),
    R"(SELECT "name", "weight" FROM "tags" WHERE (NOT ("name" IN (SELECT t0."tag_name" FROM "taggings" AS t0))) ORDER BY "name")"));
static_assert(
    reads(df::select(field<&Order::total>)
              .join<&Order::customer_id>()
              .where(df::exists(df::list<Tagging>().where(field<&Tagging::order_id> == field<&Order::id>))),
          R"(SELECT t0."total" FROM "orders" AS t0 JOIN "customers" AS t1 ON t1."id" = t0."customer_id" )"
          R"(WHERE EXISTS (SELECT 1 FROM "taggings" AS t2 WHERE t2."order_id" = t0."id"))"));
static_assert(reads(
    df::select(df::scalar(df::select(df::max(df::of<"o">(field<&Order::total>)))
                              .from<Order>(df::as<"o">)
                              .where(df::of<"o">(field<&Order::status>) == field<&Order::status>))),
    R"(SELECT (SELECT max(t0."total") FROM "orders" AS t0 WHERE t0."status" = "orders"."status") FROM "orders")"));

// What they give.
template <class Node>
using given = typename Node::output;
static_assert(
    std::is_same_v<given<decltype(df::select(field<&Order::discount>))>, std::vector<std::optional<int>>>);
static_assert(std::is_same_v<given<decltype(df::select(field<&Order::paid>))>, std::vector<bool>>);
static_assert(
    std::is_same_v<given<decltype(df::select(df::count()).from<Order>())>, std::vector<std::int64_t>>);

} // namespace
