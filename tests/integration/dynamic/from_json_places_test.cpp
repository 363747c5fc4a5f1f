// Filters from JSON on arrays, places inside of JSON and every type of field: the same rows as their typed
// twins, on all databases; and mutated ones.
#include <dataflow/json.hpp>

#include "support/fixture.hpp"

#include <dataflow/dynamic.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace from_json_place_models {

struct Code { // of its own: upper case letters
    std::string text{"A"};
    friend bool operator==(const Code&, const Code&) = default;
};

} // namespace from_json_place_models

template <>
struct dataflow::mapped<from_json_place_models::Code> {
    using stored = std::string;
    static stored to(const from_json_place_models::Code& c) { return c.text; }
    static from_json_place_models::Code from(const stored& s) {
        for (const char c : s)
            if (c < 'A' || c > 'Z') throw std::invalid_argument("no upper case letter");
        return {s};
    }
};

namespace from_json_place_models {

namespace df = dataflow;

enum class tone : std::uint8_t { dark, light, grey };

struct Size {
    double width{};
    tone shade{};
};
struct Node {
    int n{};
    std::vector<Node> kids{};
};
struct Specs {
    int weight{};
    std::optional<std::string> note{};
    Size size{};
    std::optional<Size> box{};
    std::vector<Size> parts{};
    std::map<std::string, double> prices{};
    df::decimal<10, 2> price{};
    std::chrono::milliseconds took{};
    df::timestamp moment{};
    df::date day{std::chrono::year{2000} / 1 / 1};
    df::uuid mark{};
    bool flag{};
    Code code{};
    Node tree{};
    df::json_value free{};
};

struct Item {
    df::id<Item> id{};
    std::vector<std::string> tags{};
    std::optional<std::vector<std::optional<int>>> votes{};
    std::vector<df::decimal<8, 2>> sums{};
    std::vector<tone> tones{};
    std::array<float, 2> pair{};
    std::vector<bool> flags{};
    std::vector<df::timestamp> moments{};
    std::vector<df::uuid> marks{};
    std::vector<std::chrono::seconds> laps{};
    std::vector<Code> codes{};
    std::vector<std::int16_t> shorts{};
    df::json<Specs> specs{};
    std::optional<df::json<Size>> maybe_size{};
    df::json_value extra{};
    df::bytes raw{};
    df::decimal<10, 2> price{};
    std::chrono::seconds took{};
    Code code{};
};

} // namespace from_json_place_models

