// The SQL of every node, on both databases, as constants.
#include <dataflow/dataflow.hpp>
#include <dataflow/node/sql_of.hpp>

#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct User {
    df::id<User> id{};
    std::string name;
    int age{};
    bool active = true;
    std::optional<int> score{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
struct Point {
    df::id<Point> id{};
    int x{};
    double y = 1.5;
};
struct Cell {
    int row{};
    int col{};
    int v{};

    static constexpr auto dataflow = df::options{.key = df::key("row", "col"), .timestamps = false};
};
struct Airport {
    df::id<Airport, std::string> iata{};
    std::string city;

    static constexpr auto dataflow = df::options{.key = df::key("iata"), .timestamps = false};
};
struct Note {
    std::string body;
};
constinit std::vector<User> users; // NOLINT: its address is a constant

static_assert(df::sql_of<df::sqlite>(df::create(Point{})) ==
              R"(INSERT INTO "points" ("x", "y", "created_at", "updated_at") VALUES (?1, ?2, ?3, ?4))");
static_assert(df::sql_of<df::postgres>(df::create(Point{})) ==
              R"(INSERT INTO "points" ("x", "y", "created_at", "updated_at") VALUES ($1, $2, $3, $4))"
              R"( RETURNING "id", "x", "y", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::create(Point{df::id<Point>{5}})) ==
    R"(INSERT INTO "points" ("id", "x", "y", "created_at", "updated_at") VALUES (?1, ?2, ?3, ?4, ?5))");
static_assert(
    df::sql_of<df::postgres>(df::create(Point{df::id<Point>{5}})) ==
    R"(INSERT INTO "points" ("id", "x", "y", "created_at", "updated_at") VALUES ($1, $2, $3, $4, $5))"
    R"( RETURNING "id", "x", "y", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::create<User>(field<&User::name> = "a")) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") VALUES (?1, ?2, ?3, ?4)"
    R"(, ?5, ?6))");
static_assert(
    df::sql_of<df::postgres>(df::create<User>(field<&User::name> = "a")) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") VALUES ($1, $2, $3, $4)"
    R"(, $5, $6) RETURNING "id", "name", "age", "active", "score", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::create<User>(field<&User::name> = "a", field<&User::id> = df::id<User>{4})) ==
    R"(INSERT INTO "users" ("id", "name", "age", "active", "score", "created_at", "updated_at") VALUES (?1, ?2, )"
    R"(?3, ?4, ?5, ?6, ?7))");
static_assert(
    df::sql_of<df::postgres>(df::create<User>(field<&User::name> = "a",
                                              field<&User::id> = df::id<User>{4})) ==
    R"(INSERT INTO "users" ("id", "name", "age", "active", "score", "created_at", "updated_at") VALUES ($1, $2, )"
    R"($3, $4, $5, $6, $7) RETURNING "id", "name", "age", "active", "score", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::read<User>(1)) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "id" = ?1)");
static_assert(
    df::sql_of<df::postgres>(df::read<User>(1)) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "id" = $1)");

static_assert(df::sql_of<df::sqlite>(df::find<Cell>(1, 2)) ==
              R"(SELECT "row", "col", "v" FROM "cells" WHERE "row" = ?1 AND "col" = ?2)");
static_assert(df::sql_of<df::postgres>(df::find<Cell>(1, 2)) ==
              R"(SELECT "row", "col", "v" FROM "cells" WHERE "row" = $1 AND "col" = $2)");

static_assert(
    df::sql_of<df::sqlite>(df::update<User>(1, field<&User::age> += 1)) ==
    R"(UPDATE "users" SET "age" = ("age" + ?1), "updated_at" = ?2 WHERE "id" = ?3 RETURNING "id", "name", "age",)"
    R"( "active", "score", "created_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::update<User>(1, field<&User::age> += 1)) ==
    R"(UPDATE "users" SET "age" = ("age" + $1), "updated_at" = $2 WHERE "id" = $3 RETURNING "id", "name", "age",)"
    R"( "active", "score", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::update<User>(field<&User::name> == "x", field<&User::age> += 1)) ==
    R"(UPDATE "users" SET "age" = ("age" + ?1), "updated_at" = ?2 WHERE "name" = ?3 RETURNING "id", "name", "age)"
    R"(", "active", "score", "created_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::update<User>(field<&User::name> == "x", field<&User::age> += 1)) ==
    R"(UPDATE "users" SET "age" = ("age" + $1), "updated_at" = $2 WHERE "name" = $3 RETURNING "id", "name", "age)"
    R"(", "active", "score", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::update(Point{})) ==
    R"(UPDATE "points" SET "x" = ?1, "y" = ?2, "updated_at" = ?3 WHERE "id" = ?4 RETURNING "id", "x", "y", "crea)"
    R"(ted_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::update(Point{})) ==
    R"(UPDATE "points" SET "x" = $1, "y" = $2, "updated_at" = $3 WHERE "id" = $4 RETURNING "id", "x", "y", "crea)"
    R"(ted_at", "updated_at")");

