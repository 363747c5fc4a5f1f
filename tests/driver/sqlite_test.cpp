// The SQLite driver: values, rows, statements and transactions. Files and locks: sqlite_file_test.cpp.
#include "sqlite_support.hpp"

#include <dataflow/query/regex.hpp>

#include <cmath>
#include <limits>
#include <map>

namespace {

using namespace sqlite_test;
using namespace std::string_literals;
using namespace std::chrono_literals;

struct sqlite_driver : ::testing::Test {
    sqlite_driver() { db.script(items_ddl); }
    connection db{settings{}};
};

std::vector<value> values_of(const item& i) {
    std::vector<value> out;
    for (const auto& f : item_fields) out.push_back(df::load(f, &i));
    return out;
}

constexpr std::string_view insert_item =
    "INSERT INTO items VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
constexpr std::string_view insert_rows =
    "INSERT INTO items SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 FROM dataflow_rows(?1) AS r";

void insert(connection& c, const item& i) {
    (void)c.run(text_statement{insert_item}, 0, {.given = values_of(i)}, nullptr);
}

item only_item(connection& c) { return rows<item>(c, "SELECT * FROM items", item_fields).at(0); }

std::vector<item> many(std::size_t n) {
    std::vector<item> out(n);
    for (std::size_t i = 0; i < n; ++i) {
        out[i].id = static_cast<std::int64_t>(i) + 1;
        out[i].name = "name " + std::to_string(i);
        out[i].score = static_cast<double>(i);
        if (i % 3 == 0) out[i].note = "note";
        out[i].at = df::timestamp{std::chrono::seconds{i}};
    }
    return out;
}

// --- values ---------------------------------------------------------------------------------------

TEST_F(sqlite_driver, keeps_every_type) {
    item i;
    i.id = 7;
    i.name = "Zo\xC3\xAB \xF0\x9F\x98\x80 'quoted' \"twice\" \\ % _";
    i.note = "";
    i.score = -0.1;
    i.ratio = 1.5F;
    i.active = true;
    i.small = -32768;
    i.raw = {std::byte{0}, std::byte{255}};
    i.at = df::timestamp{-1us};
    i.day = std::chrono::year{1} / 1 / 1;
    i.key = *df::parse_uuid("00112233-4455-6677-8899-aabbccddeeff");
    i.paint = color::green;
    insert(db, i);
    EXPECT_EQ(only_item(db), i);
    EXPECT_EQ(text(db, "SELECT at FROM items"), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(text(db, "SELECT day FROM items"), "0001-01-01");
    EXPECT_EQ(text(db, "SELECT key FROM items"), "00112233-4455-6677-8899-aabbccddeeff");
    EXPECT_EQ(text(db, "SELECT paint FROM items"), "green");
    EXPECT_EQ(text(db, "SELECT typeof(raw) || typeof(active) || typeof(score) FROM items"),
              "blobintegerreal");
}

TEST_F(sqlite_driver, keeps_limits_and_large_values) {
    item i;
    i.id = INT64_MAX - 1;
    i.name = std::string(1 << 20, 'x') + "\xF0\x9F\x98\x80";
    i.score = std::numeric_limits<double>::infinity();
    i.ratio = std::numeric_limits<float>::max();
    i.small = 32767;
    i.raw.assign(1 << 20, std::byte{0});
    i.at = df::timestamp{std::chrono::microseconds{df::last_microsecond}};
    i.day = std::chrono::year{9999} / 12 / 31;
    insert(db, i);
    EXPECT_EQ(only_item(db), i);
    run(db, "DELETE FROM items");
    i.id = INT64_MIN;
    i.score = -std::numeric_limits<double>::infinity();
    i.ratio = std::numeric_limits<float>::denorm_min();
    i.name = "";
    i.raw.clear();
    i.note = std::nullopt;
    i.at = df::timestamp{std::chrono::microseconds{df::first_microsecond}};
    insert(db, i);
    EXPECT_EQ(only_item(db), i);
    EXPECT_EQ(text(db, "SELECT typeof(name) || typeof(raw) || typeof(note) FROM items"), "textblobnull");
}

TEST_F(sqlite_driver, refuses_values_that_it_cannot_keep) {
    const auto refused = [&](auto change, std::string_view field, std::string_view message) {
        item i;
        change(i);
        const auto single = error_of([&] { insert(db, i); });
        const std::vector<item> list{item{.name = "first"}, i};
        auto v = view(list, item_fields);
        const auto bulk = error_of([&] { run(db, insert_rows, {value::of_rows(v)}); });
        EXPECT_EQ(db.failed_row(), 1U);
        for (const auto& e : {single, bulk}) {
            EXPECT_EQ(e.kind(), error_kind::invalid_value) << e.what();
            EXPECT_EQ(e.field(), field);
            EXPECT_EQ(e.info().message, message);
            EXPECT_EQ(e.model(), "Item");
            EXPECT_EQ(e.node(), "probe");
            EXPECT_FALSE(e.sql().empty());
        }
        EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 0);
    };
    refused([](item& i) { i.name = "a\0b"s; }, "name", "text holds a NUL byte");
    refused([](item& i) { i.name = "\0"s; }, "name", "text holds a NUL byte");
    refused([](item& i) { i.note = "long enough text \xC3"; }, "note", "text is not valid UTF-8");
    refused([](item& i) { i.name = "\xED\xA0\x80"; }, "name", "text is not valid UTF-8");
    refused([](item& i) { i.paint = color{9}; }, "paint", "the value has no name within its df::enum_range");
    refused([](item& i) { i.score = std::nan(""); }, "score", "NaN cannot be stored in SQLite");
    refused([](item& i) { i.ratio = std::nanf(""); }, "ratio", "NaN cannot be stored in SQLite");
    refused([](item& i) { i.at = df::timestamp::max(); }, "at", "not a time from year 1 to 9999");
    refused([](item& i) { i.at = df::timestamp::min(); }, "at", "not a time from year 1 to 9999");
    refused([](item& i) { i.day = std::chrono::year{2023} / 2 / 31; }, "day",
            "not a date from year 1 to 9999");
    refused([](item& i) { i.day = std::chrono::year{0} / 12 / 31; }, "day", "not a date from year 1 to 9999");
    refused([](item& i) { i.day = std::chrono::year{10000} / 1 / 1; }, "day",
            "not a date from year 1 to 9999");
    const auto wide =
        error_of([&] { run(db, "SELECT ?1", {value::of_integer(storage::int16, 32768, "small")}); });
    EXPECT_EQ(wide.info().message, "out of the column's range");
    EXPECT_EQ(wide.field(), "small");
    EXPECT_EQ(
        error_of([&] { run(db, "SELECT ?1", {value::of_real(storage::float32, 1e300, "ratio")}); }).field(),
        "ratio");
}

TEST_F(sqlite_driver, refuses_stored_values_that_do_not_fit_the_field) {
    const scratch_directory directory;
    connection file{{.path = directory.file("checks.file")}}; // in memory the setting is refused
    file.script(items_ddl);
    insert(file, item{.id = 1, .name = "n"});
    run(file, "PRAGMA ignore_check_constraints = ON");
    const auto refused = [&](std::string_view expression, std::size_t field, std::string_view expected) {
        const auto e = error_of([&] {
            (void)rows<item>(file, "SELECT " + std::string{expression},
                             std::span{item_fields}.subspan(field, 1));
        });
        EXPECT_EQ(e.kind(), error_kind::invalid_value);
        EXPECT_EQ(e.field(), item_fields[field].name);
        EXPECT_EQ(e.model(), "Item");
        EXPECT_NE(e.info().message.find("expected " + std::string{expected}), std::string::npos) << e.what();
        EXPECT_EQ(std::string{e.info().message}.find("secret"), std::string::npos);
    };
    refused("NULL", 0, "a whole number, found NULL");
    refused("NULL", 1, "text, found NULL");
    refused("'secret'", 0, "a whole number, found text");
    refused("1.5", 0, "a whole number, found a real number");
    refused("1", 1, "text, found an integer");
    refused("x'00'", 1, "text, found bytes");
    refused("'secret'", 3, "a number, found text");
    refused("1e300", 4, "a number of the range of float");
    refused("2", 5, "0 or 1");
    refused("32768", 6, "a whole number from -32768 to 32767");
    refused("'secret'", 7, "bytes, found text");
    refused("'2024-01-01 00:00:00'", 8, "a time");
    refused("'2024-02-30'", 9, "a day");
    refused("20240101", 9, "a day");
    refused("'00112233-4455-6677-8899-AABBCCDDEEFF'", 10, "a UUID");
    refused("'secret'", 11, "a name of the enumeration");
    EXPECT_EQ(number(file, "SELECT NULL"), std::nullopt);
    EXPECT_DOUBLE_EQ(rows<item>(file, "SELECT 3", std::span{item_fields}.subspan(3, 1)).at(0).score, 3);
}

// --- rows -----------------------------------------------------------------------------------------

TEST_F(sqlite_driver, inserts_rows_of_any_count) {
    for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{5000}}) {
        run(db, "DELETE FROM items");
        const auto list = many(n);
        auto v = view(list, item_fields);
        const auto done = run(db, insert_rows, {value::of_rows(v)});
        EXPECT_EQ(done.affected, static_cast<std::int64_t>(n));
        EXPECT_EQ(rows<item>(db, "SELECT * FROM items ORDER BY id", item_fields), list);
    }
}

