// Tables that others made, pulled: the headers here are what `dataflow pull` writes of the tables in the
// files of SQL next to them, and this file compiles them. With DATAFLOW_WRITE_PULLED=1 in the environment the
// tests write them again.
#include <dataflow/pull.hpp>

#include "awkward_postgres.h"
#include "awkward_sqlite.h"
#include "chinook_postgres.h"
#include "chinook_sqlite.h"

#include "support/fixture.hpp"

#include <boost/pfr/core.hpp>

#include <concepts>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;

struct Stub {
    df::id<Stub> id{};
};

/// A number without zeros at its end: 0.99 for 0.990.
std::string shortest(std::string number) {
    if (number.find('.') == std::string::npos) return number;
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.')) number.pop_back();
    return number;
}

// A value as text, and what another program shows of it in the same form.
std::string text_of(const std::string& s) { return s; }
std::string text_of(std::integral auto n) { return std::to_string(n); }
template <class M, class Rep>
std::string text_of(const df::id<M, Rep>& id) {
    return text_of(id.value);
}
template <int P, int S>
std::string text_of(const df::decimal<P, S>& d) {
    return shortest(d.str());
}
template <class Clock>
std::string text_of(const std::chrono::time_point<Clock, std::chrono::microseconds>& t) {
    auto text = df::iso8601(t).value().substr(0, 19); // whole seconds, all of them
    text[10] = ' ';
    return text;
}
template <class T>
std::string shown(const T&, const std::string& text) {
    return text;
}
template <int P, int S>
std::string shown(const df::decimal<P, S>&, const std::string& text) {
    return shortest(text);
}

template <class T>
void expect_value(const T& field, const std::optional<std::string>& found) {
    ASSERT_TRUE(found);
    EXPECT_EQ(text_of(field), shown(field, *found));
}
template <class T>
void expect_value(const std::optional<T>& field, const std::optional<std::string>& found) {
    ASSERT_EQ(field.has_value(), found.has_value());
    if (field) expect_value(*field, found);
}

/// Every row of a table, field by field, against what a plain query gives. `table` is as SQL spells it.
template <class M, class Database>
void expect_values(Database& db, support::plain_connection& plain, const std::string& table) {
    const auto all = db.run(df::list<M>());
    std::string order; // by all columns of the key
    for (const auto c : df::schema::table_of<M>.key)
        order += (order.empty() ? " ORDER BY \"" : ", \"") +
                 std::string{df::schema::table_of<M>.columns[c].name} + "\"";
    const auto rows = plain.run("SELECT * FROM " + table + order);
    ASSERT_FALSE(rows.empty()) << table;
    ASSERT_EQ(all.records.size(), rows.size()) << table;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const M& record = all.records[r];
        ASSERT_EQ(rows[r].size(), boost::pfr::tuple_size_v<M>);
        boost::pfr::for_each_field(record, [&](const auto& field, std::size_t i) {
            SCOPED_TRACE(table + ", row " + std::to_string(r) + ", column " + std::to_string(i));
            expect_value(field, rows[r][i]);
        });
    }
}

