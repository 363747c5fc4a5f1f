// Every type that a column of another program's may have, crossed with every type of field, with the values
// at its edges. Whatever opens reads a value right or refuses it; what is read is found by it, and written
// back it is what it was. What does not open says why.
#include <dataflow/json.hpp>

#include "support/fixture.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crossing {

namespace df = dataflow;

template <class T>
struct Cell {
    df::id<Cell> id{};
    std::optional<T> v{};
    static constexpr auto dataflow = df::options{.table = "cells", .timestamps = false};
};

} // namespace crossing

namespace {

namespace df = dataflow;
using crossing::Cell;
using df::field;

struct column {
    std::string type;
    std::vector<std::string> values;
};

const std::vector<column>& columns_of_postgres() {
    static const std::vector<std::string> whole{"-32768", "32767", "9223372036854775807"};
    static const std::vector<std::string> numbers{"0", "0.99", "0.123456", "123456789012345678"};
    static const std::vector<std::string> times{"'2009-01-02 12:00:00'", "'2009-01-02 12:00:00.123456'",
                                                "'infinity'"};
    static const std::vector<std::string> texts{"'a'", "''", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
                                                "'{\"a\": 1}'"};
    static const std::vector<column> all{
        {"smallint", whole},
        {"integer", whole},
        {"bigint", whole},
        {"positive", whole},
        {"numeric(10,2)", numbers},
        {"numeric(20,0)", numbers},
        {"numeric", numbers},
        {"real", numbers},
        {"double precision", numbers},
        {"money", {"1"}},
        {"boolean", {"true", "false"}},
        {"text", texts},
        {"varchar(40)", texts},
        {"char(5)", texts},
        {"letter", texts},
        {"json", texts},
        {"jsonb", texts},
        {"uuid", texts},
        {"bytea", {"'\\x00ff'"}},
        {"timestamp", times},
        {"timestamp(0)", times},
        {"timestamptz", times},
        {"timestamptz(3)", times},
        {"date", times},
        {"time", {"'12:00:00.5'", "'24:00'"}},
        {"time(0)", {"'12:00'"}},
        {"timetz", {"'12:00+02'", "'23:59:59.999999-15:59'"}},
        {"timetz[]", {"'{12:00+02}'"}},
        {"interval[]", {"'{1 hour,1 mon}'", "'{}'"}},
        {"interval", {"'1 hour'", "'1 day'", "'1 month'", "'-0.000001 seconds'", "'178000000 years'"}},
        {"inet", {"'10.0.0.1'"}},
        {"cidr", {"'10.0.0.0/8'"}},
        {"integer[]", {"'{1,2}'"}},
        {"letter[]", {"'{a,b}'"}},
        {"varchar(5)[]", {"'{a}'"}},
        {"int4range", {"'[1,3)'"}},
        {"pair", {"'(1,2)'"}},
        {"point", {"'(1,2)'"}}};
    return all;
}

const std::vector<column>& columns_of_sqlite() {
    static const std::vector<std::string> values{"0",
                                                 "-1",
                                                 "0.99",
                                                 "0.1 + 0.2",
                                                 "9223372036854775807",
                                                 "'a'",
                                                 "'0.99'",
                                                 "'t'",
                                                 "'2009-01-02'",
                                                 "'2009-01-02 12:00:00'",
                                                 "'2000-01-01 13:14:15'",
                                                 "'13:14:15.5'",
                                                 "1234567890123",
                                                 "'2009-01-02 12:00:00.5+02:00'",
                                                 "1234567890",
                                                 "2455197.5",
                                                 "x'6ba7b8109dad11d180b400c04fd430c8'",
                                                 "'{\"a\": 1}'"};
    static const std::vector<column> all = [] {
        std::vector<column> out;
        for (const auto* type : {"INT", "NUMERIC", "REAL", "TEXT", "BLOB", "DATETIME", ""})
            out.push_back({type, values});
        return out;
    }();
    return all;
}

class TypeCrossing : public support::shared_database_test {
  protected:
    template <class T>
    void cross() {
        using M = Cell<T>;
        int opened = 0;
        int read = 0;
        auto hand = plain();
        if (!postgres()) hand.run("PRAGMA synchronous = OFF");
        for (const auto& c : postgres() ? columns_of_postgres() : columns_of_sqlite())
            for (const auto& value : c.values) {
                hand.run("DROP TABLE IF EXISTS cells");
                hand.run(std::string{"CREATE TABLE cells (id "} + (postgres() ? "bigserial" : "INTEGER") +
                         " PRIMARY KEY, v " + c.type + ", before " + c.type + ")");
                try {
                    hand.run("INSERT INTO cells (v, before) VALUES (" + value + ", " + value + ")");
                } catch (const std::exception&) {
                    continue; // the column itself does not take it
                }
                SCOPED_TRACE(c.type + " with " + value);
                one<M>(hand, value, opened, read);
            }
        EXPECT_GT(opened, 0);
        EXPECT_GT(read, 0);
    }
    template <class M>
    void one(support::plain_connection& hand, const std::string& value, int& opened, int& read) {
        std::optional<df::database<M>> db;
        try {
            db.emplace(df::open_options{.url = url(), .create_tables = false});
        } catch (const df::schema_mismatch& e) {
            EXPECT_TRUE(support::has(e.what(), "column v") ||
                        support::has(e.what(), "values of another form"))
                << e.what();
            return;
        }
        ++opened;
        std::optional<M> found;
        try {
            const auto row = db->run(df::read<M>(1));
            found.emplace(M{.id = row.id, .v = row.v});
        } catch (const df::invalid_value& e) {
            EXPECT_TRUE(e.field() == "v" || postgres())
                << e.what(); // what PostgreSQL casts, it does not name
            return;
        }
        ASSERT_TRUE(found->v.has_value());
        ++read;
        const auto same = [&] {
            const auto text = [&](const char* column) {
                return postgres() ? hand.value(std::string{"SELECT CAST("} + column + " AS TEXT) FROM cells")
                                  : hand.value(std::string{"SELECT typeof("} + column + ") || quote(" +
                                               column + ") FROM cells");
            };
            const auto now = text("v"), then = text("before");
            // 0.00 and 0 are one number: how many digits a NUMERIC shows, or whether SQLite has it as INTEGER
            // or as REAL, is not kept
            const bool number = postgres() ? now.find_first_not_of("-.0123456789") == now.npos
                                           : now.starts_with("real") || now.starts_with("integer");
            // A time in an unusual form ('12:00', an offset, a real number), a decimal in a text, and JSON
            // with blanks keep what they mean.
            using kind = df::schema::category;
            constexpr auto field_kind = df::schema::category_of<typename decltype(found->v)::value_type>;
            constexpr bool by_meaning = field_kind == kind::timestamp || field_kind == kind::date ||
                                        field_kind == kind::listed || field_kind == kind::decimal ||
                                        field_kind == kind::json || field_kind == kind::duration;
            bool means_the_same = false;
            if constexpr (by_meaning) means_the_same = db->run(df::list<M>()).records.at(0).v == found->v;
            EXPECT_TRUE(
                now == then || means_the_same ||
                (number && hand.value("SELECT CASE WHEN v = before THEN 1 ELSE 0 END FROM cells") == "1"))
                << now << " and before " << then;
        };
        if constexpr (df::schema::category_of<typename decltype(found->v)::value_type> <
                      df::schema::category::json) {
            EXPECT_EQ(db->run(df::count<M>().where(field<&M::v> == *found->v)), 1);
        }
        try {
            db->run(df::update<M>(1, field<&M::v> = *found->v));
        } catch (const df::invalid_value&) {
            return;
        }
        same();
        (void)db->run(df::bulk_create(std::vector{M{.v = found->v}}));
        hand.run("DELETE FROM cells WHERE id = 1");
        hand.run("UPDATE cells SET before = " + value);
        same();
    }
};
DATAFLOW_ON_SHARED_DATABASES(TypeCrossing);

TEST_P(TypeCrossing, IsRightOrRefused) {
    if (postgres())
        plain().run("CREATE DOMAIN positive AS bigint CHECK (VALUE >= -1); CREATE TYPE letter AS ENUM ('b', "
                    "'a'); CREATE TYPE pair AS (a int, b int)");
    cross<std::int64_t>();
    cross<double>();
    cross<float>();
    cross<bool>();
    cross<std::string>();
    cross<df::decimal<10, 2>>();
    cross<df::timestamp>();
    cross<df::date>();
    cross<df::time_of_day>();
    cross<df::local_time>();
    cross<df::uuid>();
    cross<std::chrono::microseconds>();
    cross<df::json_value>();
}

} // namespace