TEST_F(sqlite_driver, numbers_rows_and_is_empty_without_a_source) {
    const auto list = many(3);
    auto v = view(list, item_fields);
    EXPECT_EQ(text(db, "SELECT group_concat(ord || ':' || c0) FROM dataflow_rows(?1)", {value::of_rows(v)}),
              "1:1,2:2,3:3");
    EXPECT_EQ(number(db, "SELECT count(*) FROM dataflow_rows"), 0);
    EXPECT_EQ(number(db, "SELECT count(*) FROM dataflow_rows(NULL)"), 0);
    EXPECT_EQ(number(db, "SELECT count(*) FROM dataflow_rows(42)"), 0);
    EXPECT_EQ(
        text(db, "SELECT typeof(c3) || typeof(c2) FROM dataflow_rows(?1) WHERE ord = 2", {value::of_rows(v)}),
        "realnull");
    EXPECT_EQ(
        number(db, "SELECT count(*) FROM dataflow_rows(?1) AS a JOIN dataflow_rows(?1) AS b ON a.c0 >= b.c0",
               {value::of_rows(v)}),
        6);
    EXPECT_THROW(run(db, "SELECT c12 FROM dataflow_rows(?1)", {value::of_rows(v)}), df::database_error);
    EXPECT_THROW(run(db, "CREATE VIEW w AS SELECT 1; SELECT 2"), df::database_error);
    db.script("CREATE VIEW w AS SELECT c0 FROM dataflow_rows");
    EXPECT_THROW(run(db, "SELECT * FROM w"), df::database_error) << "only for statements of the program";
}

