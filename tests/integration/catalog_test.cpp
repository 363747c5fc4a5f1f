// The description of models and of live databases: one is made of the other and compared.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/catalog.hpp>
#include <dataflow/json.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog_models {

namespace df = dataflow;

enum class level : std::uint8_t { low, mid = 5, high };
struct Part {
    std::string name = "p";
    int size = 3;
};

/// A column of every type, most with a default.
struct Every {
    df::id<Every> id{};
    bool flag = true;
    bool plain_flag{};
    std::int8_t i8 = -3;
    std::uint8_t u8 = 3;
    std::int16_t i16 = -7;
    std::uint16_t u16 = 7;
    std::int32_t i32 = 42;
    std::uint32_t u32 = 43;
    std::int64_t i64 = INT64_MIN;
    float single = 0.1F;
    double real = 1e21;
    double none = 0;
    std::string text = "it's \\ \"quoted\" \xF0\x9F\x98\x80";
    df::bytes raw{std::byte{0}, std::byte{255}};
    df::timestamp moment{std::chrono::microseconds{1'600'000'000'123'456}};
    df::date day{std::chrono::year{1969}, std::chrono::month{12}, std::chrono::day{31}};
    df::uuid key{};
    df::decimal<10, 2> price{12};
    std::chrono::minutes time{90};
    level grade = level::mid;
    df::json<Part> part{};
    std::vector<int> numbers{1, 2, 3};
    std::vector<std::string> words{"a", "b c", "d,\"e\""};
    std::array<double, 2> pair{0.5, 2};
    std::vector<df::decimal<8, 3>> prices{};
    std::vector<df::timestamp> times{};
    std::optional<int> maybe{};
    std::optional<std::string> given = "here";
    std::optional<level> mood{};
    std::optional<std::vector<std::int64_t>> many{};
};

struct Team {
    std::string code;
    int number = 0;
    std::string name;
    static constexpr auto dataflow = df::options{.key = df::key("number", "code")};
};
struct Shop {
    df::id<Shop> id{};
    std::string name;
    std::optional<df::id<Shop>> parent{};
    static constexpr auto dataflow = df::options{
        .reuse_keys = true,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"parent", df::on_delete::set_null})};
};
struct Rule {
    df::id<Rule> id{};
    df::id<Shop> shop{};
    int number = 0;
    std::string state = "open";
    std::optional<double> price{};
    std::optional<std::string> note{};
    level grade = level::low;
    static constexpr auto dataflow = df::options{
        .unique =
            df::unique(df::index{"shop", "number"}, df::index{"note"}.where(df::column("state") == "open")),
        .indexes = df::indexes(
            df::index{"state", "note"},
            df::index{"price"}.where(df::column("price") > 0.5 && df::not_null(df::column("note")))),
        .checks =
            df::checks(df::check("rules_price_fits_state",
                                 df::is_null(df::column("price")) ||
                                     (df::column("price") > 0.5 && df::column("state") != "free")),
                       df::check("rules_number", df::column("number") >= 0 && df::column("number") <= 150)),
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"shop", df::on_delete::cascade})};
};
struct Card {
    df::id<Card> id{};
    std::string title;
    std::string tag = "x";
    std::optional<std::string> note{};
    int n = 5;
    df::id<Shop> shop{};
    level grade = level::low;
    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .unique = df::unique({"title"}),
                    .indexes = df::indexes(df::index{"tag", "n"}, df::index{"n"}.where(df::column("n") > 3)),
                    .checks = df::checks(df::check("cards_small", df::column("n") <= 100)),
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"shop", df::on_delete::cascade})};
};
struct Keyless {
    std::string body = "x";
};

} // namespace catalog_models

