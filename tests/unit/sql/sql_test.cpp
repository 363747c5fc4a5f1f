// CREATE TABLE and its kin, on both databases.
#include <dataflow/node/sql_of.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/ddl.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>

namespace {

namespace df = dataflow;

enum class color { red, green = 5 };

struct Customer {
    df::id<Customer> id{};
    std::string name;
};
struct Everything {
    df::id<Everything> id{};
    bool yes = true;
    std::int8_t i8 = -3;
    std::uint8_t u8 = 3;
    std::int16_t i16 = -5;
    std::uint16_t u16 = 5;
    std::int32_t i32 = 7;
    std::uint32_t u32 = 7;
    std::int64_t i64 = INT64_MIN;
    float f = 0.5F;
    double d = 0.1;
    std::string text = "it's";
    df::bytes raw = {std::byte{1}, std::byte{0xAB}};
    df::timestamp at = df::timestamp{std::chrono::microseconds{1500000}};
    df::date day = std::chrono::year{2024} / 2 / 29;
    df::uuid token{};
    color shade = color::green;
    std::optional<int> maybe = 4;
    std::optional<std::string> empty{};
    df::id<Customer> customer{};
    std::optional<df::id<Everything>> parent{};

    static constexpr auto dataflow = df::options{
        .unique = df::unique({"text", "maybe"}),
        .indexes =
            df::indexes(df::index{"maybe"}.where(df::column("yes") == true && df::column("text") != "it's")),
        .checks = df::checks(df::check("sane", df::column("i32") > 0 || df::is_null(df::column("maybe")))),
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"customer", df::on_delete::cascade},
                                         df::foreign_key_rule{"parent", df::on_delete::set_null}),
    };
};
struct Pair {
    int a;
    std::string b;

    static constexpr auto dataflow =
        df::options{.table = "odd \"name\"", .key = df::key("b", "a"), .timestamps = false};
};
struct Reused {
    int a = 0;

    static constexpr auto dataflow = df::options{.timestamps = false, .reuse_keys = true};
};

template <class M>
std::string create(df::dialect d) {
    const df::record<M> prototype{};
    return df::rooms::sql::create_table(d, df::schema::table_of<M>, &prototype, df::schema::fields_of<M>);
}
template <class M>
std::string index(df::dialect d, std::size_t i) {
    return df::rooms::sql::create_index(d, df::schema::table_of<M>, df::schema::table_of<M>.indexes[i]);
}
template <class M>
std::string foreign_key(std::size_t i) {
    return df::rooms::sql::add_foreign_key(df::schema::table_of<M>, df::schema::table_of<M>.foreign_keys[i]);
}

