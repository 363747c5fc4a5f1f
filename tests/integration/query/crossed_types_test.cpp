// Types inside of types: decimals, durations, mapped types and named enumerations in JSON and in arrays, and
// both on the wires of a workflow.
#include <dataflow/json.hpp>

#include "support/fixture.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace crossed_models {

namespace df = dataflow;

/// Stored as text; refuses some.
class Code {
  public:
    Code() = default;
    explicit Code(std::string text) : text_(std::move(text)) {
        if (text_.find('!') != std::string::npos) throw std::invalid_argument("no code: " + text_);
    }
    [[nodiscard]] const std::string& text() const { return text_; }
    friend bool operator==(const Code&, const Code&) = default;

  private:
    std::string text_;
};
struct Grams { // stored as a decimal
    df::decimal<12, 3> value{};
    friend bool operator==(const Grams&, const Grams&) = default;
};
enum class tone : std::uint8_t { low, high };

} // namespace crossed_models

template <>
struct dataflow::mapped<crossed_models::Code> {
    using stored = std::string;
    static stored to(const crossed_models::Code& c) {
        if (c.text() == "secret") throw std::runtime_error("secret");
        return c.text();
    }
    static crossed_models::Code from(const stored& s) { return crossed_models::Code{s}; }
};
template <>
struct dataflow::mapped<crossed_models::Grams> {
    using stored = dataflow::decimal<12, 3>;
    static stored to(const crossed_models::Grams& g) { return g.value; }
    static crossed_models::Grams from(const stored& s) { return {s}; }
};
template <>
inline constexpr auto dataflow::enum_names<crossed_models::tone> =
    std::array{dataflow::enum_name{crossed_models::tone::low, "it's low"},
               dataflow::enum_name{crossed_models::tone::high, "\"high\", {x}"}};

