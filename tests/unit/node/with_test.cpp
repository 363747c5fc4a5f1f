// The text of common table expressions on both dialects.
#include "support/queries.hpp"

#include <string_view>
#include <type_traits>

namespace {

using namespace queries;
using namespace df::literals;
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

constexpr auto sums = df::with<"sums">(df::aggregate<Order>()
                                           .where(field<&Order::total> > 3)
                                           .group_by(field<&Order::customer_id>)
                                           .select(df::max(field<&Order::total>).as<"most">()));

static_assert(reads(
    df::select(sums["most"_n]).from(sums).where(sums["most"_n] > 5),
    R"(WITH "sums" ("customer_id", "most") AS (SELECT t0."customer_id", max(t0."total") FROM "orders" AS t0 WHERE t0."total" > $1 GROUP BY t0."customer_id") )"
    R"(SELECT "most" FROM "sums" WHERE "most" > $2)"));
static_assert(reads(
    df::select(field<&Customer::name>, sums["most"_n])
        .from<Customer>()
        .join(sums, sums["customer_id"_n] == field<&Customer::id> && sums["most"_n] < 9)
        .where(field<&Customer::credit> > 4),
    R"(WITH "sums" ("customer_id", "most") AS (SELECT t0."customer_id", max(t0."total") FROM "orders" AS t0 WHERE t0."total" > $1 GROUP BY t0."customer_id") )"
    R"(SELECT t1."name", t2."most" FROM "customers" AS t1 JOIN "sums" AS t2 ON (t2."customer_id" = t1."id" AND t2."most" < $2) WHERE t1."credit" > $3)"));
static_assert(df::select(sums["most"_n]).from(sums).reads().size() == 1);

constexpr auto top = df::with_recursive<"tree">(
    df::select(field<&Employee::id>, field<&Employee::name>).where(field<&Employee::manager_id>.is_null()));
constexpr auto tree = top.union_all(df::select(field<&Employee::id>, field<&Employee::name>)
                                        .from<Employee>()
                                        .join(top, field<&Employee::manager_id> == top["id"_n]));
static_assert(reads(
    df::select(tree["name"_n]).from(tree).order_by(tree["id"_n]).limit(3),
    R"(WITH RECURSIVE "tree" ("id", "name") AS (SELECT t0."id", t0."name" FROM "employees" AS t0 WHERE t0."manager_id" IS NULL UNION ALL )"
    R"(SELECT t1."id", t1."name" FROM "employees" AS t1 JOIN "tree" AS t2 ON t1."manager_id" = t2."id") )"
    R"(SELECT "name" FROM "tree" ORDER BY "id" LIMIT $1)"));
static_assert(reads(
    df::count<Employee>().where(field<&Employee::id>.in(df::select(tree["id"_n]).from(tree))),
    R"(SELECT count(*) FROM "employees" WHERE "id" IN (WITH RECURSIVE "tree" ("id", "name") AS (SELECT t0."id", t0."name" FROM "employees" AS t0 )"
    R"(WHERE t0."manager_id" IS NULL UNION ALL SELECT t1."id", t1."name" FROM "employees" AS t1 JOIN "tree" AS t2 ON t1."manager_id" = t2."id") )"
    R"(SELECT t3."id" FROM "tree" AS t3))"));
// Values of a constant have a type of their own.
static_assert(df::sql_of<df::postgres>(df::select(field<&Order::id>, df::constant(0).as<"depth">())) ==
              R"(SELECT "id", $1::BIGINT FROM "orders")");
static_assert(df::sql_of<df::sqlite>(df::select(field<&Order::id>, df::constant(0).as<"depth">())) ==
              R"(SELECT "id", ?1 FROM "orders")");

// Records that are deleted softly are in none of the selects of a statement.
struct Note {
    df::id<Note> id{};
    std::string text;
    static constexpr auto dataflow = df::options{.timestamps = false, .soft_delete = true};
};
constexpr auto notes = df::with<"all_notes">(df::select(field<&Note::text>));
static_assert(reads(
    df::select(notes["text"_n]).from(notes),
    R"(WITH "all_notes" ("text") AS (SELECT t0."text" FROM "notes" AS t0 WHERE t0."deleted_at" IS NULL) )"
    R"(SELECT "text" FROM "all_notes")"));
static_assert(
    reads(df::except(df::select(field<&Customer::name>), df::select(field<&Note::text>)),
          R"(SELECT "name" FROM "customers" EXCEPT SELECT "text" FROM "notes" WHERE "deleted_at" IS NULL)"));
static_assert(
    reads(df::select(field<&Customer::name>)
              .from<Customer>()
              .left_join<Note>(field<&Note::text> == field<&Customer::name>),
          R"(SELECT t0."name" FROM "customers" AS t0 LEFT JOIN "notes" AS t1 ON t1."text" = t0."name" )"
          R"(AND t1."deleted_at" IS NULL)"));

} // namespace
