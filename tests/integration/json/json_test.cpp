// Columns of JSON: they come back as they were on every way in, and paths into them mean the same everywhere.
#include <dataflow/json.hpp>

#include "support/fixture.hpp"
#include "support/oracle.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace json_column_models {

namespace df = dataflow;

enum class state : std::uint8_t { draft, sold };

struct Size {
    double width = 1.5;
    std::int64_t height{};

    friend bool operator==(const Size&, const Size&) = default;
};
struct Specs {
    int weight = 10;
    double ratio{};
    float part{};
    bool fragile{};
    std::string label{};
    state now = state::draft;
    df::timestamp made{};
    df::date day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
    df::uuid mark{};
    std::optional<int> rank{};
    Size size{};
    std::optional<Size> box{};
    std::vector<Size> parts{};
    std::map<std::string, double> prices{};
    std::variant<std::monostate, double, std::string> extra{};

    friend bool operator==(const Specs&, const Specs&) = default;
};

struct Product {
    df::id<Product> id{};
    std::string title;
    df::json<Specs> specs{};
    std::optional<df::json<Size>> size{};
    df::json<std::vector<std::string>> words{std::vector<std::string>{"a"}};
    df::json_value doc{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"title"})};
    friend bool operator==(const Product&, const Product&) = default;
};

} // namespace json_column_models

namespace {

namespace df = dataflow;
using namespace json_column_models;
using df::field;
using support::has;
using support::thrown;
using object = df::json_value::object;
using array = df::json_value::array;
using namespace std::string_literals;

class JsonOf : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(JsonOf);
class JsonSeenFromOutside : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(JsonSeenFromOutside);

constexpr auto& specs = field<&Product::specs>;
[[nodiscard]] df::timestamp moment(std::int64_t n) { return df::timestamp{std::chrono::microseconds{n}}; }

[[nodiscard]] Specs full() {
    Specs s;
    s.weight = -7;
    s.ratio = 0.1 + 0.2;
    s.part = 0.1F;
    s.fragile = true;
    s.label = "'; DROP TABLE products; -- \"\\ \n\x01\x7f \xF0\x9F\x9A\x80\xF4\x8F\xBF\xBF $1 ?1 {}";
    s.now = state::sold;
    s.made = moment(1709209800123456);
    s.day = df::date{std::chrono::year{1}, std::chrono::month{1}, std::chrono::day{1}};
    for (std::uint8_t n = 250; auto& b : s.mark) b = n++;
    s.rank = 3;
    s.size = {1e300, INT64_MIN};
    s.box = Size{5e-324, INT64_MAX};
    s.parts = {{1, 1}, {2, 2}};
    s.prices = {{"eur", 9.99}, {"it's \xC3\xA9", 1.0 / 3}, {"", 0}};
    s.extra = "text";
    return s;
}
[[nodiscard]] df::json_value document() {
    df::json_value deep = "bottom";
    for (int i = 0; i < 90; ++i) deep = array{std::move(deep)};
    return object{{"deep", deep},
                  {"big", INT64_MIN},
                  {"real", 1.7976931348623157e308},
                  {"tiny", 5e-324},
                  {"hostile \"\\\x01", "'\"\\\xF4\x8F\xBF\xBF"},
                  {"list", array{1, 2.5, nullptr, true, "x", object{}}}};
}

TEST_P(JsonOf, ValuesComeBackAsTheyWere) {
    df::database<Product> db{url()};
    for (auto p : {Product{.title = "full",
                           .specs = full(),
                           .size = Size{2, 3},
                           .words = std::vector<std::string>{"", "\""},
                           .doc = document()},
                   Product{.title = "empty"}}) {
        p.id = db.run(df::create(p)).id;
        EXPECT_EQ(static_cast<const Product&>(db.run(df::read<Product>(p.id))), p);
        EXPECT_EQ(
            static_cast<const Product&>(
                db.run(df::update<Product>(p.id, specs = Specs{}, field<&Product::doc> = df::json_value{5})))
                .doc,
            5);
        EXPECT_EQ(*db.run(df::read<Product>(p.id)).specs, Specs{});
    }
}

TEST_P(JsonOf, ManyRowsComeBackAsTheyWere) {
    for (const std::size_t count : {3U, 5000U}) { // as one statement, and by COPY
        const auto place = another();
        df::database<Product> db{place->url()};
        std::vector<Product> rows(count);
        for (std::size_t i = 0; i < count; ++i) {
            rows[i].title = std::to_string(i);
            if (i % 3 == 0) rows[i].specs = full();
            if (i % 2 == 0) rows[i].size = Size{0.5, static_cast<std::int64_t>(i)};
            rows[i].doc = static_cast<std::int64_t>(i);
        }
        EXPECT_EQ(db.run(df::bulk_create(rows)).created, static_cast<std::int64_t>(count));
        for (const bool again : {false, true}) {
            const auto found = db.run(df::list<Product>().order_by(field<&Product::id>)).records;
            ASSERT_EQ(found.size(), count);
            for (std::size_t i = 0; i < count; ++i) {
                rows[i].id = found[i].id;
                ASSERT_EQ(static_cast<const Product&>(found[i]), rows[i]) << i;
            }
            if (again) break;
            for (auto& r : rows) r.doc = array{r.doc}, r.size.reset(), r.specs->weight = 1;
            db.run(df::bulk_update(rows));
        }
    }
}

TEST_P(JsonOf, Upserts) {
    df::database<Product> db{url()};
    db.run(df::upsert(Product{.title = "a", .doc = 1}).on_conflict(field<&Product::title>));
    db.run(df::upsert(Product{.title = "a", .doc = 2}).on_conflict(field<&Product::title>));
    db.run(df::bulk_upsert(std::vector<Product>{{.title = "a", .doc = 3}, {.title = "b", .doc = "x"}})
               .on_conflict(field<&Product::title>));
    const auto all = db.run(df::list<Product>().order_by(field<&Product::title>)).records;
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].doc, 3);
    EXPECT_EQ(all[1].doc, "x");
}

