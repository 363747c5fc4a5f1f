// Public schemas with their rows, changed: columns that come, go, get another name or type, NOT NULL, unique
// constraints, indexes, foreign keys, checks. Every other row, trigger, view and foreign key stays.
#include <dataflow/catalog.hpp>
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
namespace migrate = dataflow::migrate;
using support::backend, support::has, support::place;

struct renamed_column {
    std::string table, former, latter;
};
struct evolution {
    std::string name;                                         ///< of the file
    std::vector<std::pair<std::string, std::string>> edits{}; ///< of its text (SQLite)
    std::string more{};                                       ///< statements after it
    std::vector<renamed_column> renamed{};
    std::vector<std::string> others{}; ///< columns whose values change: `table.column`
    std::string gone{};                ///< a column that is no longer there
};

const std::vector<evolution> on_sqlite{
    {"chinook",
     {{"[Title] NVARCHAR(160)  NOT NULL", "[Heading] NVARCHAR(160)  NOT NULL"},
      {"[Fax] NVARCHAR(24),\n    [Email] NVARCHAR(60)  NOT NULL,",
       "[Email] NVARCHAR(60)  NOT NULL CONSTRAINT Customer_Email_key UNIQUE, [Loyal] INTEGER NOT NULL "
       "DEFAULT 7,"},
      {"[Name] NVARCHAR(120),\n    CONSTRAINT [PK_Artist]",
       "[Name] NVARCHAR(120) NOT NULL,\n    CONSTRAINT [PK_Artist]"},
      {"[Total] NUMERIC(10,2)  NOT NULL", "[Total] TEXT  NOT NULL"},
      {"[Name] NVARCHAR(120),\n    CONSTRAINT [PK_Genre]",
       "[Name] NVARCHAR(120), [ParentId] INTEGER REFERENCES [Genre] ([GenreId]),\n    CONSTRAINT [PK_Genre]"},
      {"[Bytes] INTEGER", "[Bytes] INTEGER CONSTRAINT Track_Bytes CHECK ([Bytes] > 0)"},
      {"REFERENCES [Playlist] ([PlaylistId])\n        ON DELETE NO ACTION",
       "REFERENCES [Playlist] ([PlaylistId])\n        ON DELETE CASCADE"}},
     "CREATE INDEX Track_Composer_idx ON Track (Composer);",
     {{"Album", "Title", "Heading"}},
     {"Invoice.Total"},
     "Customer.Fax"},
    {"northwind",
     {{"[Fax]TEXT,\n   [HomePage]TEXT", "[Fax]TEXT"},
      {"[TerritoryDescription]TEXT NOT NULL", "[Title]TEXT NOT NULL"},
      {"[Discontinued]TEXT NOT NULL DEFAULT '0'", "[Discontinued]INTEGER NOT NULL DEFAULT 0"},
      {"[CustomerID] TEXT,\n       [CompanyName] TEXT,",
       "[CustomerID] TEXT,\n       [CompanyName] TEXT NOT NULL,"},
      {"[RegionDescription]TEXT NOT NULL", "[RegionDescription]TEXT NOT NULL UNIQUE"},
      {"[CompanyName]TEXT NOT NULL,\n   [Phone]TEXT\n",
       "[CompanyName]TEXT NOT NULL,\n   [Phone]TEXT, [Email]TEXT NOT NULL DEFAULT 'none'\n"},
      {"[Picture] BLOB\n", "[Picture] BLOB, [ParentID] INTEGER REFERENCES Categories (CategoryID)\n"}},
     "CREATE INDEX Orders_ShipCity_idx ON Orders (ShipCity);",
     {{"Territories", "TerritoryDescription", "Title"}},
     {},
     "Suppliers.HomePage"},
    {"sakila",
     {{"password VARCHAR(40) DEFAULT NULL,\n", ""},
      {"address2 VARCHAR(50)", "extra VARCHAR(50)"},
      {"release_year VARCHAR(4) DEFAULT NULL", "release_year INTEGER DEFAULT NULL"},
      {"country VARCHAR(50) NOT NULL,\n  last_update TIMESTAMP,",
       "country VARCHAR(50) NOT NULL,\n  last_update TIMESTAMP NOT NULL,"},
      {"name VARCHAR(25) NOT NULL", "name VARCHAR(25) NOT NULL UNIQUE"},
      {"description BLOB SUB_TYPE TEXT,\n  PRIMARY KEY  (film_id)\n",
       "description BLOB SUB_TYPE TEXT,\n  PRIMARY KEY  (film_id), CONSTRAINT film_text_film FOREIGN KEY "
       "(film_id) REFERENCES film (film_id) ON DELETE CASCADE\n"},
      {"last_name VARCHAR(45) NOT NULL,\n  last_update TIMESTAMP NOT NULL,\n  PRIMARY KEY  (actor_id)",
       "last_name VARCHAR(45) NOT NULL,\n  last_update TIMESTAMP NOT NULL,\n  born INTEGER NOT NULL DEFAULT "
       "1900,\n  PRIMARY KEY  (actor_id)"}},
     "CREATE INDEX film_length_idx ON film (length);",
     {{"address", "address2", "extra"}},
     {},
     "staff.password"},
    {"applications",
     {{"\"title\" varchar(80)", "\"headline\" varchar(80)"},
      {"\"rank\" integer(2), ", ""},
      {"\"label\" varchar(40) NOT NULL", "\"label\" varchar(40) NOT NULL UNIQUE"},
      {"\"small\" smallint NULL", "\"small\" text NULL"},
      {"c VARCHAR(5)", "c VARCHAR(5) NOT NULL DEFAULT 'blue'"},
      {"\"user_id\" integer NOT NULL);\n",
       "\"user_id\" integer NOT NULL, CONSTRAINT pu FOREIGN KEY (\"user_id\") REFERENCES \"users\" "
       "(\"id\"));\n"},
      {"\"admin\" boolean DEFAULT 0 NOT NULL", "\"admin\" boolean DEFAULT 1 NOT NULL, \"nick\" varchar"}},
     "CREATE INDEX users_created_at_idx ON users (created_at);",
     {{"posts", "title", "headline"}},
     {"types.c"},
     "posts.rank"},
};