TEST_F(sqlite_driver, looks_for_a_list_of_keys) {
    const auto all = many(5000);
    auto v = view(all, item_fields);
    run(db, insert_rows, {value::of_rows(v)});
    const std::vector<std::int64_t> keys{3, 1, 4999, 77777, 3};
    const field_access key[] = {{0, &int64_type, "id"}};
    auto k = view(keys, key);
    EXPECT_EQ(number(db, "SELECT count(*) FROM items WHERE id IN (SELECT c0 FROM dataflow_rows(?1))",
                     {value::of_rows(k)}),
              3);
    EXPECT_EQ(run(db, "DELETE FROM items WHERE id IN (SELECT c0 FROM dataflow_rows(?1))", {value::of_rows(k)})
                  .affected,
              3);
    EXPECT_EQ(run(db, "UPDATE items SET note = r.c1 FROM dataflow_rows(?1) AS r WHERE items.id = r.c0",
                  {value::of_rows(v)})
                  .affected,
              4997);
    EXPECT_EQ(number(db, "SELECT count(*) FROM items WHERE note = name"), 4997);
}

TEST_F(sqlite_driver, makes_the_rows_the_outer_loop) {
    run(db, "INSERT INTO items (name) VALUES ('a'), ('b')");
    db.script("ANALYZE");
    for (const std::string_view sql :
         {"UPDATE items SET note = r.c1 FROM dataflow_rows(?1) AS r WHERE items.id = r.c0",
          "SELECT i.id FROM items AS i JOIN dataflow_rows(?1) AS r ON i.id = r.c0 ORDER BY r.ord"}) {
        const std::vector<item> none;
        const auto v = view(none, item_fields);
        const auto steps = plan(db, sql, {value::of_rows(v)});
        ASSERT_EQ(steps.size(), 2U) << "and nothing is sorted";
        EXPECT_EQ(steps[0].find("SCAN r"), 0U) << steps[0];
        EXPECT_NE(steps[1].find("USING INTEGER PRIMARY KEY"), std::string::npos) << steps[1];
    }
}

TEST_F(sqlite_driver, counts_the_updates_of_an_upsert) {
    run(db, "INSERT INTO items (id, name) VALUES (1, 'name 0'), (2, 'other')");
    const auto list = many(4);
    auto v = view(list, item_fields);
    std::int64_t updates = 0;
    const auto done = run(db,
                          "INSERT INTO items (id, name) SELECT c0, c1 FROM dataflow_rows(?1) AS r WHERE true "
                          "ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE dataflow_tick(?2)",
                          {value::of_rows(v), value::of_counter(updates)});
    EXPECT_EQ(done.affected, 4);
    EXPECT_EQ(updates, 2);
    EXPECT_THROW(run(db, "SELECT dataflow_tick(1)"), df::database_error);
}

TEST_F(sqlite_driver, tells_the_row_at_which_a_constraint_failed) {
    auto list = many(100);
    list[41].name = list[7].name;
    auto v = view(list, item_fields);
    const auto e = error_of([&] { run(db, insert_rows, {value::of_rows(v)}); });
    EXPECT_EQ(e.kind(), error_kind::unique_violation);
    EXPECT_EQ(db.failed_row(), 41U);
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 0);
    EXPECT_EQ(db.failed_row(), std::nullopt);
}

// --- errors ---------------------------------------------------------------------------------------