static_assert(df::sql_of<df::sqlite>(df::erase<User>(1)) == R"(DELETE FROM "users" WHERE "id" = ?1)");
static_assert(df::sql_of<df::postgres>(df::erase<User>(1)) == R"(DELETE FROM "users" WHERE "id" = $1)");

static_assert(
    df::sql_of<df::sqlite>(df::list<User>()
                               .where(df::if_set(true, field<&User::active> == true) &&
                                      df::if_set(false, field<&User::age> < 3))
                               .order_by(df::desc(field<&User::score>), df::created_at)
                               .limit(3)
                               .offset(4)) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "active" = ?)"
    R"(1 ORDER BY "score" DESC NULLS LAST, "created_at", "id" LIMIT ?2 OFFSET ?3)");
static_assert(
    df::sql_of<df::postgres>(df::list<User>()
                                 .where(df::if_set(true, field<&User::active> == true) &&
                                        df::if_set(false, field<&User::age> < 3))
                                 .order_by(df::desc(field<&User::score>), df::created_at)
                                 .limit(3)
                                 .offset(4)) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "active" = $)"
    R"(1 ORDER BY "score" DESC NULLS LAST, "created_at", "id" LIMIT $2 OFFSET $3)");

static_assert(
    df::sql_of<df::sqlite>(df::list<User>().offset(4)) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "id" LIMI)"
    R"(T -1 OFFSET ?1)");
static_assert(
    df::sql_of<df::postgres>(df::list<User>().offset(4)) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "id" OFFS)"
    R"(ET $1)");

static_assert(
    df::sql_of<df::sqlite>(df::list<User>()) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "id")");
static_assert(
    df::sql_of<df::postgres>(df::list<User>()) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "id")");

static_assert(df::sql_of<df::sqlite>(df::count<User>().where(field<&User::age> < 3)) ==
              R"(SELECT count(*) FROM "users" WHERE "age" < ?1)");
static_assert(df::sql_of<df::postgres>(df::count<User>().where(field<&User::age> < 3)) ==
              R"(SELECT count(*) FROM "users" WHERE "age" < $1)");

static_assert(df::sql_of<df::sqlite>(df::exists<User>()) == R"(SELECT EXISTS (SELECT 1 FROM "users"))");
static_assert(df::sql_of<df::postgres>(df::exists<User>()) == R"(SELECT EXISTS (SELECT 1 FROM "users"))");

static_assert(
    df::sql_of<df::sqlite>(df::upsert(Cell{})) ==
    R"(INSERT INTO "cells" ("row", "col", "v") VALUES (?1, ?2, ?3) ON CONFLICT ("row", "col") DO UPDATE SET "v" )"
    R"(= excluded."v" WHERE dataflow_tick(?4) RETURNING "row", "col", "v")");
static_assert(
    df::sql_of<df::postgres>(df::upsert(Cell{})) ==
    R"(INSERT INTO "cells" ("row", "col", "v") VALUES ($1, $2, $3) ON CONFLICT ("row", "col") DO UPDATE SET "v" )"
    R"(= excluded."v" RETURNING "row", "col", "v", (xmax = 0))");

static_assert(
    df::sql_of<df::sqlite>(df::upsert(Cell{}).set_on_conflict(field<&Cell::v> += 1)) ==
    R"(INSERT INTO "cells" ("row", "col", "v") VALUES (?1, ?2, ?3) ON CONFLICT ("row", "col") DO UPDATE SET "v" )"
    R"(= ("cells"."v" + ?4) WHERE dataflow_tick(?5) RETURNING "row", "col", "v")");
static_assert(
    df::sql_of<df::postgres>(df::upsert(Cell{}).set_on_conflict(field<&Cell::v> += 1)) ==
    R"(INSERT INTO "cells" ("row", "col", "v") VALUES ($1, $2, $3) ON CONFLICT ("row", "col") DO UPDATE SET "v" )"
    R"(= ("cells"."v" + $4) RETURNING "row", "col", "v", (xmax = 0))");