TEST_P(JsonOf, PathsInFilters) {
    df::database<Product> db{url()};
    db.run(df::create(Product{.title = "a", .specs = full(), .size = Size{2, 3}, .doc = document()}));
    db.run(df::create(Product{.title = "b", .specs = Specs{.weight = 20, .label = "b", .parts = {{3, 4}}}}));
    const auto titles = [&](auto where) {
        std::string out;
        for (const auto& p :
             db.run(df::list<Product>().where(where).order_by(field<&Product::title>)).records)
            out += p.title;
        return out;
    };
    const auto f = full();
    EXPECT_EQ(titles(specs.at<&Specs::weight> == -7), "a");
    EXPECT_EQ(titles(specs.at<&Specs::weight> > 5), "b");
    EXPECT_EQ(titles(specs.at<&Specs::weight> != 20), "a");
    EXPECT_EQ(titles(specs.at<&Specs::weight>.between(-7, 20)), "ab");
    EXPECT_EQ(titles(specs.at<&Specs::weight>.in({1, 20})), "b");
    EXPECT_EQ(titles(specs.at<&Specs::weight>.not_in({1, 20})), "a");
    EXPECT_EQ(titles(specs.at<&Specs::weight> / 2 == 10), "b");
    EXPECT_EQ(titles(5 < specs.at<&Specs::weight>), "b");
    EXPECT_EQ(titles(specs.at<&Specs::ratio> == f.ratio), "a");
    EXPECT_EQ(titles(specs.at<&Specs::ratio> == 0), "b");
    EXPECT_EQ(titles(specs.at<&Specs::part> == f.part), "a");
    EXPECT_EQ(titles(specs.at<&Specs::fragile> == true), "a");
    EXPECT_EQ(titles(specs.at<&Specs::fragile> != true), "b");
    EXPECT_EQ(titles(specs.at<&Specs::label> == f.label), "a");
    EXPECT_EQ(titles(specs.at<&Specs::label>.contains("DROP")), "a");
    EXPECT_EQ(titles(specs.at<&Specs::label>.starts_with("b")), "b");
    EXPECT_EQ(titles(specs.at<&Specs::label> >= "b"), "b");
    EXPECT_EQ(titles(specs.at<&Specs::label> < "B"), "a");
    EXPECT_EQ(titles(specs.at<&Specs::label>.in({"b"s})), "b");
    EXPECT_EQ(titles(specs.at<&Specs::now> == state::sold), "a");
    EXPECT_EQ(titles(specs.at<&Specs::made> == f.made), "a");
    EXPECT_EQ(titles(specs.at<&Specs::made> < f.made), "b");
    EXPECT_EQ(titles(specs.at<&Specs::day> == f.day), "a");
    EXPECT_EQ(titles(specs.at<&Specs::day> > f.day), "b");
    EXPECT_EQ(titles(specs.at<&Specs::mark> == f.mark), "a");
    EXPECT_EQ(titles(specs.at<&Specs::rank> == 3), "a");
    EXPECT_EQ(titles(specs.at<&Specs::rank> != 3), "b"); // null is not 3
    EXPECT_EQ(titles(specs.at<&Specs::rank> == std::nullopt), "b");
    EXPECT_EQ(titles(specs.at<&Specs::rank>.exists()), "a");
    EXPECT_EQ(titles(!specs.at<&Specs::rank>.exists()), "b");
    EXPECT_EQ(titles(specs.at<&Specs::rank> > 0), "a");
    EXPECT_EQ(titles(!(specs.at<&Specs::rank> > 0)), "b");
    EXPECT_EQ(titles(specs.at<&Specs::size>.at<&Size::width> == 1e300), "a");
    EXPECT_EQ(titles(specs.at<&Specs::size>.at<&Size::height> == INT64_MIN), "a");
    EXPECT_EQ(titles(specs.at<&Specs::box>.at<&Size::width> == 5e-324), "a");
    EXPECT_EQ(titles(specs.at<&Specs::box>.at<&Size::height> == INT64_MAX), "a");
    EXPECT_EQ(titles(specs.at<&Specs::box>.exists()), "a");
    EXPECT_EQ(titles(specs.at<&Specs::parts>.item<0>.at<&Size::width> == 3), "b");
    EXPECT_EQ(titles(specs.at<&Specs::parts>.item<1>.exists()), "a");
    EXPECT_EQ(titles(specs.at<&Specs::prices>.key<"eur"> == 9.99), "a");
    EXPECT_EQ(titles(specs.at<&Specs::prices>.key<"it's \xC3\xA9"> == 1.0 / 3), "a");
    EXPECT_EQ(titles(specs.at<&Specs::prices>.key<""> == 0), "a");
    EXPECT_EQ(titles(specs.at<&Specs::prices>.key<"usd"> == 1), "");
    EXPECT_EQ(titles(specs.at<&Specs::weight> == specs.at<&Specs::parts>.item<0>.at<&Size::height>), "");
    EXPECT_EQ(titles(specs.at<&Specs::label> == field<&Product::title>), "b");
    EXPECT_EQ(titles(field<&Product::size>.at<&Size::height> == 3), "a");
    EXPECT_EQ(titles(field<&Product::size>.at<&Size::height> != 3), "b");
    EXPECT_EQ(titles(field<&Product::size> == std::nullopt), "b");
    EXPECT_EQ(titles(field<&Product::size>.not_null()), "a");
    EXPECT_EQ(titles(field<&Product::words>.item<0>.exists()), "ab");
    EXPECT_EQ(titles(field<&Product::words>.item<0> == "a"), "ab");
    EXPECT_EQ(titles(field<&Product::doc>.key<"list">.item<1>.as<double>() == 2.5), "a");
    EXPECT_EQ(titles(field<&Product::doc>.key<"list">.item<3>.as<bool>() == true), "a");
    EXPECT_EQ(titles(field<&Product::doc>.key<"list">.item<1>.as<std::string>() == std::nullopt),
              "ab"); // of another shape
    EXPECT_EQ(titles(field<&Product::doc>.key<"big">.as<std::int64_t>() == INT64_MIN), "a");
    EXPECT_EQ(titles(field<&Product::doc>.key<"list">.item<2>.exists()), "");
}