TEST(ddl, tables) {
    EXPECT_EQ(create<Everything>(df::sqlite), R"(CREATE TABLE "everythings" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "yes" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "everythings_yes_range" CHECK ("yes" = 0 OR "yes" = 1),
  "i8" INTEGER NOT NULL DEFAULT -3 CONSTRAINT "everythings_i8_range" CHECK (CAST("i8" AS INTEGER) = "i8" AND "i8" BETWEEN -128 AND 127),
  "u8" INTEGER NOT NULL DEFAULT 3 CONSTRAINT "everythings_u8_range" CHECK (CAST("u8" AS INTEGER) = "u8" AND "u8" BETWEEN 0 AND 255),
  "i16" INTEGER NOT NULL DEFAULT -5 CONSTRAINT "everythings_i16_range" CHECK (CAST("i16" AS INTEGER) = "i16" AND "i16" BETWEEN -32768 AND 32767),
  "u16" INTEGER NOT NULL DEFAULT 5 CONSTRAINT "everythings_u16_range" CHECK (CAST("u16" AS INTEGER) = "u16" AND "u16" BETWEEN 0 AND 65535),
  "i32" INTEGER NOT NULL DEFAULT 7 CONSTRAINT "everythings_i32_range" CHECK (CAST("i32" AS INTEGER) = "i32" AND "i32" BETWEEN -2147483648 AND 2147483647),
  "u32" INTEGER NOT NULL DEFAULT 7 CONSTRAINT "everythings_u32_range" CHECK (CAST("u32" AS INTEGER) = "u32" AND "u32" BETWEEN 0 AND 4294967295),
  "i64" INTEGER NOT NULL DEFAULT (-9223372036854775807 - 1) CONSTRAINT "everythings_i64_range" CHECK (typeof("i64") = 'integer'),
  "f" REAL NOT NULL DEFAULT 5e-01 CONSTRAINT "everythings_f_range" CHECK (+"f" < ''),
  "d" REAL NOT NULL DEFAULT 1e-01 CONSTRAINT "everythings_d_range" CHECK (+"d" < ''),
  "text" TEXT NOT NULL DEFAULT 'it''s',
  "raw" BLOB NOT NULL DEFAULT X'01ab',
  "at" TEXT NOT NULL DEFAULT '1970-01-01T00:00:01.500000Z' CONSTRAINT "everythings_at_range" CHECK (length("at") = 27),
  "day" TEXT NOT NULL DEFAULT '2024-02-29' CONSTRAINT "everythings_day_range" CHECK (length("day") = 10),
  "token" TEXT NOT NULL CONSTRAINT "everythings_token_range" CHECK (length("token") = 36),
  "shade" TEXT NOT NULL DEFAULT 'green' CONSTRAINT "everythings_shade_range" CHECK ("shade" IN ('red', 'green')),
  "maybe" INTEGER DEFAULT 4 CONSTRAINT "everythings_maybe_range" CHECK (CAST("maybe" AS INTEGER) = "maybe" AND "maybe" BETWEEN -2147483648 AND 2147483647),
  "empty" TEXT,
  "customer" INTEGER NOT NULL CONSTRAINT "everythings_customer_range" CHECK (typeof("customer") = 'integer'),
  "parent" INTEGER CONSTRAINT "everythings_parent_range" CHECK (typeof("parent") IN ('integer', 'null')),
  "created_at" TEXT NOT NULL CONSTRAINT "everythings_created_at_range" CHECK (length("created_at") = 27),
  "updated_at" TEXT NOT NULL CONSTRAINT "everythings_updated_at_range" CHECK (length("updated_at") = 27),
  CONSTRAINT "sane" CHECK ((("i32" > 0) OR ("maybe" IS NULL))),
  CONSTRAINT "everythings_customer_fkey" FOREIGN KEY ("customer") REFERENCES "customers" ("id") ON DELETE CASCADE,
  CONSTRAINT "everythings_parent_fkey" FOREIGN KEY ("parent") REFERENCES "everythings" ("id") ON DELETE SET NULL
))");
    EXPECT_EQ(create<Everything>(df::postgres), R"(CREATE TABLE "everythings" (
  "id" BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "yes" BOOLEAN NOT NULL DEFAULT TRUE,
  "i8" SMALLINT NOT NULL DEFAULT -3 CONSTRAINT "everythings_i8_range" CHECK ("i8" BETWEEN -128 AND 127),
  "u8" SMALLINT NOT NULL DEFAULT 3 CONSTRAINT "everythings_u8_range" CHECK ("u8" BETWEEN 0 AND 255),
  "i16" SMALLINT NOT NULL DEFAULT -5,
  "u16" INTEGER NOT NULL DEFAULT 5 CONSTRAINT "everythings_u16_range" CHECK ("u16" BETWEEN 0 AND 65535),
  "i32" INTEGER NOT NULL DEFAULT 7,
  "u32" BIGINT NOT NULL DEFAULT 7 CONSTRAINT "everythings_u32_range" CHECK ("u32" BETWEEN 0 AND 4294967295),
  "i64" BIGINT NOT NULL DEFAULT (-9223372036854775807 - 1),
  "f" REAL NOT NULL DEFAULT 5e-01,
  "d" DOUBLE PRECISION NOT NULL DEFAULT 1e-01,
  "text" TEXT COLLATE "C" NOT NULL DEFAULT 'it''s',
  "raw" BYTEA NOT NULL DEFAULT '\x01ab'::BYTEA,
  "at" TIMESTAMPTZ NOT NULL DEFAULT '1970-01-01T00:00:01.500000Z',
  "day" DATE NOT NULL DEFAULT '2024-02-29',
  "token" UUID NOT NULL,
  "shade" TEXT COLLATE "C" NOT NULL DEFAULT 'green' CONSTRAINT "everythings_shade_range" CHECK ("shade" IN ('red', 'green')),
  "maybe" INTEGER DEFAULT 4,
  "empty" TEXT COLLATE "C",
  "customer" BIGINT NOT NULL,
  "parent" BIGINT,
  "created_at" TIMESTAMPTZ NOT NULL,
  "updated_at" TIMESTAMPTZ NOT NULL,
  CONSTRAINT "everythings_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "sane" CHECK ((("i32" > 0) OR ("maybe" IS NULL)))
))");
    EXPECT_EQ(create<Pair>(df::sqlite), R"(CREATE TABLE "odd ""name""" (
  "a" INTEGER NOT NULL CONSTRAINT "odd ""name""_a_range" CHECK (CAST("a" AS INTEGER) = "a" AND "a" BETWEEN -2147483648 AND 2147483647),
  "b" TEXT NOT NULL,
  CONSTRAINT "odd ""name""_pkey" PRIMARY KEY ("b", "a")
))");
    EXPECT_EQ(create<Pair>(df::postgres), R"(CREATE TABLE "odd ""name""" (
  "a" INTEGER NOT NULL,
  "b" TEXT COLLATE "C" NOT NULL,
  CONSTRAINT "odd ""name""_pkey" PRIMARY KEY ("b", "a")
))");
    EXPECT_EQ(create<Reused>(df::sqlite), R"(CREATE TABLE "reuseds" (
  "a" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "reuseds_a_range" CHECK (CAST("a" AS INTEGER) = "a" AND "a" BETWEEN -2147483648 AND 2147483647),
  "id" INTEGER PRIMARY KEY
))");
    EXPECT_EQ(create<Reused>(df::postgres), R"(CREATE TABLE "reuseds" (
  "a" INTEGER NOT NULL DEFAULT 0,
  "id" BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  CONSTRAINT "reuseds_pkey" PRIMARY KEY ("id")
))");
}