namespace crossed_models {

struct Part {
    df::decimal<10, 2> price{};
    df::decimal<18, 0> whole{};
    std::optional<df::decimal<18, 18>> fine{};
    std::chrono::seconds lead{};
    std::optional<std::chrono::milliseconds> rest{};
    Code code{};
    Grams grams{};
    tone mood = tone::low;
    std::vector<df::decimal<10, 2>> steps{};
    std::vector<Code> codes{};
    friend bool operator==(const Part&, const Part&) = default;
};

struct Item {
    df::id<Item> id{};
    std::string name;
    df::json<Part> part{};
    std::vector<df::decimal<10, 2>> prices{};
    std::vector<std::optional<df::decimal<18, 0>>> whole{};
    std::optional<std::vector<df::decimal<18, 18>>> fine{};
    std::array<df::decimal<4, 1>, 2> pair{};
    std::vector<std::chrono::milliseconds> times{};
    std::vector<Code> codes{};
    std::vector<std::optional<Grams>> weights{};
    std::vector<tone> tones{};
    std::optional<df::json<Grams>> alone{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
    friend bool operator==(const Item&, const Item&) = default;
};

struct Wired {
    df::id<Wired> id{};
    std::string name;
    df::json<Part> part{};
    std::vector<df::decimal<10, 2>> prices{{}};
    std::vector<Code> codes{};
    std::optional<std::vector<std::optional<Grams>>> weights{};
};

struct Preset {
    df::id<Preset> id{};
    std::vector<df::decimal<6, 2>> steps{df::decimal<6, 2>{"0.50"}, df::decimal<6, 2>{"-12.25"}};
    std::vector<std::chrono::seconds> waits{std::chrono::seconds{1}};
    std::vector<Code> codes{Code{"a'b"}};
    df::json<Grams> grams{Grams{df::decimal<12, 3>{"1.5"}}};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

} // namespace crossed_models

namespace {

namespace df = dataflow;
using namespace crossed_models;
using namespace df::literals;
using namespace std::chrono_literals;
using df::field;
using support::has;
using support::thrown;
using dec2 = df::decimal<10, 2>;

class CrossedTypesOf : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(CrossedTypesOf);
class CrossedTypesSeenFromOutside : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(CrossedTypesSeenFromOutside);

[[nodiscard]] Part full_part() {
    Part p;
    p.price = dec2::lowest();
    p.whole = df::decimal<18, 0>::max();
    p.fine = df::decimal<18, 18>::lowest();
    p.lead = -9'000'000'000s;
    p.rest = 1500ms;
    p.code = Code{"'; -- \"\\ \xF0\x9F\x9A\x80"};
    p.grams = {df::decimal<12, 3>{"-0.001"}};
    p.mood = tone::high;
    p.steps = {dec2{"0.10"}, dec2::max()};
    p.codes = {Code{""}, Code{"x"}};
    return p;
}
[[nodiscard]] Item full() {
    Item i;
    i.name = "full";
    i.part = full_part();
    i.prices = {dec2{"12.50"}, dec2{"-0.01"}, dec2::max(), dec2::lowest(), dec2{}};
    i.whole = {df::decimal<18, 0>::max(), std::nullopt, df::decimal<18, 0>{-7}};
    i.fine = std::vector{df::decimal<18, 18>::max(), df::decimal<18, 18>::from_units(1)};
    i.pair = {df::decimal<4, 1>{"999.9"}, df::decimal<4, 1>{"-0.1"}};
    i.times = {1ms, -1ms, 9'000'000'000'000'000ms, 0ms};
    i.codes = {Code{"a,b"}, Code{"\"{}\\"}, Code{"NULL"}, Code{""}};
    i.weights = {Grams{df::decimal<12, 3>{"5.125"}}, std::nullopt};
    i.tones = {tone::high, tone::low};
    i.alone = Grams{df::decimal<12, 3>{"2.5"}};
    return i;
}
[[nodiscard]] Item named(std::string name) {
    Item i;
    i.name = std::move(name);
    return i;
}

TEST_P(CrossedTypesOf, ComeBackAsTheyWere) {
    df::database<Item> db{url()};
    for (auto i : {full(), named("empty")}) {
        i.id = db.run(df::create(i)).id;
        EXPECT_EQ(static_cast<const Item&>(db.run(df::read<Item>(i.id))), i);
        i.prices = {dec2{"1.25"}};
        i.codes = {Code{"later"}};
        i.part->price = dec2{"3.33"};
        EXPECT_EQ(static_cast<const Item&>(
                      db.run(df::update<Item>(i.id, field<&Item::prices> = i.prices,
                                              field<&Item::codes> = i.codes, field<&Item::part> = i.part))),
                  i);
        EXPECT_EQ(
            db.run(df::count<Item>().where(field<&Item::codes> == i.codes &&
                                           field<&Item::prices> == i.prices && field<&Item::name> == i.name)),
            1);
    }
}

TEST_P(CrossedTypesOf, ManyRowsComeBackAsTheyWere) {
    for (const std::size_t count : {3U, 3000U}) { // as one statement, and by COPY
        const auto place = another();
        df::database<Item> db{place->url()};
        std::vector<Item> rows(count, full());
        for (std::size_t n = 0; n < count; ++n) {
            rows[n].name = std::to_string(n);
            rows[n].prices.push_back(dec2::from_units(static_cast<std::int64_t>(n)));
            rows[n].times.resize(n % 4);
        }
        EXPECT_EQ(db.run(df::bulk_create(rows)).created, static_cast<std::int64_t>(count));
        auto found = db.run(df::list<Item>()
                                .order_by(df::asc(field<&Item::id>))
                                .limit(static_cast<std::int64_t>(count)))
                         .records;
        ASSERT_EQ(found.size(), count);
        for (std::size_t n = 0; n < count; ++n) {
            rows[n].id = found[n].id;
            ASSERT_EQ(static_cast<const Item&>(found[n]), rows[n]) << n;
        }
        rows.resize(3);
        for (auto& r : rows) r.codes = {Code{"up"}}, r.part->grams = {df::decimal<12, 3>{"7.000"}};
        (void)db.run(df::bulk_upsert(rows).on_conflict(field<&Item::name>));
        EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::codes>.contains(Code{"up"}))), 3);
    }
}

TEST_P(CrossedTypesOf, DefaultsAreWrittenIntoTheTable) {
    df::database<Preset> db{url()};
    const Preset wanted{};
    if (memory()) return;
    auto outside = plain();
    outside.run("INSERT INTO presets DEFAULT VALUES");
    const auto read = db.run(df::list<Preset>().order_by(df::desc(field<&Preset::id>))).records.front();
    EXPECT_EQ(read.steps, wanted.steps);
    EXPECT_EQ(read.waits, wanted.waits);
    EXPECT_EQ(read.codes, wanted.codes);
    EXPECT_EQ(*read.grams, *wanted.grams);
}

TEST_P(CrossedTypesOf, ArraysAreAskedForTheirElements) {
    df::database<Item> db{url()};
    (void)db.run(df::create(full()));
    (void)db.run(df::create(named("empty")));
    const auto count = [&](auto what) { return db.run(df::count<Item>().where(what)); };
    constexpr auto& prices = field<&Item::prices>;
    EXPECT_EQ(count(prices.contains("12.5"_dec)), 1);
    EXPECT_EQ(count(prices.contains(dec2{"12.50"})), 1);
    EXPECT_EQ(count(prices.contains(dec2{"12.51"})), 0);
    EXPECT_EQ(count(prices.contains(0)), 1);
    EXPECT_EQ(count(prices.contains(1250)), 0);
    EXPECT_EQ(count(prices.contains(INT64_MAX)), 0);
    EXPECT_EQ(count(prices.contains(dec2::max())), 1);
    EXPECT_EQ(count(prices.any_of({dec2{"-0.01"}, dec2{"5"}})), 1);
    EXPECT_EQ(count(prices.any_of({1250, 12})), 0);
    EXPECT_EQ(count(prices.any_of(std::vector<dec2>{})), 0);
    EXPECT_EQ(count(prices.size() == 5), 1);
    EXPECT_EQ(count(field<&Item::whole>.contains(-7)), 1);
    EXPECT_EQ(count(field<&Item::fine>.contains(df::decimal<18, 18>::from_units(1))), 1);
    EXPECT_EQ(count(field<&Item::pair>.contains("999.9"_dec)), 1);
    EXPECT_EQ(count(field<&Item::times>.contains(1ms)), 1);
    EXPECT_EQ(count(field<&Item::times>.contains(1s)), 0);
    EXPECT_EQ(count(field<&Item::times>.any_of({-1ms, 7ms})), 1);
    EXPECT_EQ(count(field<&Item::codes>.contains(Code{"a,b"})), 1);
    EXPECT_EQ(count(field<&Item::codes>.any_of({Code{"z"}, Code{"\"{}\\"}})), 1);
    EXPECT_EQ(count(field<&Item::weights>.contains(Grams{df::decimal<12, 3>{"5.125"}})), 1);
    EXPECT_EQ(count(field<&Item::weights>.any_of({Grams{df::decimal<12, 3>{"5.125"}}})), 1);
    EXPECT_EQ(count(field<&Item::tones>.contains(tone::high)), 1);
    EXPECT_EQ(count(field<&Item::tones> == std::vector{tone::high, tone::low}), 1);
    EXPECT_EQ(count(field<&Item::times> == full().times), 1);
    EXPECT_EQ(count(field<&Item::prices> != full().prices), 1);
    EXPECT_EQ(count(field<&Item::weights> == full().weights), 1);
}

TEST_P(CrossedTypesOf, PathsEndAtThemAndSetThem) {
    df::database<Item> db{url()};
    constexpr auto& part = field<&Item::part>;
    for (int n = 0; n < 5; ++n) {
        auto i = named(std::to_string(n));
        i.part->price = dec2::from_units(n * 50);
        i.part->lead = std::chrono::seconds{n * 60};
        i.part->code = Code{std::string(1, static_cast<char>('a' + n))};
        i.part->grams = {df::decimal<12, 3>::from_units(n * 1001)};
        i.part->mood = n < 2 ? tone::low : tone::high;
        if (n > 2) i.part->fine = df::decimal<18, 18>::from_units(n);
        i.part->steps = {dec2::from_units(n)};
        (void)db.run(df::create(i));
    }
    const auto count = [&](auto what) { return db.run(df::count<Item>().where(what)); };
    EXPECT_EQ(count(part.at<&Part::price> > "0.50"_dec), 3);
    EXPECT_EQ(count(part.at<&Part::price> > "0.4999"_dec), 4);
    EXPECT_EQ(count(part.at<&Part::price> == 1), 1);
    EXPECT_EQ(count(part.at<&Part::price>.between(dec2{"0.50"}, 1)), 2);
    EXPECT_EQ(count(part.at<&Part::price>.in({dec2{"0.50"}, dec2{"2.00"}})), 2);
    EXPECT_EQ(count(part.at<&Part::fine> == std::nullopt), 3);
    EXPECT_EQ(count(part.at<&Part::fine> >= df::decimal<18, 18>::from_units(4)), 1);
    EXPECT_EQ(count(part.at<&Part::lead> > 1min), 3);
    EXPECT_EQ(count(part.at<&Part::lead> == 120s), 1);
    EXPECT_EQ(count(part.at<&Part::code> == Code{"c"}), 1);
    EXPECT_EQ(count(part.at<&Part::code> > Code{"c"}), 2);
    EXPECT_EQ(count(part.at<&Part::code>.in({Code{"a"}, Code{"b"}, Code{"x"}})), 2);
    EXPECT_EQ(count(part.at<&Part::grams> == Grams{df::decimal<12, 3>{"2.002"}}), 1);
    EXPECT_EQ(count(part.at<&Part::grams> < Grams{df::decimal<12, 3>{"2.002"}}), 2);
    EXPECT_EQ(count(part.at<&Part::mood> == tone::high), 3);
    EXPECT_EQ(count(part.at<&Part::steps>.item<0> < "0.03"_dec), 3);

    const auto set = [&](auto what) {
        EXPECT_EQ(db.run(df::bulk_update<Item>(field<&Item::name> == "4", std::move(what))).updated, 1);
    };
    set(part.at<&Part::price> = "9.9"_dec);
    set(part.at<&Part::lead> = 2min);
    set(part.at<&Part::code> = Code{"'new\""});
    set(part.at<&Part::grams> = Grams{df::decimal<12, 3>{"0.125"}});
    set(part.at<&Part::mood> = tone::low);
    set(part.at<&Part::fine> = std::nullopt);
    set(part.at<&Part::whole> = 7);
    set(part.at<&Part::steps> = std::vector{dec2{"1.00"}, dec2{"-2.50"}});
    const auto found = db.run(df::list<Item>().where(field<&Item::name> == "4")).records.at(0);
    EXPECT_EQ(found.part->price, dec2{"9.90"});
    EXPECT_EQ(found.part->lead, 2min);
    EXPECT_EQ(found.part->code, Code{"'new\""});
    EXPECT_EQ(found.part->grams.value, "0.125"_dec);
    EXPECT_EQ(found.part->mood, tone::low);
    EXPECT_EQ(found.part->fine, std::nullopt);
    EXPECT_EQ(found.part->whole, 7);
    EXPECT_EQ(found.part->steps, (std::vector{dec2{"1.00"}, dec2{"-2.50"}}));
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  (void)db.run(df::bulk_update<Item>(df::everything, part.at<&Part::price> = INT64_MAX));
              }).kind(),
              df::error_kind::invalid_value);
}