const std::vector<evolution> on_postgres{
    {"chinook",
     {},
     "ALTER TABLE album RENAME title TO heading; ALTER TABLE customer DROP fax, ADD loyal int NOT NULL "
     "DEFAULT "
     "7, ADD CONSTRAINT customer_email_key UNIQUE (email); ALTER TABLE artist ALTER name SET NOT NULL; ALTER "
     "TABLE invoice ALTER total TYPE text; ALTER TABLE genre ADD parent_id int CONSTRAINT "
     "genre_parent_id_fkey REFERENCES genre; ALTER TABLE track ADD CONSTRAINT track_bytes_check CHECK (bytes "
     "> 0); ALTER TABLE playlist_track DROP CONSTRAINT playlist_track_playlist_id_fkey, ADD CONSTRAINT "
     "playlist_track_playlist_id_fkey FOREIGN KEY (playlist_id) REFERENCES playlist ON DELETE CASCADE; "
     "CREATE "
     "INDEX track_composer_idx ON track (composer); ALTER TABLE track ALTER milliseconds TYPE bigint",
     {{"album", "title", "heading"}},
     {},
     "customer.fax"},
    {"northwind",
     {},
     "ALTER TABLE suppliers DROP homepage; ALTER TABLE territories RENAME territory_description TO title; "
     "ALTER TABLE products ALTER discontinued TYPE bigint; ALTER TABLE customers ALTER contact_name SET NOT "
     "NULL; ALTER TABLE region ADD CONSTRAINT region_region_description_key UNIQUE (region_description); "
     "ALTER "
     "TABLE shippers ADD email text NOT NULL DEFAULT 'none'; ALTER TABLE categories ADD parent_id smallint "
     "CONSTRAINT categories_parent_id_fkey REFERENCES categories; CREATE INDEX orders_ship_city_idx ON "
     "orders "
     "(ship_city); ALTER TABLE orders ALTER ship_name TYPE text; ALTER TABLE employees ALTER extension TYPE "
     "int USING extension::int",
     {{"territories", "territory_description", "title"}},
     {},
     "suppliers.homepage"},
    {"sakila",
     {},
     "ALTER TABLE staff DROP password; ALTER TABLE address RENAME address2 TO extra; ALTER TABLE film ALTER "
     "length TYPE int; ALTER TABLE customer ALTER last_update SET NOT NULL; ALTER TABLE category ADD "
     "CONSTRAINT category_name_key UNIQUE (name); ALTER TABLE actor ADD born int NOT NULL DEFAULT 1900; "
     "CREATE INDEX film_length_idx ON film (length); ALTER TABLE store ADD boss int CONSTRAINT "
     "store_boss_fkey REFERENCES staff; ALTER TABLE language ALTER name TYPE varchar(20); ALTER TABLE film "
     "ALTER rental_rate SET DEFAULT 2.99; ALTER TABLE rental ADD token uuid DEFAULT gen_random_uuid()",
     {{"address", "address2", "extra"}},
     {"language.name", "rental.last_update"}, // blanks; its trigger sees the fill
     "staff.password"},
    {"applications",
     {},
     "ALTER TABLE posts RENAME title TO headline; ALTER TABLE posts DROP rank; ALTER TABLE shop_kind ADD "
     "CONSTRAINT shop_kind_label_key UNIQUE (label); ALTER TABLE shop_everything ALTER small TYPE text; "
     "ALTER "
     "TABLE types ALTER c SET DEFAULT 'blue', ALTER c TYPE varchar(9); ALTER TABLE posts_users ADD "
     "CONSTRAINT "
     "pu FOREIGN KEY (user_id) REFERENCES users; ALTER TABLE users ALTER admin SET DEFAULT true, ADD nick "
     "varchar; CREATE INDEX users_created_at_idx ON users (created_at); ALTER TABLE shop_everything ALTER "
     "pos TYPE bigint",
     {{"posts", "title", "headline"}},
     {},
     "posts.rank"},
};