namespace {

namespace df = dataflow;
using df::field;
using namespace from_json_place_models;
using namespace std::chrono_literals;
using namespace df::literals;
using support::has;
using support::thrown;
using database = df::database<Item>;

df::uuid mark(unsigned char n) {
    df::uuid out{};
    *out.begin() = n;
    return out;
}

class from_json_places : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db = std::make_unique<database>(url());
    }
    void TearDown() override {
        db.reset();
        database_test::TearDown();
    }

    void fill(unsigned seed, int count) {
        std::mt19937 random{seed};
        const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
        const auto some = [&](auto one) {
            std::vector<decltype(one())> out;
            for (auto n = pick(4); n != 0; --n) out.push_back(one());
            return out;
        };
        const auto text = [&] {
            return std::array<std::string, 5>{"a", "b", "it's", "\"x\\", "\xC3\xA4"}[pick(5)];
        };
        const auto shade = [&] { return static_cast<tone>(pick(3)); };
        const auto moment = [&] {
            return df::timestamp{
                std::chrono::microseconds{static_cast<std::int64_t>(pick(3)) * 1'000'001 - 1}};
        };
        const auto code = [&] { return Code{std::string(1, static_cast<char>('A' + pick(3)))}; };
        const auto free = [&]() -> df::json_value {
            switch (pick(9)) {
            case 0: return nullptr;
            case 1: return 5;
            case 2: return "red";
            case 3: return df::json_value::array{1, 2.5, "red"};
            case 4: return true;
            case 5: return df::json_value::object{{"color", "red"}, {"n", 5.4}, {"it's", 1}};
            case 6:
                return df::json_value::object{
                    {"color", 5},
                    {"n", "5"},
                    {"deep", df::json_value::object{{"x", df::json_value::array{7}}}}};
            case 7: return df::json_value::object{{"color", nullptr}, {"n", 5}};
            default: return df::json_value::object{{"color", "blue"}, {"n", -1e300}, {"flag", false}};
            }
        };
        for (int i = 0; i < count; ++i) {
            Item item;
            item.tags = some(text);
            if (pick(4) != 0)
                item.votes = some([&] {
                    return pick(4) == 0 ? std::optional<int>{}
                                        : std::optional<int>{static_cast<int>(pick(3))};
                });
            item.sums = some(
                [&] { return df::decimal<8, 2>::from_units(static_cast<std::int64_t>(pick(3)) * 50 - 50); });
            item.tones = some(shade);
            item.pair = {static_cast<float>(pick(2)) * 0.1F, 0.5F};
            for (auto n = pick(3); n != 0; --n) item.flags.push_back(pick(2) == 0);
            item.moments = some(moment);
            item.marks = some([&] { return mark(static_cast<unsigned char>(pick(3))); });
            item.laps = some([&] { return std::chrono::seconds{pick(3)}; });
            item.codes = some(code);
            item.shorts = some([&] { return static_cast<std::int16_t>(pick(3)); });
            Specs& s = *item.specs;
            s.weight = static_cast<int>(pick(3)) + 4;
            if (pick(3) != 0) s.note = text();
            s.size = {0.5 * static_cast<double>(pick(3)), shade()};
            if (pick(2) == 0) s.box = Size{1.5, shade()};
            s.parts = some([&] { return Size{static_cast<double>(pick(2)), shade()}; });
            if (pick(2) == 0) s.prices["eur"] = 9.5;
            if (pick(2) == 0) s.prices["it's"] = 1;
            s.price = df::decimal<10, 2>::from_units(static_cast<std::int64_t>(pick(3)) * 125);
            s.took = std::chrono::milliseconds{pick(3) * 500};
            s.moment = moment();
            s.day = std::chrono::year{2024} / 2 / static_cast<int>(27 + pick(3));
            s.mark = mark(static_cast<unsigned char>(pick(3)));
            s.flag = pick(2) == 0;
            s.code = code();
            s.tree.n = static_cast<int>(pick(2));
            if (pick(2) == 0) s.tree.kids.push_back({static_cast<int>(pick(2)), {{3, {}}}});
            s.free = free();
            if (pick(2) == 0) item.maybe_size = Size{1.5, shade()};
            item.extra = free();
            for (auto n = pick(3); n != 0; --n) item.raw.push_back(static_cast<std::byte>(pick(2) * 255));
            item.price = df::decimal<10, 2>::from_units(static_cast<std::int64_t>(pick(3)) * 125);
            item.took = std::chrono::seconds{pick(3) * 60};
            item.code = code();
            db->run(df::create(item));
        }
        total = count;
    }

    /// A filter from JSON and its typed twin find the same rows, and the same are left out.
    template <class P>
    void same(const std::string& json, const P& typed) {
        seeds.push_back(json);
        try {
            const auto filter = df::filter_from_json<Item>(json);
            const auto expected = db->run(df::count<Item>().where(typed));
            EXPECT_EQ(db->run(df::count<Item>().where(filter)), expected) << json;
            EXPECT_EQ(db->run(df::count<Item>().where(filter && typed)), expected) << json;
            EXPECT_EQ(db->run(df::count<Item>().where(!filter)), total - expected) << json;
            telling += expected != 0 && expected != total ? 1 : 0;
        } catch (const df::error& e) {
            ADD_FAILURE() << json << ": " << e.what();
        }
    }

    void all_twins();

    std::unique_ptr<database> db;
    std::int64_t total = 0;
    int telling = 0; ///< filters that some rows fulfill, and some not
    std::vector<std::string> seeds{};
};