TEST_P(CrossedTypesOf, WhatAMappingRefusesIsNamedAndNotStored) {
    df::database<Item> db{url()};
    auto i = full();
    i.codes.emplace_back("secret");
    const auto in_array = thrown<df::invalid_value>([&] { (void)db.run(df::create(i)); });
    EXPECT_TRUE(has(in_array.field(), "codes")) << in_array.what();
    EXPECT_FALSE(has(in_array.what(), "secret"));
    EXPECT_TRUE(
        has(thrown<df::invalid_value>([&] { (void)db.run(df::bulk_create(std::vector{full(), i})); }).field(),
            "codes"));
    i = full();
    i.part->codes = {Code{}, Code{"secret"}};
    const auto in_json = thrown<df::invalid_value>([&] { (void)db.run(df::create(i)); });
    EXPECT_EQ(in_json.field(), "part.codes[1]");
    EXPECT_FALSE(has(in_json.what(), "secret"));
    EXPECT_EQ(
        thrown<df::invalid_value>([&] { (void)db.run(df::bulk_create(std::vector{full(), i})); }).field(),
        "part.codes[1]");
    EXPECT_EQ(db.run(df::count<Item>()), 0);
}

TEST_P(CrossedTypesSeenFromOutside, WhatOthersWroteIsCheckedAndRounded) {
    df::database<Item> db{url()};
    (void)db.run(df::create(full()));
    auto outside = plain();
    const auto refused = [&](const std::string& column, const std::string& value) {
        outside.run("UPDATE items SET " + column + " = " + value);
        const auto e = thrown<df::invalid_value>([&] { (void)db.run(df::list<Item>()); });
        const auto original = full();
        (void)db.run(df::bulk_update<Item>(
            df::everything, field<&Item::codes> = original.codes, field<&Item::prices> = original.prices,
            field<&Item::part> = original.part, field<&Item::times> = original.times));
        return e.field();
    };
    const bool pg = postgres();
    EXPECT_TRUE(has(refused("codes", pg ? "ARRAY['a!']" : "'[\"a!\"]'"), "codes"));
    EXPECT_TRUE(has(refused("times", pg ? "ARRAY[1500]" : "'[1500]'"), "times"));
    EXPECT_EQ(refused("part", "'{\"code\": \"a!\"}'"), "part.code");
    EXPECT_EQ(refused("part", "'{\"price\": 0.125}'"), "part.price");
    EXPECT_EQ(refused("part", "'{\"price\": \"x\"}'"), "part.price");
    EXPECT_EQ(refused("part", "'{\"steps\": [1, 123456789012]}'"), "part.steps[1]");
    EXPECT_EQ(refused("part", "'{\"lead\": 1}'"), "part.lead"); // no whole second
    if (pg) EXPECT_TRUE(has(refused("prices", "ARRAY['NaN'::NUMERIC]"), "prices"));
    else EXPECT_TRUE(has(refused("prices", "'[0.125]'"), "prices"));

    // Beyond the digits of the type, both round half away from zero.
    outside.run("UPDATE items SET part = '{\"price\": 0.125, \"steps\": [-0.005, 2e0]}'");
    const auto count = [&](auto what) { return db.run(df::count<Item>().where(what)); };
    EXPECT_EQ(count(field<&Item::part>.at<&Part::price> == "0.13"_dec), 1);
    EXPECT_EQ(count(field<&Item::part>.at<&Part::steps>.item<0> == "-0.01"_dec), 1);
    EXPECT_EQ(count(field<&Item::part>.at<&Part::steps>.item<1> == 2), 1);
}

