// What soft deletes and tenants add to the text of every statement.
#include <dataflow/dataflow.hpp>
#include <dataflow/search.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Note {
    df::id<Note> id{};
    std::string title{};
    std::string slug{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .soft_delete = true, .unique = df::unique({"slug"})};
};
struct Remark {
    df::id<Remark> id{};
    std::optional<df::id<Note>> note_id{};
    std::string text{};

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

template <class Node>
constexpr auto lite(const Node& n) {
    return df::sql_of<df::sqlite>(n);
}
template <class Node>
constexpr auto pg(const Node& n) {
    return df::sql_of<df::postgres>(n);
}

constexpr auto title = field<&Note::title>;

struct soft_deletes {
    static_assert(
        lite(df::read<Note>(1)) ==
        R"(SELECT "id", "title", "slug", "deleted_at" FROM "notes" WHERE "id" = ?1 AND "deleted_at" IS NULL)");
    static_assert(
        pg(df::list<Note>()) ==
        R"(SELECT "id", "title", "slug", "deleted_at" FROM "notes" WHERE "deleted_at" IS NULL ORDER BY "id")");
    static_assert(pg(df::list<Note>().where(title == "a" || title == "b").limit(3)) ==
                  R"(SELECT "id", "title", "slug", "deleted_at" FROM "notes" WHERE "deleted_at" IS NULL AND )"
                  R"(("title" = $1 OR "title" = $2) ORDER BY "id" LIMIT $3)");
    static_assert(lite(df::count<Note>()) == R"(SELECT count(*) FROM "notes" WHERE "deleted_at" IS NULL)");
    static_assert(pg(df::exists<Note>()) ==
                  R"(SELECT EXISTS (SELECT 1 FROM "notes" WHERE "deleted_at" IS NULL))");
    static_assert(
        lite(df::update<Note>(1, title = "x")) ==
        R"(UPDATE "notes" SET "title" = ?1 WHERE "id" = ?2 AND "deleted_at" IS NULL RETURNING "id", "title", "slug", "deleted_at")");
    static_assert(lite(df::erase<Note>(1)) ==
                  R"(UPDATE "notes" SET "deleted_at" = ?1 WHERE "id" = ?2 AND "deleted_at" IS NULL)");
    static_assert(
        pg(df::erase<Remark>(1)) ==
        R"(UPDATE "remarks" SET "updated_at" = $1, "deleted_at" = $1 WHERE "id" = $2 AND "deleted_at" IS NULL)");
    static_assert(pg(df::bulk_erase<Note>(title == "x")) ==
                  R"(UPDATE "notes" SET "deleted_at" = $1 WHERE "deleted_at" IS NULL AND "title" = $2)");
    static_assert(
        lite(df::bulk_erase<Note>(title == "x").limit(2)) ==
        R"(UPDATE "notes" SET "deleted_at" = ?1 WHERE ("id") IN (SELECT "id" FROM "notes" WHERE "deleted_at" IS NULL AND "title" = ?2 )"
        R"(ORDER BY "id" LIMIT ?3) AND "deleted_at" IS NULL)");
};

struct Post { // of a tenant, with a key of its own
    std::string slug{};
    std::string title{};