TEST_F(sqlite_driver, names_what_a_constraint_is_about) {
    insert(db, item{.id = 1, .name = "taken", .score = 5});
    insert(db, item{.id = 2, .name = "else", .score = 6});
    const auto check = [&](std::string_view sql, error_kind kind, std::string_view field,
                           std::string_view constraint, std::string_view code) {
        const auto e = error_of([&] { run(db, sql); });
        EXPECT_EQ(e.kind(), kind) << e.what();
        EXPECT_EQ(e.field(), field) << e.what();
        EXPECT_EQ(e.constraint(), constraint) << e.what();
        EXPECT_EQ(e.code(), code) << e.what();
        EXPECT_EQ(std::string{e.what()}.find("taken"), std::string::npos) << e.what();
        EXPECT_EQ(e.sql(), sql);
    };
    check("INSERT INTO items (name) VALUES ('taken')", error_kind::unique_violation, "name", "items_name_key",
          "2067");
    check("INSERT INTO items (id, name) VALUES (1, 'x')", error_kind::unique_violation, "id", "items_pkey",
          "1555");
    check("INSERT INTO pairs (a, b) VALUES (1, 1), (1, 1)", error_kind::unique_violation, "", "",
          "2067"); // its fields are no fields of Item; the message names them
    check("INSERT INTO items (name) VALUES (NULL)", error_kind::not_null_violation, "name", "", "1299");
    check("INSERT INTO pairs (a, parent) VALUES (1, 99)", error_kind::foreign_key_violation, "", "", "787");
    check("INSERT INTO items (name, small) VALUES ('x', 40000)", error_kind::invalid_value, "small",
          "items_small_range", "275");
    check("INSERT INTO items (name) VALUES (zeroblob(2000000))", error_kind::check_violation, "",
          "short_name", "275");
    check("INSERT INTO items (name, score) VALUES ('x', 5e307)", error_kind::check_violation, "",
          "score_range", "275");
    check("INSERT INTO items (id, name) VALUES ('text', 'x')", error_kind::invalid_value, "", "", "20");
    check("SELECT sum(a) FROM (SELECT 9223372036854775807 AS a UNION ALL SELECT 1)",
          error_kind::invalid_value, "", "", "1");
    check("SELECT missing FROM items", error_kind::database_error, "", "", "1");
    check("SELECT \"missing\" FROM items", error_kind::database_error, "", "", "1");
    db.script("CREATE UNIQUE INDEX both_ways ON items (score, ratio); CREATE UNIQUE INDEX lowered ON items "
              "(lower(name))");
    check("UPDATE items SET score = 5", error_kind::unique_violation, "score, ratio", "items_score_ratio_key",
          "2067");
    check("INSERT INTO items (name, score) VALUES ('TAKEN', 9)", error_kind::unique_violation, "", "lowered",
          "2067");
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 2);
}

TEST_F(sqlite_driver, lets_no_value_out_in_messages) {
    const auto e =
        error_of([&] { run(db, "SELECT json_extract('{}', ?1)", {value::of_text("secret path")}); });
    EXPECT_EQ(std::string{e.what()}.find("secret"), std::string::npos) << e.what();
    const auto pattern =
        error_of([&] { run(db, "SELECT dataflow_matches('a', ?1)", {value::of_text("secret(")}); });
    EXPECT_EQ(pattern.kind(), error_kind::invalid_value);
    EXPECT_EQ(std::string{pattern.what()}.find("secret"), std::string::npos) << pattern.what();
}

TEST_F(sqlite_driver, tells_when_a_table_has_no_keys_left) {
    insert(db, item{.id = INT64_MAX, .name = "last"});
    const auto e = error_of([&] { run(db, "INSERT INTO items (name) VALUES ('x')"); });
    EXPECT_EQ(e.kind(), error_kind::resource_exhausted);
    EXPECT_EQ(e.info().message, "the table has no keys left");
}

TEST_F(sqlite_driver, refuses_statements_that_do_not_fit_their_use) {
    EXPECT_THROW(run(db, "SELECT ?1, ?2", {integer(1)}), df::database_error);
    EXPECT_THROW(run(db, ""), df::database_error);
    EXPECT_THROW(run(db, "SELECT 1; SELECT 2"), df::database_error);
    EXPECT_THROW((void)text(db, "SELECT 1, 2"), df::database_error);
    run(db, "SELECT 1 ;; ");
}

// --- statements -----------------------------------------------------------------------------------