TEST_P(JsonOf, OnePlaceIsSet) {
    df::database<Product> db{url()};
    auto id = db.run(df::create(Product{.title = "a", .specs = full(), .doc = object{{"a", 1}}})).id;
    auto want = full();
    const auto set = [&](auto assignment) {
        EXPECT_EQ(*db.run(df::update<Product>(id, assignment)).specs, want);
        EXPECT_EQ(*db.run(df::read<Product>(id)).specs, want);
    };
    want.weight = 7, set(specs.at<&Specs::weight> = 7);
    want.ratio = 1.0 / 3, set(specs.at<&Specs::ratio> = 1.0 / 3);
    want.ratio = 2, set(specs.at<&Specs::ratio> = 2);
    want.part = 0.3F, set(specs.at<&Specs::part> = 0.3F);
    want.fragile = false, set(specs.at<&Specs::fragile> = false);
    want.label = "\"'\\\n\xF0\x9F\x9A\x80", set(specs.at<&Specs::label> = want.label);
    want.label = "literal", set(specs.at<&Specs::label> = "literal");
    want.now = state::draft, set(specs.at<&Specs::now> = state::draft);
    want.made = moment(5), set(specs.at<&Specs::made> = moment(5));
    want.mark = df::uuid{}, set(specs.at<&Specs::mark> = df::uuid{});
    want.rank = std::nullopt, set(specs.at<&Specs::rank> = std::nullopt);
    want.rank = 9, set(specs.at<&Specs::rank> = std::optional<int>{9});
    want.size.height = 77, set(specs.at<&Specs::size>.at<&Size::height> = 77);
    want.size = {3, 4}, set(specs.at<&Specs::size> = Size{3, 4});
    want.box = std::nullopt, set(specs.at<&Specs::box> = std::nullopt);
    set(specs.at<&Specs::box>.at<&Size::width> = 1); // there is no box whose width it could be
    want.parts[1].width = 0.1, set(specs.at<&Specs::parts>.item<1>.at<&Size::width> = 0.1);
    want.parts[0] = {8, 9}, set(specs.at<&Specs::parts>.item<0> = Size{8, 9});
    set(specs.at<&Specs::parts>.item<2> = Size{8, 9}); // nor a third part
    want.prices["usd"] = 5, set(specs.at<&Specs::prices>.key<"usd"> = 5);
    want.prices["it's \xC3\xA9"] = 6, set(specs.at<&Specs::prices>.key<"it's \xC3\xA9"> = 6);
    want.parts = {}, set(specs.at<&Specs::parts> = std::vector<Size>{});
    want.extra = 0.5, set(specs.at<&Specs::extra> = 0.5);
    EXPECT_EQ(db.run(df::update<Product>(id, field<&Product::doc>.key<"b"> = "x")).doc,
              (object{{"a", 1}, {"b", "x"}}));
    EXPECT_EQ(db.run(df::update<Product>(id, field<&Product::size>.at<&Size::width> = 1)).size, std::nullopt);
    db.run(df::create(Product{.title = "b"}));
    EXPECT_EQ(db.run(df::bulk_update<Product>(specs.at<&Specs::weight> > 0, specs.at<&Specs::weight> = 1,
                                              field<&Product::size> = Size{1, 1}))
                  .updated,
              2);
    EXPECT_EQ(
        db.run(df::bulk_update<Product>(df::everything, field<&Product::size>.at<&Size::height> = 5)).updated,
        2);
    EXPECT_EQ(db.run(df::count<Product>().where(specs.at<&Specs::weight> == 1 &&
                                                field<&Product::size>.at<&Size::height> == 5)),
              2);
    EXPECT_EQ(thrown<df::invalid_value>([&] { (void)(specs.at<&Specs::weight> = INT64_MAX); }).field(),
              "specs.weight");
}

