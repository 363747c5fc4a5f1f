// Types of columns that are described in one file each: their texts, hostile ones, and that no other file
// knows them.
#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;

struct Call {
    df::id<Call> id{};
    df::time_of_day at{};
    std::optional<df::local_time> day{};
    df::inet from{};
    std::vector<df::inet> via{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

// Names, parameters and conditions on both databases.
static_assert(
    df::sql_of<df::postgres>(df::count<Call>().where(field<&Call::at> >= df::time_of_day{8h, 0min} &&
                                                     field<&Call::from>.in(std::vector<df::inet>{}))) ==
    R"(SELECT count(*) FROM "calls" WHERE ("at" >= $1 AND "from" = ANY($2::INET[])))");
static_assert(df::sql_of<df::sqlite>(df::count<Call>().where(field<&Call::day> < df::local_time{})) ==
              R"(SELECT count(*) FROM "calls" WHERE "day" < ?1)");
static_assert(df::storage_of<df::time_of_day> != df::storage_of<df::local_time> &&
              df::storage_of<df::inet> >= df::storage::listed);
static_assert(df::schema::has_order<df::time_of_day> && df::schema::has_order<df::local_time> &&
              !df::schema::has_order<df::inet>);
static_assert(df::facts_of(df::schema::info_of<df::uuid>.stored).number == 2950 &&
              df::facts_of(df::schema::info_of<std::vector<df::inet>>.stored).array_number == 1041);

TEST(ColumnTypes, TimesOfDayAreReadAndWritten) {
    static_assert(df::parse_time_of_day("08:15") == df::time_of_day{8h, 15min});
    static_assert(df::parse_time_of_day("24:00:00.000000") == df::time_of_day{24h});
    EXPECT_EQ(df::iso8601(df::time_of_day{8h, 15min, 30s, 250ms}), "08:15:30.250000");
    EXPECT_EQ(df::iso8601(df::time_of_day{24h}), "24:00:00.000000");
    EXPECT_EQ(df::iso8601(df::time_of_day{-1us}), std::nullopt);
    EXPECT_EQ(df::iso8601(df::time_of_day{24h + 1us}), std::nullopt);
    EXPECT_THROW((void)df::parse_time_of_day(static_cast<const char*>(nullptr)), df::invalid_value);
    for (const std::string_view bad :
         {"", ":", "8:00", "08", "08:", "08:1", "08:15:", "08:15:3", "08:15:30.", "08:15:30.1234567890",
          "24:00:00.000001", "23:60", "-1:00", "08:15:30Z", "08:15 "})
        EXPECT_EQ(df::parse_time_of_day(bad), std::nullopt) << bad;
    std::mt19937_64 random{7};
    for (int i = 0; i < 2000; ++i) {
        const df::time_of_day t{
            std::chrono::microseconds{static_cast<std::int64_t>(random() % 86'400'000'001)}};
        const auto text = df::iso8601(t);
        ASSERT_TRUE(text);
        EXPECT_EQ(df::parse_time_of_day(*text), t);
        const df::time_of_day other{
            std::chrono::microseconds{static_cast<std::int64_t>(random() % 86'400'000'001)}};
        EXPECT_EQ(*text < *df::iso8601(other), t < other) << "texts sort as the times do";
    }
}

TEST(ColumnTypes, LocalTimesAreReadAndWritten) {
    const df::local_time noon{std::chrono::local_days{std::chrono::year{2024} / 2 / 29} + 12h};
    EXPECT_EQ(df::iso8601(noon), "2024-02-29T12:00:00.000000");
    for (const std::string_view good :
         {"2024-02-29T12:00", "2024-02-29t12:00:00", "2024-02-29 12:00:00.0000009", "2024-02-29T12:00:00,0"})
        EXPECT_EQ(df::parse_local_time(good), noon) << good;
    EXPECT_EQ(df::parse_local_time("2024-02-29"), noon - 12h);
    for (const std::string_view bad :
         {"2024-02-29T12:00Z", "2024-02-29T12:00+01:00", "2023-02-29", "2024-02-29T24:00", "0000-01-01",
          "2024-02-29T", "2024-2-29", "2024-02-29T12:00:00.", "10000-01-01", " 2024-02-29"})
        EXPECT_EQ(df::parse_local_time(bad), std::nullopt) << bad;
    EXPECT_EQ(df::iso8601(df::local_time::max()), std::nullopt);
    EXPECT_EQ(df::iso8601(df::local_time::min()), std::nullopt);
    using hold = df::column_type<df::local_time>;
    EXPECT_EQ(hold::hold(std::chrono::local_days{std::chrono::year{2024} / 2 / 29}), noon - 12h);
    EXPECT_EQ(hold::hold(std::chrono::local_time<std::chrono::nanoseconds>{-1ns}), df::local_time{-1us})
        << "downwards";
    EXPECT_EQ(hold::hold(std::chrono::local_time<std::chrono::hours>{std::chrono::hours::max()}),
              std::nullopt);
}

TEST(ColumnTypes, AddressesAreReadAndWritten) {
    const auto shown = [](std::string_view text) {
        return df::parse_inet(text).has_value() ? df::inet_text(*df::parse_inet(text)).value_or("?") : "no";
    };
    static_assert(df::parse_inet("10.0.0.0/8") == df::inet::v4({10, 0, 0, 0}, 8));
    for (const std::string_view same :
         {"0.0.0.0", "255.255.255.255", "10.0.0.0/8", "1.2.3.4/0", "::", "::1", "::/0", "2001:db8::1/64",
          "1::", "1:0:0:2::3", "::ffff:1.2.3.4", "::1.2.3.4", "64:ff9b::102:304", "1:2:3:4:5:6:7:8",
          "1:0:3:4:5:6:7:8", "1:2:3:4:5:6::", "::3:4:5:6:7:8"})
        EXPECT_EQ(shown(same), same);
    EXPECT_EQ(shown("2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
    EXPECT_EQ(shown("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
    EXPECT_EQ(shown("0001:02::0:0"), "1:2::");
    EXPECT_EQ(shown("1::1.2.3.4"), "1::102:304");
    EXPECT_EQ(shown("1:2:3:4:5:6:1.2.3.4"), "1:2:3:4:5:6:102:304");
    EXPECT_EQ(shown("::ffff:0:0"), "::ffff:0.0.0.0");
    EXPECT_EQ(shown("1.2.3.4/32"), "1.2.3.4");
    EXPECT_EQ(shown("::/128"), "::");
    for (const std::string_view bad : {"",
                                       "/",
                                       "1",
                                       "1.2.3",
                                       "1.2.3.4.5",
                                       "1.2.3.256",
                                       "01.2.3.4",
                                       "1.2.3.4/33",
                                       "1.2.3.4/",
                                       "1.2.3.4/08",
                                       "1.2.3.4/-1",
                                       " 1.2.3.4",
                                       "1.2.3.4 ",
                                       "1.2.3.4\n",
                                       "0x1.2.3.4",
                                       ":",
                                       ":1",
                                       "1:",
                                       ":::",
                                       "1:::2",
                                       "::1::",
                                       "1::2::3",
                                       "1:2:3:4:5:6:7:8:9",
                                       "1:2:3:4:5:6:7:8::",
                                       "::1:2:3:4:5:6:7:8",
                                       "1:2:3:4:5:6:7:1.2.3.4",
                                       "::1:2:3:4:5:6:1.2.3.4",
                                       "12345::",
                                       "g::",
                                       "fe80::1%eth0",
                                       "::/129",
                                       "::1/",
                                       "::1.2.3",
                                       "1.2.3.4::",
                                       "::1.2.3.4:5",
                                       "1.2:3::4",
                                       "[::1]"})
        EXPECT_EQ(shown(bad), "no") << bad;
    EXPECT_THROW((void)df::parse_inet(static_cast<const char*>(nullptr)), df::invalid_value);
    EXPECT_EQ(df::inet_text(df::inet::v4({1, 2, 3, 4}, 33)), std::nullopt);
    EXPECT_TRUE(df::parse_inet("10.0.0.0/8")->contains(*df::parse_inet("10.1.2.3")));
    EXPECT_FALSE(df::parse_inet("10.0.0.0/8")->contains(*df::parse_inet("0.0.0.0/0")));
    EXPECT_FALSE(df::parse_inet("::/0")->contains(df::inet{}));

    std::mt19937_64 random{11};
    for (int i = 0; i < 4000; ++i) {
        std::array<std::uint8_t, 16> bytes{};
        for (auto& b : bytes) b = random() % 3 == 0 ? static_cast<std::uint8_t>(random()) : 0;
        const auto prefix = static_cast<std::uint8_t>(random() % 129);
        const auto made = random() % 4 == 0 ? df::inet::v4({bytes[0], bytes[1], bytes[2], bytes[3]},
                                                           static_cast<std::uint8_t>(prefix % 33))
                                            : df::inet::v6(bytes, prefix);
        const auto text = df::inet_text(made);
        ASSERT_TRUE(text);
        EXPECT_LE(text->size(), df::longest_text);
        EXPECT_EQ(df::parse_inet(*text), made) << *text;
        // The binary form goes there and back, and what is damaged is noticed.
        using says = df::column_type<df::inet>;
        char raw[df::longest_binary];
        const std::string_view binary{raw, says::bind(made, raw)};
        EXPECT_EQ(says::read(binary), made);
        EXPECT_EQ(says::read(binary.substr(1)), std::nullopt);
        std::string odd{binary};
        odd[0] = 9;
        EXPECT_EQ(says::read(odd), std::nullopt);
        odd = binary;
        odd[1] = static_cast<char>(200);
        EXPECT_EQ(says::read(odd), std::nullopt);
    }
    // Of anything, the reader gives nothing or what it writes again.
    constexpr std::string_view letters = "0123456789abcF:::...//% ";
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (auto n = random() % 20; n != 0; --n) text += letters[random() % letters.size()];
        const auto found = df::parse_inet(text);
        EXPECT_EQ(found ? df::parse_inet(*df::inet_text(*found)) : std::nullopt, found) << text;
    }
}

TEST(ColumnTypes, HaveAFormInJson) {
    const Call call{.at = df::time_of_day{8h, 15min},
                    .day = df::local_time{},
                    .from = df::inet::v4({10, 0, 0, 0}, 8),
                    .via = {df::inet{}}};
    EXPECT_EQ(
        df::to_json(call),
        R"({"id":0,"at":"08:15:00.000000","day":"1970-01-01T00:00:00.000000","from":"10.0.0.0/8","via":["0.0.0.0"]})");
    EXPECT_EQ(df::from_json<Call>(df::to_json(call)).via, call.via);
    try {
        (void)df::from_json<Call>(R"({"via": ["::1", "secret"]})");
        FAIL();
    } catch (const df::invalid_value& e) {
        EXPECT_EQ(e.field(), "via[1]");
        EXPECT_EQ(std::string_view{e.what()}.find("secret"), std::string_view::npos);
    }
}

/// The files below include/ that mention a name as a word, but for the type's own.
std::set<std::string> files_with(std::string_view name, std::string_view own) {
    const auto root = std::filesystem::path{DATAFLOW_TEST_SOURCE_DIR} / "include";
    const auto letter = [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
        if (!entry.is_regular_file() || entry.path().filename() == own) continue;
        std::string text(static_cast<std::size_t>(entry.file_size()), ' ');
        std::ifstream{entry.path(), std::ios::binary}.read(text.data(),
                                                           static_cast<std::streamsize>(text.size()));
        for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
            const auto end = at + name.size();
            if ((at != 0 && letter(text[at - 1])) || (end < text.size() && letter(text[end]))) continue;
            out.insert(entry.path().filename().string());
            break;
        }
    }
    return out;
}

TEST(ColumnTypes, AreNamedInOneFileAndInTheList) {
    EXPECT_EQ(
        files_with("inet", "inet.hpp"), // the others: PostgreSQL's type of this name, and cidr
        (std::set<std::string>{"choice_postgres.ipp", "fit_postgres.ipp", "list.hpp", "postgres_types.ipp"}));
    EXPECT_EQ(files_with("parse_inet", "inet.hpp"), std::set<std::string>{});
    // What other programs keep times as in SQLite, how an index on them is used, and what `dataflow pull`
    // makes of its columns, knows times.
    EXPECT_EQ(files_with("time_of_day", "time_of_day.hpp"),
              (std::set<std::string>{"choice_sqlite.ipp", "forms.ipp", "kept_times.hpp", "kept_words.hpp",
                                     "list.hpp", "raw_forms.hpp", "sqlite_column.ipp"}));
    EXPECT_EQ(files_with("local_time", "local_time.hpp"),
              (std::set<std::string>{"kept_times.hpp", "kept_words.hpp", "list.hpp", "raw_forms.hpp",
                                     "sqlite_column.ipp"}));
}

} // namespace