TEST_P(CrossedTypesSeenFromOutside, AreReadableByOthers) {
    df::database<Item> db{url()};
    (void)db.run(df::create(full()));
    auto outside = plain();
    EXPECT_EQ(outside.value("SELECT prices FROM items"), postgres()
                                                             ? "{12.50,-0.01,99999999.99,-99999999.99,0.00}"
                                                             : "[12.50,-0.01,99999999.99,-99999999.99,0.00]");
    EXPECT_EQ(outside.value("SELECT times FROM items"),
              postgres() ? "{1000,-1000,9000000000000000000,0}" : "[1000,-1000,9000000000000000000,0]");
    EXPECT_EQ(outside.value("SELECT part ->> 'price' FROM items"),
              postgres() ? "-99999999.99" : "-99999999.99");
    EXPECT_EQ(outside.value("SELECT part ->> 'mood' FROM items"), "\"high\", {x}");
    EXPECT_EQ(outside.value("SELECT alone FROM items"), "2.500");
    df::database<Item> again{url()}; // the table is recognized
    if (!postgres()) return;
    EXPECT_EQ(outside.value("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = "
                            "'items'::regclass AND attname = 'prices'"),
              "numeric(10,2)[]");
    outside.run("ALTER TABLE items ALTER COLUMN prices TYPE NUMERIC(12,3)[]");
    const auto e = thrown<df::schema_mismatch>([&] { df::database<Item> other{url()}; });
    EXPECT_TRUE(has(e.what(), "numeric(12,3)[] and should be numeric(10,2)[]")) << e.what();
}

