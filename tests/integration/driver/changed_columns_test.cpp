// The type of a column is changed by somebody else while a program runs: no way of writing stores a value
// that was rounded or cut on its way, without a word.
#include "support/fixture.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace changed {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Thing {
    df::id<Thing> id{};
    std::string code;
    std::int64_t n = 0;
    int i = 0;
    double real = 0;
    float narrow = 0;
    std::string text;
    df::bytes raw{};
    df::timestamp at{};
    df::date day{};
    df::uuid key{};
    df::decimal<10, 2> price{};
    std::chrono::seconds span{};
    bool truth = false;

    static constexpr auto dataflow = df::options{.timestamps = false, .unique = df::unique({"code"})};
};

struct Most {
    std::optional<std::int64_t> most{};
};

/// Values of which each narrower type keeps only a part.
Thing thing(const std::string& code) {
    Thing out;
    out.code = code;
    out.n = 9007199254740993; // 2^53 + 1
    out.i = 16777217;         // 2^24 + 1
    out.real = 0.1;
    out.narrow = 0.25F;
    out.text = "a text";
    out.raw = df::bytes(3, std::byte{7});
    out.at = *df::parse_timestamp("2024-01-05T10:11:12.345678Z");
    out.day = df::date{std::chrono::year{2024} / 1 / 5};
    out.key = *df::parse_uuid("00112233-4455-6677-8899-aabbccddeeff");
    out.price = df::decimal<10, 2>{"1.25"};
    out.span = std::chrono::seconds{90};
    out.truth = true;
    return out;
}

class Changed : public support::shared_database_test {
  protected:
    using database = df::database<Thing>;