TEST_F(sqlite_driver, can_use_a_kept_statement_again_after_every_failure) {
    static df::rooms::sql::statement_id slots;
    static const text_statement kept{
        "INSERT INTO items (id, name, small) VALUES (?1, ?2, dataflow_divide(?3, ?4)) RETURNING id, name",
        &slots};
    static const field_access fields[] = {item_fields[0], item_fields[1]};
    struct sink {
        item last;
        bool full = false;
    } to;
    df::driver::row_target target{[](void* state) -> void* {
                                      auto& s = *static_cast<sink*>(state);
                                      if (s.full) throw std::bad_alloc{};
                                      return &s.last;
                                  },
                                  &to, fields};
    std::int64_t id = 0;
    const auto add = [&](std::string_view name, std::int64_t a, std::int64_t b) {
        const value p[] = {integer(++id), value::of_text(name, "name"), integer(a), integer(b)};
        const auto done = db.run(kept, 0, {.given = p}, &target);
        EXPECT_EQ(done.affected, 1);
        EXPECT_EQ(done.returned, 1);
        EXPECT_EQ(done.last_key, id);
        EXPECT_EQ(to.last.name, name);
    };
    add("a", 6, 3);
    EXPECT_THROW(add("a", 1, 1), df::unique_violation);
    add("b", 1, 1);
    EXPECT_EQ(error_of([&] { add("c", 1, 0); }).info().message, "division by zero");
    add("c", 1, 1);
    EXPECT_THROW(add("\xFF", 1, 1), df::invalid_value);
    add("d", 1, 1);
    EXPECT_THROW(add("e", 99999, 1), df::invalid_value);
    add("e", 1, 1);
    to.full = true;
    EXPECT_THROW(add("f", 1, 1), std::bad_alloc);
    to.full = false;
    add("f", 1, 1) /* the row of the throw before has not stayed */;
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 6);
    // The text is compiled once for a variant, and kept for each.
    EXPECT_EQ(db.run(kept, 77,
                     {.given = std::vector<value>{integer(100), value::of_text("g"), integer(1), integer(1)}},
                     nullptr)
                  .affected,
              1);
}

TEST_F(sqlite_driver, survives_a_change_of_the_schema) {
    static df::rooms::sql::statement_id slots;
    static const text_statement kept{"SELECT count(*) FROM items", &slots};
    const auto count = [&] {
        std::int64_t n = -1;
        const field_access field[] = {{0, &int64_type, "n"}};
        df::driver::row_target target{[](void* state) { return state; }, &n, field};
        (void)db.run(kept, 0, {}, &target);
        return n;
    };
    EXPECT_EQ(count(), 0);
    db.script("ALTER TABLE items ADD COLUMN more TEXT; DROP TABLE pairs");
    EXPECT_EQ(count(), 0);
    db.script("DROP TABLE items");
    EXPECT_THROW((void)count(), df::database_error);
    db.script(items_ddl.substr(0, items_ddl.find("CREATE TABLE pairs")));
    EXPECT_EQ(count(), 0);
}

TEST_F(sqlite_driver, tells_what_a_statement_did) {
    EXPECT_EQ(run(db, "INSERT INTO items (name) VALUES ('a'), ('b'), ('c')").affected, 3);
    EXPECT_EQ(run(db, "SELECT * FROM items").affected, 0);
    EXPECT_EQ(run(db, "SELECT * FROM items").returned, 3);
    EXPECT_EQ(run(db, "UPDATE items SET note = 'x' WHERE id > 1").affected, 2);
    EXPECT_EQ(run(db, "UPDATE items SET note = 'x' WHERE id > 10").affected, 0);
    EXPECT_EQ(run(db, "CREATE TABLE more (a)").affected, 0);
    EXPECT_EQ(run(db, "INSERT INTO items (name) VALUES ('a') ON CONFLICT DO NOTHING").affected, 0);
    EXPECT_EQ(run(db, "DELETE FROM items").affected, 3);
    EXPECT_EQ(run(db, "DROP TABLE more").affected, 0);
    EXPECT_EQ(db.dialect(), df::sqlite);
    EXPECT_TRUE(db.usable());
    EXPECT_TRUE(df::driver::sqlite_::backend_version().starts_with("3."));
}

TEST_F(sqlite_driver, undoes_a_statement_whose_rows_cannot_be_read) {
    insert(db, item{.id = 1, .name = "before"});
    const auto half = [&] {
        (void)rows<item>(db, "INSERT INTO items (name) VALUES ('x'), ('y') RETURNING note, name",
                         std::span{item_fields}.subspan(1, 2));
    };
    EXPECT_THROW(half(), df::invalid_value);
    EXPECT_FALSE(db.in_transaction());
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 1);

    db.begin(df::access::read_write, df::isolation::standard);
    run(db, "INSERT INTO items (name) VALUES ('kept')");
    db.savepoint(1);
    EXPECT_THROW(half(), df::invalid_value);
    EXPECT_THROW(run(db, "SELECT 1"), df::database_error) << "half a statement is in the transaction";
    db.rollback_to(1);
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 2);
    EXPECT_THROW(half(), df::invalid_value);
    EXPECT_THROW(db.commit(), df::database_error);
    EXPECT_FALSE(db.in_transaction());
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 1);
}

