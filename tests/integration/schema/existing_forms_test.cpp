// Forms of columns that other programs write, of times above all: right, or refused when the database is
// opened, with the reason.
#include "support/fixture.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace forms {

namespace df = dataflow;

struct Shift {
    df::id<Shift> id{};
    std::optional<df::time_of_day> starts{};
    std::optional<df::timestamp> made{};
    std::optional<df::date> day{};
    static constexpr auto dataflow = df::options{.table = "shifts", .timestamps = false};
};

} // namespace forms

namespace {

namespace df = dataflow;
using df::field;
using forms::Shift;
using support::has;
using support::thrown;
using namespace std::chrono_literals;

class ExistingForms : public support::shared_database_test {
  protected:
    template <class... M>
    [[nodiscard]] df::database<M...> open() {
        return df::database<M...>{df::open_options{.url = url(), .existing_schema_mode = true}};
    }
};
DATAFLOW_ON_SHARED_DATABASES(ExistingForms);

TEST_P(ExistingForms, TimesOfRailsAreReadAndWrittenAsRailsDoes) {
    if (postgres()) GTEST_SKIP() << "Rails has PostgreSQL's own types there";
    plain().run("CREATE TABLE shifts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, starts time, made "
                "datetime(6), day date);"
                "CREATE INDEX i_starts ON shifts (starts);"
                "INSERT INTO shifts (starts, made, day) VALUES ('2000-01-01 13:14:15', "
                "'2024-02-03 04:05:06.789012', '2024-02-03'), ('2000-01-01 23:59:59', NULL, NULL)");
    auto db = open<Shift>();
    const auto first = db.run(df::read<Shift>(1));
    EXPECT_EQ(first.starts->since_midnight, 13h + 14min + 15s);
    EXPECT_EQ(first.made, df::parse_timestamp("2024-02-03T04:05:06.789012Z"));
    EXPECT_EQ(db.run(df::count<Shift>().where(field<&Shift::starts> == *first.starts)), 1);
    EXPECT_EQ(db.run(df::count<Shift>().where(field<&Shift::starts> > *first.starts)), 1);
    (void)db.run(df::create(Shift{.starts = df::time_of_day{8h + 30min}, .made = first.made}));
    EXPECT_EQ(plain().value("SELECT starts || '; ' || made FROM shifts WHERE id = 3"),
              "2000-01-01 08:30:00; 2024-02-03 04:05:06.789012");
    EXPECT_EQ(plain().value("SELECT count(*) FROM shifts WHERE time(starts) < '09:00'"), "1");
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  (void)db.run(df::create(Shift{.starts = df::time_of_day{8h + 1us}}));
              }).field(),
              "starts");
}

TEST_P(ExistingForms, WhatAFieldOfTimesCannotMeanIsToldWhenTheDatabaseIsOpened) {
    if (postgres()) GTEST_SKIP() << "what a column holds there is what its type says";
    const auto refused = [&](const char* column, const char* value) {
        plain().run(std::string{"DROP TABLE IF EXISTS shifts; CREATE TABLE shifts (id INTEGER PRIMARY KEY, "
                                "starts time, made datetime, day date); INSERT INTO shifts ("} +
                    column + ") VALUES (" + value + ")");
        return std::string{thrown<df::schema_mismatch>([&] { (void)open<Shift>(); }).what()};
    };
    EXPECT_TRUE(has(refused("starts", "'2024-02-03 13:14:15'"), "column starts is time")) << "another day";
    EXPECT_TRUE(has(refused("starts", "'2024-02-03'"), "holds values that are no times of day"));
    EXPECT_TRUE(has(refused("starts", "86401"), "holds values that are no times of day"));
    EXPECT_TRUE(has(refused("day", "'2024-02-03 04:05:06'"), "holds values that are no days"));
    EXPECT_TRUE(has(refused("day", "1234567890"), "holds values that are no days"));
    EXPECT_TRUE(has(refused("made", "'13:14:15'"), "holds values that are no times"));
}

} // namespace