TEST_P(JsonOf, SeveralPlacesAreSetTogether) {
    df::database<Product> db{url()};
    const auto id = db.run(df::create(Product{.title = "a", .specs = full(), .doc = object{{"a", 1}}})).id;
    auto want = full();
    want.weight = 7;
    want.label = "it's \"new\"";
    want.size.height = 77;
    want.parts[1].width = 0.25;
    want.prices["usd"] = 5;
    want.rank = std::nullopt;
    const auto done = db.run(df::update<Product>(
        id, specs.at<&Specs::weight> = 7, field<&Product::title> = "b", specs.at<&Specs::label> = want.label,
        specs.at<&Specs::size>.at<&Size::height> = 77, field<&Product::doc>.key<"b"> = "x",
        specs.at<&Specs::parts>.item<1>.at<&Size::width> = 0.25, specs.at<&Specs::prices>.key<"usd"> = 5,
        field<&Product::doc>.key<"c"> = false, specs.at<&Specs::rank> = std::nullopt,
        specs.at<&Specs::parts>.item<9> = Size{}, field<&Product::words> = std::vector<std::string>{"w"}));
    EXPECT_EQ(*done.specs, want);
    EXPECT_EQ(done.title, "b");
    EXPECT_EQ(done.doc, (object{{"a", 1}, {"b", "x"}, {"c", false}}));
    EXPECT_EQ(*done.words, (std::vector<std::string>{"w"}));
    EXPECT_EQ(static_cast<const Product&>(db.run(df::read<Product>(id))), static_cast<const Product&>(done));
    // in bulk, where a column is NULL, and by predicate
    db.run(df::create(Product{.title = "c"}));
    constexpr auto& size = field<&Product::size>;
    EXPECT_EQ(db.run(df::bulk_update<Product>(field<&Product::title> == "c", size.at<&Size::width> = 2.5,
                                              specs.at<&Specs::weight> = 1, size.at<&Size::height> = 3,
                                              specs.at<&Specs::ratio> = 2))
                  .updated,
              1);
    EXPECT_EQ(db.run(df::count<Product>().where(size.is_null() && specs.at<&Specs::weight> == 1 &&
                                                specs.at<&Specs::ratio> == 2.0)),
              1);
    EXPECT_EQ(db.run(df::update<Product>(field<&Product::title> == "c", size = Size{1, 1},
                                         specs.at<&Specs::weight> = 2, specs.at<&Specs::ratio> = 3))
                  .size,
              (df::json<Size>{Size{1, 1}}));
    const auto both = db.run(df::update<Product>(field<&Product::title> == "c", size.at<&Size::width> = 2.5,
                                                 size.at<&Size::height> = 3))
                          .size;
    EXPECT_EQ(both, (df::json<Size>{Size{2.5, 3}}));
}