TEST_F(sqlite_driver, undoes_rows_within_a_transaction_that_goes_on) {
    db.script("CREATE TABLE plain (a)"); // without any constraint SQLite itself would keep the first rows
    std::vector<item> list{item{.name = "good"}, item{.name = "\xFF"}};
    const field_access name[] = {item_fields[1]};
    auto v = view(list, name);
    db.begin(df::access::read_write, df::isolation::standard);
    run(db, "INSERT INTO plain VALUES ('before')");
    EXPECT_THROW(run(db, "INSERT INTO plain SELECT c0 FROM dataflow_rows(?1)", {value::of_rows(v)}),
                 df::invalid_value);
    EXPECT_EQ(db.failed_row(), 1U);
    list[1].name = "fine";
    EXPECT_EQ(run(db, "INSERT INTO plain SELECT c0 FROM dataflow_rows(?1)", {value::of_rows(v)}).affected, 2);
    EXPECT_THROW(run(db, "INSERT INTO plain SELECT dataflow_divide(1, 2 - value) FROM json_each('[1,2]')"),
                 df::invalid_value);
    EXPECT_THROW(run(db, "SELECT 1"), df::database_error);
    db.rollback();
    EXPECT_EQ(number(db, "SELECT count(*) FROM plain"), 0);
    EXPECT_THROW(run(db, "INSERT INTO plain SELECT dataflow_divide(1, 2 - value) FROM json_each('[1,2]')"),
                 df::invalid_value);
    EXPECT_EQ(number(db, "SELECT count(*) FROM plain"), 0);
}

TEST_F(sqlite_driver, reads_step_by_step) {
    const auto list = many(10);
    auto v = view(list, item_fields);
    run(db, insert_rows, {value::of_rows(v)});
    static df::rooms::sql::statement_id slots;
    static const text_statement kept{"SELECT * FROM items WHERE name > ?1 ORDER BY id", &slots};
    std::string from = "name 7";
    {
        const value p[] = {value::of_text(from)};
        auto cursor = db.open(kept, 0, {.given = p}, item_fields);
        from = "zzzzzz"; // the cursor has its own copy
        item i;
        ASSERT_TRUE(cursor->next(&i));
        EXPECT_EQ(i, list[8]);
        EXPECT_THROW((void)db.open(kept, 0, {.given = p}, item_fields), df::protected_operation);
        ASSERT_TRUE(cursor->next(&i));
        EXPECT_EQ(i, list[9]);
        EXPECT_FALSE(cursor->next(&i));
        EXPECT_FALSE(cursor->next(&i));
    }
    const value p[] = {value::of_text("")};
    {
        auto early = db.open(kept, 0, {.given = p}, item_fields);
        item i;
        ASSERT_TRUE(early->next(&i));
    }
    auto whole = db.open(kept, 0, {.given = p}, item_fields);
    std::size_t n = 0;
    for (item i; whole->next(&i);) ++n;
    EXPECT_EQ(n, 10U);
    whole.reset();
    auto bad = db.open(text_statement{"SELECT 1 UNION ALL SELECT 'x'"}, 0, {}, number_field);
    std::optional<std::int64_t> out;
    EXPECT_TRUE(bad->next(&out));
    EXPECT_THROW((void)bad->next(&out), df::invalid_value);
    EXPECT_FALSE(bad->next(&out));
    bad.reset();
    EXPECT_THROW((void)db.open(text_statement{"SELECT 1, 2"}, 0, {}, number_field), df::database_error);
    run(db, "DELETE FROM items");
}

// --- transactions ---------------------------------------------------------------------------------

TEST_F(sqlite_driver, commits_and_rolls_back) {
    const auto count = [&] { return number(db, "SELECT count(*) FROM items"); };
    EXPECT_FALSE(db.in_transaction());
    db.begin(df::access::read_write, df::isolation::serializable);
    EXPECT_TRUE(db.in_transaction());
    EXPECT_THROW(db.begin(df::access::read_write, df::isolation::standard), df::database_error);
    run(db, "INSERT INTO items (name) VALUES ('a')");
    db.savepoint(1);
    run(db, "INSERT INTO items (name) VALUES ('b')");
    db.savepoint(2);
    run(db, "INSERT INTO items (name) VALUES ('c')");
    db.rollback_to(2);
    db.release(2);
    EXPECT_EQ(count(), 2);
    db.rollback_to(1);
    EXPECT_EQ(count(), 1);
    db.release(1);
    EXPECT_THROW(db.release(1), df::database_error);
    EXPECT_THROW(run(db, "INSERT INTO items (name) VALUES ('a')"), df::unique_violation);
    run(db, "INSERT INTO items (name) VALUES ('d')");
    db.commit();
    EXPECT_FALSE(db.in_transaction());
    EXPECT_EQ(count(), 2);
    db.begin(df::access::read_write, df::isolation::standard);
    run(db, "DELETE FROM items");
    db.rollback();
    db.rollback();
    EXPECT_EQ(count(), 2);
    EXPECT_THROW(db.commit(), df::database_error);
    EXPECT_THROW(db.savepoint(1), df::database_error);
}

TEST_F(sqlite_driver, refuses_to_write_in_a_reading_transaction) {
    db.begin(df::access::read_only, df::isolation::standard);
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 0);
    EXPECT_THROW(run(db, "INSERT INTO items (name) VALUES ('a')"), df::read_only);
    EXPECT_THROW(db.script("CREATE TABLE more (a)"), df::read_only);
    db.savepoint(1);
    db.release(1);
    db.commit();
    EXPECT_EQ(run(db, "INSERT INTO items (name) VALUES ('a')").affected, 1);
}