TEST(ddl, indexes) {
    EXPECT_EQ(
        index<Everything>(df::sqlite, 0),
        R"(CREATE UNIQUE INDEX IF NOT EXISTS "everythings_text_maybe_key" ON "everythings" ("text", "maybe"))");
    EXPECT_EQ(
        index<Everything>(df::postgres, 0),
        R"(CREATE UNIQUE INDEX IF NOT EXISTS "everythings_text_maybe_key" ON "everythings" ("text", "maybe" NULLS FIRST))");
    EXPECT_EQ(
        index<Everything>(df::sqlite, 1),
        R"(CREATE INDEX IF NOT EXISTS "everythings_maybe_idx" ON "everythings" ("maybe") WHERE (("yes" = 1) AND ("text" <> 'it''s')))");
    EXPECT_EQ(
        index<Everything>(df::postgres, 1),
        R"(CREATE INDEX IF NOT EXISTS "everythings_maybe_idx" ON "everythings" ("maybe" NULLS FIRST) WHERE (("yes" = TRUE) AND ("text" <> 'it''s')))");
}

TEST(ddl, foreign_keys) {
    EXPECT_EQ(
        foreign_key<Everything>(0),
        R"(ALTER TABLE "everythings" ADD CONSTRAINT "everythings_customer_fkey" FOREIGN KEY ("customer") REFERENCES "customers" ("id") ON DELETE CASCADE)");
    EXPECT_EQ(
        foreign_key<Everything>(1),
        R"(ALTER TABLE "everythings" ADD CONSTRAINT "everythings_parent_fkey" FOREIGN KEY ("parent") REFERENCES "everythings" ("id") ON DELETE SET NULL)");
}

} // namespace