static_assert(
    df::sql_of<df::sqlite>(df::upsert(Point{}).on_conflict(field<&Point::id>)) ==
    R"(INSERT INTO "points" ("x", "y", "created_at", "updated_at") VALUES (?1, ?2, ?3, ?4) ON CONFLICT ("id") DO)"
    R"( UPDATE SET "x" = excluded."x", "y" = excluded."y", "updated_at" = excluded."updated_at" WHERE dataflow_t)"
    R"(ick(?5) RETURNING "id", "x", "y", "created_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::upsert(Point{}).on_conflict(field<&Point::id>)) ==
    R"(INSERT INTO "points" ("x", "y", "created_at", "updated_at") VALUES ($1, $2, $3, $4) ON CONFLICT ("id") DO)"
    R"( UPDATE SET "x" = excluded."x", "y" = excluded."y", "updated_at" = excluded."updated_at" RETURNING "id", )"
    R"("x", "y", "created_at", "updated_at", (xmax = 0))");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_create(users)) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, ?1, ?1 FROM dataflow_rows(?2) AS r)");
static_assert(
    df::sql_of<df::postgres>(df::bulk_create(users)) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::TEXT[], $3::INTEGER[], $4::BOOLEAN[], $5::INTEG)"
    R"(ER[]) WITH ORDINALITY AS r(c0, c1, c2, c3, ord))");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_create(std::vector<Cell>{})) ==
    R"(INSERT INTO "cells" ("row", "col", "v") SELECT r.c0, r.c1, r.c2 FROM dataflow_rows(?1) AS r)");
static_assert(
    df::sql_of<df::postgres>(df::bulk_create(std::vector<Cell>{})) ==
    R"(INSERT INTO "cells" ("row", "col", "v") SELECT r.c0, r.c1, r.c2 FROM unnest($1::INTEGER[], $2::INTEGER[],)"
    R"( $3::INTEGER[]) WITH ORDINALITY AS r(c0, c1, c2, ord))");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_create(users).returning_ids()) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, ?1, ?1 FROM dataflow_rows(?2) AS r RETURNING "id")");
static_assert(
    df::sql_of<df::postgres>(df::bulk_create(users).returning_ids()) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::TEXT[], $3::INTEGER[], $4::BOOLEAN[], $5::INTEG)"
    R"(ER[]) WITH ORDINALITY AS r(c0, c1, c2, c3, ord) ORDER BY r.ord RETURNING "id")");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_create(users).on_conflict(df::conflict::skip)) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, ?1, ?1 FROM dataflow_rows(?2) AS r WHERE true ON CONFLICT DO NOTHING)");
static_assert(
    df::sql_of<df::postgres>(df::bulk_create(users).on_conflict(df::conflict::skip)) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::TEXT[], $3::INTEGER[], $4::BOOLEAN[], $5::INTEG)"
    R"(ER[]) WITH ORDINALITY AS r(c0, c1, c2, c3, ord) ON CONFLICT DO NOTHING)");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_create(users)
                               .on_conflict(df::conflict::skip, field<&User::name>)
                               .batch_size(10)
                               .per_row()) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, ?1, ?1 FROM dataflow_rows(?2) AS r WHERE true ON CONFLICT ("name") DO NOTHING)");
static_assert(
    df::sql_of<df::postgres>(df::bulk_create(users)
                                 .on_conflict(df::conflict::skip, field<&User::name>)
                                 .batch_size(10)
                                 .per_row()) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::TEXT[], $3::INTEGER[], $4::BOOLEAN[], $5::INTEG)"
    R"(ER[]) WITH ORDINALITY AS r(c0, c1, c2, c3, ord) ON CONFLICT ("name") DO NOTHING)");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_create(users).on_conflict(df::conflict::update, field<&User::name>)) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, ?1, ?1 FROM dataflow_rows(?2) AS r WHERE true ON CONFLICT ("name") DO UPDATE SET "age" = exclude)"
    R"(d."age", "active" = excluded."active", "score" = excluded."score", "updated_at" = excluded."updated_at" W)"
    R"(HERE dataflow_tick(?3))");