struct Heavier {
    df::id<Product> product;
    int weight = 0;
    std::string label;
    double width = 0;
};

TEST_P(JsonOf, PlacesTakeTheirValuesByWire) {
    df::database<Product> db{url()};
    const auto id = db.run(df::create(Product{.title = "a", .specs = full()})).id;
    const auto flow = df::workflow<Heavier>(
        df::node<"changed">(df::update<Product>(specs.at<&Specs::weight> = df::param<"weight">,
                                                specs.at<&Specs::label> = df::param<"label">,
                                                specs.at<&Specs::box>.at<&Size::width> = df::param<"width">)),
        df::node<"all">(df::bulk_update<Product>(specs.at<&Specs::weight> == df::param<"weight">,
                                                 specs.at<&Specs::rank> = df::param<"weight">)),
        df::wire<"input.product", "changed.id">, df::wire<"input.weight", "changed.weight">,
        df::wire<"input.label", "changed.label">, df::wire<"input.width", "changed.width">,
        df::wire<"input.weight", "all.weight">, df::after<"changed", "all">);
    (void)db.run(flow, Heavier{id, 31, "it's", 0.5});
    auto want = full();
    want.weight = 31;
    want.label = "it's";
    want.box->width = 0.5;
    want.rank = 31;
    EXPECT_EQ(*db.run(df::read<Product>(id)).specs, want);
}

