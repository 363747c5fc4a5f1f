// Numbers in every form that RFC 8259 allows, on every way in: judged by PostgreSQL's NUMERIC and C's strtod.
#include "support/fixture.hpp"

#include <dataflow/dynamic.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using money = df::decimal<10, 2>;

struct Sheet {
    df::id<Sheet> id{};
    df::json<money> amount{};
    df::json<std::int64_t> whole{};
    df::json<double> real_number{};
    df::json_value any_number{};
    df::json_value document{};
    std::vector<money> amounts{};
    std::vector<std::int64_t> wholes{};
    std::vector<double> reals{};
    money exact{};
    std::int64_t n{};
    std::string words{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// What a number is, told by others; nothing where a type does not have it.
struct judged {
    std::string text;
    std::optional<money> exact{};        // without loss
    std::optional<money> rounded{};      // half away from zero
    std::optional<std::int64_t> whole{}; // without loss
    std::optional<double> real{};
};

class NumberForms : public support::shared_database_test {
  protected:
    std::string a_number() {
        const auto below = [&](unsigned n) { return static_cast<unsigned>(random_() % n); };
        const auto digits = [&](unsigned most) {
            std::string out;
            for (unsigned i = below(most) + 1; i > 0; --i)
                out += static_cast<char>('0' + (below(3) == 0 ? 0 : below(10)));
            return out;
        };
        std::string out = below(2) == 0 ? "-" : "";
        out += below(4) == 0 ? "0"
                             : static_cast<char>('1' + below(9)) + (below(3) == 0   ? digits(18)
                                                                    : below(2) == 0 ? digits(4)
                                                                                    : "");
        if (below(2) == 0) out += "." + digits(below(4) == 0 ? 20 : 3);
        if (below(2) == 0) {
            out += below(2) == 0 ? "e" : "E";
            const unsigned sign = below(3);
            out += sign == 0 ? "" : sign == 1 ? "+" : "-";
            out += (below(3) == 0 ? "00" : "") + std::to_string(below(below(3) == 0 ? 25 : 5));
        }
        return out;
    }
    std::vector<judged> numbers() {
        std::vector<std::string> texts{"0",
                                       "-0",
                                       "-0.0",
                                       "0e5",
                                       "0E-0",
                                       "1e2",
                                       "1E+2",
                                       "100.0",
                                       "1e+05",
                                       "1.5e2",
                                       "1.50e1",
                                       "12.500e0",
                                       "1250e-2",
                                       "0.5e1",
                                       "1e-2",
                                       "1e-3",
                                       "9007199254740993.0",
                                       "9.007199254740993e15",
                                       "9.223372036854775807e18",
                                       "9.223372036854775808e18",
                                       "-9223372036854775808.000",
                                       "99999999.99",
                                       "1e8",
                                       "0.005",
                                       "-0.005",
                                       "0.00499999999999999999999",
                                       "1e400",
                                       "1e-400",
                                       "5e-324",
                                       "0e999999"};
        for (int i = 0; i < 80; ++i) texts.push_back(a_number());
        std::string rows;
        for (const auto& t : texts) rows += (rows.empty() ? "('" : ",('") + t + "')";
        support::plain_connection oracle{support::backend::postgres, support::server_url()};
        const auto found = oracle.run(
            "SELECT t, CASE WHEN abs(round(v, 2)) < 100000000 THEN round(v, 2)::text END, v = round(v, 2), "
            "CASE WHEN v = trunc(v) AND v BETWEEN -9223372036854775808 AND 9223372036854775807 THEN "
            "trunc(v)::text END "
            "FROM (SELECT t, t::numeric AS v FROM (VALUES " +
            rows + ") AS given(t)) AS n");
        std::vector<judged> out;
        for (const auto& row : found) {
            judged j{*row[0]};
            if (row[1]) { // its units, without the library's reader of decimals
                std::string units = *row[1];
                units.erase(units.find('.'), 1);
                j.rounded = money::from_units(std::strtoll(units.c_str(), nullptr, 10));
                if (*row[2] == "t") j.exact = j.rounded;
            }
            if (row[3]) j.whole = std::strtoll(row[3]->c_str(), nullptr, 10);
            const double x = std::strtod(row[0]->c_str(), nullptr);
            if (x - x == 0) j.real = x == 0 ? 0.0 : x;
            out.push_back(std::move(j));
        }
        return out;
    }

    std::mt19937_64 random_{9};
};
DATAFLOW_ON_SHARED_DATABASES(NumberForms);

/// A value, or nothing where it is refused as no value of its type.
template <class Work>
auto unless_refused(Work work) -> std::optional<decltype(work())> {
    try {
        return work();
    } catch (const df::invalid_value&) {
        return {};
    }
}

TEST_P(NumberForms, AreReadAlikeOnEveryWay) {
    if (support::server_url() == nullptr) GTEST_SKIP() << "the judge is a PostgreSQL server";
    df::database<Sheet> db{url()};
    const auto id = db.run(df::create(Sheet{})).id;
    auto by_hand = plain();
    const auto only = [&](const auto& what) { return df::select(what).where(field<&Sheet::id> == id); };
    int exact = 0, whole = 0;
    for (const auto& n : numbers()) {
        SCOPED_TRACE(n.text);
        exact += n.exact ? 1 : 0;
        whole += n.whole ? 1 : 0;
        // in the program
        EXPECT_EQ(unless_refused([&] { return money{n.text}; }), n.exact);
        EXPECT_EQ(unless_refused([&] { return df::from_json<money>(n.text); }), n.exact);
        EXPECT_EQ(unless_refused([&] { return df::from_json<money>('"' + n.text + '"'); }), n.exact);
        EXPECT_EQ(unless_refused([&] { return df::from_json<std::int64_t>(n.text); }), n.whole);
        EXPECT_EQ(unless_refused([&] { return df::from_json<double>(n.text); }), n.real);
        EXPECT_EQ(unless_refused([&] { return df::from_json<std::vector<money>>('[' + n.text + ']').at(0); }),
                  n.exact);
        // in a column, written by another program
        const bool stored = n.text != "0e999999"; // PostgreSQL refuses the exponent
        if (stored) {
            for (const char* column : {"amount", "whole", "real_number", "any_number"})
                by_hand.run("UPDATE sheets SET " + std::string{column} + " = '" + n.text + "'");
            by_hand.run("UPDATE sheets SET document = '{\"x\": " + n.text + "}', words = ' " + n.text + " '");
            EXPECT_EQ(unless_refused([&] { return *db.run(only(field<&Sheet::amount>)).at(0); }), n.exact);
            EXPECT_EQ(unless_refused([&] { return *db.run(only(field<&Sheet::whole>)).at(0); }), n.whole);
            EXPECT_EQ(unless_refused([&] { return *db.run(only(field<&Sheet::real_number>)).at(0); }),
                      n.real);
            if (const auto any =
                    unless_refused([&] { return db.run(only(field<&Sheet::any_number>)).at(0); })) {
                // JSON of any shape: whole where no digits are written after the point, on both databases
                const auto* i = any->get_if<std::int64_t>();
                const auto* x = any->get_if<double>();
                ASSERT_TRUE(i != nullptr || x != nullptr);
                if (i != nullptr) {
                    EXPECT_EQ(*i, n.whole);
                } else {
                    EXPECT_EQ(*x, n.real);
                }
                const auto here = df::from_json<df::json_value>(n.text);
                EXPECT_EQ(here.get_if<std::int64_t>() != nullptr, i != nullptr);
            } else {
                EXPECT_FALSE(n.real);
            }
            // at a place, and as a text
            constexpr auto x = field<&Sheet::document>.key<"x">;
            EXPECT_EQ(db.run(only(x.as<money>())).at(0), n.rounded);
            EXPECT_EQ(db.run(only(x.as<std::int64_t>())).at(0), n.whole);
            EXPECT_EQ(
                unless_refused([&] { return db.run(only(df::cast<money>(field<&Sheet::words>))).at(0); }),
                n.rounded);
        }
        if (!postgres()) { // arrays are JSON there
            for (const char* column : {"amounts", "wholes", "reals"})
                by_hand.run("UPDATE sheets SET " + std::string{column} + " = '[" + n.text + "]'");
            EXPECT_EQ(unless_refused([&] { return db.run(only(field<&Sheet::amounts>)).at(0).at(0); }),
                      n.exact);
            EXPECT_EQ(unless_refused([&] { return db.run(only(field<&Sheet::wholes>)).at(0).at(0); }),
                      n.whole);
            if (n.real) {
                EXPECT_EQ(unless_refused([&] { return db.run(only(field<&Sheet::reals>)).at(0).at(0); }),
                          n.real);
            }
            if (n.exact) {
                EXPECT_EQ(db.run(df::count<Sheet>().where(field<&Sheet::amounts>.contains(*n.exact))), 1);
            }
            if (n.whole) {
                EXPECT_EQ(db.run(df::count<Sheet>().where(field<&Sheet::wholes>.contains(*n.whole))), 1);
            }
        }
        // a filter from JSON
        if (n.exact) {
            db.run(df::bulk_update<Sheet>(df::everything, field<&Sheet::exact> = *n.exact));
        }
        if (n.whole) {
            db.run(df::bulk_update<Sheet>(df::everything, field<&Sheet::n> = *n.whole));
        }
        for (const auto* quote : {"", "\""}) {
            const auto wanted = "{\"exact\": " + (quote + n.text + quote) + "}";
            EXPECT_EQ(unless_refused([&] {
                          return db.run(df::count<Sheet>().where(df::filter_from_json<Sheet>(wanted)));
                      }),
                      n.exact ? std::optional{std::int64_t{1}} : std::nullopt);
        }
        EXPECT_EQ(unless_refused([&] {
                      return db.run(
                          df::count<Sheet>().where(df::filter_from_json<Sheet>("{\"n\": " + n.text + "}")));
                  }),
                  n.whole ? std::optional{std::int64_t{1}} : std::nullopt);
    }
    EXPECT_GT(exact, 40);
    EXPECT_GT(whole, 30);
}

/// What the library writes it reads, into other types, too.
TEST_P(NumberForms, WhatIsWrittenIsRead) {
    df::database<Sheet> db{url()};
    for (const double x : {100000.0, 1e22, 1e-7, 123456789012.5, -0.0, 5.0, 1.7976931348623157e308}) {
        const auto text = df::to_json(x);
        EXPECT_EQ(df::from_json<double>(text), x);
        if (const auto n = unless_refused([&] { return df::from_json<std::int64_t>(text); })) {
            EXPECT_EQ(static_cast<double>(*n), x);
        }
        const auto made = db.run(df::create(Sheet{.real_number = x, .any_number = x, .reals = {x}}));
        EXPECT_EQ(*made.real_number, x);
        const auto read = db.run(df::read<Sheet>(made.id));
        EXPECT_EQ(*read.real_number, x);
        EXPECT_EQ(read.any_number, df::json_value{x});
        EXPECT_EQ(read.reals, std::vector{x});
    }
    EXPECT_EQ(df::from_json<money>(df::to_json(100000.0)), 100000);
    EXPECT_EQ(df::from_json<std::int64_t>(df::to_json(100000.0)), 100000);
}

// SQLite goes over to real numbers where whole ones overflow: it is seen next to real numbers, in a test for
// NULL, in a set, in an order, and in a sum, as PostgreSQL sees it.
TEST_P(NumberForms, AnOverflowOfWholeNumbersIsSeenWhereverItStands) {
    df::database<Sheet> db{url()};
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    db.run(df::create(Sheet{.n = most}));
    const auto more = field<&Sheet::n> + 1;
    const auto refused = [&](const auto& predicate) {
        const auto done = db.try_run(df::count<Sheet>().where(predicate));
        return !done && done.error().kind() == df::error_kind::invalid_value;
    };
    EXPECT_TRUE(refused(more * 1.0 > 0.0));
    EXPECT_TRUE(refused(more / 2.0 > 0.0));
    EXPECT_TRUE(refused(1.5 - more < 0.0));
    EXPECT_TRUE(refused(field<&Sheet::n> * 2 + 0.5 > 0.0));
    if (!postgres()) { // the server sees that no whole number is, and looks no further
        EXPECT_TRUE(refused(more == 1.5));
    }
    EXPECT_TRUE(refused(df::nullif(field<&Sheet::n>, 0) + 1 == std::nullopt));
    EXPECT_TRUE(refused(df::nullif(field<&Sheet::n>, 0) * 2 != std::nullopt));
    const auto kind = [&](const auto& node) {
        const auto done = db.try_run(node);
        return done ? df::error_kind::database_error : done.error().kind();
    };
    EXPECT_EQ(kind(df::list<Sheet>().order_by(more * 1.0)), df::error_kind::invalid_value);
    EXPECT_EQ(kind(df::select(df::sum(more * 1.0))), df::error_kind::invalid_value);
    EXPECT_EQ(kind(df::bulk_update<Sheet>(df::everything, field<&Sheet::n> = more * 0.5)),
              df::error_kind::invalid_value);
    EXPECT_EQ(db.run(df::read<Sheet>(1)).n, most);
    EXPECT_EQ(db.run(df::count<Sheet>().where(field<&Sheet::n> * 1.0 > 9e18)), 1);
}

} // namespace