static_assert(
    df::sql_of<df::postgres>(df::bulk_create(users).on_conflict(df::conflict::update, field<&User::name>)) ==
    R"(WITH done AS (INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r)"
    R"(.c0, r.c1, r.c2, r.c3, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::TEXT[], $3::INTEGER[], $4::BOOLEA)"
    R"(N[], $5::INTEGER[]) WITH ORDINALITY AS r(c0, c1, c2, c3, ord) ON CONFLICT ("name") DO UPDATE SET "age" = )"
    R"(excluded."age", "active" = excluded."active", "score" = excluded."score", "updated_at" = excluded."update)"
    R"(d_at" RETURNING (xmax = 0) AS created) SELECT count(*) FILTER (WHERE created), count(*) FILTER (WHERE NOT)"
    R"( created) FROM done)");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_upsert(users).on_conflict(field<&User::name>).returning_ids()) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, ?1, ?1 FROM dataflow_rows(?2) AS r WHERE true ON CONFLICT ("name") DO UPDATE SET "age" = exclude)"
    R"(d."age", "active" = excluded."active", "score" = excluded."score", "updated_at" = excluded."updated_at" W)"
    R"(HERE dataflow_tick(?3) RETURNING "id")");
static_assert(
    df::sql_of<df::postgres>(df::bulk_upsert(users).on_conflict(field<&User::name>).returning_ids()) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::TEXT[], $3::INTEGER[], $4::BOOLEAN[], $5::INTEG)"
    R"(ER[]) WITH ORDINALITY AS r(c0, c1, c2, c3, ord) ORDER BY r.ord ON CONFLICT ("name") DO UPDATE SET "age" =)"
    R"( excluded."age", "active" = excluded."active", "score" = excluded."score", "updated_at" = excluded."updat)"
    R"(ed_at" RETURNING "id", (xmax = 0))");

static_assert(
    df::sql_of<df::sqlite>(
        df::bulk_upsert(users).on_conflict(field<&User::name>).set_on_conflict(field<&User::age> += 1)) ==
    R"(INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r.c0, r.c1, r.c)"
    R"(2, r.c3, ?1, ?1 FROM dataflow_rows(?2) AS r WHERE true ON CONFLICT ("name") DO UPDATE SET "age" = ("users)"
    R"("."age" + ?3), "updated_at" = excluded."updated_at" WHERE dataflow_tick(?4))");
static_assert(
    df::sql_of<df::postgres>(
        df::bulk_upsert(users).on_conflict(field<&User::name>).set_on_conflict(field<&User::age> += 1)) ==
    R"(WITH done AS (INSERT INTO "users" ("name", "age", "active", "score", "created_at", "updated_at") SELECT r)"
    R"(.c0, r.c1, r.c2, r.c3, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::TEXT[], $3::INTEGER[], $4::BOOLEA)"
    R"(N[], $5::INTEGER[]) WITH ORDINALITY AS r(c0, c1, c2, c3, ord) ON CONFLICT ("name") DO UPDATE SET "age" = )"
    R"(("users"."age" + $6), "updated_at" = excluded."updated_at" RETURNING (xmax = 0) AS created) SELECT count()"
    R"(*) FILTER (WHERE created), count(*) FILTER (WHERE NOT created) FROM done)");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_upsert(std::vector<Cell>{})) ==
    R"(INSERT INTO "cells" ("row", "col", "v") SELECT r.c0, r.c1, r.c2 FROM dataflow_rows(?1) AS r WHERE true ON)"
    R"( CONFLICT ("row", "col") DO UPDATE SET "v" = excluded."v" WHERE dataflow_tick(?2))");
static_assert(
    df::sql_of<df::postgres>(df::bulk_upsert(std::vector<Cell>{})) ==
    R"(WITH done AS (INSERT INTO "cells" ("row", "col", "v") SELECT r.c0, r.c1, r.c2 FROM unnest($1::INTEGER[], )"
    R"($2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS r(c0, c1, c2, ord) ON CONFLICT ("row", "col") DO UPDATE )"
    R"(SET "v" = excluded."v" RETURNING (xmax = 0) AS created) SELECT count(*) FILTER (WHERE created), count(*) )"
    R"(FILTER (WHERE NOT created) FROM done)");

static_assert(
    df::sql_of<df::sqlite>(
        df::bulk_update<User>(field<&User::age> > 3, field<&User::active> = false).limit(10)) ==
    R"(UPDATE "users" SET "active" = ?1, "updated_at" = ?2 WHERE ("id") IN (SELECT "id" FROM "users" WHERE "age")"
    R"( > ?3 ORDER BY "id" LIMIT ?4))");