class Pull : public support::shared_database_test {
  protected:
    [[nodiscard]] std::string file(const std::string& name, const std::string& ending) const {
        return std::string{DATAFLOW_TEST_SOURCE_DIR "/tests/integration/pull/"} + name +
               (postgres() ? "_postgres" : "_sqlite") + ending;
    }
    [[nodiscard]] static std::string content(const std::string& path) {
        std::ifstream in{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    /// The header of the tables that a file makes, pulled twice.
    void expect_pulled(const std::string& name) {
        df::database<Stub> db{url()};
        plain().run("DROP TABLE stubs; " + content(file(name, ".sql")));
        df::catalog::read_options how{.details = true};
        if (postgres()) how.schemas = {where().schema(), name + "_sales"};
        const df::pull::options write{.name_space = name + (postgres() ? "_postgres" : "_sqlite")};
        const auto pulled = df::pull::header_of(df::describe(db, how), write);
        EXPECT_EQ(df::pull::header_of(df::describe(db, how), write), pulled);
        const auto header = file(name, ".h");
        if (std::getenv("DATAFLOW_WRITE_PULLED") != nullptr)
            std::ofstream{header, std::ios::binary} << pulled;
        EXPECT_TRUE(content(header) == pulled) << header << " is not what is pulled:\n" << pulled;
    }
};
DATAFLOW_ON_SHARED_DATABASES(Pull);

TEST_P(Pull, WritesAwkwardTables) {
    expect_pulled("awkward");
    const df::open_options how{.url = url(), .existing_schema_mode = true};
    if (postgres()) {
        using namespace awkward_postgres;
        awkward_postgres::database db{how};
        EXPECT_EQ(db.run(df::read<Person>(2)).mother, df::id<Person>{1});
        EXPECT_EQ(db.run(df::read<Class>(1)).default_, "new");
        EXPECT_EQ(db.run(df::list<Order>()).records.at(0).total_price, (df::decimal<12, 2>{"12.50"}));
        const auto sold = db.run(df::create(AwkwardSalesOrder{.order = df::id<Order>{1}}));
        EXPECT_EQ(db.run(df::create(OrderDetailsOld{.grosse = 4})).back_slash, "a\\b\"c?");
        EXPECT_EQ(plain().number("SELECT \"order\" FROM awkward_sales.orders WHERE id = " +
                                 std::to_string(sold.id.value)),
                  1);
        EXPECT_EQ(db.run(df::count<Log>()), 0);
        EXPECT_EQ(db.run(df::read<Mood>(1)).now, MoodValue::so_so);
        EXPECT_EQ(db.run(df::count<Mood>().where(df::field<&Mood::odd> == OddType::value)), 1);
        EXPECT_EQ(db.run(df::create(Mood{.now = MoodValue::happy, .mail = "c@d"})).work, "a@b");
        EXPECT_EQ(plain().value("SELECT now::text || mail FROM moods ORDER BY id DESC LIMIT 1"), "Happy!c@d");
        plain().run("DROP SCHEMA awkward_sales CASCADE");
    } else {
        using namespace awkward_sqlite;
        awkward_sqlite::database db{how};
        EXPECT_EQ(db.run(df::read<Person>(2)).mother, df::id<Person>{1});
        EXPECT_EQ(db.run(df::read<CamelCase>(1)).url, "x");
        const auto office = db.run(df::create(Office{.head = df::id<Head>{1}}));
        EXPECT_EQ(plain().number("SELECT head FROM offices WHERE office_no = " +
                                 std::to_string(office.office_no.value)),
                  1);
        db.run(df::create(AB{}));
        EXPECT_EQ(plain().number("SELECT count(*) FROM \"a.b\""), 1);
        db.run(df::create(Rectangle{.w = 11, .h = 2}));
        EXPECT_EQ(db.run(df::count<Wide>().where(df::field<&Wide::twice> == 22)), 1);
    }
}

/// Opens Chinook and compares all of its tables.
template <class Database, class... M>
void expect_chinook(const df::open_options& how, support::plain_connection& other, df::query::types<M...>,
                    const std::vector<std::string>& tables) {
    Database db{how};
    std::size_t at = 0;
    (expect_values<M>(db, other, tables[at++]), ...);
}

TEST_P(Pull, WritesChinook) {
    expect_pulled("chinook");
    const df::open_options how{.url = url(), .existing_schema_mode = true};
    auto other = plain();
    if (postgres()) {
        using namespace chinook_postgres;
        expect_chinook<chinook_postgres::database>(
            how, other,
            df::query::types<Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType,
                             Playlist, PlaylistTrack, Track>{},
            {"album", "artist", "customer", "employee", "genre", "invoice", "invoice_line", "media_type",
             "playlist", "playlist_track", "track"});
    } else {
        using namespace chinook_sqlite;
        const auto before = content(where().file());
        expect_chinook<chinook_sqlite::database>(
            how, other,
            df::query::types<Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType,
                             Playlist, PlaylistTrack, Track>{},
            {"Album", "Artist", "Customer", "Employee", "Genre", "Invoice", "InvoiceLine", "MediaType",
             "Playlist", "PlaylistTrack", "Track"});
        EXPECT_TRUE(content(where().file()) == before);
    }
}

} // namespace