void from_json_places::all_twins() {
    constexpr auto tags = field<&Item::tags>;
    constexpr auto votes = field<&Item::votes>;
    same(R"({"tags": {"$contains": "a"}})", tags.contains("a"));
    same(R"({"tags": {"$contains": "it's"}})", tags.contains("it's"));
    same(R"({"tags": {"$contains": "\"x\\"}})", tags.contains("\"x\\"));
    same(R"({"tags": {"$any_of": ["a", "it's"]}})", tags.any_of({"a", "it's"}));
    same(R"({"tags": {"$overlaps": ["b"]}})", tags.any_of({"b"}));
    same(R"({"tags": {"$any_of": []}})", tags.any_of(std::vector<std::string>{}));
    same(R"({"tags": {"$all": ["a", "b"]}})", tags.contains("a") && tags.contains("b"));
    same(R"({"tags": {"$size": 2}})", tags.size() == 2);
    same(R"({"tags": {"$size": {"$gte": 1, "$ne": 2}}})", tags.size() >= 1 && tags.size() != 2);
    same(R"({"tags": {"$size": {"$in": [0, 3]}}})", tags.size().in({0, 3}));
    same(R"({"tags": ["a"]})", tags == std::vector<std::string>{"a"});
    same(R"({"tags": []})", tags == std::vector<std::string>{});
    same(R"({"tags": {"$ne": ["a", "b"]}})", tags != std::vector<std::string>{"a", "b"});
    same(R"({"tags": {"$not": {"$contains": "a"}}})", !tags.contains("a"));
    same(R"({"votes": {"$contains": 1, "$size": {"$lt": 3}}})", votes.contains(1) && votes.size() < 3);
    same(R"({"votes": {"$any_of": [0, 2, 7]}})", votes.any_of({0, 2, 7}));
    same(R"({"votes": [1, null]})", votes == std::vector<std::optional<int>>{1, std::nullopt});
    same(R"({"votes": {"$ne": []}})", votes != std::vector<std::optional<int>>{});
    same(R"({"votes": [null]})", votes == std::vector<std::optional<int>>{std::nullopt});
    same(R"({"votes": null})", votes.is_null());
    same(R"({"votes": {"$exists": true}})", votes.not_null());
    same(R"({"votes": {"$size": {"$null": true}}})", votes.size() == std::nullopt);
    same(R"({"sums": {"$contains": 0.5}})", field<&Item::sums>.contains("0.5"_dec));
    same(R"({"sums": {"$any_of": ["0.50", -0.5]}})",
         field<&Item::sums>.any_of({df::decimal<8, 2>{"0.50"}, df::decimal<8, 2>{"-0.5"}}));
    same(R"({"sums": [0.5, "-0.50"]})",
         field<&Item::sums> ==
             std::vector<df::decimal<8, 2>>{df::decimal<8, 2>{"0.50"}, df::decimal<8, 2>{"-0.5"}});
    same(R"({"sums": [0]})", field<&Item::sums> == std::vector<df::decimal<8, 2>>{0});
    same(R"({"tones": {"$contains": "dark"}})", field<&Item::tones>.contains(tone::dark));
    same(R"({"tones": ["light"]})", field<&Item::tones> == std::vector<tone>{tone::light});
    same(R"({"pair": {"$contains": 0.1}})", field<&Item::pair>.contains(0.1F));
    same(R"({"pair": [0.1, 0.5]})", (field<&Item::pair> == std::array<float, 2>{0.1F, 0.5F}));
    same(R"({"flags": {"$contains": true}})", field<&Item::flags>.contains(true));
    same(R"({"flags": [false]})", field<&Item::flags> == std::vector<bool>{false});
    same(R"({"moments": {"$any_of": ["1970-01-01T00:00:01Z", "1969-12-31T23:59:59.999999Z"]}})",
         field<&Item::moments>.any_of({df::timestamp{1s}, df::timestamp{-1us}}));
    same(R"({"moments": ["1970-01-01T01:00:01+01:00"]})",
         field<&Item::moments> == std::vector<df::timestamp>{df::timestamp{1s}});
    same(R"({"marks": {"$contains": "01000000-0000-0000-0000-000000000000"}})",
         field<&Item::marks>.contains(mark(1)));
    same(R"({"marks": ["01000000-0000-0000-0000-000000000000"]})",
         field<&Item::marks> == std::vector{mark(1)});
    same(R"({"laps": {"$contains": 1000000}})", field<&Item::laps>.contains(1s));
    same(R"({"laps": [1000000, 2000000]})", field<&Item::laps> == std::vector<std::chrono::seconds>{1s, 2s});
    same(R"({"laps": ["PT1S", 2000000]})", field<&Item::laps> == std::vector<std::chrono::seconds>{1s, 2s});
    same(R"({"specs.took": {"$in": ["PT0.5S"]}})", field<&Item::specs>.at<&Specs::took>.in({500ms}));
    same(R"({"took": {"$between": ["-P1DT1H", "PT1M0.5S"]}})", field<&Item::took>.between(-25h, 60500ms));
    same(R"({"laps": [0]})", field<&Item::laps> == std::vector<std::chrono::seconds>{0s});
    same(R"({"codes": {"$contains": "B"}})", field<&Item::codes>.contains(Code{"B"}));
    same(R"({"codes": {"$any_of": ["B", "C"]}})", field<&Item::codes>.any_of({Code{"B"}, Code{"C"}}));
    same(R"({"codes": ["B"]})", field<&Item::codes> == std::vector{Code{"B"}});
    same(R"({"shorts": [1]})", field<&Item::shorts> == std::vector<std::int16_t>{1});
    same(R"({"shorts": {"$any_of": [1, 2]}})", field<&Item::shorts>.any_of({1, 2}));

    constexpr auto specs = field<&Item::specs>;
    same(R"({"specs.weight": {"$gt": 4}})", specs.at<&Specs::weight> > 4);
    same(R"({"specs.weight": {"$between": [4, 5]}})", specs.at<&Specs::weight>.between(4, 5));
    same(R"({"specs.weight": {"$nin": [4, 5]}})", specs.at<&Specs::weight>.not_in({4, 5}));
    same(R"({"specs.weight": 5})", specs.at<&Specs::weight> == 5);
    same(R"({"specs.note": "it's"})", specs.at<&Specs::note> == "it's");
    same(R"({"specs.note": {"$ne": "it's"}})", specs.at<&Specs::note> != "it's");
    same(R"({"specs.note": null})", specs.at<&Specs::note> == std::nullopt);
    same(R"({"specs.note": {"$exists": true}})", specs.at<&Specs::note>.exists());
    same(R"({"specs.note": {"$startsWith": "it"}})", specs.at<&Specs::note>.starts_with("it"));
    same(R"({"specs.note": {"$endsWith": "s"}})", specs.at<&Specs::note>.ends_with("s"));
    same(R"({"specs.note": {"$regex": "^[ab]$"}})", specs.at<&Specs::note>.matches("^[ab]$"));
    same(R"({"specs.note": {"$like": "_"}})", specs.at<&Specs::note>.like("_"));
    same(R"({"specs.size.width": {"$lte": 0.5}})", specs.at<&Specs::size>.at<&Size::width> <= 0.5);
    same(R"({"specs.size.shade": {"$in": ["dark", "grey"]}})",
         specs.at<&Specs::size>.at<&Size::shade>.in({tone::dark, tone::grey}));
    same(R"({"specs.box": null})", !specs.at<&Specs::box>.exists());
    same(R"({"specs.box.shade": "light"})", specs.at<&Specs::box>.at<&Size::shade> == tone::light);
    same(R"({"specs.parts[1].width": 1})", specs.at<&Specs::parts>.item<1>.at<&Size::width> == 1.0);
    same(R"({"specs.parts[2]": {"$exists": true}})", specs.at<&Specs::parts>.item<2>.exists());
    same(R"({"specs.prices.eur": {"$lt": 10, "$gt": 9}})",
         specs.at<&Specs::prices>.key<"eur"> < 10.0 && specs.at<&Specs::prices>.key<"eur"> > 9.0);
    same(R"({"specs.prices.it's": 1})", specs.at<&Specs::prices>.key<"it's"> == 1.0);
    same(R"({"specs.prices.eur": null})", specs.at<&Specs::prices>.key<"eur"> == std::nullopt);
    same(R"({"specs.price": "1.25"})", specs.at<&Specs::price> == "1.25"_dec);
    same(R"({"specs.price": {"$between": [1.25, 2]}})", specs.at<&Specs::price>.between("1.25"_dec, 2));
    same(R"({"specs.price": {"$in": [1.25]}})", specs.at<&Specs::price>.in({df::decimal<10, 2>{"1.25"}}));
    same(R"({"specs.took": {"$gte": 500000}})", specs.at<&Specs::took> >= 500ms);
    same(R"({"specs.took": {"$in": [500000]}})", specs.at<&Specs::took>.in({500ms}));
    same(R"({"specs.moment": {"$gt": "1970-01-01T00:00:00Z"}})", specs.at<&Specs::moment> > df::timestamp{});
    same(R"({"specs.day": {"$lte": "2024-02-28"}})",
         specs.at<&Specs::day> <= df::date{std::chrono::year{2024} / 2 / 28});
    same(R"({"specs.mark": "01000000-0000-0000-0000-000000000000"})", specs.at<&Specs::mark> == mark(1));
    same(R"({"specs.flag": true})", specs.at<&Specs::flag> == true);
    same(R"({"specs.code": "B"})", specs.at<&Specs::code> == Code{"B"});
    same(R"({"specs.code": {"$in": ["A", "B"]}})", specs.at<&Specs::code>.in({Code{"A"}, Code{"B"}}));
    same(R"({"specs.tree.kids[0].kids[0].n": 3})",
         specs.at<&Specs::tree>.at<&Node::kids>.item<0>.at<&Node::kids>.item<0>.at<&Node::n> == 3);
    same(R"({"maybe_size": null})", field<&Item::maybe_size>.is_null());
    same(R"({"maybe_size.width": 1.5})", field<&Item::maybe_size>.at<&Size::width> == 1.5);

    constexpr auto extra = field<&Item::extra>;
    same(R"({"extra.color": "red"})", extra.key<"color">.as<std::string>() == "red");
    same(R"({"extra.color": 5})", extra.key<"color">.as<double>() == 5.0);
    same(R"({"extra.color": {"$ne": "red"}})", extra.key<"color">.as<std::string>() != "red");
    same(R"({"extra.color": {"$startsWith": "r"}})", extra.key<"color">.as<std::string>().starts_with("r"));
    same(R"({"extra.color": {"$in": ["red", "blue"]}})",
         extra.key<"color">.as<std::string>().in({"red", "blue"}));
    same(R"({"extra.color": {"$in": []}})",
         extra.key<"color">.as<std::string>().in(std::vector<std::string>{}));
    same(R"({"extra.color": null})", !extra.key<"color">.exists());
    same(R"({"extra.color": {"$exists": true}})", extra.key<"color">.exists());
    same(R"({"extra.n": {"$gt": 5}})", extra.key<"n">.as<double>() > 5.0);
    same(R"({"extra.n": {"$between": [-1e301, 5]}})", extra.key<"n">.as<double>().between(-1e301, 5.0));
    same(R"({"extra.flag": false})", extra.key<"flag">.as<bool>() == false);
    same(R"({"extra.it's": 1})", extra.key<"it's">.as<double>() == 1.0);
    same(R"({"extra[1]": 2.5})", extra.item<1>.as<double>() == 2.5);
    same(R"({"extra[2]": {"$endsWith": "d"}})", extra.item<2>.as<std::string>().ends_with("d"));
    same(R"({"extra.deep.x[0]": {"$gte": 7}})", extra.key<"deep">.key<"x">.item<0>.as<double>() >= 7.0);
    same(R"({"specs.free.color": "red"})", specs.at<&Specs::free>.key<"color">.as<std::string>() == "red");
    same(R"({"specs.free": {"$exists": false}})", !specs.at<&Specs::free>.exists());
    same(R"({"specs.free": true})", specs.at<&Specs::free>.as<bool>() == true);

    same(R"({"raw": "/w=="})", field<&Item::raw> == df::bytes{std::byte{0xFF}});
    same(R"({"raw": {"$gte": "/w=="}})", field<&Item::raw> >= df::bytes{std::byte{0xFF}});
    same(R"({"raw": {"$in": ["", "AAA="]}})",
         field<&Item::raw>.in(std::vector{df::bytes{}, df::bytes{std::byte{}, std::byte{}}}));
    same(R"({"price": {"$gt": 1.25}})", field<&Item::price> > "1.25"_dec);
    same(R"({"took": {"$lt": 120000000}})", field<&Item::took> < 2min);
    same(R"({"code": {"$gt": "A"}})", field<&Item::code> > Code{"A"});
    same(R"({"code": {"$in": ["A"]}})", field<&Item::code>.in({Code{"A"}}));

    same(
        R"({"$or": [{"tags": {"$contains": "a"}, "specs.weight": 5}, {"extra.color": "red", "votes": {"$size": 2}}]})",
        (tags.contains("a") && specs.at<&Specs::weight> == 5) ||
            (extra.key<"color">.as<std::string>() == "red" && votes.size() == 2));
}

TEST_P(from_json_places, find_what_typed_filters_find) {
    fill(5, 60);
    all_twins();
    EXPECT_GT(telling, 80);
}

struct mistake {
    std::string_view json;
    std::string_view place;
    std::string_view words;
};

TEST_P(from_json_places, every_mistake_has_its_place) {
    if (!memory()) return;
    const std::string deep(40, 'x');
    std::string long_path = "extra";
    for (int i = 0; i < 33; ++i) long_path += ".k";
    const std::string too_deep = "{\"" + long_path + "\": 1}";
    const std::string too_long = "{\"extra." + std::string(1001, 'k') + "\": 1}";
    std::string all = R"({"tags": {"$all": [)";
    for (int i = 0; i < 101; ++i) all += i == 0 ? "\"a\"" : ",\"a\"";
    all += "]}}";
    std::string whole = R"({"votes": [)";
    for (int i = 0; i < 10'001; ++i) whole += i == 0 ? "1" : ",1";
    whole += "]}";
    for (const auto& m : std::vector<mistake>{
             {R"({"tags": "secret"})", "filter.tags", "expected a list: the whole array"},
             {R"({"tags": {"$eq": "secret"}})", "filter.tags.$eq", "expected a list: the whole array"},
             {R"({"tags": {"$contains": 5}})", "filter.tags.$contains", "expected a string"},
             {R"({"tags": {"$contains": null}})", "filter.tags.$contains", "expected a string"},
             {R"({"tags": {"$contains": ["secret"]}})", "filter.tags.$contains", "expected a string"},
             {R"({"tags": {"$in": ["secret"]}})", "filter.tags.$in", "$any_of"},
             {R"({"tags": {"$any_of": "secret"}})", "filter.tags.$any_of", "expected a list"},
             {R"({"tags": {"$any_of": ["secret", 1]}})", "filter.tags.$any_of[1]", "expected a string"},
             {R"({"tags": {"$any_of": [null]}})", "filter.tags.$any_of[0]", "null in a list"},
             {R"({"tags": {"$all": []}})", "filter.tags.$all", "an empty list"},
             {R"({"tags": {"$all": "secret"}})", "filter.tags.$all", "expected a list"},
             {R"({"tags": {"$all": ["a", 1]}})", "filter.tags.$all[1]", "expected a string"},
             {R"({"tags": {"$size": "secret"}})", "filter.tags.$size", "expected a whole number"},
             {R"({"tags": {"$size": {"$gt": "secret"}}})", "filter.tags.$size.$gt",
              "expected a whole number"},
             {R"({"tags": {"$size": {"$size": 1}}})", "filter.tags.$size.$size", "no such operator"},
             {R"({"tags": {"$size": {}}})", "filter.tags.$size", "no operator"},
             {R"({"tags": {"$gt": ["secret"]}})", "filter.tags.$gt", "no such operator"},
             {R"({"tags": {"$like": "secret"}})", "filter.tags.$like", "no such operator"},
             {R"({"tags": {"contains": "secret"}})", "filter.tags.contains", "expected an operator"},
             {R"({"tags": [null]})", "filter.tags[0]", "cannot be null"},
             {R"({"tags": null})", "filter.tags", "cannot be null"},
             {R"({"tags[0]": "secret"})", "filter.tags[0]", "no parts"},
             {R"({"votes": [1, "secret"]})", "filter.votes[1]", "expected a whole number"},
             {R"({"votes": {"$contains": 2147483648}})", "filter.votes.$contains",
              "out of the field's range"},
             {R"({"shorts": [32768]})", "filter.shorts[0]", "out of the field's range"},
             {R"({"pair": [0.5]})", "filter.pair", "a different length"},
             {R"({"sums": {"$contains": 0.125}})", "filter.sums.$contains", "more digits"},
             {R"({"tones": {"$contains": "secret"}})", "filter.tones.$contains",
              "none of the enumeration's names"},
             {R"({"took": "secret"})", "filter.took", "expected a duration"},
             {R"({"took": true})", "filter.took", "expected a duration"},
             {R"({"took": "P1Y"})", "filter.took", "years and months"},
             {R"({"took": "P1M"})", "filter.took", "years and months"},
             {R"({"took": "PT0.0000001S"})", "filter.took", "finer than a microsecond"},
             {R"({"took": "P99999999999D"})", "filter.took", "beyond 64 bits"},
             {R"({"codes": {"$contains": "secret"}})", "filter.codes.$contains", "own mapping"},
             {R"({"price.x": 1})", "filter.price.x", "no parts"},
             {R"({"specs": {"weight": 5}})", "filter.specs.weight", "compared by its parts"},
             {R"({"specs": 5})", "filter.specs", "compared by its parts"},
             {R"({"specs": "secret"})", "filter.specs", "compared by its parts"},
             {R"({"specs": {"$gt": 5}})", "filter.specs.$gt", "compared by its parts"},
             {R"({"specs": {"$in": [5]}})", "filter.specs.$in", "compared by its parts"},
             {R"({"specs": {"$in": []}})", "filter.specs.$in", "compared by its parts"},
             {R"({"specs.size": {"$nin": []}})", "filter.specs.size.$nin", "compared by its parts"},
             {R"({"specs.weigh": 5})", "filter.specs.weigh", "no such part"},
             {R"({"specs.weight.x": 5})", "filter.specs.weight.x", "no such part"},
             {R"({"specs.weight[0]": 5})", "filter.specs.weight[0]", "no such part"},
             {R"({"specs[0]": 5})", "filter.specs[0]", "no such part"},
             {R"({"specs.parts.width": 5})", "filter.specs.parts.width", "a list here"},
             {R"({"specs.parts[-1].width": 5})", "filter.specs.parts[-1].width", "number of an element"},
             {R"({"specs.parts[x].width": 5})", "filter.specs.parts[x].width", "number of an element"},
             {R"({"specs.parts[0": 5})", "filter.specs.parts[0", "number of an element"},
             {R"({"specs.parts[0]width": 5})", "filter.specs.parts[0]width", "expected a . or ["},
             {R"({"specs.parts[99999999999]": 5})", "filter.specs.parts[99999999999]",
              "number of an element"},
             {R"({"specs.": 5})", "filter.specs.", "an empty name"},
             {R"({"specs..weight": 5})", "filter.specs..weight", "an empty name"},
             {R"({".weight": 5})", "filter..weight", "no such field"},
             {R"({"spec.weight": 5})", "filter.spec.weight", "no such field"},
             {R"({"specs.weight": "secret"})", "filter.specs.weight", "expected a whole number"},
             {R"({"specs.weight": {"$like": "secret"}})", "filter.specs.weight.$like", "not a string"},
             {R"({"specs.size": 5})", "filter.specs.size", "compared by its parts"},
             {R"({"specs.size.shade": {"$gt": "dark"}})", "filter.specs.size.shade.$gt", "have no order"},
             {R"({"specs.parts": {"$size": 1}})", "filter.specs.parts.$size", "no such operator"},
             {R"({"specs.price": 1.255})", "filter.specs.price", "more digits"},
             {R"({"specs.prices[0]": 1})", "filter.specs.prices[0]", "no such part"},
             {R"({"specs.prices.a\"b": 1})", "filter.specs.prices.a\"b", "a key with a quote"},
             {R"({"specs.prices.a\\b": 1})", "filter.specs.prices.a\\b", "a key with a quote"},
             {R"({"extra.0": 1})", "filter.extra.0", "a key that is a number"},
             {R"({"extra.a": [1]})", "filter.extra.a", "a list is not a value"},
             {R"({"extra.a": {"b": 1}})", "filter.extra.a.b", "compared by its parts"},
             {R"({"extra.a": {"$in": [1, "secret"]}})", "filter.extra.a.$in[1]", "different types"},
             {R"({"extra.a": {"$in": [[]]}})", "filter.extra.a.$in[0]", "expected a string, a number"},
             {R"({"extra.a": {"$gt": true}})", "filter.extra.a.$gt", "have no order"},
             {R"({"extra.a": 9007199254740993})", "filter.extra.a", "a double does not hold"},
             {R"({"extra": 5})", "filter.extra", "compared by its parts"},
             {too_deep, "filter.", "more than 32 steps"},
             {too_long, "filter.", "more than 1000 bytes"},
             {all, "filter.tags.$all[100]", "more than 100 comparisons"},
             {whole, "filter.votes[10000]", "more than 10000 entries"},
         }) {
        const auto start = m.json.substr(0, 80);
        try {
            (void)df::filter_from_json<Item>(m.json);
            ADD_FAILURE() << "nothing was thrown for " << start;
        } catch (const df::invalid_value& e) {
            const std::string& message = e.info().message;
            EXPECT_TRUE(message.starts_with(m.place)) << start << "\n" << message;
            EXPECT_TRUE(has(message, m.words)) << start << "\n" << message;
            EXPECT_FALSE(has(e.what(), "secret")) << e.what();
            EXPECT_EQ(e.model(), "Item");
        }
    }
    EXPECT_THROW((void)df::filter_from_json<Item>(R"({"specs.weight": 5})", field<&Item::tags>),
                 df::invalid_value);
    EXPECT_NO_THROW((void)df::filter_from_json<Item>(R"({"specs.weight": 5})", field<&Item::specs>));
    EXPECT_THROW((void)df::list_from_json<Item>(R"({"order_by": "specs.weight"})"), df::invalid_value);
    EXPECT_NO_THROW((void)df::list_from_json<Item>(R"({"filter": {"specs.weight": 5}})"));
}

/// Filters that were damaged: refused as an invalid value, or taken, and then the databases take them, too.
TEST_P(from_json_places, damaged_filters_do_no_harm) {
    fill(6, 12);
    all_twins();
    std::mt19937 random{17};
    constexpr std::string_view pieces[]{
        "{",      "}",    "[0]",  "[",   "]",         ".",        ",",
        ":",      "\"",   "\\",   "'",   "$contains", "$size",    "\"specs.weight\"",
        ".color", "null", "true", "1e9", "-0",        "\xC3\xA4", "%"};
    int taken = 0;
    for (int i = 0; i < 4'000; ++i) {
        std::string text = seeds[random() % seeds.size()];
        for (auto changes = random() % 3; changes != 0; --changes) {
            const auto at = random() % text.size();
            const auto& other = seeds[random() % seeds.size()];
            switch (random() % 5) {
            case 0: text.insert(at, pieces[random() % std::size(pieces)]); break;
            case 1: text.erase(at, 1 + random() % 3); break;
            case 2: text[at] = static_cast<char>(random() % 256); break;
            case 3: // the value of one behind the field of another
                text = text.substr(0, text.find(':')) + other.substr(other.find(':'));
                break;
            default: text[at] = other[random() % other.size()];
            }
            if (text.empty()) text = "{";
        }
        try {
            const auto filter = df::filter_from_json<Item>(text);
            const auto found = db->run(df::count<Item>().where(filter));
            ASSERT_EQ(db->run(df::count<Item>().where(!filter)), total - found) << text;
            ++taken;
        } catch (const df::invalid_value& e) {
            ASSERT_EQ(e.sql(), "") << text << "\n" << e.what(); // nothing ran
        }
    }
    EXPECT_GT(taken, 500);
}

DATAFLOW_ON_ALL_DATABASES(from_json_places);

} // namespace