static_assert(
    df::sql_of<df::postgres>(
        df::bulk_update<User>(field<&User::age> > 3, field<&User::active> = false).limit(10)) ==
    R"(UPDATE "users" SET "active" = $1, "updated_at" = $2 WHERE ("id") IN (SELECT "id" FROM "users" WHERE "age")"
    R"( > $3 ORDER BY "id" LIMIT $4))");

static_assert(df::sql_of<df::sqlite>(df::bulk_update<User>(df::everything, field<&User::active> = false)) ==
              R"(UPDATE "users" SET "active" = ?1, "updated_at" = ?2)");
static_assert(df::sql_of<df::postgres>(df::bulk_update<User>(df::everything, field<&User::active> = false)) ==
              R"(UPDATE "users" SET "active" = $1, "updated_at" = $2)");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_update(users)) ==
    R"(UPDATE "users" SET "name" = ?1, "age" = ?2, "active" = ?3, "score" = ?4, "updated_at" = ?5 WHERE "id" = ?6)");
static_assert(
    df::sql_of<df::postgres>(df::bulk_update(users)) ==
    R"(UPDATE "users" SET "name" = r.c1, "age" = r.c2, "active" = r.c3, "score" = r.c4, "updated_at" = $1 FROM u)"
    R"(nnest($2::BIGINT[], $3::TEXT[], $4::INTEGER[], $5::BOOLEAN[], $6::INTEGER[]) WITH ORDINALITY AS r(c0, c1,)"
    R"( c2, c3, c4, ord) WHERE "users"."id" = r.c0)");

static_assert(df::sql_of<df::sqlite>(df::bulk_update(users).set(field<&User::age>)) ==
              R"(UPDATE "users" SET "age" = ?1, "updated_at" = ?2 WHERE "id" = ?3)");
static_assert(
    df::sql_of<df::postgres>(df::bulk_update(users).set(field<&User::age>)) ==
    R"(UPDATE "users" SET "age" = r.c1, "updated_at" = $1 FROM unnest($2::BIGINT[], $3::INTEGER[]) WITH ORDINALI)"
    R"(TY AS r(c0, c1, ord) WHERE "users"."id" = r.c0)");

static_assert(df::sql_of<df::sqlite>(df::bulk_erase<User>(field<&User::age> > 3)) ==
              R"(DELETE FROM "users" WHERE "age" > ?1)");
static_assert(df::sql_of<df::postgres>(df::bulk_erase<User>(field<&User::age> > 3)) ==
              R"(DELETE FROM "users" WHERE "age" > $1)");

static_assert(df::sql_of<df::sqlite>(df::bulk_erase<User>(df::everything).limit(4)) ==
              R"(DELETE FROM "users" WHERE ("id") IN (SELECT "id" FROM "users" ORDER BY "id" LIMIT ?1))");
static_assert(df::sql_of<df::postgres>(df::bulk_erase<User>(df::everything).limit(4)) ==
              R"(DELETE FROM "users" WHERE ("id") IN (SELECT "id" FROM "users" ORDER BY "id" LIMIT $1))");

static_assert(df::sql_of<df::sqlite>(df::bulk_erase<Cell>(std::vector<std::tuple<int, int>>{})) ==
              R"(DELETE FROM "cells" WHERE "row" = ?1 AND "col" = ?2)");
static_assert(
    df::sql_of<df::postgres>(df::bulk_erase<Cell>(std::vector<std::tuple<int, int>>{})) ==
    R"(DELETE FROM "cells" WHERE ("row", "col") IN (SELECT r.c0, r.c1 FROM unnest($1::INTEGER[], $2::INTEGER[]) )"
    R"(WITH ORDINALITY AS r(c0, c1, ord)))");

static_assert(df::sql_of<df::sqlite>(df::bulk_erase<User>(std::vector<int>{})) ==
              R"(DELETE FROM "users" WHERE "id" = ?1)");
static_assert(df::sql_of<df::postgres>(df::bulk_erase<User>(std::vector<int>{})) ==
              R"(DELETE FROM "users" WHERE "id" = ANY($1::BIGINT[]))");

static_assert(df::sql_of<df::sqlite>(df::list<Note>().order_by(df::desc(df::id_of<Note>))) ==
              R"(SELECT "body", "id", "created_at", "updated_at" FROM "notes" ORDER BY "id" DESC)");