TEST_P(JsonOf, WhatCannotBeStoredIsRefused) {
    df::database<Product> db{url()};
    const auto refused = [&](auto change, std::string_view where, std::string_view why) {
        Product p{.title = "x"};
        change(p);
        const auto single = thrown<df::invalid_value>([&] { db.run(df::create(p)); });
        EXPECT_EQ(single.field(), where);
        EXPECT_EQ(single.model(), "Product");
        EXPECT_EQ(single.node(), "create");
        EXPECT_TRUE(has(single.info().message, why)) << single.what();
        const auto many = thrown<df::invalid_value>(
            [&] { db.run(df::bulk_create(std::vector<Product>{{.title = "y"}, p})); });
        EXPECT_EQ(many.field(), where);
        std::vector<Product> rows(5000);
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].title = std::to_string(i);
        rows[4999] = p;
        EXPECT_EQ(thrown<df::invalid_value>([&] { db.run(df::bulk_create(rows)); }).field(), where);
    };
    refused([](Product& p) { p.specs->ratio = NAN; }, "specs.ratio", "NaN");
    refused([](Product& p) { p.specs->parts = {{}, {INFINITY, 1}}; }, "specs.parts[1].width", "infinity");
    refused([](Product& p) { p.specs->label = "a\0b"s; }, "specs.label", "NUL");
    refused([](Product& p) { p.specs->prices = {{"\xFF", 1}}; }, "specs.prices.*", "UTF-8");
    refused([](Product& p) { p.doc = object{{"a", "\xED\xA0\x80"}}; }, "doc.*", "UTF-8");
    refused([](Product& p) { p.specs->now = static_cast<state>(9); }, "specs.now", "no name");
    refused([](Product& p) { p.words->push_back("\xC0\x80"); }, "words[1]", "UTF-8");
    EXPECT_EQ(db.run(df::count<Product>()), 0);
}