TEST_F(sqlite_driver, ends_a_transaction_whose_commit_fails) {
    db.script("CREATE TABLE late (parent INTEGER REFERENCES items (id) DEFERRABLE INITIALLY DEFERRED)");
    db.begin(df::access::read_write, df::isolation::standard);
    run(db, "INSERT INTO late VALUES (5)");
    EXPECT_THROW(db.commit(), df::foreign_key_violation);
    EXPECT_FALSE(db.in_transaction());
    EXPECT_EQ(number(db, "SELECT count(*) FROM late"), 0);
}

TEST_F(sqlite_driver, does_not_go_on_where_sqlite_has_rolled_back) {
    db.begin(df::access::read_write, df::isolation::standard);
    run(db, "INSERT INTO items (name) VALUES ('a')");
    EXPECT_THROW(run(db, "INSERT OR ROLLBACK INTO items (name) VALUES ('a')"), df::unique_violation);
    EXPECT_TRUE(db.in_transaction()) << "until it is told";
    EXPECT_THROW(run(db, "INSERT INTO items (name) VALUES ('b')"), df::database_error);
    db.rollback();
    EXPECT_FALSE(db.in_transaction());
    EXPECT_EQ(number(db, "SELECT count(*) FROM items"), 0);
    EXPECT_TRUE(db.usable());
}

TEST_F(sqlite_driver, runs_scripts) {
    db.script("");
    db.script("  -- only a comment\n ; ; ");
    db.script("CREATE TABLE s (a); INSERT INTO s VALUES (';'); -- end\nPRAGMA user_version = 3");
    EXPECT_EQ(number(db, "PRAGMA user_version"), 3);
    const auto e = error_of([&] { db.script("CREATE TABLE u (a); CREATE TABL v (a)"); });
    EXPECT_EQ(e.kind(), error_kind::database_error);
    EXPECT_EQ(e.sql(), " CREATE TABL v (a)");
    EXPECT_THROW(db.script("SELECT 1; \0 SELECT 2"s), df::database_error);
    db.script("BEGIN");
    EXPECT_TRUE(db.in_transaction());
    EXPECT_THROW(db.script("DROP TABLE s; DROP TABLE nothing"), df::database_error);
    EXPECT_THROW(db.script("SELECT 1"), df::database_error);
    db.rollback();
    EXPECT_EQ(number(db, "SELECT count(*) FROM s"), 1);
}

// --- functions ------------------------------------------------------------------------------------

TEST_F(sqlite_driver, ends_a_prefix) {
    const auto hex = [&](std::string_view argument) {
        return text(db, "SELECT typeof(x) || hex(x) FROM (SELECT dataflow_prefix_end(" +
                            std::string{argument} + ") AS x)");
    };
    EXPECT_EQ(hex("'ab'"), "text6163");
    EXPECT_EQ(hex("'a' || char(127)"), "text6180");
    EXPECT_EQ(hex("'\xC3\xBF'"), "textC3C0");
    EXPECT_EQ(hex("x'61FFFF'"), "text62");
    EXPECT_EQ(hex("x'FFFF'"), "blob");
    EXPECT_EQ(hex("''"), "blob");
    EXPECT_EQ(hex("NULL"), "null");
    EXPECT_EQ(number(db, "SELECT 'zzz' < dataflow_prefix_end('') AND 'abzz' < dataflow_prefix_end('ab') AND "
                         "'ac' >= dataflow_prefix_end('ab')"),
              1);
}

TEST_F(sqlite_driver, divides_as_postgres_does) {
    const auto of = [&](std::string_view arguments) {
        return text(db, "SELECT CAST(dataflow_divide(" + std::string{arguments} + ") AS TEXT)");
    };
    EXPECT_EQ(of("7, 2"), "3");
    EXPECT_EQ(of("-7, 2"), "-3");
    EXPECT_EQ(of("7.0, 2"), "3.5");
    EXPECT_EQ(of("0.0, 5"), "0.0");
    EXPECT_EQ(of("NULL, 0"), std::nullopt);
    EXPECT_EQ(of("1, NULL"), std::nullopt);
    EXPECT_EQ(of("9e999, 2.0"), "Inf");
    for (const auto& [arguments, message] :
         std::map<std::string, std::string>{{"1, 0", "division by zero"},
                                            {"1.0, 0", "division by zero"},
                                            {"1, -0.0", "division by zero"},
                                            {"-9223372036854775807 - 1, -1", "integer out of range"},
                                            {"1e300, 1e-300", "number out of range: overflow"},
                                            {"1e-300, 1e300", "number out of range: underflow"},
                                            {"9e999, 9e999", "NaN cannot be stored in SQLite"},
                                            {"'x', 1", "only numbers can be divided"}}) {
        const auto e = error_of([&] { (void)of(arguments); });
        EXPECT_EQ(e.kind(), error_kind::invalid_value) << arguments;
        EXPECT_EQ(e.info().message, message);
    }
}

