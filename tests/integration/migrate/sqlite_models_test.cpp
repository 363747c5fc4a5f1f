// The models of a program in two versions, on SQLite: what the library keeps with a table goes with it.
#include "integration/migrate/sqlite_support.hpp"

#include <dataflow/json.hpp>
#include <dataflow/search.hpp>
#include <dataflow/soft_delete.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sqlite_models {

namespace df = dataflow;

enum class grade : std::uint8_t { low, high };
enum class rank : std::uint8_t { junior, high, top };

namespace v1 {
struct Author {
    df::id<Author> id{};
    std::string name;
    std::optional<std::string> email{};
    grade level = grade::low;
    static constexpr auto dataflow =
        df::options{.soft_delete = true, .unique = df::unique({"email"}), .indexes = df::indexes({"name"})};
};
struct Article {
    df::id<Article> id{};
    df::id<Author> author{};
    std::string title;
    std::string body;
    int price = 5;
    std::string old{};
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_rule{"author", df::on_delete::cascade}),
                    .full_text = df::full_text({"title", "body"})};
};
} // namespace v1

namespace v2 {
struct Writer {
    df::id<Writer> id{};
    std::string full_name;
    std::string email = "none";
    rank level = rank::junior;
    static constexpr auto dataflow =
        df::options{.table = "writers",
                    .soft_delete = true,
                    .indexes = df::indexes({"full_name"}),
                    .renamed_table = "authors",
                    .renamed = df::renamed({"name", "full_name"}),
                    .renamed_values = df::renamed_values({"level", "low", "junior"})};
};
struct Tag {
    df::id<Tag> id{};
    df::id<Writer> writer{};
    std::string name;
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_rule{"writer", df::on_delete::cascade})};
};
struct Article {
    df::id<Article> id{};
    df::id<Writer> author{};
    std::string title;
    std::optional<std::string> body{};
    df::decimal<10, 2> price{5};
    int year = 2000;
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("articles_year", df::column("year") > 1900)),
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"author", df::on_delete::cascade}),
                    .full_text = df::full_text({"title", "body"})};
};
} // namespace v2

} // namespace sqlite_models

namespace {

namespace df = dataflow;
using namespace support;
using namespace sqlite_models;

class SqliteModels : public testing::Test {
  protected:
    void begin() {
        df::database<v1::Author, v1::Article> db{where_.url()};
        const auto a =
            db.run(df::create<v1::Author>({.name = "Ann", .email = "a@b.c", .level = grade::high}));
        const auto b = db.run(df::create<v1::Author>({.name = "Bob"}));
        for (int i = 0; i < 5; ++i)
            (void)db.run(df::create<v1::Article>({.author = i < 3 ? a.id : b.id,
                                                  .title = "quick fox " + std::to_string(i),
                                                  .body = "text",
                                                  .price = i}));
        db.run(df::erase<v1::Article>(5)); // its number does not come again
        where_.plain().run(
            "CREATE TABLE log (what TEXT); CREATE TRIGGER mine AFTER UPDATE OF title ON articles "
            "BEGIN INSERT INTO log SELECT name FROM authors WHERE id = new.author; END; CREATE "
            "VIEW names AS SELECT a.name, t.title FROM authors a JOIN articles t ON t.author = a.id;");
    }
    [[nodiscard]] auto open(df::migrate_result* done = nullptr) {
        return df::open_migrated<v2::Writer, v2::Tag, v2::Article>(
            where_.url(), {.auto_confirm = true, .max_risk = df::risk::critical}, done);
    }
    place where_{backend::sqlite_file};
};

TEST_F(SqliteModels, GoFromOneVersionToTheNextWithAllThatBelongsToThem) {
    begin();
    df::migrate_result done;
    auto db = open(&done);
    ASSERT_TRUE(done.done);
    SCOPED_TRACE(titles_of(done.plan, true));
    EXPECT_TRUE(done.plan.loses_data()); // articles.old

    const place fresh{backend::sqlite_file};
    df::database<v2::Writer, v2::Tag, v2::Article> made{fresh.url()};
    const auto now = df::describe(db);
    const auto wanted = df::catalog::describe_models<v2::Writer, v2::Tag, v2::Article>(df::sqlite);
    auto differs = df::catalog::compare(wanted, now);
    std::erase_if(differs, [](const auto& d) {
        return d.what == df::catalog::difference_kind::trigger_extra && d.found_trigger->name == "mine";
    });
    EXPECT_EQ(in_words(differs), "");
    // Triggers and what keeps words are as opening makes them; mine is still there.
    auto at = where_.plain();
    auto like = fresh.plain();
    const std::string made_by_it =
        "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'trigger', 'index') AND name NOT LIKE "
        "'dataflow!_migr%' "
        "ESCAPE '!' AND name NOT IN ('mine', 'log') AND name NOT LIKE 'sqlite%' ORDER BY name";
    const auto have = at.run(made_by_it), want = like.run(made_by_it);
    for (const auto& row : want) {
        bool found = false;
        for (const auto& other : have)
            if (row[0] == other[0]) {
                found = true;
                EXPECT_EQ(*row[1], *other[1]);
            }
        EXPECT_TRUE(found) << *row[0];
    }

    EXPECT_EQ(db.run(df::count<v2::Article>()), 4);
    const auto ann = db.run(df::read<v2::Writer>(1));
    EXPECT_EQ(ann.full_name, "Ann");
    EXPECT_EQ(ann.level, rank::high);
    const auto bob = db.run(df::read<v2::Writer>(2));
    EXPECT_EQ(bob.email, "none");
    EXPECT_EQ(bob.level, rank::junior);
    EXPECT_EQ(db.run(df::read<v2::Article>(4)).price.str(), "3.00");
    EXPECT_EQ(db.run(df::list<v2::Article>().where(df::search<v2::Article>("fox"))).size(), 4U);
    const auto six = db.run(df::create<v2::Article>({.author = ann.id, .title = "lazy dog"}));
    EXPECT_EQ(six.id.value, 6);
    EXPECT_EQ(db.run(df::list<v2::Article>().where(df::search<v2::Article>("dog"))).size(), 1U);
    at.run("UPDATE articles SET title = 'x' WHERE id = 1");
    EXPECT_EQ(at.value("SELECT what FROM log"), "Ann");
    EXPECT_EQ(at.value("SELECT count(*) FROM names WHERE full_name = 'Bob'"), "1");
    db.run(df::erase<v2::Writer>(1)); // marks, and what refers to it goes
    EXPECT_EQ(db.run(df::count<v2::Article>()), 1);
    EXPECT_EQ(at.value("PRAGMA integrity_check"), "ok");

    df::migrate_result again;
    (void)open(&again);
    EXPECT_FALSE(again.changed());
}

} // namespace
