// Places inside of JSON: selected as every type, and in documents that another program wrote.
#include <dataflow/core/iso8601.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>

#include "support/fixture.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace json_places_models {
struct Tiny { // stored as an int8
    std::int8_t n{};
    friend bool operator==(const Tiny&, const Tiny&) = default;
};
} // namespace json_places_models

template <>
struct dataflow::mapped<json_places_models::Tiny> {
    using stored = std::int8_t;
    static std::int8_t to(const json_places_models::Tiny& t) { return t.n; }
    static json_places_models::Tiny from(std::int8_t n) { return {n}; }
};

namespace json_places_models {

namespace df = dataflow;

enum class mood : std::uint8_t { calm, wild };
struct Part {
    int n{};
};
struct In {
    int n{};
    std::int8_t small{};
    std::uint8_t byte{};
    std::uint16_t port{};
    std::uint32_t wide{};
    std::int64_t big{};
    float single{};
    double real{};
    df::decimal<6, 2> price{};
    std::chrono::seconds pause{};
    std::chrono::duration<std::int16_t, std::ratio<60>> minutes{};
    bool flag{};
    std::string word{};
    mood now = mood::calm;
    Tiny tiny{};
    df::date day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
    df::timestamp at{};
    df::uuid mark{};
    std::optional<int> maybe{};
    std::vector<int> list{};
    std::vector<std::string> words{};
    std::vector<double> reals{};
    std::vector<df::decimal<6, 2>> prices{};
    std::vector<df::date> days{};
    std::vector<Tiny> tinies{};
    std::optional<std::vector<int>> perhaps{};
    std::vector<std::optional<int>> gaps{};
    std::vector<Part> parts{};
};
struct Doc {
    df::id<Doc> id{};
    df::json<In> j{};
    int rank{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

struct Loose {
    df::id<Loose> id{};
    df::json_value doc;

    static constexpr auto dataflow = df::options{.timestamps = false};
};

struct Ports {
    std::optional<std::uint16_t> port{};
    std::optional<std::string> word{};
    friend bool operator==(const Ports&, const Ports&) = default;
};
struct PortCount {
    std::optional<std::uint16_t> port{};
    std::int64_t n{};
    friend bool operator==(const PortCount&, const PortCount&) = default;
};

} // namespace json_places_models

namespace {

namespace df = dataflow;
using namespace json_places_models;
using df::field;
using support::thrown;

class JsonPlaces : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(JsonPlaces);
class JsonPlacesFromOutside : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(JsonPlacesFromOutside);

constexpr auto& j = field<&Doc::j>;

template <class T>
using maybes = std::vector<std::optional<T>>;

// A name is never the number of an element, on any database, whatever stands in the document.
TEST_P(JsonPlaces, ANameIsNeverTheNumberOfAnElement) {
    df::database<Loose> db{url()};
    std::vector<std::string> texts{
        R"({"0":7})",       "[7]",           R"({"-1":7})",  "[1,7]",        "7",
        R"("0")",           "null",          R"({" 0":7})",  "{}",           "[]",
        R"({"a":{"0":7}})", "[[7]]",         R"({"a":[7]})", "[[],7]",       R"({"0":{"0":7}})",
        R"([{"0":7}])",     R"({"it's":7})", R"({"":7})",    R"({"0":null})"};
    for (const auto& t : texts) db.run(df::create(Loose{.doc = df::from_json<df::json_value>(t)}));
    const auto of = [&](const auto& where) {
        std::vector<std::string> out;
        for (const auto& l : db.run(df::list<Loose>().where(where)).records)
            out.push_back(texts[static_cast<std::size_t>(l.id.value) - 1]);
        return out;
    };
    const auto sevens = [&](const auto& place) { return of(place.template as<int>() == 7); };
    using all = std::vector<std::string>;
    constexpr auto& doc = field<&Loose::doc>;
    EXPECT_EQ(sevens(doc.key<"0">), all{R"({"0":7})"});
    EXPECT_EQ(sevens(doc.key<"-1">), all{R"({"-1":7})"});
    EXPECT_EQ(sevens(doc.key<" 0">), all{R"({" 0":7})"});
    EXPECT_EQ(sevens(doc.key<"it's">), all{R"({"it's":7})"});
    EXPECT_EQ(sevens(doc.key<"">), all{R"({"":7})"});
    EXPECT_EQ(sevens(doc.item<1>), (all{"[1,7]", "[[],7]"}));
    EXPECT_EQ(sevens(doc.item<4294967296>), all{});
    EXPECT_EQ(sevens(doc.key<"a">.key<"0">), all{R"({"a":{"0":7}})"});
    EXPECT_EQ(sevens(doc.key<"0">.key<"0">), all{R"({"0":{"0":7}})"});
    EXPECT_EQ(sevens(doc.item<1>.item<0>), all{});
    EXPECT_EQ(of(doc.key<"0">.exists()), (all{R"({"0":7})", R"({"0":{"0":7}})"}));
    // An element is set in an array alone, and a member in an object.
    EXPECT_EQ(db.run(df::update<Loose>(2, doc.key<"0"> = 8)).doc, df::from_json<df::json_value>("[7]"));
    EXPECT_EQ(db.run(df::update<Loose>(1, doc.item<0> = 8)).doc, df::from_json<df::json_value>(R"({"0":7})"));
}

TEST_P(JsonPlaces, EveryTypeIsSelected) {
    df::database<Doc> db{url()};
    In in{.n = -7,
          .small = -128,
          .byte = 255,
          .port = 65535,
          .wide = 4294967295,
          .big = INT64_MIN,
          .single = 0.1F,
          .real = 0.1,
          .price = df::decimal<6, 2>{"-9999.99"}};
    in.pause = std::chrono::seconds{-90}, in.minutes = std::chrono::minutes{32767}, in.flag = true,
    in.word = "x", in.now = mood::wild, in.tiny = {-3}, in.maybe = 4, in.list = {5, 6};
    in.at = df::timestamp{std::chrono::microseconds{-1}};
    for (std::uint8_t n = 1; auto& b : in.mark) b = n++;
    db.run(df::create(Doc{.j = in}));
    const auto one = [&](const auto& path, auto want) {
        EXPECT_EQ(db.run(df::select(path)), maybes<decltype(want)>{want});
        EXPECT_EQ(db.run(df::select(path).where(path == want)), maybes<decltype(want)>{want});
        EXPECT_EQ(db.run(df::select(path).distinct()), maybes<decltype(want)>{want});
    };
    one(j.at<&In::n>, in.n), one(j.at<&In::small>, in.small), one(j.at<&In::byte>, in.byte),
        one(j.at<&In::port>, in.port), one(j.at<&In::wide>, in.wide);
    one(j.at<&In::big>, in.big), one(j.at<&In::single>, in.single), one(j.at<&In::real>, in.real),
        one(j.at<&In::price>, in.price);
    one(j.at<&In::pause>, in.pause), one(j.at<&In::minutes>, in.minutes), one(j.at<&In::flag>, in.flag),
        one(j.at<&In::word>, in.word);
    one(j.at<&In::now>, in.now), one(j.at<&In::tiny>, in.tiny), one(j.at<&In::day>, in.day),
        one(j.at<&In::at>, in.at), one(j.at<&In::mark>, in.mark);
    one(j.at<&In::maybe>, 4), one(j.at<&In::list>.item<1>, 6);
    EXPECT_EQ(db.run(df::select(j.at<&In::list>.item<2>)), maybes<int>{std::nullopt});

    EXPECT_EQ(db.run(df::select(df::max(j.at<&In::n>))), maybes<int>{-7});
    EXPECT_EQ(db.run(df::select(df::min(j.at<&In::single>))), maybes<float>{0.1F});
    EXPECT_EQ(db.run(df::select(df::sum(j.at<&In::small>))), maybes<std::int64_t>{-128});
    EXPECT_EQ(db.run(df::select(df::coalesce(j.at<&In::tiny>, Tiny{9}))), std::vector<Tiny>{Tiny{-3}});
    EXPECT_EQ(db.run(df::select(df::coalesce(j.at<&In::maybe>, 9))), std::vector<std::int64_t>{4});
    const auto ports = db.run(df::select<Ports>(j.at<&In::port>.as<"port">(), j.at<&In::word>.as<"word">()));
    EXPECT_EQ(ports, (std::vector<Ports>{{65535, "x"}}));
    const auto grouped = db.run(
        df::aggregate<Doc>().group_by(j.at<&In::port>.as<"port">()).select<PortCount>(df::count().as<"n">()));
    EXPECT_EQ(grouped, (std::vector<PortCount>{{65535, 1}}));
}

TEST_P(JsonPlaces, ListsAreAskedForTheirElements) {
    df::database<Doc> db{url()};
    const df::date day{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};
    In in;
    in.list = {1, 2}, in.words = {"a", "it's", ""}, in.reals = {0.1, 1e300},
    in.prices = {df::decimal<6, 2>{"12.50"}}, in.days = {day}, in.tinies = {{-5}};
    in.gaps = {1, std::nullopt}, in.parts = {{1}, {2}, {3}};
    db.run(df::create(Doc{.j = in}));
    db.run(df::create(Doc{}));
    const auto n = [&](const auto& where) { return db.run(df::count<Doc>().where(where)); };
    EXPECT_EQ(n(j.at<&In::list>.contains(2)), 1);
    EXPECT_EQ(n(!j.at<&In::list>.contains(2)), 1);
    EXPECT_EQ(n(j.at<&In::list>.contains(3)), 0);
    EXPECT_EQ(n(j.at<&In::words>.contains("it's")), 1);
    EXPECT_EQ(n(j.at<&In::words>.contains("A")), 0);
    EXPECT_EQ(n(j.at<&In::reals>.contains(0.1)), 1);
    EXPECT_EQ(n(j.at<&In::prices>.contains(df::decimal<6, 2>{"12.5"})), 1);
    EXPECT_EQ(n(j.at<&In::days>.contains(day)), 1);
    EXPECT_EQ(n(j.at<&In::tinies>.contains(Tiny{-5})), 1);
    EXPECT_EQ(n(j.at<&In::gaps>.contains(1)), 1);
    EXPECT_EQ(n(j.at<&In::list>.any_of({7, 2})), 1);
    EXPECT_EQ(n(j.at<&In::list>.any_of({7, 8})), 0);
    EXPECT_EQ(n(j.at<&In::list>.any_of(std::vector<int>{})), 0);
    EXPECT_EQ(n(j.at<&In::words>.any_of({"b", "it's"})), 1);
    EXPECT_EQ(n(j.at<&In::list>.all_of({2, 1})), 1);
    EXPECT_EQ(n(j.at<&In::list>.all_of({2, 3})), 0);
    EXPECT_EQ(n(!j.at<&In::words>.any_of({"b", "it's"}) && j.at<&In::list>.size() == 0), 1);
    EXPECT_EQ(n(j.at<&In::perhaps>.size() == std::nullopt && !j.at<&In::perhaps>.contains(1)),
              2); // null is no list
    EXPECT_EQ(n(j.at<&In::parts>.size() > 2), 1);
    EXPECT_EQ(n(j.at<&In::gaps>.size() == 2), 1);
    EXPECT_EQ(db.run(df::select(j.at<&In::words>.size()).order_by(field<&Doc::id>)),
              (maybes<std::int64_t>{3, 0}));
    EXPECT_EQ(db.run(df::select(df::max(j.at<&In::words>.size()))), maybes<std::int64_t>{3});
    EXPECT_EQ(db.run(df::bulk_update<Doc>(j.at<&In::list>.any_of({1}), field<&Doc::rank> = 5)).updated, 1);
}

TEST_P(JsonPlaces, APlaceTakesTheValueOfAnExpression) {
    df::database<Doc> db{url()};
    const auto id = db.run(df::create(Doc{.j = In{.n = 5, .list = {1, 2}, .parts = {{7}}}, .rank = 40})).id;
    const auto set = [&](const auto&... assignments) {
        return *db.run(df::update<Doc>(id, assignments...)).j;
    };
    EXPECT_EQ(set(j.at<&In::n> += 1).n, 6);
    EXPECT_EQ(set(j.at<&In::n> = j.at<&In::n> * 2 + field<&Doc::rank>).n, 52);
    EXPECT_EQ(set(j.at<&In::n> -= field<&Doc::rank>).n, 12);
    EXPECT_EQ(set(j.at<&In::n> *= 3).n, 36);
    EXPECT_EQ(set(j.at<&In::n> /= 5).n, 7);
    EXPECT_EQ(set(j.at<&In::n> %= 4).n, 3);
    EXPECT_EQ(set(j.at<&In::n> = field<&Doc::rank>).n, 40);
    EXPECT_EQ(set(j.at<&In::list>.item<1> += 10).list, (std::vector<int>{1, 12}));
    EXPECT_EQ(set(j.at<&In::list>.item<2> += 10).list, (std::vector<int>{1, 12})); // there is none
    EXPECT_EQ(set(j.at<&In::parts>.item<0>.at<&Part::n> += 1).parts.at(0).n, 8);
    EXPECT_EQ(set(j.at<&In::real> += 0.1, j.at<&In::big> += INT64_MAX,
                  j.at<&In::price> += df::decimal<6, 2>{"0.05"})
                  .real,
              0.1);
    EXPECT_EQ(set(j.at<&In::real> += 0.2).real, 0.1 + 0.2); // all digits
    EXPECT_EQ(set(j.at<&In::real> = j.at<&In::real> + 1.0).real, 0.1 + 0.2 + 1.0);
    EXPECT_EQ(set(j.at<&In::big> -= 1).big, INT64_MAX - 1);
    EXPECT_EQ(set(j.at<&In::price> = j.at<&In::price> * 3).price, (df::decimal<6, 2>{"0.15"}));
    EXPECT_EQ(set(j.at<&In::single> = 0.1F, j.at<&In::word> = "it's \"x\"").single, 0.1F);
    EXPECT_EQ(set(j.at<&In::single> = j.at<&In::single> * 3).single, static_cast<float>(0.1F * 3.0));
    EXPECT_EQ(set(j.at<&In::word> = df::lower(j.at<&In::word>)).word, "it's \"x\"");
    EXPECT_EQ(set(j.at<&In::pause> += std::chrono::minutes{1}).pause, std::chrono::seconds{60});
    EXPECT_EQ(set(j.at<&In::maybe> = j.at<&In::n>).maybe, 40);
    EXPECT_EQ(set(j.at<&In::maybe> += 1, j.at<&In::n> = j.at<&In::maybe>).n,
              40);                                                // each takes what was there before
    EXPECT_EQ(set(j.at<&In::n> = j.at<&In::list>.item<5>).n, 40); // NULL: nothing changes
    EXPECT_EQ(set(j.at<&In::maybe> = j.at<&In::list>.item<5>).maybe, std::nullopt);
    EXPECT_EQ(set(j.at<&In::maybe> += 1).maybe, std::nullopt);
    EXPECT_EQ(set(j.at<&In::at> = df::coalesce(j.at<&In::at>, df::timestamp{})).at, df::timestamp{});
    EXPECT_EQ(set(j.at<&In::mark> = j.at<&In::mark>, j.at<&In::now> = j.at<&In::now>,
                  j.at<&In::flag> = j.at<&In::flag>, j.at<&In::tiny> = j.at<&In::tiny>)
                  .list,
              (std::vector<int>{1, 12}));

    // Beyond the range of the field nothing is written.
    (void)set(j.at<&In::small> = 127, j.at<&In::byte> = 0, j.at<&In::n> = INT32_MAX,
              j.at<&In::single> = 3e38F, j.at<&In::price> = df::decimal<6, 2>{"9999"});
    (void)thrown<df::invalid_value>([&] { (void)set(j.at<&In::small> += 1); });
    (void)thrown<df::invalid_value>([&] { (void)set(j.at<&In::byte> -= 1); });
    (void)thrown<df::invalid_value>([&] { (void)set(j.at<&In::n> += 1); });
    (void)thrown<df::invalid_value>([&] { (void)set(j.at<&In::big> += 9); });
    (void)thrown<df::invalid_value>([&] { (void)set(j.at<&In::single> *= 2); });
    const auto e = thrown<df::invalid_value>([&] { (void)set(j.at<&In::price> *= 2); });
    EXPECT_EQ(e.model(), "Doc");
    EXPECT_EQ(set(j.at<&In::byte> += 1).n, INT32_MAX);
    EXPECT_EQ(
        db.run(df::bulk_update<Doc>(j.at<&In::n> > 0, j.at<&In::n> -= 1, field<&Doc::rank> += 1)).updated, 1);
    EXPECT_EQ(db.run(df::read<Doc>(id)).rank, 41);
}

TEST_P(JsonPlacesFromOutside, ElementsThatAreNoneOfTheTypeEqualNothing) {
    df::database<Doc> db{url()};
    db.run(df::create(Doc{}));
    plain().run(
        R"(UPDATE docs SET j = '{"list": [3.5, "4", null, [5], 6.0, 1e30], "days": ["2024-02-30", "2024-02-29"], "words": "x", "parts": {"n": 1}}')");
    const auto n = [&](const auto& where) { return db.run(df::count<Doc>().where(where)); };
    EXPECT_EQ(
        n(j.at<&In::list>.contains(3)) + n(j.at<&In::list>.contains(4)) + n(j.at<&In::list>.contains(5)), 0);
    EXPECT_EQ(n(j.at<&In::list>.contains(6)), 1);
    EXPECT_EQ(n(j.at<&In::list>.size() == 6), 1);
    EXPECT_EQ(n(j.at<&In::days>.any_of(
                  {df::date{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}}})),
              1);
    EXPECT_EQ(n(!j.at<&In::words>.contains("x") && j.at<&In::words>.size() == std::nullopt &&
                j.at<&In::parts>.size() == std::nullopt),
              1);
}

TEST_P(JsonPlacesFromOutside, WhatIsNoValueOfTheTypeIsNull) {
    df::database<Doc> db{url()};
    db.run(df::create(Doc{}));
    auto other = plain();
    const auto write = [&](const std::string& json) { other.run("UPDATE docs SET j = '" + json + "'"); };
    // What a path gives for a JSON text, selected and filtered.
    const auto given = [&](const auto& path, const std::string& member, const std::string& json) {
        write("{\"" + member + "\": " + json + "}");
        const auto all = db.run(df::select(path));
        EXPECT_EQ(db.run(df::count<Doc>().where(path == std::nullopt)), all.at(0) ? 0 : 1)
            << member << ": " << json;
        const auto same = all[0] ? db.run(df::count<Doc>().where(path == *all[0])) : 1;
        EXPECT_EQ(same, 1) << member << ": " << json;
        return all.at(0);
    };
    const auto null = [&](const auto& path, const std::string& member,
                          const std::vector<std::string>& texts) {
        for (const auto& text : texts) EXPECT_FALSE(given(path, member, text)) << member << ": " << text;
    };
    const std::vector<std::string> shapes{"null", "true", "\"x\"", "[]", "[1]", "{}"};
    for (const auto& s : shapes) {
        if (s != "true") null(j.at<&In::flag>, "flag", {s});
        if (s != "\"x\"") null(j.at<&In::word>, "word", {s});
    }
    null(j.at<&In::n>, "n", shapes), null(j.at<&In::real>, "real", shapes),
        null(j.at<&In::price>, "price", shapes), null(j.at<&In::pause>, "pause", shapes);
    null(j.at<&In::day>, "day", shapes), null(j.at<&In::at>, "at", shapes),
        null(j.at<&In::mark>, "mark", shapes);

    null(j.at<&In::n>, "n",
         {"3.4", "-0.5", "5e-1", "1e30", "-1e30", "1e400", "1e-400", "2147483648", "-2147483649",
          "3.0000000000000000000000001", "99999999999999999999"});
    for (const auto* five :
         {"5", "5.0", "5e0", "0.5e1", "50e-1", "5.000000000000000000000000000000", "0.0000000005E+10"})
        EXPECT_EQ(given(j.at<&In::n>, "n", five), 5) << five;
    for (const auto* zero : {"0", "-0", "0.0", "-0.0e400", "0e-400"})
        EXPECT_EQ(given(j.at<&In::n>, "n", zero), 0) << zero;
    EXPECT_EQ(given(j.at<&In::n>, "n", "-2147483648"), INT32_MIN);
    null(j.at<&In::small>, "small", {"128", "-129", "1e3"}),
        null(j.at<&In::tiny>, "tiny", {"128", "-129", "0.5"});
    null(j.at<&In::byte>, "byte", {"256", "-1"}), null(j.at<&In::port>, "port", {"65536", "-1"}),
        null(j.at<&In::wide>, "wide", {"4294967296", "-1"});
    null(j.at<&In::big>, "big", {"9223372036854775808", "-9223372036854775809", "9223372036854775807.5"});
    EXPECT_EQ(given(j.at<&In::big>, "big", "9223372036854775807.0"),
              INT64_MAX); // beyond the digits of a double
    EXPECT_EQ(given(j.at<&In::big>, "big", "-9.223372036854775808e18"), INT64_MIN);

    null(j.at<&In::real>, "real", {"1e400", "-1e400", "1e309", "1e-400", "-1e-324"});
    EXPECT_EQ(given(j.at<&In::real>, "real", "-1.7976931348623157e308"), -1.7976931348623157e308);
    EXPECT_EQ(given(j.at<&In::real>, "real", "5e-324"), 5e-324);
    EXPECT_EQ(given(j.at<&In::real>, "real", "0e999"), 0.0);
    null(j.at<&In::single>, "single", {"1e39", "-3.5e38", "1e400", "1e-46"});
    EXPECT_EQ(given(j.at<&In::single>, "single", "0.1"), 0.1F);
    EXPECT_EQ(given(j.at<&In::single>, "single", "3.4028234663852886e38"), 3.4028234663852886e38F);

    null(j.at<&In::price>, "price", {"10000", "-1e4", "9999.995", "1e30", "1e400"});
    EXPECT_EQ(given(j.at<&In::price>, "price", "9999.994"), (df::decimal<6, 2>{"9999.99"}));
    EXPECT_EQ(given(j.at<&In::price>, "price", "-0.005"), (df::decimal<6, 2>{"-0.01"}));
    EXPECT_EQ(given(j.at<&In::price>, "price", "1.005e1"), (df::decimal<6, 2>{"10.05"}));
    EXPECT_EQ(given(j.at<&In::price>, "price", "5e-3"), (df::decimal<6, 2>{"0.01"}));
    EXPECT_EQ(given(j.at<&In::price>, "price", "4e-3"), (df::decimal<6, 2>{}));
    EXPECT_EQ(given(j.at<&In::price>, "price", "1e-400"), (df::decimal<6, 2>{}));

    null(j.at<&In::pause>, "pause", {"1500000", "1e30", "0.5", "\"PT1S\""}); // microseconds
    EXPECT_EQ(given(j.at<&In::pause>, "pause", "2e6"), std::chrono::seconds{2});
    null(j.at<&In::minutes>, "minutes", {"1000000", "1966080000000"});
    EXPECT_EQ(given(j.at<&In::minutes>, "minutes", "-1966080000000"), std::chrono::minutes{-32768});

    null(j.at<&In::day>, "day",
         {"\"2024-02-30\"", "\"2023-02-29\"", "\"1900-02-29\"", "\"0000-01-01\"", "\"2024-1-1\"",
          "\"2024-13-01\"", "\"yesterday\"", "\"2024-02-29T00:00\"", "\"10000-01-01\"", "\"2024-02-29\\n\"",
          "\"infinity\""});
    const df::date leap{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};
    EXPECT_EQ(given(j.at<&In::day>, "day", "\"2024-02-29\""), leap);
    null(j.at<&In::at>, "at",
         {"\"yesterday\"", "\"now\"", "\"2024-02-30T00:00:00Z\"", "\"2024-02-29T24:00:00Z\"",
          "\"2024-02-29T12:00:60Z\"", "\"2024-02-29T12:00:00+16:00\"", "\"0001-01-01T00:00:00+01:00\"",
          "\"9999-12-31T23:59:59-01:00\"", "\"9999-12-31T12:00:00+01:00\"", "\"0000-12-31T12:00:00Z\"",
          "\"2024-02-29T12:00:00 Europe/Berlin\"", "\"epoch\""});
    const df::timestamp noon = std::chrono::sys_days{leap} + std::chrono::hours{12};
    for (const auto* text :
         {"2024-02-29T12:00:00.000000Z", "2024-02-29 12:00", "2024-02-29t12:00:00z", "2024-02-29T14:00:00+02",
          "2024-02-29T08:30:00.0-0330", "2024-02-29T12:00:00,000000999+00:00"})
        EXPECT_EQ(given(j.at<&In::at>, "at", '"' + std::string{text} + '"'), noon) << text;
    EXPECT_EQ(given(j.at<&In::at>, "at", "\"2024-02-29\""), df::timestamp{std::chrono::sys_days{leap}});
    EXPECT_EQ(given(j.at<&In::at>, "at", "\"9999-12-31T23:59:59.999999999Z\""),
              df::timestamp{std::chrono::microseconds{df::last_microsecond}});
    EXPECT_EQ(given(j.at<&In::at>, "at", "\"0001-01-01T00:00:00Z\""),
              df::timestamp{std::chrono::microseconds{df::first_microsecond}});
    EXPECT_EQ(given(j.at<&In::day>, "day", "\"9999-12-31\""),
              (df::date{std::chrono::year{9999}, std::chrono::month{12}, std::chrono::day{31}}));
    EXPECT_EQ(given(j.at<&In::day>, "day", "\"0001-01-01\""),
              (df::date{std::chrono::year{1}, std::chrono::month{1}, std::chrono::day{1}}));
    null(j.at<&In::mark>, "mark",
         {"\"\"", "\"00000000000000000000000000000000\"", "\"{00000000-0000-0000-0000-000000000000}\"",
          "\"00000000-0000-0000-0000-00000000000g\""});
    EXPECT_EQ(given(j.at<&In::mark>, "mark", "\"00000000-0000-0000-0000-000000000000\""), df::uuid{});

    // One bad document among good ones spoils no filter.
    db.run(df::create(Doc{.j = In{.n = 3}}));
    write(R"({"n":3})");
    other.run(R"(UPDATE docs SET j = '{"n":3.4,"day":"2024-02-30"}' WHERE id = 1)");
    EXPECT_EQ(db.run(df::count<Doc>().where(j.at<&In::n> == 3)), 1);
    EXPECT_EQ(db.run(df::select(df::coalesce(j.at<&In::n>, -1)).order_by(field<&Doc::id>)),
              (std::vector<std::int64_t>{-1, 3}));
}

} // namespace