TEST_F(sqlite_driver, matches_regular_expressions) {
    const auto found = [&](std::string_view subject, std::string_view pattern) {
        return number(db, "SELECT dataflow_matches(?1, ?2)",
                      {value::of_text(subject), value::of_text(pattern)}) == 1;
    };
    EXPECT_TRUE(found("hello", "^h.llo$"));
    EXPECT_FALSE(found("Hello", "^h"));
    EXPECT_TRUE(found("h\xC3\xA9llo", "^h.llo$")) << "a dot is a character, not a byte";
    EXPECT_TRUE(found("\xF0\x9F\x98\x80", "^.$"));
    EXPECT_TRUE(found("\xC3\xA9", df::query::portable_regex("^[\xC3\xA0-\xC3\xBF]$")));
    EXPECT_FALSE(found("\xC3\xA9", df::query::portable_regex("^[^x-\xC3\xBF]$")));
    EXPECT_TRUE(found("a\nb", "a.b"));
    EXPECT_TRUE(found("", "^$"));
    EXPECT_FALSE(found("a\nb", "^b"));
    EXPECT_EQ(number(db, "SELECT dataflow_matches(NULL, 'a')"), std::nullopt);
    EXPECT_THROW((void)found("a", "("), df::invalid_value);
    const auto list = many(1000);
    auto v = view(list, item_fields);
    EXPECT_EQ(number(db, "SELECT count(*) FROM dataflow_rows(?1) WHERE dataflow_matches(c1, ?2)",
                     {value::of_rows(v), value::of_text("9$")}),
              100);
}

TEST_F(sqlite_driver, likes_with_and_without_case) {
    const auto like = [&](std::string_view function, std::string_view subject, std::string_view pattern) {
        return number(db,
                      function == "like" ? "SELECT ?1 LIKE ?2 ESCAPE '\\'" : "SELECT dataflow_ilike(?1, ?2)",
                      {value::of_text(subject), value::of_text(pattern)}) == 1;
    };
    EXPECT_FALSE(like("like", "Alice", "alice"));
    EXPECT_TRUE(like("ilike", "Alice", "aLICE"));
    EXPECT_FALSE(like("ilike", "\xC3\x89", "\xC3\xA9")) << "ASCII letters only";
    EXPECT_THROW((void)like("ilike", "a", "a\\"), df::invalid_value);
    EXPECT_EQ(number(db, "SELECT dataflow_ilike('a', NULL)"), std::nullopt);
    for (const std::string_view f : {"like", "ilike"}) {
        EXPECT_TRUE(like(f, "", "")) << f;
        EXPECT_TRUE(like(f, "", "%")) << f;
        EXPECT_FALSE(like(f, "", "_")) << f;
        EXPECT_TRUE(like(f, "abc", "a%")) << f;
        EXPECT_TRUE(like(f, "abc", "%c")) << f;
        EXPECT_TRUE(like(f, "abc", "%b%")) << f;
        EXPECT_TRUE(like(f, "abcabd", "%ab_")) << f;
        EXPECT_FALSE(like(f, "abcabde", "%ab_")) << f;
        EXPECT_TRUE(like(f, "a\xC3\xA9z", "a_z")) << f;
        EXPECT_TRUE(like(f, "\xF0\x9F\x98\x80z", "_z")) << f;
        EXPECT_TRUE(like(f, "50%", "50\\%")) << f;
        EXPECT_FALSE(like(f, "50x", "50\\%")) << f;
        EXPECT_TRUE(like(f, "a_b", "a\\_b")) << f;
        EXPECT_FALSE(like(f, "axb", "a\\_b")) << f;
        EXPECT_TRUE(like(f, "a\\b", "a\\\\b")) << f;
        EXPECT_TRUE(like(f, "a\nb", "a%b")) << f;
    }
    EXPECT_FALSE(like("ilike", std::string(20'000, 'a'), "%a%a%a%a%a%a%a%b")) << "and in good time";
}

TEST_F(sqlite_driver, has_a_like_of_its_own_for_other_builds) {
    using df::driver::sqlite_::detail::like;
    EXPECT_TRUE(like("Abc", "A%", '\0', false));
    EXPECT_FALSE(like("Abc", "a%", '\0', false));
    EXPECT_TRUE(like("a\\", "a\\", '\0', false));
    EXPECT_TRUE(like("a%", "a|%", '|', false));
}

TEST_F(sqlite_driver, uses_an_index_for_like) {
    const auto first = [&](std::string_view sql) { return plan(db, sql, {value::of_text("ab%")}).at(0); };
    EXPECT_NE(first("SELECT id FROM items WHERE name LIKE ?1 ESCAPE '\\'").find("name>? AND name<?"),
              std::string::npos);
    EXPECT_NE(first("SELECT id FROM items WHERE name >= ?1 AND name < dataflow_prefix_end(?1)")
                  .find("name>? AND name<?"),
              std::string::npos);
}

} // namespace