static_assert(df::sql_of<df::postgres>(df::list<Note>().order_by(df::desc(df::id_of<Note>))) ==
              R"(SELECT "body", "id", "created_at", "updated_at" FROM "notes" ORDER BY "id" DESC)");

static_assert(
    df::sql_of<df::sqlite>(df::list<User>().order_by(df::asc(field<&User::score>).nulls_last(),
                                                     df::desc(field<&User::score>).nulls_first())) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "score" N)"
    R"(ULLS LAST, "score" DESC NULLS FIRST, "id" DESC)");
static_assert(
    df::sql_of<df::postgres>(df::list<User>().order_by(df::asc(field<&User::score>).nulls_last(),
                                                       df::desc(field<&User::score>).nulls_first())) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "score" N)"
    R"(ULLS LAST, "score" DESC NULLS FIRST, "id" DESC)");

static_assert(df::sql_of<df::sqlite>(df::list<Cell>().order_by(field<&Cell::col>)) ==
              R"(SELECT "row", "col", "v" FROM "cells" ORDER BY "col", "row")");
static_assert(df::sql_of<df::postgres>(df::list<Cell>().order_by(field<&Cell::col>)) ==
              R"(SELECT "row", "col", "v" FROM "cells" ORDER BY "col", "row")");

static_assert(df::sql_of<df::sqlite>(df::list<Cell>().order_by(df::desc(field<&Cell::v>)).limit(1)) ==
              R"(SELECT "row", "col", "v" FROM "cells" ORDER BY "v" DESC, "row" DESC, "col" DESC LIMIT ?1)");
static_assert(df::sql_of<df::postgres>(df::list<Cell>().order_by(df::desc(field<&Cell::v>)).limit(1)) ==
              R"(SELECT "row", "col", "v" FROM "cells" ORDER BY "v" DESC, "row" DESC, "col" DESC LIMIT $1)");

static_assert(
    df::sql_of<df::sqlite>(df::list<User>().order_by(df::desc(field<&User::id>))) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "id" DESC)");
static_assert(
    df::sql_of<df::postgres>(df::list<User>().order_by(df::desc(field<&User::id>))) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" ORDER BY "id" DESC)");

static_assert(df::sql_of<df::sqlite>(df::create<Note>(field<&Note::body> = "x")) ==
              R"(INSERT INTO "notes" ("body", "created_at", "updated_at") VALUES (?1, ?2, ?3))");
static_assert(df::sql_of<df::postgres>(df::create<Note>(field<&Note::body> = "x")) ==
              R"(INSERT INTO "notes" ("body", "created_at", "updated_at") VALUES ($1, $2, $3))"
              R"( RETURNING "body", "id", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::update<User>(1, field<&User::score> = std::nullopt, field<&User::name> = "x",
                                            field<&User::age> = field<&User::age> * 2)) ==
    R"(UPDATE "users" SET "score" = NULL, "name" = ?1, "age" = ("age" * ?2), "updated_at" = ?3 WHERE "id" = ?4 R)"
    R"(ETURNING "id", "name", "age", "active", "score", "created_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::update<User>(1, field<&User::score> = std::nullopt, field<&User::name> = "x",
                                              field<&User::age> = field<&User::age> * 2)) ==
    R"(UPDATE "users" SET "score" = NULL, "name" = $1, "age" = ("age" * $2), "updated_at" = $3 WHERE "id" = $4 R)"
    R"(ETURNING "id", "name", "age", "active", "score", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::update<User>(1, field<&User::age> -= 1)) ==
    R"(UPDATE "users" SET "age" = ("age" - ?1), "updated_at" = ?2 WHERE "id" = ?3 RETURNING "id", "name", "age",)"
    R"( "active", "score", "created_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::update<User>(1, field<&User::age> -= 1)) ==
    R"(UPDATE "users" SET "age" = ("age" - $1), "updated_at" = $2 WHERE "id" = $3 RETURNING "id", "name", "age",)"
    R"( "active", "score", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::update<Point>(1, field<&Point::y> *= 2, field<&Point::x> /= 2)) ==
    R"(UPDATE "points" SET "y" = dataflow_multiply("y", ?1), "x" = dataflow_divide("x", ?2), "updated_at" = ?3 WHERE "id" = ?4 R)"
    R"(ETURNING "id", "x", "y", "created_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::update<Point>(1, field<&Point::y> *= 2, field<&Point::x> /= 2)) ==
    R"(UPDATE "points" SET "y" = ("y" * $1), "x" = ("x" / $2), "updated_at" = $3 WHERE "id" = $4 RETURNING "id",)"
    R"( "x", "y", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::update<User>(field<&User::age> = 1)) ==
    R"(UPDATE "users" SET "age" = ?1, "updated_at" = ?2 WHERE "id" = ?3 RETURNING "id", "name", "age", "active",)"
    R"( "score", "created_at", "updated_at")");