TEST_P(JsonOf, LargeOnes) {
    df::database<Product> db{url()};
    array big;
    for (int i = 0; i < 100'000; ++i) big.push_back(object{{"n", i}});
    const auto id = db.run(df::create(Product{.title = std::string(1000, 'x'), .doc = big})).id;
    EXPECT_EQ(db.run(df::read<Product>(id)).doc, df::json_value{big});
    EXPECT_EQ(
        db.run(df::count<Product>().where(field<&Product::doc>.item<99'999>.key<"n">.as<int>() == 99'999)),
        1);
}

TEST_P(JsonSeenFromOutside, TheDatabaseHoldsItAsItsOwn) {
    if (!support::oracle_is_there(GetParam())) GTEST_SKIP() << "no program to ask";
    df::database<Product> db{url()};
    db.run(df::create(Product{.title = "a", .specs = full(), .size = Size{2, 3}}));
    db.run(df::update<Product>(df::id<Product>{1}, specs.at<&Specs::weight> = 12));
    const auto ask = [&](const std::string& sql) { return support::ask_oracle(GetParam(), where(), sql); };
    if (postgres()) {
        EXPECT_EQ(
            ask("SELECT pg_typeof(specs), specs->'weight', specs->'prices'->'eur', size, doc FROM products"),
            "jsonb|12|9.99|{\"width\": 2, \"height\": 3}|null");
        ask("INSERT INTO products (title, specs, doc, created_at, updated_at) VALUES ('defaults', '{}', "
            "'null', now(), now())");
        ask(R"(INSERT INTO products (title, specs, doc, created_at, updated_at) VALUES ('other', '{"weight": 5e0, "new": {}}', '{"b": [1.0]}', now(), now()))");
    } else {
        EXPECT_EQ(ask("SELECT typeof(specs), json_extract(specs, '$.weight'), json_extract(specs, "
                      "'$.prices.eur'), size, doc FROM products"),
                  "text|12|9.99|{\"width\":2,\"height\":3}|null");
        ask("INSERT INTO products (title, specs, doc, created_at, updated_at) SELECT 'defaults', '{}', "
            "'null', created_at, updated_at FROM products");
        ask(R"(INSERT INTO products (title, specs, doc, created_at, updated_at) SELECT 'other', ' { "new" : {}, "weight" : 5e0 } ', '{"b":[1.0]}', created_at, updated_at FROM products LIMIT 1)");
    }
    const auto named = [&](const std::string& title) {
        return db.run(df::list<Product>().where(field<&Product::title> == title)).records.at(0);
    };
    const auto defaults = named("defaults"); // the struct's own for what is absent
    EXPECT_EQ(*defaults.specs, Specs{});
    EXPECT_EQ(*defaults.words, std::vector<std::string>{"a"}); // by the column's default
    EXPECT_TRUE(defaults.doc.is_null());
    const auto other = named("other");
    EXPECT_EQ(other.specs->weight, 5);
    EXPECT_EQ(other.specs->size, Size{});
    EXPECT_EQ(other.doc, (object{{"b", array{1}}}));
    EXPECT_EQ(db.run(df::count<Product>().where(specs.at<&Specs::weight> == 5)), 1);
    EXPECT_EQ(db.run(df::count<Product>().where(specs.at<&Specs::size>.exists())), 1); // absent in the others
}

TEST_P(JsonSeenFromOutside, WhatTheFieldCannotHoldIsRefused) {
    df::database<Product> db{url()};
    db.run(df::create(Product{.title = "a"}));
    auto other = plain();
    const auto reads = [&](const std::string& json) {
        other.run("UPDATE products SET specs = '" + json + "'");
        const auto e = thrown<df::invalid_value>([&] { (void)db.run(df::list<Product>()); });
        EXPECT_EQ(e.model(), "Product");
        EXPECT_FALSE(has(e.what(), "secret")) << e.what();
        return e.field();
    };
    EXPECT_EQ(reads(R"({"weight":"secret"})"), "specs.weight");
    EXPECT_EQ(reads(R"({"weight":99999999999})"), "specs.weight");
    EXPECT_EQ(reads(R"({"parts":[{"width":1},{"width":null}]})"), "specs.parts[1].width");
    EXPECT_EQ(reads(R"({"now":"secret"})"), "specs.now");
    EXPECT_EQ(reads("[]"), "specs");
    // In a filter, what is of another shape is as if it were not there, and so is a text that is no time.
    other.run(R"(UPDATE products SET specs = '{"weight":"5","label":5,"fragile":1,"made":"x","size":3}')");
    EXPECT_EQ(db.run(df::count<Product>().where(specs.at<&Specs::weight> == std::nullopt &&
                                                specs.at<&Specs::label> == std::nullopt &&
                                                specs.at<&Specs::fragile> == std::nullopt &&
                                                specs.at<&Specs::size>.at<&Size::width> == std::nullopt)),
              1);
    EXPECT_EQ(db.run(df::count<Product>().where(specs.at<&Specs::made> == moment(0))), 0);
    EXPECT_THROW(other.run("UPDATE products SET specs = '{'"), std::runtime_error);
}

} // namespace