    /// Every way of writing, each of which writes all columns. `n` makes new codes.
    struct way {
        std::string name;
        std::function<void(database&, int)> write;
    };
    [[nodiscard]] static std::vector<Thing> many(int n, int count) {
        std::vector<Thing> out;
        for (int k = 0; k < count; ++k)
            out.push_back(thing("m" + std::to_string(n) + "_" + std::to_string(k)));
        return out;
    }
    [[nodiscard]] static std::vector<way> ways() {
        const auto code = [](int n) { return "c" + std::to_string(n); };
        constexpr auto assignments = [](auto node) {
            const auto t = thing("");
            return node(field<&Thing::n> = t.n, field<&Thing::i> = t.i, field<&Thing::real> = t.real,
                        field<&Thing::narrow> = t.narrow, field<&Thing::text> = t.text,
                        field<&Thing::raw> = t.raw, field<&Thing::at> = t.at, field<&Thing::day> = t.day,
                        field<&Thing::key> = t.key, field<&Thing::price> = t.price,
                        field<&Thing::span> = t.span, field<&Thing::truth> = t.truth);
        };
        return {
            {"create", [=](database& db, int n) { db.run(df::create(thing(code(n)))); }},
            {"create with a key",
             [=](database& db, int n) {
                 auto t = thing(code(n));
                 t.id = df::id<Thing>{1000 + n};
                 db.run(df::create(t));
             }},
            {"update",
             [=](database& db, int) {
                 assignments([&](auto... a) { (void)db.run(df::update<Thing>(1, a...)); });
             }},
            {"update where",
             [=](database& db, int) {
                 assignments([&](auto... a) {
                     (void)db.run(df::update<Thing>(field<&Thing::code> == "first", a...));
                 });
             }},
            {"save",
             [=](database& db, int) {
                 auto t = thing("first");
                 t.id = df::id<Thing>{1};
                 db.run(df::update(t));
             }},
            {"upsert", [=](database& db,
                           int n) { db.run(df::upsert(thing(code(n))).on_conflict(field<&Thing::code>)); }},
            {"upsert of one that is there",
             [=](database& db, int) { db.run(df::upsert(thing("first")).on_conflict(field<&Thing::code>)); }},
            {"bulk create of 1", [=](database& db, int n) { db.run(df::bulk_create(many(n, 1))); }},
            {"bulk create of 3", [=](database& db, int n) { db.run(df::bulk_create(many(n, 3))); }},
            {"bulk create per row",
             [=](database& db, int n) { db.run(df::bulk_create(many(n, 3)).per_row()); }},
            {"bulk create with ids",
             [=](database& db, int n) { db.run(df::bulk_create(many(n, 3)).returning_ids()); }},
            {"bulk create of 300", [=](database& db, int n) { db.run(df::bulk_create(many(n, 300))); }},
            {"bulk create, skipping",
             [=](database& db, int n) {
                 db.run(df::bulk_create(many(n, 3)).on_conflict(df::conflict::skip));
             }},
            {"bulk upsert",
             [=](database& db, int n) {
                 db.run(df::bulk_upsert(many(n, 3)).on_conflict(field<&Thing::code>));
             }},
            {"bulk upsert with ids",
             [=](database& db, int n) {
                 db.run(df::bulk_upsert(many(n, 3)).on_conflict(field<&Thing::code>).returning_ids());
             }},
            {"bulk update by rows",
             [=](database& db, int) {
                 std::vector<Thing> rows{thing("first"), thing("second")};
                 rows[0].id = df::id<Thing>{1};
                 rows[1].id = df::id<Thing>{2};
                 db.run(df::bulk_update(rows));
             }},
            {"bulk update",
             [=](database& db, int) {
                 assignments([&](auto... a) {
                     (void)db.run(df::bulk_update<Thing>(field<&Thing::id> <= df::id<Thing>{2}, a...));
                 });
             }},
            {"bulk update of all",
             [=](database& db, int) {
                 assignments([&](auto... a) { (void)db.run(df::bulk_update<Thing>(df::everything, a...)); });
             }},
            {"in a transaction",
             [=](database& db, int n) {
                 db.transaction([&](auto& tx) { tx.run(df::bulk_create(many(n, 2))); });
             }},
            {"workflow",
             [=](database& db, int n) {
                 struct Input {
                     std::vector<Thing> rows;
                 };
                 constexpr auto flow = df::workflow<Input>(df::node<"made">(df::bulk_create<Thing>()),
                                                           df::wire<"input.rows", "made.rows">);
                 (void)db.run(flow, Input{many(n, 2)});
             }},
        };
    }
    /// The two records that are updated.
    void first_two(database& db) const {
        db.run(df::create(thing("first")));
        db.run(df::create(thing("second")));
    }
    /// All that the table holds, in order.
    [[nodiscard]] static std::string content(support::plain_connection& in) {
        std::string out;
        for (const auto& row : in.run("SELECT * FROM things ORDER BY id"))
            for (const auto& v : row) out += v.value_or("NULL") + "|";
        return out;
    }
    void retype(const std::string& column, const std::string& type) const {
        const auto name = "\"" + column + "\"";
        plain().run("ALTER TABLE things ALTER " + name + " DROP DEFAULT; ALTER TABLE things ALTER " + name +
                    " DROP NOT NULL; "
                    "ALTER TABLE things ALTER " +
                    name + " TYPE " + type + " USING NULL");
    }
    /// Each way of writing is refused, and stores nothing. `kept`: the server keeps the statements; where it
    /// does not, the types of a single write come with its answer, which tells that it was done.
    void each_way_is_refused(database& db, const std::string& what, const std::string& column,
                             bool kept = true) const {
        int n = 100;
        auto look = plain();
        for (const auto& w : ways()) {
            const auto before = content(look);
            bool refused = false;
            bool done = false;
            for (int attempt = 0; attempt < 2 && !refused; ++attempt) try {
                    w.write(db, ++n);
                    break;
                } catch (const df::schema_mismatch& e) {
                    refused = true;
                    done = support::has(e.what(), "the statement itself was done");
                    EXPECT_EQ(e.model(), "Thing") << what << ", " << w.name << ": " << e.what();
                    EXPECT_EQ(e.field(), column) << what << ", " << w.name << ": " << e.what();
                } catch (const df::in_doubt& e) { // it was done, and what it gave could not be read
                    refused = done = true;
                    EXPECT_EQ(e.field(), column) << what << ", " << w.name << ": " << e.what();
                } catch (const df::serialization_failure&) { // in a transaction: to be run again
                }
            EXPECT_TRUE(refused) << what << ": " << w.name;
            if (!done) {
                EXPECT_EQ(content(look), before) << what << ": " << w.name;
            }
            EXPECT_FALSE(done && (kept || w.name.starts_with("bulk"))) << what << ": " << w.name;
        }
    }
};
DATAFLOW_ON_SHARED_DATABASES(Changed);

TEST_P(Changed, NoWayOfWritingLosesAPartOfAValue) {
    if (!postgres()) GTEST_SKIP() << "SQLite's columns have affinities";
    struct sample {
        std::string column, type;
        bool kept = true;
    };
    const std::vector<sample> samples{{"real", "bigint"},
                                      {"n", "integer"},
                                      {"n", "double precision"},
                                      {"i", "real"},
                                      {"real", "real"},
                                      {"narrow", "integer"},
                                      {"text", "char(9)"},
                                      {"text", "name"},
                                      {"at", "date"},
                                      {"at", "timestamptz(0)"},
                                      {"day", "timestamptz"},
                                      {"price", "numeric(10,1)"},
                                      {"span", "integer"},
                                      {"truth", "text"},
                                      {"real", "bigint", false},
                                      {"price", "numeric(10,1)", false},
                                      {"at", "timestamptz(0)", false}};
    for (const auto& [column, type, kept] : samples) {
        plain().run("DROP TABLE IF EXISTS things");
        database db{df::open_options{.url = url(kept ? "" : "statements=unnamed"), .connections = 1}};
        first_two(db);
        int n = 0;
        for (const auto& w : ways()) w.write(db, ++n); // each has been prepared before
        plain().run("DELETE FROM things WHERE id > 2");
        retype(column, type);
        each_way_is_refused(db, column + " as " + type + (kept ? "" : ", unnamed"), column, kept);
        if (HasFailure()) return;
        EXPECT_THROW((database{url()}), df::schema_mismatch) << "so does opening: " << column << " " << type;
        if (column != "real") continue;
        retype("real", "double precision"); // mended
        plain().run("ALTER TABLE things ALTER real SET DEFAULT 0; UPDATE things SET real = 0; ALTER TABLE "
                    "things ALTER real SET NOT NULL");
        for (const auto& w : ways())
            for (int attempt = 0; attempt < 2; ++attempt) try {
                    w.write(db, ++n);
                    break;
                } catch (const df::serialization_failure&) {
                    EXPECT_EQ(attempt, 0);
                }
        EXPECT_EQ(plain().number("SELECT count(*) FROM things WHERE real <> 0.1::float8"), 0);
    }
}

