// The description of models and of live databases: one is made of the other and compared.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/catalog.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
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
    df::time_of_day clock = *df::parse_time_of_day("08:15:00.5");
    df::local_time local = *df::parse_local_time("2020-02-29T08:15:00");
    df::inet address = *df::parse_inet("10.0.0.0/8");
    std::optional<df::inet> other{};
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
struct Alpha {
    df::id<Alpha> id{};
    std::string name;
    std::optional<int> n{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Beta {
    df::id<Beta> id{};
    std::string s;
    static constexpr auto dataflow = df::options{.timestamps = false, .unique = df::unique({"s"})};
};
struct Gamma {
    df::id<Gamma> id{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Delta {
    df::id<Delta> id{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// A table with an odd name.
template <std::size_t N>
struct Odd {
    df::id<Odd> id{};
    std::optional<df::id<Odd>> up{};
    int order = 0;
    std::string user = "a\"b'c";
    static constexpr std::array<std::string_view, 5> names{
        "a\"b", "it's; --", "x y [z] `", "\xC3\xA4 \xF0\x9F\x98\x80",
        "a_name_of_sixty_three_bytes_which_is_all_that_postgresql_keeps_"};
    static constexpr auto dataflow =
        df::options{.table = names[N],
                    .unique = df::unique({"user"}),
                    .indexes = df::indexes(
                        df::index{"order"}.where(df::column("order") > 3 && df::column("user") != "it's")),
                    .checks = df::checks(df::check("\"odd\" it's", df::column("order") >= 0))};
};

struct Keyless {
    std::string body = "x";
};
struct Binder {
    df::id<Binder> id{};
    std::string name;
    static constexpr auto dataflow =
        df::options{.soft_delete = true, .multi_tenant = true, .unique = df::unique({"name"})};
};
struct Sheet {
    df::id<Sheet> id{};
    df::id<Binder> binder{};
    std::optional<std::string> title{};
    static constexpr auto dataflow =
        df::options{.soft_delete = true,
                    .multi_tenant = true,
                    .indexes = df::indexes({"title"}),
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"binder", df::on_delete::cascade})};
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
        catalog::describe_models<Every, Team, Shop, Rule, Keyless, shop::Customer, shop::Order>(db.dialect());
    EXPECT_EQ(in_words(catalog::compare(wanted, found, {.extra_tables = true})), "")
        << catalog::to_string(found);
    EXPECT_EQ(in_words(catalog::compare(found, wanted, {.extra_tables = true})), "");
    EXPECT_EQ(in_words(catalog::compare(found, found, {.extra_tables = true})), "");
    const described_twice<Every, Team, Shop, Rule, Keyless, shop::Customer, shop::Order> constants;
    EXPECT_EQ(in_words(catalog::compare(constants.constant(db.dialect()), found, {.extra_tables = true})),
              "");
    EXPECT_EQ(in_words(catalog::compare(constants.constant(db.dialect()), wanted)), "");
}

template <class... M>
void expect_the_same_statements(const std::string& url) {
    df::database<M...> db{url};
    const auto found = df::describe(db);
    const auto wanted = catalog::describe_models<M...>(db.dialect());
    EXPECT_EQ(in_words(catalog::compare(wanted, found)), "");
    if (db.dialect() == df::postgres) return; // SQLite keeps the statements
    for (const auto& t : wanted.tables) {
        const auto* const f = found.find(t.name);
        ASSERT_NE(f, nullptr);
        EXPECT_EQ(catalog::create_table(catalog::definition_of(t), catalog::quoted_name({}, t.name)),
                  f->definition);
        EXPECT_EQ(catalog::create_table(catalog::definition_of(*f), catalog::quoted_name({}, t.name)),
                  f->definition);
        for (const auto& i : t.indexes) {
            const auto* const there = f->find_index(i.name);
            ASSERT_NE(there, nullptr) << i.name;
            EXPECT_EQ(catalog::create_index(t, i), there->definition);
        }
    }
}

TEST_P(Catalog, ADescriptionMakesTheStatementsThatItsModelsMake) {
    expect_the_same_statements<Every, Team, Shop, Rule, Keyless, Binder, Sheet, shop::Customer, shop::Order>(
        url());
    expect_the_same_statements<Odd<0>, Odd<1>, Odd<2>, Odd<3>, Odd<4>>(url());
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
    /// SQLite: makes the table again with another text, and its indexes as they were.
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
    const auto wanted = catalog::describe_models<Shop, Card>(looking.dialect());
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

// --- told at once ------------------------------------------------------------------------------------------

TEST_P(Catalog, OpeningTellsEverythingInEveryTableAtOnce) {
    const std::string key = postgres() ? "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
                                       : "id INTEGER PRIMARY KEY AUTOINCREMENT";
    plain().run("CREATE TABLE alphas (" + key +
                ", n INTEGER NOT NULL, extra TEXT NOT NULL);"
                "CREATE TABLE betas (" +
                key +
                ", s TEXT NOT NULL); CREATE INDEX betas_s_key ON betas (s);"
                "CREATE VIEW gammas AS SELECT 1 AS id");
    const auto open = [&](bool create) {
        return support::thrown<df::schema_mismatch>([&] {
            df::database<Gamma, Alpha, Delta, Beta> db{
                df::open_options{.url = url(), .create_tables = create}};
        });
    };
    const std::string of_alphas =
        "\n  the table alphas: column name is missing"
        "\n  the table alphas: column n is NOT NULL and the field is optional"
        "\n  the table alphas: column extra is NOT NULL without a default, and not in the model";
    const std::string of_betas = "\n  the table betas has an index betas_s_key that does not keep s unique: "
                                 "it must be a valid unique index of "
                                 "just this column, without a condition. Drop it, and it is made";
    const std::string of_gammas =
        "\n  gammas is a view, and a model needs a table of its own; df::sql reads it";
    const std::string migrates = "\n  to mend it: df::open_migrated of <dataflow/migrate.hpp>";
    const auto e = open(true);
    EXPECT_EQ(std::string{e.what()},
              "schema_mismatch in open Gamma, Alpha, Beta: 3 tables do not fit their models:" + of_gammas +
                  of_alphas + of_betas + migrates);
    EXPECT_EQ(e.model(), "Gamma, Alpha, Beta");
    EXPECT_THROW(plain().run("SELECT * FROM deltas"), std::runtime_error); // nothing was made
    EXPECT_EQ(std::string{open(false).what()},
              "schema_mismatch in open Gamma, Alpha, Delta, Beta: 4 tables do not fit their models:" +
                  of_gammas + of_alphas + "\n  the table deltas does not exist, and create_tables is off" +
                  of_betas + migrates);
    plain().run("DROP VIEW gammas; DROP INDEX betas_s_key");
    const auto one = support::thrown<df::schema_mismatch>([&] { df::database<Gamma, Alpha> db{url()}; });
    EXPECT_TRUE(has(one.what(), "in open Alpha: the table alphas has a different shape: column name is "
                                "missing; column n is NOT NULL"))
        << one.what();
    df::database<Gamma, Delta, Beta> db{url()}; // what is missing of betas is made
}

// --- names -------------------------------------------------------------------------------------------------

template <std::size_t... N>
void open_odd_names(const std::string& url, std::index_sequence<N...>) {
    df::database<Odd<N>...> db{url};
    const auto found = df::describe(db);
    const auto wanted = catalog::describe_models<Odd<N>...>(db.dialect());
    EXPECT_EQ(in_words(catalog::compare(wanted, found, {.extra_tables = true})), "")
        << catalog::to_string(found);
    EXPECT_EQ(found.tables.size(), sizeof...(N));
    df::database<Odd<N>...> again{url};
}

TEST_P(Catalog, NamesMayHoldAnything) {
    open_odd_names(url(), std::make_index_sequence<Odd<0>::names.size()>{});
    const std::vector<std::string> names{
        "a\"b", "it's; --", "x y", "\xC3\xA4 \xF0\x9F\x98\x80", std::string(63, 'n'), "SELECT"};
    const auto quoted = [](const std::string& name) {
        std::string out = "\"";
        for (const char c : name) out += c == '"' ? std::string{"\"\""} : std::string{c};
        return out + "\"";
    };
    for (const auto& name : names) {
        std::string columns = "k INTEGER NOT NULL";
        for (const auto& c : names) columns += ", " + quoted(c) + " INTEGER DEFAULT 3";
        plain().run("DROP TABLE IF EXISTS " + quoted("t" + name.substr(0, 60)) + "; CREATE TABLE " +
                    quoted("t" + name.substr(0, 60)) + " (" + columns + ", CONSTRAINT " + quoted(name) +
                    " CHECK (" + quoted(name) + " > 5), CONSTRAINT " + quoted(name.substr(0, 60) + "pk") +
                    " PRIMARY KEY (k))");
        plain().run("CREATE INDEX " + quoted(name.substr(0, 60) + "ix") + " ON " +
                    quoted("t" + name.substr(0, 60)) + " (" + quoted(name) + ", k)");
    }
    df::database<Gamma> db{url()};
    const auto found = df::describe(db);
    for (const auto& name : names) {
        SCOPED_TRACE(name);
        const auto* t = found.find("t" + name.substr(0, 60));
        ASSERT_NE(t, nullptr);
        ASSERT_EQ(t->columns.size(), names.size() + 1);
        for (std::size_t i = 0; i < names.size(); ++i) {
            EXPECT_EQ(t->columns[i + 1].name, names[i]);
            EXPECT_EQ(t->columns[i + 1].default_text, "3");
        }
        ASSERT_EQ(t->checks.size(), 1U);
        EXPECT_EQ(t->checks[0].name, name);
        EXPECT_EQ(t->key.name, name.substr(0, 60) + "pk");
        const auto* i = t->find_index(name.substr(0, 60) + "ix");
        ASSERT_NE(i, nullptr);
        EXPECT_EQ(i->parts[0].column, name);
    }
}

// --- tables of others --------------------------------------------------------------------------------------

/// A shop for music, as many people know it, with what the library itself never makes.
[[nodiscard]] std::string music(bool pg) {
    std::string out = R"(
CREATE TABLE artist (artist_id INTEGER NOT NULL, name VARCHAR(120), CONSTRAINT pk_artist PRIMARY KEY (artist_id));
CREATE TABLE album (album_id INTEGER NOT NULL PRIMARY KEY, title VARCHAR(160) NOT NULL UNIQUE, artist_id INTEGER NOT NULL,
  CONSTRAINT fk_album_artist FOREIGN KEY (artist_id) REFERENCES artist (artist_id) ON DELETE NO ACTION ON UPDATE CASCADE);
CREATE TABLE track (track_id INTEGER NOT NULL, album_id INTEGER REFERENCES album DEFERRABLE INITIALLY DEFERRED,
  name VARCHAR(200) NOT NULL, milliseconds INTEGER NOT NULL CHECK (milliseconds > 0), unit_price NUMERIC(10,2) NOT NULL DEFAULT 0.99,
  seconds INTEGER GENERATED ALWAYS AS (milliseconds / 1000) STORED, CONSTRAINT pk_track PRIMARY KEY (track_id),
  CONSTRAINT track_names UNIQUE (album_id, name));
CREATE TABLE playlist_track (playlist_id INTEGER NOT NULL, track_id INTEGER NOT NULL, place INTEGER,
  CONSTRAINT pk_playlist_track PRIMARY KEY (track_id, playlist_id), FOREIGN KEY (track_id) REFERENCES track (track_id) ON DELETE CASCADE);
CREATE TABLE part (playlist_id INTEGER, track_id INTEGER, CONSTRAINT fk_part FOREIGN KEY (track_id, playlist_id)
  REFERENCES playlist_track (track_id, playlist_id) ON DELETE SET NULL);
CREATE UNIQUE INDEX track_lower ON track (lower(name), album_id DESC) WHERE milliseconds > 1000;
CREATE INDEX album_artist ON album (artist_id);
CREATE VIEW long_tracks AS SELECT track_id FROM track WHERE milliseconds > 100000;
)";
    out += pg ? "CREATE FUNCTION touch() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                "CREATE TRIGGER track_touched AFTER UPDATE ON track FOR EACH ROW EXECUTE FUNCTION touch();"
                "ALTER TABLE part ENABLE ROW LEVEL SECURITY; ALTER TABLE part FORCE ROW LEVEL SECURITY;"
                "CREATE TABLE sale (id BIGSERIAL, day DATE NOT NULL) PARTITION BY RANGE (day);"
                "CREATE TABLE sale_2024 PARTITION OF sale FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"
                "CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM track"
              : "CREATE TRIGGER track_touched AFTER UPDATE ON track BEGIN SELECT 1; END;"
                "CREATE TABLE strict_one (a INTEGER PRIMARY KEY, b ANY, c TEXT COLLATE NOCASE) STRICT;"
                "CREATE TABLE without_one (a TEXT PRIMARY KEY) WITHOUT ROWID";
    return out;
}

TEST_P(Catalog, TablesOfOthersAreReadAsTheDatabaseTellsOfThem) {
    auto sql = plain();
    sql.run(music(postgres()));
    df::database<Gamma> db{url()};
    const auto found = df::describe(db);
    // What the database says in another way
    std::string columns, keys, indexes;
    for (const auto& t : found.tables) {
        if (t.kind == catalog::relation::table || t.kind == catalog::relation::partitioned_table)
            for (const auto& c : t.columns)
                columns += std::string{t.name} + "." + std::string{c.name} + (c.nullable ? "?" : "") + " ";
        for (const auto& k : t.foreign_keys)
            for (std::size_t i = 0; i < k.columns.size(); ++i)
                keys += std::string{t.name} + "." + std::string{k.columns[i]} + ">" + std::string{k.target} +
                        "." + std::string{k.target_columns[i]} + " ";
        for (const auto& i : t.indexes) indexes += std::string{i.name} + " ";
    }
    const auto sorted = [](std::string words) {
        std::vector<std::string> all;
        for (std::size_t at; (at = words.find(' ')) != words.npos; words.erase(0, at + 1))
            all.push_back(words.substr(0, at));
        std::sort(all.begin(), all.end());
        return all;
    };
    if (postgres()) {
        EXPECT_EQ(sorted(columns),
                  sorted(sql.value("SELECT string_agg(table_name || '.' || column_name || CASE is_nullable "
                                   "WHEN 'YES' THEN '?' ELSE '' END, ' ') || ' ' "
                                   "FROM information_schema.columns JOIN information_schema.tables USING "
                                   "(table_schema, table_name) "
                                   "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'")));
        EXPECT_EQ(
            sorted(keys),
            sorted(sql.value(
                "SELECT string_agg(k.table_name || '.' || k.column_name || '>' || u.table_name || '.' || "
                "u.column_name, ' ') || ' ' "
                "FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints "
                "r USING (constraint_schema, constraint_name) "
                "JOIN information_schema.key_column_usage u ON u.constraint_schema = "
                "r.unique_constraint_schema "
                "AND u.constraint_name = r.unique_constraint_name AND u.ordinal_position = "
                "k.position_in_unique_constraint "
                "WHERE k.table_schema = current_schema()")));
        EXPECT_EQ(sorted(indexes), sorted(sql.value("SELECT string_agg(indexname, ' ') || ' ' FROM "
                                                    "pg_indexes WHERE schemaname = current_schema()")));
    } else {
        std::string told_columns, told_keys, told_indexes;
        for (const auto& t :
             sql.run("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
            const auto name = *t[0];
            for (const auto& row : sql.run("PRAGMA table_xinfo(\"" + name + "\")"))
                told_columns += name + "." + *row[1] + (*row[3] == "1" || *row[5] != "0" ? "" : "?") + " ";
            for (const auto& row : sql.run("PRAGMA foreign_key_list(\"" + name + "\")"))
                told_keys += name + "." + *row[3] + ">" + *row[2] + "." + row[4].value_or("album_id") + " ";
            for (const auto& row : sql.run("PRAGMA index_list(\"" + name + "\")"))
                told_indexes += *row[1] + " ";
        }
        EXPECT_EQ(sorted(columns), sorted(told_columns));
        EXPECT_EQ(sorted(keys), sorted(told_keys));
        EXPECT_EQ(sorted(indexes), sorted(told_indexes));
    }
    // What no such list tells
    const auto& track = *found.find("track");
    EXPECT_EQ(track.key.name, "pk_track");
    EXPECT_EQ(track.find_column("seconds")->generated, catalog::generation::stored);
    EXPECT_TRUE(has(track.find_column("seconds")->expression, "milliseconds / 1000"));
    EXPECT_EQ(track.find_column("unit_price")->type.digits,
              postgres() ? 10 : 0); // of SQLite, no type that keeps them
    EXPECT_EQ(track.find_column("name")->type.length, 200);
    ASSERT_EQ(track.foreign_keys.size(), 1U);
    EXPECT_TRUE(track.foreign_keys[0].deferrable && track.foreign_keys[0].deferred);
    EXPECT_EQ(track.foreign_keys[0].target_columns[0], "album_id"); // not named: the target's key
    ASSERT_EQ(track.unique.size(), 1U);
    EXPECT_EQ(track.unique[0].name, "track_names");
    ASSERT_EQ(track.checks.size(), 1U);
    EXPECT_TRUE(has(track.checks[0].expression, "milliseconds > 0"));
    const auto& lower = *track.find_index("track_lower");
    EXPECT_TRUE(lower.unique && lower.parts[1].descending && lower.parts[0].column.empty());
    EXPECT_TRUE(has(lower.parts[0].expression, "lower(")) << lower.parts[0].expression;
    EXPECT_TRUE(has(lower.predicate, "milliseconds > 1000"));
    ASSERT_EQ(track.triggers.size(), 1U);
    EXPECT_EQ(track.triggers[0].events, catalog::updates);
    EXPECT_EQ(track.triggers[0].time, catalog::trigger_time::after);
    const auto& album = *found.find("album");
    EXPECT_EQ(album.foreign_keys[0].name, "fk_album_artist");
    EXPECT_EQ(album.foreign_keys[0].on_update, catalog::action::cascade);
    EXPECT_EQ(found.find("part")->foreign_keys[0].columns.size(), 2U);
    EXPECT_EQ(found.find("part")->foreign_keys[0].on_delete, catalog::action::set_null);
    EXPECT_EQ(found.find("playlist_track")->key.columns[0], "track_id");
    EXPECT_EQ(found.find("long_tracks")->kind, catalog::relation::view);
    EXPECT_TRUE(has(found.find("long_tracks")->definition, "100000"));
    if (postgres()) {
        EXPECT_TRUE(found.find("part")->row_security && found.find("part")->forced_row_security);
        EXPECT_EQ(found.find("sale")->kind, catalog::relation::partitioned_table);
        EXPECT_EQ(found.find("sale")->partition_key, "RANGE (day)");
        EXPECT_EQ(found.find("sale")->find_column("id")->numbered, catalog::identity::sequence);
        EXPECT_EQ(found.find("sale_2024")->parents, "sale");
        EXPECT_EQ(found.find("counted")->kind, catalog::relation::materialized_view);
    } else {
        EXPECT_TRUE(found.find("strict_one")->strict && !found.find("strict_one")->without_rowid);
        EXPECT_TRUE(found.find("strict_one")->find_column("c")->folds);
        EXPECT_EQ(found.find("strict_one")->find_column("a")->numbered, catalog::identity::rowid);
        EXPECT_TRUE(found.find("without_one")->without_rowid);
        EXPECT_EQ(found.find("without_one")->find_column("a")->numbered, catalog::identity::none);
    }
    EXPECT_EQ(in_words(catalog::compare(found, found, {.extra_tables = true})), "");
    const auto again = db.transaction([&](auto& tx) { return df::describe(tx); });
    EXPECT_EQ(in_words(catalog::compare(found, again, {.extra_tables = true})), "");
    EXPECT_EQ(catalog::to_string(found), catalog::to_string(again));
}

} // namespace