std::string text_of(const std::string& name) {
    std::ifstream in{std::string{DATAFLOW_TEST_SOURCE_DIR} + "/tests/integration/pull/" + name};
    return {std::istreambuf_iterator<char>{in}, {}};
}
/// The statements of a text that write no rows.
std::string without_rows(const std::string& sql) {
    std::string out;
    for (std::size_t at = 0; at < sql.size();) {
        auto end = sql.find(";\n", at);
        end = end == sql.npos ? sql.size() : end + 2;
        const auto one = sql.substr(at, end - at);
        if (!one.starts_with("INSERT")) out += one;
        at = end;
    }
    return out;
}

class PublicSchemas : public support::shared_database_test {
  protected:
    std::string quoted(const std::string& name) { return "\"" + name + "\""; }

    /// Each table with its columns.
    std::map<std::string, std::vector<std::string>> tables(support::plain_connection& on) {
        std::map<std::string, std::vector<std::string>> out;
        for (const auto& r : on.run(
                 postgres() ? "SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON "
                              "a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind = "
                              "'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT "
                              "LIKE 'dataflow%' ORDER BY 1, 2"
                            : "SELECT t.name, c.name FROM sqlite_schema AS t JOIN "
                              "pragma_table_xinfo(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE "
                              "'sqlite!_%' ESCAPE '!' AND t.name NOT LIKE 'dataflow%' ORDER BY 1, 2"))
            out[*r[0]].push_back(*r[1]);
        return out;
    }
    /// All rows of these columns, under the names of before.
    std::string rows(support::plain_connection& on, const std::map<std::string, std::vector<std::string>>& of,
                     const evolution& e, bool after) {
        std::string out;
        for (const auto& [table, columns] : of) {
            std::string list;
            for (const auto& c : columns) {
                const auto path = table + "." + c;
                if (path == e.gone || std::find(e.others.begin(), e.others.end(), path) != e.others.end())
                    continue;
                auto name = c;
                for (const auto& r : e.renamed)
                    if (after && r.table == table && r.former == c) name = r.latter;
                list += (list.empty() ? "" : ", ") + ("CAST(" + quoted(name) + " AS TEXT)");
            }
            out += table + "\n";
            std::vector<std::string> lines;
            for (const auto& r : on.run("SELECT " + list + " FROM " + quoted(table))) {
                std::string line;
                for (const auto& v : r) line += v.value_or("NULL") + "|";
                lines.push_back(line);
            }
            std::sort(lines.begin(), lines.end());
            for (const auto& line : lines) out += line + "\n";
        }
        return out;
    }
    /// Triggers, views, and what foreign keys say, in words.
    std::vector<std::string> rest(const place& of) {
        auto on = of.plain();
        std::vector<std::string> out;
        for (const auto& r : on.run(
                 postgres()
                     ? "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND "
                       "tgrelid::regclass::text NOT LIKE '%.%' UNION ALL SELECT viewname || definition "
                       "FROM pg_views WHERE schemaname = current_schema() UNION ALL SELECT "
                       "conrelid::regclass || ' ' || pg_get_constraintdef(oid) || convalidated FROM "
                       "pg_constraint WHERE contype IN ('f', 'c') AND connamespace = "
                       "current_schema()::regnamespace UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM "
                       "pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid WHERE c.relnamespace = "
                       "current_schema()::regnamespace AND c.relname NOT LIKE 'dataflow%'"
                     : "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema WHERE type IN "
                       "('trigger', 'view', 'index') AND sql IS NOT NULL UNION ALL SELECT t.name || ' ' || "
                       "f.\"table\" || f.\"from\" || coalesce(f.\"to\", '') || f.on_update || f.on_delete "
                       "FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f WHERE t.type = "
                       "'table'"))
            out.push_back(r[0].value_or(""));
        const auto prefix = of.schema() + ".";
        for (auto& line : out)
            while (postgres() && has(line, prefix)) line.erase(line.find(prefix), prefix.size());
        std::sort(out.begin(), out.end());
        return out;
    }
};
DATAFLOW_ON_SHARED_DATABASES(PublicSchemas);