namespace {

namespace df = dataflow;
namespace catalog = df::catalog;
using namespace catalog_models;
using support::has;

class Catalog : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(Catalog);

[[nodiscard]] std::string in_words(const std::vector<catalog::difference>& all) {
    std::string out;
    for (const auto& d : all) {
        const auto* t = d.wanted_table != nullptr ? d.wanted_table : d.found_table;
        out += std::string{t->name} + ": " + catalog::to_string(d) + "\n";
    }
    return out;
}

template <class... M>
struct described_twice {
    const catalog::database_description& constant(df::dialect d) const {
        return d == df::sqlite ? catalog::of_models<df::sqlite, M...>
                               : catalog::of_models<df::postgres, M...>;
    }
};

TEST_P(Catalog, ATableThatWasMadeOfAModelIsDescribedAsTheModelIs) {
    df::database<Every, Team, Shop, Rule, Keyless, shop::Customer, shop::Order> db{url()};
    const auto found = df::describe(db);
    const auto wanted =
        catalog::describe_models<Every, Team, Shop, Rule, Keyless, shop::Customer, shop::Order>(db.speaks());
    EXPECT_EQ(in_words(catalog::compare(wanted, found, {.extra_tables = true})), "")
        << catalog::to_string(found);
    EXPECT_EQ(in_words(catalog::compare(found, wanted, {.extra_tables = true})), "");
    EXPECT_EQ(in_words(catalog::compare(found, found, {.extra_tables = true})), "");
    const described_twice<Every, Team, Shop, Rule, Keyless, shop::Customer, shop::Order> constants;
    EXPECT_EQ(in_words(catalog::compare(constants.constant(db.speaks()), found, {.extra_tables = true})), "");
    EXPECT_EQ(in_words(catalog::compare(constants.constant(db.speaks()), wanted)), "");
}

// --- what was changed by hand ------------------------------------------------------------------------------

/// A change of the table cards, and the differences that it makes: on SQLite a part of its text that is
/// replaced, or (`from` empty) statements.
struct mutation {
    const char* postgres;
    const char* from;
    const char* to;
    const char* expected;
    const char* expected_on_sqlite = nullptr; ///< where it differs
};
const mutation mutations[]{
    {"ALTER TABLE cards DROP COLUMN note", ",\n  \"note\" TEXT", "", "column_missing note"},
    {"ALTER TABLE cards ADD more TEXT", "", "ALTER TABLE cards ADD more TEXT", "column_extra more"},
    {"ALTER TABLE cards ALTER note TYPE BIGINT USING NULL", "\"note\" TEXT", "\"note\" INTEGER",
     "type_differs note"},
    {"ALTER TABLE cards ALTER note TYPE VARCHAR(20) COLLATE \"C\"", "\"note\" TEXT", "\"note\" VARCHAR(20)",
     "type_spelled_otherwise note"},
    {"ALTER TABLE cards ALTER title DROP NOT NULL", "\"title\" TEXT NOT NULL", "\"title\" TEXT",
     "nullability_differs title"},
    {"ALTER TABLE cards ALTER note SET NOT NULL", "\"note\" TEXT", "\"note\" TEXT NOT NULL",
     "nullability_differs note"},
    {"ALTER TABLE cards ALTER n SET DEFAULT 6", "DEFAULT 5", "DEFAULT 6", "default_differs n"},
    {"ALTER TABLE cards ALTER n DROP DEFAULT", " DEFAULT 5", "", "default_differs n"},
    {"ALTER TABLE cards ALTER title SET DEFAULT 'z'", "\"title\" TEXT", "\"title\" TEXT DEFAULT 'z'",
     "default_differs title"},
    {"ALTER TABLE cards ALTER id DROP IDENTITY", " AUTOINCREMENT", "", "identity_differs id"},
    {"ALTER TABLE cards ALTER id SET GENERATED ALWAYS", " AUTOINCREMENT", " DESC", "identity_differs id"},
    {"ALTER TABLE cards DROP note; ALTER TABLE cards ADD note TEXT COLLATE \"C\" GENERATED ALWAYS AS ('a') "
     "STORED",
     "\"note\" TEXT", "\"note\" TEXT GENERATED ALWAYS AS ('a')", "generation_differs note"},
    {"ALTER TABLE cards ALTER note TYPE TEXT COLLATE \"POSIX\"", "\"note\" TEXT",
     "\"note\" TEXT COLLATE NOCASE", "collation_differs note"},
    {"ALTER TABLE cards DROP CONSTRAINT cards_pkey", " PRIMARY KEY AUTOINCREMENT", " NOT NULL",
     "primary_key_differs id", "primary_key_differs id, identity_differs id"},
    {"ALTER TABLE cards ADD UNIQUE (note)", "\"note\" TEXT", "\"note\" TEXT UNIQUE", "unique_extra note"},
    {"ALTER TABLE cards DROP CONSTRAINT cards_shop_fkey",
     ",\n  CONSTRAINT \"cards_shop_fkey\" FOREIGN KEY (\"shop\") REFERENCES \"shops\" (\"id\") ON DELETE "
     "CASCADE",
     "", "foreign_key_missing cards_shop_fkey"},
    {"ALTER TABLE cards DROP CONSTRAINT cards_shop_fkey, ADD CONSTRAINT cards_shop_fkey FOREIGN KEY (shop) "
     "REFERENCES shops (id) ON DELETE SET NULL",
     "ON DELETE CASCADE", "ON DELETE SET NULL", "foreign_key_differs cards_shop_fkey"},
    {"ALTER TABLE cards ALTER CONSTRAINT cards_shop_fkey DEFERRABLE INITIALLY DEFERRED", "ON DELETE CASCADE",
     "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED", "foreign_key_differs cards_shop_fkey"},
    {"ALTER TABLE cards ADD CONSTRAINT more FOREIGN KEY (n) REFERENCES shops ON UPDATE CASCADE",
     "ON DELETE CASCADE",
     "ON DELETE CASCADE, CONSTRAINT more FOREIGN KEY (n) REFERENCES shops ON UPDATE CASCADE",
     "foreign_key_extra more"},
    {"ALTER TABLE cards DROP CONSTRAINT cards_small",
     ",\n  CONSTRAINT \"cards_small\" CHECK ((\"n\" <= 100))", "", "check_missing cards_small"},
    {"ALTER TABLE cards DROP CONSTRAINT cards_small, ADD CONSTRAINT cards_small CHECK (n <= 101)", "<= 100",
     "<= 101", "check_differs cards_small"},
    {"ALTER TABLE cards ADD CONSTRAINT more CHECK (n <> 7)", "CHECK ((\"n\" <= 100))",
     "CHECK ((\"n\" <= 100)), CONSTRAINT more CHECK (n <> 7)", "check_extra more"},
    {"ALTER TABLE cards DROP CONSTRAINT cards_grade_range, ADD CONSTRAINT cards_grade_range CHECK (grade IN "
     "('low', 'mid'))",
     "'mid', 'high'", "'mid'", "check_differs cards_grade_range"},
    {"DROP INDEX cards_title_key", "", "DROP INDEX cards_title_key", "index_missing cards_title_key"},
    {"DROP INDEX cards_title_key; CREATE INDEX cards_title_key ON cards (title)", "",
     "DROP INDEX cards_title_key; CREATE INDEX cards_title_key ON cards (title)",
     "index_differs cards_title_key"},
    {"DROP INDEX cards_tag_n_idx; CREATE INDEX cards_tag_n_idx ON cards (n, tag)", "",
     "DROP INDEX cards_tag_n_idx; CREATE INDEX cards_tag_n_idx ON cards (n, tag)",
     "index_differs cards_tag_n_idx"},
    {"DROP INDEX cards_tag_n_idx; CREATE INDEX cards_tag_n_idx ON cards (tag, n DESC)", "",
     "DROP INDEX cards_tag_n_idx; CREATE INDEX cards_tag_n_idx ON cards (tag, n DESC)",
     "index_differs cards_tag_n_idx"},
    {"DROP INDEX cards_tag_n_idx; CREATE INDEX cards_tag_n_idx ON cards (tag, (n + 1))", "",
     "DROP INDEX cards_tag_n_idx; CREATE INDEX cards_tag_n_idx ON cards (tag, n + 1)",
     "index_differs cards_tag_n_idx"},
    {"DROP INDEX cards_n_idx; CREATE INDEX cards_n_idx ON cards (n) WHERE n > 4", "",
     "DROP INDEX cards_n_idx; CREATE INDEX cards_n_idx ON cards (n) WHERE n > 4",
     "index_differs cards_n_idx"},
    {"ALTER INDEX cards_title_key RENAME TO another", "",
     "DROP INDEX cards_title_key; CREATE UNIQUE INDEX another ON cards (title)",
     "index_missing cards_title_key (another), index_extra another"},
    {"CREATE FUNCTION nothing() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; "
     "CREATE TRIGGER more BEFORE INSERT OR UPDATE ON cards FOR EACH ROW EXECUTE FUNCTION nothing()",
     "", "CREATE TRIGGER more BEFORE UPDATE OF n ON cards BEGIN SELECT 1; END", "trigger_extra more"},
    {"ALTER TABLE cards ENABLE ROW LEVEL SECURITY", " AUTOINCREMENT", " /* AUTOINCREMENT */",
     "table_option_differs cards", "identity_differs id"},
    {"DROP TABLE cards; CREATE VIEW cards AS SELECT 1 AS id", "",
     "DROP TABLE cards; CREATE VIEW cards AS SELECT 1 AS id", "relation_differs cards"},
    {"DROP TABLE cards", "", "DROP TABLE cards", "table_missing cards"}};

[[nodiscard]] std::string short_form(const std::vector<catalog::difference>& all) {
    std::string out;
    for (const auto& d : all) {
        const auto named = [](const auto* wanted, const auto* found) {
            return wanted != nullptr ? wanted : found;
        };
        out += (out.empty() ? "" : ", ") + std::string{catalog::name_of(d.what)} + " ";
        if (const auto* c = named(d.wanted_column, d.found_column)) out += c->name;
        else if (const auto* i = named(d.wanted_index, d.found_index)) out += i->name;
        else if (const auto* k = named(d.wanted_key, d.found_key)) out += k->name;
        else if (const auto* h = named(d.wanted_check, d.found_check)) out += h->name;
        else if (const auto* t = named(d.wanted_trigger, d.found_trigger)) out += t->name;
        else if (const auto* u = named(d.wanted_unique, d.found_unique)) out += u->columns[0];
        else out += named(d.wanted_table, d.found_table)->name;
        if (d.what == catalog::difference_kind::index_missing && d.found_index != nullptr)
            out += " (" + std::string{d.found_index->name} + ")";
        EXPECT_FALSE(catalog::to_string(d).empty());
        EXPECT_TRUE(d.what == catalog::difference_kind::table_missing ||
                    has(catalog::to_string(d), out.substr(out.rfind(' ') + 1)) || has(out, "cards") ||
                    has(out, "another"))
            << catalog::to_string(d);
    }
    return out;
}

class CatalogOfChanged : public Catalog {
  protected:
    /// SQLite: makes the table anew with another text, and its indexes as they were.
    void change_text(const std::string& from, const std::string& to) {
        auto sql = plain();
        auto text = sql.value("SELECT sql FROM sqlite_schema WHERE name = 'cards'");
        const auto indexes = sql.run(
            "SELECT sql FROM sqlite_schema WHERE tbl_name = 'cards' AND type = 'index' AND sql IS NOT NULL");
        ASSERT_TRUE(has(text, from)) << text;
        text.replace(text.find(from), from.size(), to);
        sql.run("DROP TABLE cards; " + text);
        for (const auto& i : indexes) sql.run(*i[0]);
    }
};
DATAFLOW_ON_SHARED_DATABASES(CatalogOfChanged);

TEST_P(CatalogOfChanged, EachChangeIsTheDifferenceThatItIs) {
    using database = df::database<Shop, Card>;
    {
        database db{url()};
    }
    df::database<Keyless> looking{url()};
    const auto wanted = catalog::describe_models<Shop, Card>(looking.speaks());
    for (const auto& m : mutations) {
        SCOPED_TRACE(m.postgres);
        if (postgres()) plain().run(m.postgres);
        else if (*m.from == '\0') plain().run(m.to);
        else change_text(m.from, m.to);
        const auto found = df::describe(looking);
        const std::string expected =
            m.expected_on_sqlite != nullptr && !postgres() ? m.expected_on_sqlite : m.expected;
        EXPECT_EQ(short_form(catalog::compare(wanted, found)), expected) << catalog::to_string(found);
        auto sql = plain(); // back to what it was
        const auto kind = postgres()
                              ? sql.run("SELECT relkind FROM pg_class WHERE oid = to_regclass('cards')")
                              : sql.run("SELECT type FROM sqlite_schema WHERE name = 'cards'");
        if (!kind.empty())
            sql.run(std::string{"DROP "} + (kind[0][0]->starts_with('v') ? "VIEW" : "TABLE") + " cards");
        if (postgres()) sql.run("DROP FUNCTION IF EXISTS nothing");
        database again{url()};
    }
}

} // namespace