static_assert(
    df::sql_of<df::postgres>(df::update<User>(field<&User::age> = 1)) ==
    R"(UPDATE "users" SET "age" = $1, "updated_at" = $2 WHERE "id" = $3 RETURNING "id", "name", "age", "active",)"
    R"( "score", "created_at", "updated_at")");

static_assert(
    df::sql_of<df::sqlite>(df::read<User>()) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "id" = ?1)");
static_assert(
    df::sql_of<df::postgres>(df::read<User>()) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "id" = $1)");

static_assert(df::sql_of<df::sqlite>(df::erase<Cell>(1, 2)) ==
              R"(DELETE FROM "cells" WHERE "row" = ?1 AND "col" = ?2)");
static_assert(df::sql_of<df::postgres>(df::erase<Cell>(1, 2)) ==
              R"(DELETE FROM "cells" WHERE "row" = $1 AND "col" = $2)");

static_assert(
    df::sql_of<df::sqlite>(df::find<User>(df::id<User>{1})) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "id" = ?1)");
static_assert(
    df::sql_of<df::postgres>(df::find<User>(df::id<User>{1})) ==
    R"(SELECT "id", "name", "age", "active", "score", "created_at", "updated_at" FROM "users" WHERE "id" = $1)");

static_assert(df::sql_of<df::sqlite>(df::read<Cell>(std::tuple{1, 2})) ==
              R"(SELECT "row", "col", "v" FROM "cells" WHERE "row" = ?1 AND "col" = ?2)");
static_assert(df::sql_of<df::postgres>(df::read<Cell>(std::tuple{1, 2})) ==
              R"(SELECT "row", "col", "v" FROM "cells" WHERE "row" = $1 AND "col" = $2)");

static_assert(df::sql_of<df::sqlite>(df::bulk_erase<Note>(df::created_at < df::timestamp{})) ==
              R"(DELETE FROM "notes" WHERE "created_at" < ?1)");
static_assert(df::sql_of<df::postgres>(df::bulk_erase<Note>(df::created_at < df::timestamp{})) ==
              R"(DELETE FROM "notes" WHERE "created_at" < $1)");

static_assert(df::sql_of<df::sqlite>(df::exists<User>().where(field<&User::score>.is_null())) ==
              R"(SELECT EXISTS (SELECT 1 FROM "users" WHERE "score" IS NULL))");
static_assert(df::sql_of<df::postgres>(df::exists<User>().where(field<&User::score>.is_null())) ==
              R"(SELECT EXISTS (SELECT 1 FROM "users" WHERE "score" IS NULL))");

static_assert(
    df::sql_of<df::sqlite>(
        df::bulk_update<User>(df::everything, field<&User::age> = field<&User::age> + 1).limit(2)) ==
    R"(UPDATE "users" SET "age" = ("age" + ?1), "updated_at" = ?2 WHERE ("id") IN (SELECT "id" FROM "users" ORDE)"
    R"(R BY "id" LIMIT ?3))");
static_assert(
    df::sql_of<df::postgres>(
        df::bulk_update<User>(df::everything, field<&User::age> = field<&User::age> + 1).limit(2)) ==
    R"(UPDATE "users" SET "age" = ("age" + $1), "updated_at" = $2 WHERE ("id") IN (SELECT "id" FROM "users" ORDE)"
    R"(R BY "id" LIMIT $3))");

static_assert(
    df::sql_of<df::sqlite>(df::bulk_create(std::vector<Note>{}).returning_ids()) ==
    R"(INSERT INTO "notes" ("body", "created_at", "updated_at") SELECT r.c0, ?1, ?1 FROM dataflow_rows(?2) AS r )"
    R"(RETURNING "id")");
static_assert(
    df::sql_of<df::postgres>(df::bulk_create(std::vector<Note>{}).returning_ids()) ==
    R"(INSERT INTO "notes" ("body", "created_at", "updated_at") SELECT r.c0, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FR)"
    R"(OM unnest($2::TEXT[]) WITH ORDINALITY AS r(c0, ord) ORDER BY r.ord RETURNING "id")");