TEST_P(PublicSchemas, ChangeWithTheirRows) {
    for (const auto& e : postgres() ? on_postgres : on_sqlite) {
        SCOPED_TRACE(e.name);
        const auto sql = text_of(e.name + (postgres() ? "_postgres.sql" : "_sqlite.sql"));
        ASSERT_FALSE(sql.empty());
        auto edited = without_rows(sql);
        for (const auto& [from, to] : e.edits) {
            const auto at = edited.find(from);
            ASSERT_NE(at, edited.npos) << from;
            edited.replace(at, from.size(), to);
        }
        const auto read = [&](const place& from) {
            const auto pools = df::database_::open_pools(
                {.url = from.url(), .connections = 1, .existing_schema_mode = true});
            const auto lease = pools.of(df::access::read_only).take();
            return df::catalog::read(lease.connection(), {.details = true}, "test");
        };
        const auto fresh = another(), there = another();
        auto& target = postgres() ? *there : *fresh;
        target.plain().run(edited + e.more);
        const auto live = read(target);
        auto on = there->plain();
        if (postgres())
            on.run("DROP SCHEMA " + there->schema() + " CASCADE; CREATE SCHEMA " + there->schema());
        const auto expected = [&] { // what a database made new has
            if (postgres()) fresh->plain().run(edited + e.more);
            return rest(*fresh);
        }();
        on.run(sql);
        if (postgres()) on.run("ANALYZE");

        df::catalog::database_description wanted = live;
        std::vector<df::catalog::table> tables_wanted(live.tables.begin(), live.tables.end());
        std::vector<df::schema::renaming> names;
        names.reserve(e.renamed.size());
        for (const auto& r : e.renamed) {
            names.push_back({r.former, r.latter, {}});
            for (auto& t : tables_wanted)
                if (t.name == r.table) t.renamed = {&names.back(), 1};
        }
        wanted.tables = {tables_wanted.data(), tables_wanted.size()};

        const auto before = tables(on);
        const auto kept = rows(on, before, e, false);
        const auto pools = df::database_::open_pools({.url = there->url(), .connections = 2});
        const auto lease = pools.writers->take();
        const auto found = read(*there);
        const auto p = migrate::plan_of(wanted, found, lease.connection().version());
        for (const auto& q : p.questions) ADD_FAILURE() << q.text;
        std::string steps;
        for (const auto& s : p.steps) {
            steps += s.title + "\n";
            for (const auto& text : s.sql) steps += "    " + text + "\n";
        }
        SCOPED_TRACE(steps);
        ASSERT_FALSE(p.steps.empty());
        try {
            migrate::run(lease.connection(), p);
        } catch (const df::error& x) {
            ADD_FAILURE() << x.what();
            continue;
        }
        EXPECT_EQ(rows(on, before, e, true), kept);
        EXPECT_EQ(rest(*there), expected);
        const auto point = e.gone.find('.');
        const auto now = tables(on)[e.gone.substr(0, point)];
        EXPECT_EQ(std::find(now.begin(), now.end(), e.gone.substr(point + 1)), now.end());
        if (!postgres()) {
            EXPECT_EQ(on.value("PRAGMA integrity_check"), "ok");
            EXPECT_TRUE(on.run("PRAGMA foreign_key_check").empty());
        }
        const auto again = migrate::plan_of(wanted, read(*there), lease.connection().version());
        for (const auto& s : again.steps) ADD_FAILURE() << "once more: " << s.title;
        // A writer of the former version goes on: triggers and foreign keys do what they did.
        if (e.name == "sakila") {
            on.run(std::string{postgres() ? "" : "PRAGMA foreign_keys = ON; "} +
                   "UPDATE actor SET first_name = 'X', last_update = '2001-01-01' WHERE actor_id = (SELECT "
                   "min(actor_id) FROM actor)");
            EXPECT_EQ(
                on.value("SELECT count(*) FROM actor WHERE last_update < '2010-01-01' AND first_name = 'X'"),
                "0"); // the trigger has set it
            EXPECT_THROW(on.run("DELETE FROM language"), std::runtime_error);
        }
    }
}

} // namespace