struct Taken {
    df::json<Part> part{};
    std::vector<dec2> prices{};
    std::optional<std::vector<Code>> codes{};
};
struct Seen {
    df::json<Part> part{};
    std::vector<std::optional<Grams>> weights{};
};
struct Given {
    std::string name;
    df::json<Part> part{};
    std::vector<Code> codes{};
    std::vector<dec2> prices{};
};

Seen look(const Taken& t) {
    Seen out{t.part, {}};
    out.part->steps = t.prices;
    out.weights = {Grams{df::decimal<12, 3>{static_cast<int>(t.codes.value().size())}}, std::nullopt};
    return out;
}

TEST_P(CrossedTypesOf, GoOverTheWiresOfAWorkflow) {
    static constexpr auto flow = df::workflow<Given>( //
        df::node<"first">(df::create<Wired>()), df::node<"look">(&look),
        df::node<"second">(df::create<Wired>(field<&Wired::name> = "second")),
        df::wire<"input.name", "first.name">, df::wire<"input.part", "first.part">,
        df::wire<"input.codes", "first.codes">, df::wire<"input.prices", "first.prices">,
        df::wire<"first.part", "look.part">, df::wire<"first.prices", "look.prices">,
        df::wire<"first.codes", "look.codes">, df::wire<"look.part", "second.part">,
        df::wire<"look.weights", "second.weights">, df::wire<"first.codes", "second.codes">);
    for (int round = 0; round < 2; ++round) {
        const auto place = another();
        df::database<Wired> fresh{place->url()};
        const auto run =
            fresh.run(flow, Given{"one", full_part(), {Code{"a"}, Code{"b"}}, {dec2{"1.50"}, dec2{"2.50"}}});
        const auto stored = fresh.run(df::read<Wired>(run.get<"second">().id));
        auto wanted = full_part();
        wanted.steps = {dec2{"1.50"}, dec2{"2.50"}};
        EXPECT_EQ(*stored.part, wanted);
        EXPECT_EQ(stored.codes, (std::vector{Code{"a"}, Code{"b"}}));
        EXPECT_EQ(stored.weights,
                  (std::vector<std::optional<Grams>>{Grams{df::decimal<12, 3>{2}}, std::nullopt}));
        EXPECT_EQ(fresh.run(df::read<Wired>(run.get<"first">().id)).prices,
                  (std::vector{dec2{"1.50"}, dec2{"2.50"}}));
    }
}

} // namespace