    static constexpr auto dataflow = df::options{.key = df::key("slug"),
                                                 .timestamps = false,
                                                 .soft_delete = true,
                                                 .multi_tenant = true,
                                                 .unique = df::unique({"title"})};
};
struct Comment {
    df::id<Comment> id{};
    df::id<Post, std::string> post{};
    std::string text{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};

template <class Node>
void expect(const Node& n, std::string_view sqlite, std::string_view postgres) {
    EXPECT_EQ(lite(n).view(), sqlite);
    EXPECT_EQ(pg(n).view(), postgres);
}

TEST(Policies, AreInTheTextOfEveryStatement) {
    expect(df::create(Note{}), R"(INSERT INTO "notes" ("title", "slug") VALUES (?1, ?2))",
           R"(INSERT INTO "notes" ("title", "slug") VALUES ($1, $2) RETURNING "id", "title", "slug", )"
           R"("deleted_at")");
    expect(df::upsert(Note{}).on_conflict(field<&Note::slug>),
           R"(INSERT INTO "notes" ("title", "slug") VALUES (?1, ?2) ON CONFLICT ("slug") WHERE )"
           R"("deleted_at" IS NULL DO UPDATE SET "title" = excluded."title" WHERE CASE WHEN )"
           R"("notes"."deleted_at" IS NULL THEN dataflow_tick(?3) ELSE FALSE END RETURNING "id", )"
           R"("title", "slug", "deleted_at")",
           R"(INSERT INTO "notes" ("title", "slug") VALUES ($1, $2) ON CONFLICT ("slug") WHERE )"
           R"("deleted_at" IS NULL DO UPDATE SET "title" = excluded."title" WHERE )"
           R"("notes"."deleted_at" IS NULL RETURNING "id", "title", "slug", "deleted_at", (xmax = 0))");
    expect(df::upsert(Note{.id = df::id<Note>{3}}).on_conflict(field<&Note::id>),
           R"(INSERT INTO "notes" ("id", "title", "slug") VALUES (?1, ?2, ?3) ON CONFLICT ("id") DO )"
           R"(UPDATE SET "title" = excluded."title", "slug" = excluded."slug" WHERE CASE WHEN )"
           R"("notes"."deleted_at" IS NULL THEN dataflow_tick(?4) ELSE FALSE END RETURNING "id", )"
           R"("title", "slug", "deleted_at")",
           R"(INSERT INTO "notes" ("id", "title", "slug") VALUES ($1, $2, $3) ON CONFLICT ("id") DO )"
           R"(UPDATE SET "title" = excluded."title", "slug" = excluded."slug" WHERE )"
           R"("notes"."deleted_at" IS NULL RETURNING "id", "title", "slug", "deleted_at", (xmax = 0))");
    expect(df::list<Remark>().left_join<&Remark::note_id>(),
           R"(SELECT t0."id", t0."note_id", t0."text", t0."created_at", t0."updated_at", )"
           R"(t0."deleted_at", t1."id", t1."title", t1."slug", t1."deleted_at", (t1."id" IS NOT NULL) )"
           R"(FROM "remarks" AS t0 LEFT JOIN "notes" AS t1 ON t1."id" = t0."note_id" AND )"
           R"(t1."deleted_at" IS NULL WHERE t0."deleted_at" IS NULL ORDER BY t0."id", t1."id")",
           R"(SELECT t0."id", t0."note_id", t0."text", t0."created_at", t0."updated_at", )"
           R"(t0."deleted_at", t1."id", t1."title", t1."slug", t1."deleted_at", (t1."id" IS NOT NULL) )"
           R"(FROM "remarks" AS t0 LEFT JOIN "notes" AS t1 ON t1."id" = t0."note_id" AND )"
           R"(t1."deleted_at" IS NULL WHERE t0."deleted_at" IS NULL ORDER BY t0."id", t1."id")");
    expect(df::list<Remark>().join<&Remark::note_id>().where(title == "x"),
           R"(SELECT t0."id", t0."note_id", t0."text", t0."created_at", t0."updated_at", )"
           R"(t0."deleted_at", t1."id", t1."title", t1."slug", t1."deleted_at" FROM "remarks" AS t0 )"
           R"(JOIN "notes" AS t1 ON t1."id" = t0."note_id" AND t1."deleted_at" IS NULL WHERE )"
           R"(t0."deleted_at" IS NULL AND t1."title" = ?1 ORDER BY t0."id", t1."id")",
           R"(SELECT t0."id", t0."note_id", t0."text", t0."created_at", t0."updated_at", )"
           R"(t0."deleted_at", t1."id", t1."title", t1."slug", t1."deleted_at" FROM "remarks" AS t0 )"
           R"(JOIN "notes" AS t1 ON t1."id" = t0."note_id" AND t1."deleted_at" IS NULL WHERE )"
           R"(t0."deleted_at" IS NULL AND t1."title" = $1 ORDER BY t0."id", t1."id")");
    expect(df::count(df::list<Remark>().join<&Remark::note_id>()),
           R"(SELECT count(*) FROM "remarks" AS t0 JOIN "notes" AS t1 ON t1."id" = t0."note_id" AND )"
           R"(t1."deleted_at" IS NULL WHERE t0."deleted_at" IS NULL)",
           R"(SELECT count(*) FROM "remarks" AS t0 JOIN "notes" AS t1 ON t1."id" = t0."note_id" AND )"
           R"(t1."deleted_at" IS NULL WHERE t0."deleted_at" IS NULL)");
    expect(df::list<Remark>().where(
               df::exists(df::list<Note>().where(field<&Note::id> == field<&Remark::note_id>))),
           R"(SELECT "id", "note_id", "text", "created_at", "updated_at", "deleted_at" FROM "remarks" )"
           R"(WHERE "deleted_at" IS NULL AND EXISTS (SELECT 1 FROM "notes" AS t0 WHERE )"
           R"(t0."deleted_at" IS NULL AND t0."id" = "remarks"."note_id") ORDER BY "id")",
           R"(SELECT "id", "note_id", "text", "created_at", "updated_at", "deleted_at" FROM "remarks" )"
           R"(WHERE "deleted_at" IS NULL AND EXISTS (SELECT 1 FROM "notes" AS t0 WHERE )"
           R"(t0."deleted_at" IS NULL AND t0."id" = "remarks"."note_id") ORDER BY "id")");
    expect(df::list<Note>().with_children<&Remark::note_id>(),
           R"(SELECT "id", "note_id", "text", "created_at", "updated_at", "deleted_at" FROM "remarks" )"
           R"(WHERE "note_id" IN (SELECT c0 FROM dataflow_rows(?1)) AND "deleted_at" IS NULL ORDER BY )"
           R"("note_id", "id")",
           R"(SELECT "id", "note_id", "text", "created_at", "updated_at", "deleted_at" FROM "remarks" )"
           R"(WHERE "note_id" = ANY($1::BIGINT[]) AND "deleted_at" IS NULL ORDER BY "note_id", "id")");
    expect(df::aggregate<Note>().group_by(title).select(df::max(title).as<"m">()),
           R"(SELECT "title", max("title") FROM "notes" WHERE "deleted_at" IS NULL GROUP BY "title")",
           R"(SELECT "title", max("title") FROM "notes" WHERE "deleted_at" IS NULL GROUP BY "title")");
    std::vector<Remark> rows;
    expect(df::bulk_create(rows),
           R"(INSERT INTO "remarks" ("note_id", "text", "created_at", "updated_at") SELECT r.c0, )"
           R"(r.c1, ?1, ?1 FROM dataflow_rows(?2) AS r)",
           R"(INSERT INTO "remarks" ("note_id", "text", "created_at", "updated_at") SELECT r.c0, )"
           R"(r.c1, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::BIGINT[], $3::TEXT[]) WITH )"
           R"(ORDINALITY AS r(c0, c1, ord))");
    expect(df::bulk_upsert(rows),
           R"(INSERT INTO "remarks" ("note_id", "text", "created_at", "updated_at") SELECT r.c0, )"
           R"(r.c1, ?1, ?1 FROM dataflow_rows(?2) AS r)",
           R"(INSERT INTO "remarks" ("note_id", "text", "created_at", "updated_at") SELECT r.c0, )"
           R"(r.c1, $1::TIMESTAMPTZ, $1::TIMESTAMPTZ FROM unnest($2::BIGINT[], $3::TEXT[]) WITH )"
           R"(ORDINALITY AS r(c0, c1, ord))");
    expect(df::bulk_update(rows),
           R"(UPDATE "remarks" SET "note_id" = ?1, "text" = ?2, "updated_at" = ?3 WHERE "id" = ?4 AND )"
           R"("deleted_at" IS NULL)",
           R"(UPDATE "remarks" SET "note_id" = r.c1, "text" = r.c2, "updated_at" = $1 FROM )"
           R"(unnest($2::BIGINT[], $3::BIGINT[], $4::TEXT[]) WITH ORDINALITY AS r(c0, c1, c2, ord) )"
           R"(WHERE "remarks"."id" = r.c0 AND "remarks"."deleted_at" IS NULL)");
    expect(df::bulk_erase<Remark>(std::vector<df::id<Remark>>{}),
           R"(UPDATE "remarks" SET "updated_at" = ?1, "deleted_at" = ?1 WHERE "id" = ?2 AND )"
           R"("deleted_at" IS NULL)",
           R"(UPDATE "remarks" SET "updated_at" = $1, "deleted_at" = $1 WHERE "id" = )"
           R"(ANY($2::BIGINT[]) AND "deleted_at" IS NULL)");
    std::vector<Post> posts;
    expect(df::create(Post{}), R"(INSERT INTO "posts" ("slug", "title", "tenant_id") VALUES (?1, ?2, ?3))",
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") VALUES ($1, $2, $3) RETURNING )"
           R"("slug", "title", "tenant_id", "deleted_at")");
    expect(df::upsert(Post{}).on_conflict(field<&Post::slug>),
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") VALUES (?1, ?2, ?3) ON CONFLICT )"
           R"(("tenant_id", "slug") DO UPDATE SET "title" = excluded."title" WHERE CASE WHEN )"
           R"("posts"."tenant_id" = ?3 AND "posts"."deleted_at" IS NULL THEN dataflow_tick(?4) ELSE )"
           R"(FALSE END RETURNING "slug", "title", "tenant_id", "deleted_at")",
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") VALUES ($1, $2, $3) ON CONFLICT )"
           R"(("tenant_id", "slug") DO UPDATE SET "title" = excluded."title" WHERE )"
           R"("posts"."tenant_id" = $3 AND "posts"."deleted_at" IS NULL RETURNING "slug", "title", )"
           R"("tenant_id", "deleted_at", (xmax = 0))");
    expect(df::upsert(Post{}).on_conflict(field<&Post::title>),
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") VALUES (?1, ?2, ?3) ON CONFLICT )"
           R"(("tenant_id", "title") WHERE "deleted_at" IS NULL DO UPDATE SET "title" = )"
           R"(excluded."title" WHERE CASE WHEN "posts"."tenant_id" = ?3 AND "posts"."deleted_at" IS )"
           R"(NULL THEN dataflow_tick(?4) ELSE FALSE END RETURNING "slug", "title", "tenant_id", )"
           R"("deleted_at")",
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") VALUES ($1, $2, $3) ON CONFLICT )"
           R"(("tenant_id", "title") WHERE "deleted_at" IS NULL DO UPDATE SET "title" = )"
           R"(excluded."title" WHERE "posts"."tenant_id" = $3 AND "posts"."deleted_at" IS NULL )"
           R"(RETURNING "slug", "title", "tenant_id", "deleted_at", (xmax = 0))");
    expect(df::bulk_create(posts),
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") SELECT r.c0, r.c1, ?1 FROM )"
           R"(dataflow_rows(?2) AS r)",
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") SELECT r.c0, r.c1, $1::TEXT FROM )"
           R"(unnest($2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS r(c0, c1, ord))");
    expect(df::bulk_upsert(posts),
           R"(INSERT INTO "posts" ("slug", "title", "tenant_id") SELECT r.c0, r.c1, ?1 FROM )"
           R"(dataflow_rows(?2) AS r WHERE true ON CONFLICT ("tenant_id", "slug") DO UPDATE SET )"
           R"("title" = excluded."title" WHERE CASE WHEN "posts"."tenant_id" = ?1 AND )"
           R"("posts"."deleted_at" IS NULL THEN dataflow_tick(?3) ELSE FALSE END)",
           R"(WITH done AS (INSERT INTO "posts" ("slug", "title", "tenant_id") SELECT r.c0, r.c1, )"
           R"($1::TEXT FROM unnest($2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS r(c0, c1, ord) ON )"
           R"(CONFLICT ("tenant_id", "slug") DO UPDATE SET "title" = excluded."title" WHERE )"
           R"("posts"."tenant_id" = $1 AND "posts"."deleted_at" IS NULL RETURNING (xmax = 0) AS )"
           R"(created) SELECT count(*) FILTER (WHERE created), count(*) FILTER (WHERE NOT created) )"
           R"(FROM done)");
    expect(df::bulk_update(posts),
           R"(UPDATE "posts" SET "title" = ?1 WHERE "slug" = ?2 AND "tenant_id" = ?3 AND "deleted_at" )"
           R"(IS NULL)",
           R"(UPDATE "posts" SET "title" = r.c1 FROM unnest($1::TEXT[], $2::TEXT[]) WITH ORDINALITY )"
           R"(AS r(c0, c1, ord) WHERE "posts"."slug" = r.c0 AND "posts"."tenant_id" = $3 AND )"
           R"("posts"."deleted_at" IS NULL)");
    expect(df::bulk_erase<Post>(field<&Post::title> == "x"),
           R"(UPDATE "posts" SET "deleted_at" = ?1 WHERE "tenant_id" = ?2 AND "deleted_at" IS NULL )"
           R"(AND "title" = ?3)",
           R"(UPDATE "posts" SET "deleted_at" = $1 WHERE "tenant_id" = $2 AND "deleted_at" IS NULL )"
           R"(AND "title" = $3)");
    expect(df::list<Comment>().join<&Comment::post>(),
           R"(SELECT t0."id", t0."post", t0."text", t0."tenant_id", t1."slug", t1."title", )"
           R"(t1."tenant_id", t1."deleted_at" FROM "comments" AS t0 JOIN "posts" AS t1 ON t1."slug" = )"
           R"(t0."post" AND t1."tenant_id" = ?1 AND t1."deleted_at" IS NULL WHERE t0."tenant_id" = ?1 )"
           R"(ORDER BY t0."id", t1."slug")",
           R"(SELECT t0."id", t0."post", t0."text", t0."tenant_id", t1."slug", t1."title", )"
           R"(t1."tenant_id", t1."deleted_at" FROM "comments" AS t0 JOIN "posts" AS t1 ON t1."slug" = )"
           R"(t0."post" AND t1."tenant_id" = $1 AND t1."deleted_at" IS NULL WHERE t0."tenant_id" = $1 )"
           R"(ORDER BY t0."id", t1."slug")");
    expect(df::erase<Post>("a"),
           R"(UPDATE "posts" SET "deleted_at" = ?1 WHERE "slug" = ?2 AND "tenant_id" = ?3 AND )"
           R"("deleted_at" IS NULL)",
           R"(UPDATE "posts" SET "deleted_at" = $1 WHERE "slug" = $2 AND "tenant_id" = $3 AND )"
           R"("deleted_at" IS NULL)");
    expect(df::read<Post>("a"),
           R"(SELECT "slug", "title", "tenant_id", "deleted_at" FROM "posts" WHERE "slug" = ?1 AND )"
           R"("tenant_id" = ?2 AND "deleted_at" IS NULL)",
           R"(SELECT "slug", "title", "tenant_id", "deleted_at" FROM "posts" WHERE "slug" = $1 AND )"
           R"("tenant_id" = $2 AND "deleted_at" IS NULL)");
}

// A policy by hand: every source of a stamp, in every statement that sets it.
struct Sheet {
    df::id<Sheet> id{};
    int version{};
    std::string author{};
    int text{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};
using df::schema::stamp;
constexpr stamp sheet_stamps[]{
    {.column = 1, .when = stamp::on_insert, .what = stamp::source::number, .number = 1},
    {.column = 1, .when = stamp::on_update, .what = stamp::source::plus_one},
    {.column = 2,
     .when = stamp::on_insert | stamp::on_update,
     .what = stamp::source::session,
     .which = df::schema::session_value::actor},
};
constexpr auto sheets = [] {
    auto out = df::schema::table_of<Sheet>;
    out.policy.stamps = sheet_stamps;
    return out;
}();
std::string text_of(df::rooms::sql::statement s, df::dialect d, std::uint64_t variant = 0) {
    s.table = &sheets;
    return s.sql(d, variant);
}

TEST(Policies, StampsSetConstantsCountersAndValuesOfTheSession) {
    using bits = df::rooms::sql::insert_variant;
    const auto update = df::update<Sheet>(1, field<&Sheet::text> = 1);
    EXPECT_EQ(text_of(update.statement, df::sqlite),
              R"(UPDATE "sheets" SET "text" = ?1, "version" = "version" + 1, "author" = ?2 WHERE "id" = ?3 )"
              R"(RETURNING "id", "version", "author", "text")");
    EXPECT_EQ(text_of(df::create(Sheet{}).statement, df::sqlite, bits::key_made),
              R"(INSERT INTO "sheets" ("version", "author", "text") VALUES (1, ?1, ?2))");
    std::vector<Sheet> rows;
    EXPECT_EQ(text_of(df::bulk_create(rows).statement, df::postgres, bits::key_made),
              R"(INSERT INTO "sheets" ("version", "author", "text") SELECT 1::INTEGER, $1::TEXT, r.c0 FROM )"
              R"(unnest($2::INTEGER[]) WITH ORDINALITY AS r(c0, ord))");
    EXPECT_EQ(
        text_of(df::upsert(Sheet{})
                    .on_conflict(field<&Sheet::id>)
                    .set_on_conflict(field<&Sheet::text> = 2)
                    .statement,
                df::postgres),
        R"(INSERT INTO "sheets" ("id", "version", "author", "text") VALUES ($1, 1, $2, $3) ON CONFLICT )"
        R"(("id") DO UPDATE SET "text" = $4, "version" = "sheets"."version" + 1, "author" = $2 )"
        R"(RETURNING "id", "version", "author", "text", (xmax = 0))");
}

} // namespace