TEST_P(Changed, ATableThatWasMadeAnewIsComparedAgain) {
    if (postgres()) GTEST_SKIP() << "its columns have types";
    const std::vector<std::pair<std::string, std::string>> samples{
        {"n", "TEXT"},       {"real", "INTEGER"}, {"real", "TEXT"},
        {"text", "NUMERIC"}, {"at", "INTEGER"},   {"price", "INTEGER(10,3)"},
        {"price", "REAL"},   {"truth", "TEXT"},   {"span", ""},
        {"raw", "TEXT"}};
    for (const auto& [column, type] : samples) {
        plain().run("DROP TABLE IF EXISTS things");
        database db{df::open_options{.url = url()}};
        first_two(db);
        int n = 0;
        for (const auto& w : ways()) w.write(db, ++n); // each has been prepared before
        db.run(df::count<Thing>().where(field<&Thing::n> == 1));
        db.run(df::exists<Thing>().where(field<&Thing::real> < 0.5));
        db.run(df::aggregate<Thing>().select<Most>(df::max(field<&Thing::n>).as<"most">()));
        db.run(df::list<Thing>().limit(1));
        std::string columns;
        for (const auto& row : plain().run("SELECT name, type FROM pragma_table_info('things')"))
            columns += ", \"" + *row[0] + "\" " + (row[0] == column ? type : *row[1]) +
                       (row[0] == "id"     ? " PRIMARY KEY"
                        : row[0] == "code" ? " NOT NULL UNIQUE"
                                           : " NOT NULL");
        plain().run("CREATE TABLE again (" + columns.substr(2) +
                    "); INSERT INTO again SELECT * FROM things WHERE id <= 2; DROP TABLE things; "
                    "ALTER TABLE again RENAME TO things");
        // What reads does not compare with what the column has become either.
        EXPECT_THROW(db.run(df::count<Thing>().where(field<&Thing::n> == 1)), df::schema_mismatch);
        EXPECT_THROW(db.run(df::exists<Thing>().where(field<&Thing::real> < 0.5)), df::schema_mismatch);
        EXPECT_THROW(db.run(df::aggregate<Thing>().select<Most>(df::max(field<&Thing::n>).as<"most">())),
                     df::schema_mismatch);
        EXPECT_THROW(db.run(df::list<Thing>().limit(1)), df::schema_mismatch);
        EXPECT_THROW(for ([[maybe_unused]] const auto& t : db.stream(df::list<Thing>())) break,
                     df::schema_mismatch);
        each_way_is_refused(db, column + " as " + type, column, false);
        if (HasFailure()) return;
        EXPECT_THROW((database{url()}), df::schema_mismatch) << "so does opening: " << column << " " << type;
    }
}

TEST_P(Changed, AColumnThatIsGeneratedNowIsToldInWords) {
    database db{url()};
    first_two(db);
    int n = 0;
    for (const auto& w : ways()) w.write(db, ++n); // each has been prepared before
    auto other = plain();
    other.run(postgres() ? "DELETE FROM things WHERE id > 2; ALTER TABLE things DROP COLUMN i; ALTER TABLE "
                           "things ADD i INTEGER NOT NULL GENERATED ALWAYS AS (1) STORED"
                         : "DELETE FROM things WHERE id > 2; ALTER TABLE things DROP COLUMN i; ALTER TABLE "
                           "things ADD i INTEGER NOT NULL GENERATED ALWAYS AS (1) VIRTUAL");
    const auto before = content(other);
    for (const auto& w : ways())
        for (int attempt = 0;; ++attempt) try {
                w.write(db, ++n);
                ADD_FAILURE() << w.name;
                break;
            } catch (const df::serialization_failure&) {
                EXPECT_EQ(attempt, 0) << w.name;
            } catch (const df::schema_mismatch& e) {
                EXPECT_TRUE(support::has(e.what(), "generated")) << w.name << ": " << e.what();
                EXPECT_TRUE(support::has(e.what(), "\"i\"")) << w.name << ": " << e.what();
                EXPECT_EQ(e.model(), "Thing");
                break;
            }
    EXPECT_EQ(content(other), before);
    EXPECT_TRUE(support::has(support::thrown<df::schema_mismatch>([&] { database none{url()}; }).what(),
                             "column i is generated"));
}

} // namespace changed
