// Tables that others made, pulled: the headers here are what `dataflow pull` writes of the tables in the
// files of SQL next to them, and this file compiles them. With DATAFLOW_WRITE_PULLED=1 in the environment the
// tests write them again.
#include <dataflow/pull.hpp>

#include "applications_postgres.h"
#include "applications_sqlite.h"
#include "awkward_postgres.h"
#include "awkward_sqlite.h"
#include "chinook_postgres.h"
#include "chinook_sqlite.h"
#include "northwind_postgres.h"
#include "northwind_sqlite.h"
#include "sakila_postgres.h"
#include "sakila_sqlite.h"

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
#include <type_traits>
#include <vector>

namespace {

namespace df = dataflow;

struct Stub {
    df::id<Stub> id{};
};

/// Text of a number without zeros at the end of its fraction, and of a time in one shape: `2009-01-02
/// 00:00:00`.
std::string plain_number(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}
std::string plain_time(std::string text) {
    for (char& c : text) c = c == 'T' ? ' ' : c;
    if (text.ends_with("+00")) text.resize(text.size() - 3);
    if (text.ends_with('Z')) text.pop_back();
    if (text.size() == 10) text += " 00:00:00";
    return plain_number(text);
}

// How a plain query shows a column of this field's type, and what the field should be then. `T` is the type
// without std::optional.
template <class T>
std::string shown_by(const std::string& column, bool postgres) {
    constexpr bool text = std::same_as<T, std::string>;
    const auto lite = [&](const std::string& shown) {
        return "CASE WHEN " + column + " IS NOT NULL THEN " + shown + " END";
    };
    if constexpr (std::same_as<T, df::bytes>)
        return postgres ? "encode(" + column + ", 'hex')" : lite("lower(hex(" + column + "))");
    else if constexpr (!text && requires(T t) { t.push_back({}); }) return "to_json(" + column + ")";
    else if constexpr (std::floating_point<T>)
        return postgres ? column : lite("printf('%!.17g', " + column + ")");
    else return text && postgres ? column + "::TEXT" : column; // of CHAR(n) without the blanks at its end
}
template <class T>
void expect_value(const T& field, const std::string& shown) {
    if constexpr (std::floating_point<T>)
        EXPECT_EQ(field, static_cast<T>(std::strtod(shown.c_str(), nullptr)));
    else if constexpr (std::same_as<T, bool>) EXPECT_EQ(field, shown == "t" || shown == "1");
    else if constexpr (std::same_as<T, df::bytes>) {
        std::string text;
        for (const auto b : field)
            for (const int shift : {4, 0})
                text += "0123456789abcdef"[(std::to_integer<int>(b) >> shift) & 15];
        EXPECT_EQ(text, shown);
    } else if constexpr (std::same_as<T, df::json_value>)
        EXPECT_EQ(field, df::from_json<df::json_value>(shown));
    else if constexpr (std::same_as<T, std::string>) EXPECT_EQ(field, shown);
    else {
        auto text = df::to_json(field);
        if (text.starts_with('"')) text = text.substr(1, text.size() - 2);
        constexpr bool clock = std::same_as<T, df::timestamp> || std::same_as<T, df::local_time>;
        if constexpr (clock) EXPECT_EQ(plain_time(text), plain_time(shown));
        else if constexpr (requires { field.units(); } || std::same_as<T, df::time_of_day>)
            EXPECT_EQ(plain_number(text), plain_number(shown));
        else EXPECT_EQ(text, shown);
    }
}
template <class T>
void expect_value(const T& field, const std::optional<std::string>& shown) {
    ASSERT_TRUE(shown);
    expect_value(field, *shown);
}
template <class T>
void expect_value(const std::optional<T>& field, const std::optional<std::string>& shown) {
    ASSERT_EQ(field.has_value(), shown.has_value());
    if (field) expect_value(*field, *shown);
}
template <class T>
struct bare {
    using type = T;
};
template <class T>
struct bare<std::optional<T>> {
    using type = T;
};

/// Every row of a table, field by field, against what a plain query gives.
template <class M, class Database>
std::size_t expect_values(Database& db, support::plain_connection& plain) {
    const auto& t = df::schema::table_of<M>;
    const bool postgres = db.dialect() == df::postgres;
    const auto quoted = [](std::string_view name) {
        std::string out = "\"";
        for (const char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
        return out + '"';
    };
    std::string list, order;
    boost::pfr::for_each_field(M{}, [&]<class T>(const T&, std::size_t i) {
        list += (i == 0 ? "" : ", ") + shown_by<typename bare<T>::type>(quoted(t.columns[i].name), postgres);
    });
    for (const auto c : t.key) order += (order.empty() ? " ORDER BY " : ", ") + quoted(t.columns[c].name);
    const auto path = t.path();
    const auto rows =
        plain.run("SELECT " + list + " FROM " + (path.space.empty() ? "" : quoted(path.space) + ".") +
                  quoted(path.name) + order);
    const auto all = db.run(df::list<M>()).records;
    EXPECT_EQ(all.size(), rows.size()) << t.name;
    for (std::size_t r = 0; r < rows.size() && r < all.size(); ++r) {
        const M& record = all[r];
        boost::pfr::for_each_field(record, [&](const auto& field, std::size_t i) {
            SCOPED_TRACE(std::string{t.name} + ", row " + std::to_string(r) + ", column " +
                         std::string{t.columns[i].name});
            expect_value(field, rows[r][i]);
        });
    }
    return rows.size();
}

/// Opens a database and compares all rows of all its models; gives how many there are.
template <class... M>
std::size_t expect_all(const df::open_options& how, support::plain_connection& plain,
                       std::type_identity<df::database<M...>>) {
    df::database<M...> db{how};
    return (expect_values<M>(db, plain) + ...);
}

/// Records of a model that refers to another one by several columns, and a join along them.
template <class Flight, class Seat, class Database>
void expect_seats(Database& db) {
    const auto day = std::chrono::year{2024} / 2 / 29;
    db.run(df::create(Flight{.airline = "LH", .number = 1, .day = day}));
    db.run(df::create(Seat{.airline = "LH", .number = 1, .day = day, .seat = "1A"}));
    const auto rows = db.run(
        df::list<Seat>().template join<Flight>(df::field<&Flight::airline> == df::field<&Seat::airline> &&
                                               df::field<&Flight::number> == df::field<&Seat::number> &&
                                               df::field<&Flight::day> == df::field<&Seat::day>));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].template get<Flight>().day, day);
    EXPECT_THROW(db.run(df::create(Seat{.airline = "LH", .number = 2, .day = day, .seat = "1A"})),
                 df::foreign_key_violation);
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
        expect_seats<Flight, Seat>(db);
        EXPECT_EQ(db.run(df::read<Mood>(1)).now, MoodValue::so_so);
        EXPECT_EQ(db.run(df::count<Mood>().where(df::field<&Mood::odd> == OddType::value)), 1);
        EXPECT_EQ(db.run(df::create(Mood{.now = MoodValue::happy, .mail = "c@d"})).work, "a@b");
        EXPECT_EQ(plain().value("SELECT now::text || mail FROM moods ORDER BY id DESC LIMIT 1"), "Happy!c@d");
        const df::id<Country, std::string> germany{"DE"};
        const auto made = db.run(df::create(Beleg{.mandant = 1, .beleg_nr = 5, .land = germany}));
        EXPECT_TRUE(made.lfd == 1 && made.stand == "N");
        db.run(df::create(Posten{.land = germany, .beleg_nr = 5, .pos = 1}));
        EXPECT_THROW(db.run(df::create(Posten{.land = germany, .beleg_nr = 6, .pos = 1})),
                     df::foreign_key_violation);
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
        expect_seats<Flight, Seat>(db);
        EXPECT_EQ(plain().number("SELECT count(*) FROM \"a.b\""), 1);
        db.run(df::create(Rectangle{.w = 11, .h = 2}));
        db.run(df::create(Indexed{.b = "Al"}));
        EXPECT_FALSE(db.run(df::upsert(Indexed{.b = "AL"}).on_conflict(df::field<&Indexed::b>)).created);
        EXPECT_EQ(db.run(df::count<Wide>().where(df::field<&Wide::twice> == 22)), 1);
    }
}

