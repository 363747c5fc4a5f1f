// A third dialect, which this file alone knows: a row of data writes every node's statement, in MySQL's
// spelling. That such a row suffices is the point; nothing of it is known to the library's headers.
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>
#include <dataflow/lock.hpp>
#include <dataflow/node/sql_of.hpp>
#include <dataflow/search.hpp>
#include <dataflow/sql/ddl.hpp>
#include <dataflow/windows.hpp>

#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace third {

namespace df = dataflow;
namespace sql = df::rooms::sql;
using df::field;

inline constexpr sql::own_function mysql_functions[]{
    {&df::query::functions::concat, "concat(@, @)"},
    {&df::query::functions::to_int64, "CAST(@ AS SIGNED)"},
    {&df::query::functions::to_real, "CAST(@ AS DOUBLE)"},
    {&df::query::functions::whole_to_text, "CAST(@ AS CHAR)"},
    {&df::query::functions::substring, "substring(@1, @2, @3)"},
    {&df::query::functions::weekday_of_time, "(weekday(@) + 1)"},
};

inline constexpr sql::type_texts mysql_casts{.int64 = "SIGNED",
                                             .float64 = "DOUBLE",
                                             .text = "CHAR",
                                             .timestamp = "DATETIME(6)",
                                             .date = "DATE",
                                             .decimal = "DECIMAL"};

inline constexpr sql::dialect_data mysql{
    .name = "MySQL",
    .quote = '`',
    .numbered = false,
    .types = {.boolean = "BOOLEAN",
              .int16 = "SMALLINT",
              .int32 = "INT",
              .int64 = "BIGINT",
              .float32 = "FLOAT",
              .float64 = "DOUBLE",
              .text = "VARCHAR(255)",
              .bytes = "LONGBLOB",
              .timestamp = "DATETIME(6)",
              .date = "DATE",
              .uuid = "CHAR(36)",
              .decimal = "DECIMAL",
              .duration = "BIGINT",
              .json = "JSON",
              .array = "JSON"},
    .casts = mysql_casts,
    .byte_order = " COLLATE utf8mb4_bin",
    .fine_decimal = "DECIMAL(65, 30)",
    .rows = sql::row_form::json,
    .row_types = {.decimal = "DECIMAL(36, 18)"},
    .updates_rows = sql::row_update::join,
    .limits_changes = true,
    .unlimited = " LIMIT 18446744073709551615",
    .conflict = sql::conflict_form::on_duplicate_key,
    .new_row = {"VALUES(", "", ")"},
    .locks = {" FOR UPDATE", " LOCK IN SHARE MODE", "", " SKIP LOCKED", " NOWAIT"},
    .full_joins = false,
    .nulls_first_or_last = false,
    .same = {"", " <=> ", ""},
    .differs = {"NOT (", " <=> ", ")"},
    .filters_aggregates = false,
    .match = {.like = "@1 LIKE BINARY @2",
              .ilike = "lower(@1) LIKE lower(@2)",
              .starts_with = "locate(BINARY @2, @1) = 1",
              .ends_with = "right(@1, char_length(@2)) = BINARY @2",
              .contains = "locate(BINARY @2, @1) > 0",
              .regex = "@1 REGEXP @2"},
    .arrays = {.has = "coalesce(JSON_CONTAINS(@1, JSON_ARRAY(@2)), FALSE)",
               .append = "JSON_MERGE_PRESERVE(coalesce(@1, JSON_ARRAY()), @2)",
               .size = "JSON_LENGTH(@1)"}, // and none to remove elements
    .json = {.bound_path = {"concat(", "", ")"},
             .bound_key = {".\"', ", "", ", '\""},
             .part = "JSON_EXTRACT(@1, @2)",
             .kind = "JSON_TYPE(JSON_EXTRACT(@1, @2))",
             .object = "'OBJECT'",
             .array = "'ARRAY'",
             .exists = "coalesce(JSON_TYPE(JSON_EXTRACT(@1, @2)) <> 'NULL', FALSE)",
             .size = "JSON_LENGTH(@1)",
             .set_member = "JSON_SET(@1, @2, JSON_EXTRACT(@3, '$'))",
             .set_element = "JSON_REPLACE(@1, @2, JSON_EXTRACT(@3, '$'))",
             .null = "JSON_EXTRACT('null', '$')",
             .values_of = {.boolean = "CASE JSON_TYPE(@1) WHEN 'BOOLEAN' THEN @1 = 'true' END",
                           .int32 = "CASE JSON_TYPE(@1) WHEN 'INTEGER' THEN CAST(@1 AS SIGNED) END",
                           .int64 = "CASE JSON_TYPE(@1) WHEN 'INTEGER' THEN CAST(@1 AS SIGNED) END",
                           .text = "CASE JSON_TYPE(@1) WHEN 'STRING' THEN JSON_UNQUOTE(@1) END"}},
    .sums_widen = true,
    .rounded_whole = {"CAST(round(", "", ") AS SIGNED)"},
    .divide_whole = " DIV ",
    .own_functions = mysql_functions,
    .made_key = " AUTO_INCREMENT",
};