TEST(nodes, the_text_of_a_statement_can_be_taken_at_run_time_too) {
    const auto node = df::list<User>().limit(3);
    EXPECT_EQ(df::sql_of<df::sqlite>(node).view(), decltype(node)::statement.sql(df::sqlite, node.variant()));
    EXPECT_EQ(std::string_view{df::sql_of<df::postgres>(node).c_str()},
              df::sql_of<df::postgres>(node).view());
    EXPECT_EQ(df::sql_of<df::sqlite>(df::read<Airport>("JFK")).view(),
              R"(SELECT "iata", "city" FROM "airports" WHERE "iata" = ?1)");
    EXPECT_EQ(df::sql_of<df::sqlite>(df::create(Airport{})).view(),
              R"(INSERT INTO "airports" ("iata", "city") VALUES (?1, ?2))");
}

template <class List>
std::string after(df::dialect d, const List& list) {
    return list.statement.sql(d, list.variant() | df::rooms::sql::list_variant::after);
}

TEST(nodes, a_page_continues_by_one_comparison_of_rows_where_all_columns_go_one_way) {
    const auto up = df::list<User>().order_by(field<&User::age>, field<&User::name>);
    EXPECT_NE(after(df::sqlite, up).find(R"( WHERE ("age", "name", "id") > (?1, ?2, ?3) ORDER BY )"),
              std::string::npos);
    const auto down = df::list<User>().where(field<&User::age> > 1).order_by(df::desc(df::created_at));
    EXPECT_NE(
        after(df::postgres, down)
            .find(
                R"( WHERE "age" > $1 AND ("created_at", "id") < ($2, $3) ORDER BY "created_at" DESC, "id" DESC)"),
        std::string::npos);
}

TEST(nodes, a_page_continues_column_by_column_where_directions_mix) {
    const auto mixed = df::list<User>().order_by(df::desc(field<&User::age>), field<&User::name>);
    EXPECT_NE(
        after(df::postgres, mixed)
            .find(
                R"( WHERE ("age" < $1 OR ("age" = $1 AND ("name" > $2 OR ("name" = $2 AND ("id" > $3))))) ORDER BY )"),
        std::string::npos)
        << after(df::postgres, mixed);
}

TEST(nodes, a_page_continues_over_nulls) {
    const auto first = df::list<User>().order_by(field<&User::score>);
    EXPECT_NE(
        after(df::postgres, first)
            .find(
                R"(("score" > $1 OR ("score" IS NOT NULL AND $1 IS NULL) OR ("score" IS NOT DISTINCT FROM $1 AND ("id" > $2))))"),
        std::string::npos)
        << after(df::postgres, first);
    const auto last = df::list<User>().order_by(df::desc(field<&User::score>));
    EXPECT_NE(
        after(df::sqlite, last)
            .find(
                R"(("score" < ?1 OR ("score" IS NULL AND ?1 IS NOT NULL) OR ("score" IS ?1 AND ("id" < ?2))))"),
        std::string::npos)
        << after(df::sqlite, last);
}

TEST(nodes, every_node_says_what_it_is) {
    EXPECT_EQ(decltype(df::list<User>())::statement.node, "list");
    EXPECT_FALSE(decltype(df::list<User>())::writes);
    EXPECT_TRUE(decltype(df::erase<User>(1))::writes);
    EXPECT_EQ(decltype(df::erase<User>(1))::statement.node, "erase");
    EXPECT_EQ(decltype(df::bulk_create(users))::statement.node, "bulk create");
    static_assert(std::is_same_v<decltype(df::read<User>(1))::output, df::record<User>>);
    static_assert(std::is_same_v<decltype(df::find<User>(1))::output, std::optional<df::record<User>>>);
    static_assert(std::is_same_v<decltype(df::bulk_create(std::vector<df::record<User>>{}))::model, User>);
}

TEST(nodes, a_create_from_assignments_keeps_the_defaults_of_the_struct) {
    const auto made = df::create<User>(field<&User::name> = "x", field<&User::score> = 3).start();
    EXPECT_EQ(made.name, "x");
    EXPECT_TRUE(made.active);
    EXPECT_EQ(made.score, 3);
    EXPECT_THROW((void)df::create<User>(field<&User::age> = std::int64_t{5000000000}).start(),
                 df::invalid_value);
}

} // namespace