/// Databases that are known to many, and the tables of three frameworks: pulled, opened, read, and nothing of
/// them is changed by that; then a row of a pulled struct is what other programs read.
class PulledSamples : public Pull {
  protected:
    template <class Postgres, class Sqlite>
    void expect_sample(const std::string& name) {
        expect_pulled(name);
        auto other = plain();
        const auto seen = [&] {
            if (!postgres()) return content(where().file());
            df::database<> db{url()};
            return df::catalog::to_string(
                       df::describe(db, {.details = true, .schemas = {where().schema()}})) +
                   other
                       .run("SELECT string_agg(query_to_xml('SELECT xmin, * FROM ' || oid::REGCLASS, true, "
                            "true, '')::TEXT, '' "
                            "ORDER BY oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = '" +
                            where().schema() + "'::REGNAMESPACE")
                       .at(0)
                       .at(0)
                       .value();
        };
        const auto before = seen();
        const df::open_options how{.url = url(), .existing_schema_mode = true};
        EXPECT_GT(postgres() ? expect_all(how, other, std::type_identity<Postgres>{})
                             : expect_all(how, other, std::type_identity<Sqlite>{}),
                  5U);
        EXPECT_TRUE(seen() == before);
    }
    /// Creates a record, and compares all of its table again.
    template <class Database, class M>
    void expect_written(const M& one) {
        Database db{df::open_options{.url = url(), .existing_schema_mode = true}};
        auto other = plain();
        const auto there = db.run(df::count<M>());
        db.run(df::create(one));
        EXPECT_EQ(expect_values<M>(db, other), static_cast<std::size_t>(there) + 1);
    }
};
DATAFLOW_ON_SHARED_DATABASES(PulledSamples);