// A fourth, in three lines: MariaDB gives rows back, but not from an UPDATE.
inline constexpr sql::dialect_data mariadb = [] {
    auto d = mysql;
    d.returning = {.insert = true, .erase = true};
    return d;
}();

struct User {
    df::id<User> id{};
    std::string name;
    int age{};
    bool active = true;
    std::optional<int> score{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
struct Cell {
    int row{};
    int col{};
    int v{};

    static constexpr auto dataflow = df::options{.key = df::key("row", "col"), .timestamps = false};
};
struct Size {
    int width{};
    std::string unit;
};
struct Item {
    df::id<Item> id{};
    df::id<User> owner{};
    df::decimal<10, 2> price{};
    std::vector<int> marks{};
    df::json<Size> size{};
    std::array<float, 3> place{};
    df::timestamp seen{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};
constinit std::vector<User> users; // NOLINT: its address is a constant
constinit std::vector<Cell> cells; // NOLINT

struct Article {
    df::id<Article> id{};
    std::string title;

    static constexpr auto dataflow = df::options{.full_text = df::full_text({"title"})};
};

constexpr auto name = field<&User::name>;
constexpr auto age = field<&User::age>;
constexpr auto score = field<&User::score>;

static_assert(df::sql_of<mysql>(df::create<User>(name = "a")) ==
              R"(INSERT INTO `users` (`name`, `age`, `active`, `score`, `created_at`, `updated_at`))"
              R"( VALUES (?, ?, ?, ?, ?, ?))");
static_assert(df::sql_of<mysql>(df::read<User>(1)) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` WHERE `id` = ?)");
static_assert(df::sql_of<mysql>(df::read<Cell>(std::tuple{1, 2})) ==
              R"(SELECT `row`, `col`, `v` FROM `cells` WHERE `row` = ? AND `col` = ?)");
static_assert(df::sql_of<mysql>(df::find<User>(1)) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` WHERE `id` = ?)");
static_assert(df::sql_of<mysql>(df::read<User>(1).for_update()) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` WHERE `id` = ? FOR UPDATE)");
static_assert(df::sql_of<mysql>(df::list<User>()) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` ORDER BY `id`)");
static_assert(df::sql_of<mysql>(df::list<User>()
                                    .where(name.like("A%") && age > 3)
                                    .order_by(df::desc(score), name)
                                    .limit(5)
                                    .offset(2)) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` WHERE (`name` LIKE BINARY ? AND `age` > ?) ORDER BY `score` DESC, `name`,)"
              R"( `id` LIMIT ? OFFSET ?)");
static_assert(df::sql_of<mysql>(df::list<User>().order_by(df::asc(score).nulls_last()).offset(4)) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` ORDER BY `score` IS NULL, `score`, `id` LIMIT 18446744073709551615 OFFSET ?)");
static_assert(df::sql_of<mysql>(df::list<User>().order_by(df::asc(score).nulls_first(),
                                                          df::desc(score).nulls_last())) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` ORDER BY `score`, `score` DESC, `id` DESC)");
static_assert(
    df::sql_of<mysql>(df::list<Item>().order_by(df::desc(df::id_of<Item>)).for_share().skip_locked()) ==
    R"(SELECT `id`, `owner`, `price`, `marks`, `size`, `place`, `seen` FROM `items` ORDER BY)"
    R"( `id` DESC LOCK IN SHARE MODE SKIP LOCKED)");
static_assert(df::sql_of<mysql>(df::count<User>().where(score == std::optional<int>{3})) ==
              R"(SELECT count(*) FROM `users` WHERE `score` <=> ?)");
static_assert(df::sql_of<mysql>(df::count<User>().where(!(score == field<&User::age>))) ==
              R"(SELECT count(*) FROM `users` WHERE ((`score` = `age`) IS NOT TRUE))");
static_assert(df::sql_of<mysql>(df::count<User>().where(age.in({1, 2}) && name.ilike("%a"))) ==
              R"(SELECT count(*) FROM `users` WHERE (`age` IN (SELECT c0 FROM JSON_TABLE(?, '$[*]')"
              R"( COLUMNS (c0 BIGINT PATH '$')) AS l) AND lower(`name`) LIKE lower(?)))");
static_assert(df::sql_of<mysql>(df::exists<User>().where(score.is_null())) ==
              R"(SELECT EXISTS (SELECT 1 FROM `users` WHERE `score` IS NULL))");
static_assert(df::sql_of<mysql>(df::update<User>(1, age += 1)) ==
              R"(UPDATE `users` SET `age` = (`age` + ?), `updated_at` = ? WHERE `id` = ?)");
static_assert(df::sql_of<mysql>(df::update<User>(name == "x", score = std::nullopt)) ==
              R"(UPDATE `users` SET `score` = NULL, `updated_at` = ? WHERE `name` = ?)");
static_assert(df::sql_of<mysql>(df::upsert(Cell{})) ==
              R"(INSERT INTO `cells` (`row`, `col`, `v`) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE `v`)"
              R"( = VALUES(`v`))");
static_assert(df::sql_of<mysql>(df::upsert(Cell{}).set_on_conflict(field<&Cell::v> += 1)) ==
              R"(INSERT INTO `cells` (`row`, `col`, `v`) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE `v`)"
              R"( = (`cells`.`v` + ?))");
static_assert(df::sql_of<mysql>(df::erase<Cell>(1, 2)) ==
              R"(DELETE FROM `cells` WHERE `row` = ? AND `col` = ?)");
static_assert(df::sql_of<mysql>(df::bulk_create(users)) ==
              R"(INSERT INTO `users` (`name`, `age`, `active`, `score`, `created_at`, `updated_at`))"
              R"( SELECT r.c0, r.c1, r.c2, r.c3, ?, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (ord FOR)"
              R"( ORDINALITY, c0 VARCHAR(255) PATH '$[0]', c1 INT PATH '$[1]', c2 BOOLEAN PATH '$[2]',)"
              R"( c3 INT PATH '$[3]')) AS r)");
static_assert(df::sql_of<mysql>(df::bulk_create(users).on_conflict(df::conflict::skip, name)) ==
              R"(INSERT INTO `users` (`name`, `age`, `active`, `score`, `created_at`, `updated_at`))"
              R"( SELECT r.c0, r.c1, r.c2, r.c3, ?, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (ord FOR)"
              R"( ORDINALITY, c0 VARCHAR(255) PATH '$[0]', c1 INT PATH '$[1]', c2 BOOLEAN PATH '$[2]',)"
              R"( c3 INT PATH '$[3]')) AS r ON DUPLICATE KEY UPDATE `users`.`id` = `users`.`id`)");
static_assert(df::sql_of<mysql>(df::bulk_create(users).on_conflict(df::conflict::update, name)) ==
              R"(INSERT INTO `users` (`name`, `age`, `active`, `score`, `created_at`, `updated_at`))"
              R"( SELECT r.c0, r.c1, r.c2, r.c3, ?, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (ord FOR)"
              R"( ORDINALITY, c0 VARCHAR(255) PATH '$[0]', c1 INT PATH '$[1]', c2 BOOLEAN PATH '$[2]',)"
              R"( c3 INT PATH '$[3]')) AS r ON DUPLICATE KEY UPDATE `age` = VALUES(`age`), `active` =)"
              R"( VALUES(`active`), `score` = VALUES(`score`), `updated_at` = VALUES(`updated_at`))");
static_assert(df::sql_of<mysql>(df::bulk_upsert(cells).set_on_conflict(field<&Cell::v> += 1)) ==
              R"(INSERT INTO `cells` (`row`, `col`, `v`) SELECT r.c0, r.c1, r.c2 FROM JSON_TABLE(?,)"
              R"( '$[*]' COLUMNS (ord FOR ORDINALITY, c0 INT PATH '$[0]', c1 INT PATH '$[1]', c2 INT)"
              R"( PATH '$[2]')) AS r ON DUPLICATE KEY UPDATE `v` = (`cells`.`v` + ?))");
static_assert(df::sql_of<mysql>(df::bulk_update(cells)) ==
              R"(UPDATE `cells` JOIN JSON_TABLE(?, '$[*]' COLUMNS (ord FOR ORDINALITY, c0 INT PATH)"
              R"( '$[0]', c1 INT PATH '$[1]', c2 INT PATH '$[2]')) AS r ON `cells`.`row` = r.c0 AND)"
              R"( `cells`.`col` = r.c1 SET `cells`.`v` = r.c2)");
static_assert(df::sql_of<mysql>(df::bulk_update<User>(age > 3, field<&User::active> = false).limit(10)) ==
              R"(UPDATE `users` SET `active` = ?, `updated_at` = ? WHERE `age` > ? ORDER BY `id` LIMIT)"
              R"( ?)");
static_assert(df::sql_of<mysql>(df::bulk_erase<Cell>(std::vector<std::tuple<int, int>>{})) ==
              R"(DELETE FROM `cells` WHERE (`row`, `col`) IN (SELECT r.c0, r.c1 FROM JSON_TABLE(?,)"
              R"( '$[*]' COLUMNS (ord FOR ORDINALITY, c0 INT PATH '$[0]', c1 INT PATH '$[1]')) AS r))");
static_assert(df::sql_of<mysql>(df::bulk_erase<User>(std::vector<int>{})) ==
              R"(DELETE FROM `users` WHERE `id` IN (SELECT c0 FROM JSON_TABLE(?, '$[*]' COLUMNS (c0)"
              R"( BIGINT PATH '$')) AS l))");
static_assert(df::sql_of<mysql>(df::bulk_erase<User>(age > 3).limit(4)) ==
              R"(DELETE FROM `users` WHERE `age` > ? ORDER BY `id` LIMIT ?)");
static_assert(df::sql_of<mysql>(df::aggregate<User>()
                                    .group_by(field<&User::active>)
                                    .select(df::count().as<"n">(),
                                            df::sum(age).where(score.not_null()).as<"total">(),
                                            df::avg(age).as<"mean">())
                                    .having(df::count() > 1)) ==
              R"(SELECT `active`, count(*), CAST(sum(CASE WHEN `score` IS NOT NULL THEN `age` END) AS)"
              R"( SIGNED), avg(`age`) FROM `users` GROUP BY `active` HAVING count(*) > ?)");
static_assert(df::sql_of<mysql>(df::aggregate<User>().select(df::count().where(age > 3).as<"n">())) ==
              R"(SELECT count(CASE WHEN `age` > ? THEN 1 END) FROM `users`)");
static_assert(df::sql_of<mysql>(df::list<Item>().left_join<&Item::owner>().where(field<&Item::price> >
                                                                                 df::decimal<10, 2>{2})) ==
              R"(SELECT t0.`id`, t0.`owner`, t0.`price`, t0.`marks`, t0.`size`, t0.`place`, t0.`seen`,)"
              R"( t1.`id`, t1.`name`, t1.`age`, t1.`active`, t1.`score`, t1.`created_at`,)"
              R"( t1.`updated_at`, (t1.`id` IS NOT NULL) FROM `items` AS t0 LEFT JOIN `users` AS t1 ON)"
              R"( t1.`id` = t0.`owner` WHERE t0.`price` > ? ORDER BY t0.`id`, t1.`id`)");
static_assert(df::sql_of<mysql>(df::list<Item>().join<&Item::owner>().order_by(name).limit(3)) ==
              R"(SELECT t0.`id`, t0.`owner`, t0.`price`, t0.`marks`, t0.`size`, t0.`place`, t0.`seen`,)"
              R"( t1.`id`, t1.`name`, t1.`age`, t1.`active`, t1.`score`, t1.`created_at`,)"
              R"( t1.`updated_at` FROM `items` AS t0 JOIN `users` AS t1 ON t1.`id` = t0.`owner` ORDER)"
              R"( BY t1.`name`, t0.`id`, t1.`id` LIMIT ?)");
static_assert(df::sql_of<mysql>(df::list<Item>().right_join<&Item::owner>()) ==
              R"(SELECT t0.`id`, t0.`owner`, t0.`price`, t0.`marks`, t0.`size`, t0.`place`, t0.`seen`,)"
              R"( t1.`id`, t1.`name`, t1.`age`, t1.`active`, t1.`score`, t1.`created_at`,)"
              R"( t1.`updated_at`, (t0.`id` IS NOT NULL) FROM `items` AS t0 RIGHT JOIN `users` AS t1)"
              R"( ON t1.`id` = t0.`owner` ORDER BY t0.`id`, t1.`id`)");
static_assert(df::sql_of<mysql>(df::select(name, df::rank()
                                                     .over(df::partition_by(field<&User::active>),
                                                           df::order_by(df::desc(score)))
                                                     .as<"place">())) ==
              R"(SELECT `name`, rank() OVER (PARTITION BY `active` ORDER BY `score` DESC) FROM `users`)");
static_assert(df::sql_of<mysql>(df::select(name, df::sum(age).over(df::order_by(age)).as<"sofar">())) ==
              R"(SELECT `name`, CAST(sum(`age`) OVER (ORDER BY `age` ROWS UNBOUNDED PRECEDING) AS)"
              R"( SIGNED) FROM `users`)");
static_assert(df::sql_of<mysql>(df::select((age + age).as<"twice">(), (age / age).as<"one">(),
                                           df::coalesce(score, age).as<"either">())) ==
              R"(SELECT (`age` + `age`), (`age` DIV `age`), coalesce(`score`, `age`) FROM `users`)");
static_assert(df::sql_of<mysql>(df::select(name).distinct().order_by(name).offset(3)) ==
              R"(SELECT DISTINCT `name` FROM `users` ORDER BY `name` LIMIT 18446744073709551615 OFFSET)"
              R"( ?)");
static_assert(df::sql_of<mysql>(df::select(name).where(
                  df::exists(df::list<Item>().where(field<&Item::owner> == field<&User::id>)))) ==
              R"(SELECT `name` FROM `users` WHERE EXISTS (SELECT 1 FROM `items` AS t0 WHERE t0.`owner`)"
              R"( = `users`.`id`))");
static_assert(df::sql_of<mysql>(df::list<User>().where(field<&User::id>.in(
                  df::select(field<&Item::owner>).where(field<&Item::price> > df::decimal<10, 2>{2})))) ==
              R"(SELECT `id`, `name`, `age`, `active`, `score`, `created_at`, `updated_at` FROM)"
              R"( `users` WHERE `id` IN (SELECT t0.`owner` FROM `items` AS t0 WHERE t0.`price` > ?))"
              R"( ORDER BY `id`)");
static_assert(df::sql_of<mysql>(df::select((field<&Item::price> * field<&Item::price>).as<"square">(),
                                           (field<&Item::price> / 3).as<"third">())) ==
              R"(SELECT CAST(`price` * `price` AS DECIMAL(18, 2)), CAST(CAST(`price` AS DECIMAL(65,)"
              R"( 30)) / ? AS DECIMAL(18, 2)) FROM `items`)");
static_assert(df::sql_of<mysql>(df::select(df::year(field<&Item::seen>).as<"y">(),
                                           df::day_of_week(field<&Item::seen>).as<"w">())) ==
              R"(SELECT EXTRACT(YEAR FROM `seen`), (weekday(`seen`) + 1) FROM `items`)");
static_assert(df::sql_of<mysql>(df::select(df::lower(name).as<"l">(), df::length(name).as<"n">(),
                                           df::concat(name, "!").as<"c">(),
                                           df::substring(name, 1, 2).as<"s">())) ==
              R"(SELECT lower(`name`), char_length(`name`), concat(`name`, ?), substring(`name`, ?, ?))"
              R"( FROM `users`)");
static_assert(df::sql_of<mysql>(df::select(df::cast<std::string>(df::abs(age)).as<"a">())) ==
              R"(SELECT CAST(abs(`age`) AS CHAR) FROM `users`)");
static_assert(df::sql_of<mysql>(df::select(df::case_when(age > 3, "old").otherwise("young").as<"a">())) ==
              R"(SELECT (CASE WHEN `age` > ? THEN ? ELSE ? END) COLLATE utf8mb4_bin FROM `users`)");
static_assert(df::sql_of<mysql>(df::list<Item>().where(field<&Item::size>.at<&Size::width> > 5 &&
                                                       field<&Item::size>.at<&Size::unit>.exists())) ==
              R"(SELECT `id`, `owner`, `price`, `marks`, `size`, `place`, `seen` FROM `items` WHERE)"
              R"( (CASE JSON_TYPE(JSON_EXTRACT(`size`, '$."width"')) WHEN 'INTEGER' THEN)"
              R"( CAST(JSON_EXTRACT(`size`, '$."width"') AS SIGNED) END > ? AND)"
              R"( coalesce(JSON_TYPE(JSON_EXTRACT(`size`, '$."unit"')) <> 'NULL', FALSE)) ORDER BY `id`)");
static_assert(df::sql_of<mysql>(df::list<Item>().where(field<&Item::marks>.contains(3) ||
                                                       field<&Item::marks>.any_of({1, 2}) ||
                                                       field<&Item::marks>.all_of({1, 2}))) ==
              R"(SELECT `id`, `owner`, `price`, `marks`, `size`, `place`, `seen` FROM `items` WHERE)"
              R"( ((coalesce(JSON_CONTAINS(`marks`, JSON_ARRAY(?)), FALSE) OR EXISTS (SELECT 1 FROM)"
              R"( JSON_TABLE(?, '$[*]' COLUMNS (c0 BIGINT PATH '$')) AS l WHERE)"
              R"( coalesce(JSON_CONTAINS(`items`.`marks`, JSON_ARRAY(l.c0)), FALSE))) OR NOT EXISTS)"
              R"( (SELECT 1 FROM JSON_TABLE(?, '$[*]' COLUMNS (c0 BIGINT PATH '$')) AS l WHERE NOT)"
              R"( coalesce(JSON_CONTAINS(`items`.`marks`, JSON_ARRAY(l.c0)), FALSE))) ORDER BY `id`)");
static_assert(df::sql_of<mysql>(df::select(field<&Item::marks>.size().as<"n">())) ==
              R"(SELECT JSON_LENGTH(`marks`) FROM `items`)");
static_assert(df::sql_of<mysql>(df::union_all(df::select(name), df::select(name))) ==
              R"(SELECT `name` FROM `users` UNION ALL SELECT `name` FROM `users`)");
static_assert(df::sql_of<mysql>(df::bulk_create(std::vector<Item>{})) ==
              R"(INSERT INTO `items` (`owner`, `price`, `marks`, `size`, `place`, `seen`) SELECT r.c0,)"
              R"( r.c1, r.c2, r.c3, r.c4, r.c5 FROM JSON_TABLE(?, '$[*]' COLUMNS (ord FOR ORDINALITY,)"
              R"( c0 BIGINT PATH '$[0]', c1 DECIMAL(36, 18) PATH '$[1]', c2 JSON PATH '$[2]', c3 JSON)"
              R"( PATH '$[3]', c4 JSON PATH '$[4]', c5 DATETIME(6) PATH '$[5]')) AS r)");

// What the copy changes, and what it keeps.
static_assert(df::sql_of<mariadb>(df::create<Cell>(field<&Cell::v> = 1))
                  .view()
                  .ends_with("RETURNING `row`, `col`, `v`"));
static_assert(
    df::sql_of<mariadb>(df::bulk_create(users).returning_ids()).view().ends_with(" AS r RETURNING `id`"));
static_assert(df::sql_of<mariadb>(df::update<Cell>(std::tuple{1, 2}, field<&Cell::v> = 3)) ==
              df::sql_of<mysql>(df::update<Cell>(std::tuple{1, 2}, field<&Cell::v> = 3)).view());

// Near PostgreSQL, as DuckDB is, a copy of its row keeps the functions' texts, too.
inline constexpr sql::dialect_data duckdb = [] {
    auto d = sql::postgres_data;
    d.name = "DuckDB";
    d.types.bytes = "BLOB";
    d.types.json = "JSON";
    d.byte_order = "";
    d.created_flag = "";
    d.locks = {};
    d.search = sql::search_form::none;
    d.catalog = sql::catalog_form::none;
    return d;
}();
static_assert(
    df::sql_of<duckdb>(df::upsert(Cell{})) ==
    R"(INSERT INTO "cells" ("row", "col", "v") VALUES ($1, $2, $3) ON CONFLICT ("row", "col") DO UPDATE SET "v" = excluded."v")"
    R"( RETURNING "row", "col", "v")");
static_assert(df::sql_of<duckdb>(df::select(df::length(name).as<"n">())) ==
              df::sql_of<df::postgres>(df::select(df::length(name).as<"n">())).view());

// What a dialect has no text for is refused, and named. (That `sql_of` does not compile then is a case of
// compile_fail.)
template <const sql::dialect_data& D, class Node>
constexpr std::string_view lack() {
    return df::node_::detail::text_report_of<D, Node>.lacks;
}
static_assert(lack<mysql, decltype(df::list<Article>().where(df::search<Article>("fox")))>() ==
              "full-text search");
static_assert(lack<mysql, decltype(df::search_ranked<Article>("fox"))>() == "full-text search");
static_assert(lack<mysql, decltype(df::nearest<&Item::place>(std::array<float, 3>{}))>() ==
              "similarity of vectors");
static_assert(lack<mysql, decltype(df::update<Item>(1, field<&Item::marks>.remove(3)))>() ==
              "changes of arrays");
static_assert(lack<mysql, decltype(df::list<Item>().full_join<&Item::owner>())>() == "full joins");
static_assert(lack<mysql, decltype(df::list<Item>().join<&Item::owner>().for_update<Item>())>() ==
              "locks on the rows of one table");
static_assert(lack<mysql, decltype(df::select(df::day_of_year(field<&Item::seen>).as<"d">()))>() ==
              "CAST(EXTRACT(DOY FROM (@) AT TIME ZONE 'UTC') AS BIGINT)");
static_assert(
    lack<mysql, decltype(df::select(score.as<"s">()).order_by(df::asc(df::item<"s">).nulls_last()))>() ==
    "NULLS FIRST and NULLS LAST of a column by its number");
static_assert(lack<duckdb, decltype(df::list<User>().for_update())>() == "locks on rows");
static_assert(lack<mysql, decltype(df::list<User>())>().empty());

// A function in PostgreSQL's and SQLite's spelling alone has none in another, one that is the same in both
// has that.
inline constexpr sql::function_text same_everywhere{"f(@)", "f(@)"}, different{"f(@)", "g(@)"},
    standard{"f(@)", "g(@)", "h(@)"};
static_assert(mysql.text_of(same_everywhere) == "f(@)" && mysql.text_of(different).empty() &&
              mysql.text_of(standard) == "h(@)");
static_assert(sql::sqlite_data.text_of(standard) == "f(@)" && duckdb.text_of(standard) == "g(@)");
static_assert(sql::function_text{.sqlite = "a", .postgres = "b"}.standard.empty());

TEST(third_dialect, a_value_that_is_mentioned_twice_is_bound_twice_where_parameters_have_no_numbers) {
    const auto node = df::count<User>().where(name.ends_with("b") && age > 3);
    const auto written = decltype(node)::statement.written(mysql, node.variant());
    EXPECT_EQ(written.text,
              "SELECT count(*) FROM `users` WHERE (right(`name`, char_length(?)) = BINARY ? AND `age` > ?)");
    const std::vector<sql::value_source> wanted{sql::place{0, 0}, sql::place{0, 0}, sql::place{1, 0}};
    EXPECT_EQ(written.sources, wanted);
    EXPECT_EQ(decltype(node)::statement.written(df::sqlite, node.variant()).sources.size(), 2U);
}

TEST(third_dialect, nodes_that_are_no_constants) {
    EXPECT_EQ(df::sql_of<mysql>(df::create(User{})).view(),
              R"(INSERT INTO `users` (`name`, `age`, `active`, `score`, `created_at`, `updated_at`))"
              R"( VALUES (?, ?, ?, ?, ?, ?))");
    EXPECT_EQ(df::sql_of<mysql>(df::update(User{})).view(),
              R"(UPDATE `users` SET `name` = ?, `age` = ?, `active` = ?, `score` = ?, `updated_at` = ?)"
              R"( WHERE `id` = ?)");
    EXPECT_EQ(df::sql_of<mysql>(df::upsert(User{}).on_conflict(name)).view(),
              R"(INSERT INTO `users` (`name`, `age`, `active`, `score`, `created_at`, `updated_at`))"
              R"( VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE `age` = VALUES(`age`), `active` =)"
              R"( VALUES(`active`), `score` = VALUES(`score`), `updated_at` = VALUES(`updated_at`))");
    EXPECT_EQ(df::sql_of<mysql>(df::count<User>().where(name.starts_with("a") || name.ends_with("b") ||
                                                        name.contains("c") || name.matches("^d")))
                  .view(),
              R"(SELECT count(*) FROM `users` WHERE (((locate(BINARY ?, `name`) = 1 OR right(`name`,)"
              R"( char_length(?)) = BINARY ?) OR locate(BINARY ?, `name`) > 0) OR `name` REGEXP ?))");
    EXPECT_EQ(df::sql_of<mysql>(df::update<Item>(1, field<&Item::size>.at<&Size::width> = 7)).view(),
              R"(UPDATE `items` SET `size` = CASE JSON_TYPE(JSON_EXTRACT(`size`, '$')) WHEN 'OBJECT')"
              R"( THEN JSON_SET(`size`, '$."width"', JSON_EXTRACT(?, '$')) ELSE `size` END WHERE `id`)"
              R"( = ?)");
    EXPECT_EQ(df::sql_of<mysql>(df::update<Item>(1, field<&Item::marks>.append(3))).view(),
              R"(UPDATE `items` SET `marks` = JSON_MERGE_PRESERVE(coalesce(`marks`, JSON_ARRAY()), ?))"
              R"( WHERE `id` = ?)");
}

TEST(third_dialect, types_and_tables_are_written_by_the_same_row) {
    const User prototype{};
    sql::writer w{mysql};
    w.type(df::storage::int64) << " ";
    w.type(df::array_of(df::storage::int64)) << " ";
    w.cast_type(df::storage::float64);
    EXPECT_EQ(w.view(), "BIGINT JSON DOUBLE");
    EXPECT_EQ(w.refused(), "");
    w.cast_type(df::storage::boolean);
    EXPECT_EQ(w.refused(), "a column type");
    const df::record<Cell> cell{};
    EXPECT_EQ(sql::create_table(mysql, df::schema::table_of<Cell>, &cell, df::schema::fields_of<Cell>),
              "CREATE TABLE `cells` (\n  `row` INT NOT NULL,\n  `col` INT NOT NULL,\n  `v` INT NOT NULL "
              "DEFAULT 0,\n"
              "  CONSTRAINT `cells_pkey` PRIMARY KEY (`row`, `col`)\n)");
}

} // namespace third