TEST_P(PulledSamples, Chinook) {
    namespace p = chinook_postgres;
    namespace s = chinook_sqlite;
    expect_sample<p::database, s::database>("chinook");
    if (postgres()) expect_written<p::database>(p::Genre{.name = "Polka"});
    else expect_written<s::database>(s::Genre{.name = "Polka"});
}
TEST_P(PulledSamples, Northwind) {
    namespace p = northwind_postgres;
    namespace s = northwind_sqlite;
    expect_sample<p::database, s::database>("northwind");
    if (postgres())
        expect_written<p::database>(p::OrderDetail{.order_id = df::id<p::Order>{10249},
                                                   .product_id = df::id<p::Product>{11},
                                                   .unit_price = 0.1F,
                                                   .quantity = 3,
                                                   .discount = 0.05F});
    else
        expect_written<s::database>(s::OrderDetail{.order_id = df::id<s::Order>{10249},
                                                   .product_id = df::id<s::Product>{11},
                                                   .unit_price = df::decimal<18, 6>{"0.1"},
                                                   .quantity = 3,
                                                   .discount = 0.05});
}
TEST_P(PulledSamples, Sakila) {
    namespace p = sakila_postgres;
    namespace s = sakila_sqlite;
    expect_sample<p::database, s::database>("sakila");
    if (postgres()) expect_written<p::database>(p::Actor{.first_name = "JOE", .last_name = "SWANK"});
    else expect_written<s::database>(s::Actor{.first_name = "JOE", .last_name = "SWANK"});
}
TEST_P(PulledSamples, Frameworks) {
    namespace p = applications_postgres;
    namespace s = applications_sqlite;
    expect_sample<p::database, s::database>("applications");
    if (postgres()) expect_written<p::database>(p::Type{.c = "red", .n = df::decimal<12, 3>{"0.001"}});
    else expect_written<s::database>(s::Type{.c = "red", .n = df::decimal<12, 3>{"0.001"}});
}

} // namespace
