// JSON text: what is written, what is read back, and what is refused.
#include <dataflow/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace json_models {

namespace df = dataflow;

enum class hue : std::uint8_t { red, green, blue };

struct Size {
    double width = 1;
    std::optional<int> height{};

    friend bool operator==(const Size&, const Size&) = default;
};
struct Tree {
    std::string name;
    std::vector<Tree> children{};

    friend bool operator==(const Tree&, const Tree&) = default;
};
struct Everything {
    bool flag = true;
    std::int8_t i8{};
    std::uint16_t u16{};
    std::int32_t i32{};
    std::int64_t i64{};
    float f32{};
    double f64{};
    std::string text{};
    hue shown = hue::green;
    df::timestamp moment{};
    df::date day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
    df::uuid mark{};
    std::optional<std::string> note{};
    std::vector<Size> sizes{};
    std::array<int, 3> triple{};
    std::map<std::string, std::vector<int>> table{};
    std::variant<std::monostate, bool, double, std::string, std::vector<int>, Size> any{};
    std::vector<std::optional<bool>> answers{};
    std::vector<bool> bits{};
    df::json<Size> nested{};
    df::json_value free{};

    friend bool operator==(const Everything&, const Everything&) = default;
};

} // namespace json_models

namespace {

namespace df = dataflow;
using namespace json_models;
using std::string;
using namespace std::string_literals;

/// What is wrong with a text, as "path: why"; empty where it is read.
template <class T>
string fault_of(std::string_view text) {
    try {
        (void)df::from_json<T>(text);
    } catch (const df::invalid_value& e) {
        return e.field() + ": " + e.info().message;
    }
    return {};
}

template <class T>
void round_trip(const T& value) {
    const auto text = df::to_json(value);
    EXPECT_EQ(df::from_json<T>(text), value) << text;
    EXPECT_EQ(df::to_json(df::from_json<T>(text)), text);
}

TEST(Json, StructsAreObjectsInTheirOrder) {
    EXPECT_EQ(df::to_json(Size{.width = 2.5}), R"({"width":2.5,"height":null})");
    EXPECT_EQ(df::to_json(Size{.width = 2, .height = 7}), R"({"width":2,"height":7})");
    EXPECT_EQ(df::to_json(Tree{"a", {Tree{"b"}}}), R"({"name":"a","children":[{"name":"b","children":[]}]})");
}

TEST(Json, ScalarsAndTheirTexts) {
    EXPECT_EQ(df::to_json(true), "true");
    EXPECT_EQ(df::to_json(INT64_MIN), "-9223372036854775808");
    EXPECT_EQ(df::to_json(0.1), "0.1");
    EXPECT_EQ(df::to_json(-0.0), "0");
    EXPECT_EQ(df::to_json(1e300), "1e+300");
    EXPECT_EQ(df::to_json(hue::blue), "\"blue\"");
    EXPECT_EQ(df::to_json(df::timestamp{std::chrono::microseconds{1}}), "\"1970-01-01T00:00:00.000001Z\"");
    EXPECT_EQ(df::to_json(df::date{std::chrono::year{9999}, std::chrono::month{12}, std::chrono::day{31}}),
              "\"9999-12-31\"");
    EXPECT_EQ(df::to_json("\"\\/\b\f\n\r\t\x01\x1f\x7f\xC3\xA9"s),
              "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xC3\xA9\"");
    EXPECT_EQ(df::to_json(std::map<string, int>{{"b", 2}, {"a", 1}}), R"({"a":1,"b":2})");
}

TEST(Json, DurationsAreReadAsTextsToo) {
    using namespace std::chrono_literals;
    EXPECT_EQ(df::from_json<std::chrono::seconds>("\"PT1M\""), 60s);
    EXPECT_EQ(df::from_json<std::chrono::milliseconds>("\"-PT0.5S\""), -500ms);
    EXPECT_EQ(df::from_json<std::optional<std::chrono::minutes>>("\"P1DT1H\""), 25h);
    EXPECT_EQ(df::to_json(60s), "60000000"); // written as it was
    for (const auto* text : {"\"PT0.5S\"", "\"P1M\"", "\"60\"", "\"\"", "true", "\"P9999999999D\""})
        EXPECT_THROW((void)df::from_json<std::chrono::seconds>(text), df::invalid_value) << text;
}

TEST(Json, TextIsReadWithEveryEscape) {
    EXPECT_EQ(df::from_json<string>(R"("\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude80")"),
              "\"\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\x80");
    EXPECT_EQ(df::from_json<string>("\"\xF4\x8F\xBF\xBF\""), "\xF4\x8F\xBF\xBF");
    EXPECT_EQ(df::from_json<string>(R"("\udbff\udfff")"), "\xF4\x8F\xBF\xBF");
}

TEST(Json, NumbersAreExact) {
    EXPECT_EQ(df::from_json<double>("0.30000000000000004"), 0.1 + 0.2);
    EXPECT_EQ(df::from_json<double>("4.9406564584124654e-324"), std::numeric_limits<double>::denorm_min());
    EXPECT_EQ(df::from_json<double>("1e-400"), 0);
    EXPECT_EQ(df::from_json<double>("0.0001e-400"), 0);
    EXPECT_EQ(df::from_json<double>("1.7976931348623157e308"), std::numeric_limits<double>::max());
    EXPECT_EQ(df::from_json<std::int64_t>("9223372036854775807"), INT64_MAX);
    EXPECT_EQ(df::from_json<int>("5.0"), 5);
    EXPECT_EQ(df::from_json<int>("5e2"), 500);
    EXPECT_EQ(df::from_json<int>("-0"), 0);
    EXPECT_EQ(fault_of<double>("1e400"), ": a number out of the field's range");
    EXPECT_EQ(fault_of<double>("1" + string(400, '0')), ": a number out of the field's range");
    EXPECT_EQ(fault_of<float>("1e39"), ": a number out of the field's range");
    EXPECT_EQ(fault_of<std::int64_t>("9223372036854775808"), ": a number out of the field's range");
    EXPECT_EQ(fault_of<std::int8_t>("128"), ": a number out of the field's range");
    EXPECT_EQ(fault_of<std::uint16_t>("-1"), ": a number out of the field's range");
    EXPECT_EQ(fault_of<int>("5.5"), ": expected a whole number");
    EXPECT_EQ(fault_of<int>("1e300"), ": a number out of the field's range");
}

TEST(Json, WhatIsAbsentKeepsItsDefaultAndWhatIsUnknownIsPassedOver) {
    const auto got =
        df::from_json<Size>(R"( { "depth" : { "a" : [ 1 , "x" , null , {} ] } , "height" : 3 } )");
    EXPECT_EQ(got, (Size{.width = 1, .height = 3}));
    EXPECT_EQ(df::from_json<Size>("{}"), Size{});
    EXPECT_EQ(df::from_json<Size>("{\"width\":1,\"width\":2}").width, 2);
}

TEST(Json, AnErrorNamesThePlaceAndNoValue) {
    EXPECT_EQ(fault_of<Everything>(R"({"sizes":[{"width":1},{"width":"secret"}]})"),
              "sizes[1].width: expected a number");
    EXPECT_EQ(fault_of<Everything>(R"({"table":{"secret":[1,true]}})"), "table.*[1]: expected a number");
    EXPECT_EQ(fault_of<Everything>(R"({"triple":[1,2]})"), "triple: an array of a different length");
    EXPECT_EQ(fault_of<Everything>(R"({"triple":[1,2,3,4]})"), "triple[3]: an array of a different length");
    EXPECT_EQ(fault_of<Everything>(R"({"shown":"secret"})"), "shown: expected a name of the enumeration");
    EXPECT_EQ(fault_of<Everything>(R"({"flag":null})"), "flag: expected true or false");
    EXPECT_EQ(fault_of<Everything>(R"({"text":5})"), "text: expected a string");
    EXPECT_EQ(fault_of<Everything>(R"({"moment":"yesterday"})"),
              "moment: expected a time as YYYY-MM-DDTHH:MM:SS.ffffffZ");
    EXPECT_EQ(fault_of<Everything>(R"({"day":"2001-02-29"})"), "day: expected a day as YYYY-MM-DD");
    EXPECT_EQ(fault_of<Everything>(R"({"mark":"5"})"), "mark: expected a UUID of 36 characters");
    EXPECT_EQ((fault_of<std::variant<bool, double>>("[]")), ": expected a value of a different shape");
    EXPECT_EQ(fault_of<df::date>("\"2001-02-29\""), ": expected a day as YYYY-MM-DD");
    EXPECT_EQ(fault_of<Everything>(R"({"day":5})"), "day: expected a string");
    EXPECT_EQ(fault_of<Size>("[]"), ": expected an object");
}

TEST(Json, WhatCannotBeWrittenIsRefused) {
    const auto fault = [](const auto& value) -> string {
        try {
            return df::to_json(value);
        } catch (const df::invalid_value& e) {
            return e.field() + ": " + e.info().message;
        }
    };
    EXPECT_EQ(fault(Size{.width = NAN}), "width: JSON has no NaN and no infinity");
    EXPECT_EQ(fault(Size{.width = -INFINITY}), "width: JSON has no NaN and no infinity");
    EXPECT_EQ(fault(Tree{"a", {Tree{"b\0c"s}}}), "children[0].name: text holds a NUL byte");
    EXPECT_EQ(fault(Tree{"\xFF", {}}), "name: text is not valid UTF-8");
    EXPECT_EQ(fault(std::map<string, int>{{"\xED\xA0\x80", 1}}), "*: text is not valid UTF-8");
    EXPECT_EQ(fault(Everything{.shown = static_cast<hue>(9)}),
              "shown: the value has no name within its df::enum_range");
    EXPECT_EQ(fault(df::date{std::chrono::year{2001}, std::chrono::month{2}, std::chrono::day{30}}),
              ": not a date from year 1 to 9999");
}

TEST(Json, TheDepthIsLimitedBothWays) {
    df::json_value deep;
    for (int i = 0; i < 100; ++i) deep = df::json_value::array{std::move(deep)};
    round_trip(deep);
    const auto text = df::to_json(deep);
    EXPECT_NE(fault_of<df::json_value>("[" + text + "]").find("nested deeper than 100 levels"), string::npos);
    EXPECT_THROW((void)df::to_json(df::json_value{df::json_value::array{deep}}), df::invalid_value);
    EXPECT_THROW((void)df::from_json<df::json_value>(string(1'000'000, '[')), df::invalid_value);
    EXPECT_THROW((void)df::from_json<Size>(R"({"other":)" + string(1'000'000, '[')), df::invalid_value);
}

TEST(Json, WhatIsNoJsonIsRefused) {
    for (const string text : {"",
                              " ",
                              "nul",
                              "nulll",
                              "True",
                              "01",
                              "-",
                              "+1",
                              ".5",
                              "5.",
                              "1e",
                              "1e+",
                              "0x1",
                              "NaN",
                              "Infinity",
                              "-Infinity",
                              "\"",
                              "\"\\\"",
                              "\"\\x\"",
                              "\"\\u12\"",
                              "\"\\u12g4\"",
                              "\"\n\"",
                              "\"\x1f\"",
                              "'a'",
                              "[",
                              "]",
                              "[1",
                              "[1,",
                              "[1,]",
                              "[,1]",
                              "[1 2]",
                              "{",
                              "}",
                              "{,}",
                              "{\"a\"}",
                              "{\"a\":}",
                              "{\"a\":1,}",
                              "{a:1}",
                              "{\"a\":1 \"b\":2}",
                              "{1:2}",
                              "1 2",
                              "[] []",
                              "// c\n1",
                              "/**/1",
                              "\"\\ud800\"",
                              "\"\\udc00\"",
                              "\"\\ud800\\u0041\"",
                              "\"\\ud800\\ud800\"",
                              "\xEF\xBB\xBF"
                              "1",
                              "\xFF",
                              "\"\xC0\x80\"",
                              "\"\xED\xA0\x80\"",
                              "\"\xF4\x90\x80\x80\""})
        EXPECT_NE(fault_of<df::json_value>(text), "") << text;
    EXPECT_EQ(fault_of<df::json_value>("1\0"s), ": text holds a NUL byte");
    EXPECT_EQ(fault_of<df::json_value>(R"(["\u0000"])"), "[0]: text holds a NUL character");
    for (const string text : {"null", " true ", "false\n", "-0", "0.0", "1E5", "\"\"", "[]", "[ ]", "{}",
                              "{ }", "[[],{},[null]]"})
        EXPECT_EQ(fault_of<df::json_value>(text), "") << text;
}

TEST(Json, FreeValues) {
    df::json_value v;
    v["a"] = 5;
    v["b"]["c"] = df::json_value::array{1, 2.5, "x", nullptr, true};
    EXPECT_EQ(df::to_json(v), R"({"a":5,"b":{"c":[1,2.5,"x",null,true]}})");
    EXPECT_EQ(*v.find("a")->get_if<std::int64_t>(), 5);
    EXPECT_EQ(v.find("b")->find("c")->find(2)->get_if<string>()->size(), 1U);
    EXPECT_EQ(v.find("z"), nullptr);
    EXPECT_EQ(v.find(0), nullptr);
    EXPECT_EQ(df::from_json<df::json_value>(R"({"b":1,"a":2})"),
              (df::from_json<df::json_value>(R"({"a":2.0,"b":1})")));
    EXPECT_NE(df::json_value{1}, df::json_value{true});
    const auto beyond = df::from_json<df::json_value>("18446744073709551616");
    EXPECT_EQ(*beyond.get_if<double>(), 18446744073709551616.0);
}

/// Random values of all kinds, every round with the same seed.
class generator {
  public:
    explicit generator(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    double real() {
        const auto x = std::bit_cast<double>(random_());
        return std::isfinite(x) && below(3) != 0
                   ? x
                   : static_cast<double>(static_cast<std::int64_t>(below(2001)) - 1000) / 8;
    }
    string text() {
        string out;
        for (auto n = below(12); n != 0; --n) {
            static const string pieces[] = {"a",
                                            "\"",
                                            "\\",
                                            "\n",
                                            "\x01",
                                            "\x7f",
                                            "\xC2\x80",
                                            "\xE2\x82\xAC",
                                            "\xF0\x9F\x9A\x80",
                                            "\xEF\xBF\xBF",
                                            "\xF4\x8F\xBF\xBF",
                                            "{",
                                            "\\u0000",
                                            "'",
                                            "/"};
            out += pieces[below(std::size(pieces))];
        }
        return out;
    }
    df::json_value value(int depth) {
        switch (below(depth > 0 ? 7 : 5)) {
        case 0: return {};
        case 1: return below(2) == 0;
        case 2: return static_cast<std::int64_t>(random_());
        case 3: return real();
        case 4: return text();
        case 5: {
            df::json_value::array out;
            for (auto n = below(4); n != 0; --n) out.push_back(value(depth - 1));
            return out;
        }
        default: {
            df::json_value::object out;
            for (auto n = below(4); n != 0; --n) out[text()] = value(depth - 1);
            return out;
        }
        }
    }
    Everything everything() {
        Everything e;
        e.flag = below(2) == 0;
        e.i8 = static_cast<std::int8_t>(random_());
        e.u16 = static_cast<std::uint16_t>(random_());
        e.i32 = static_cast<std::int32_t>(random_());
        e.i64 = static_cast<std::int64_t>(random_());
        e.f32 = static_cast<float>(below(1000)) / 7;
        e.f64 = real();
        e.text = text();
        e.shown = static_cast<hue>(below(3));
        e.moment = df::timestamp{std::chrono::microseconds{static_cast<std::int64_t>(below(1ULL << 52U))}};
        e.day = df::date{std::chrono::sys_days{std::chrono::days{static_cast<int>(below(100000)) - 50000}}};
        for (auto& b : e.mark) b = static_cast<std::uint8_t>(random_());
        if (below(2) == 0) e.note = text();
        for (auto n = below(3); n != 0; --n)
            e.sizes.push_back(
                {real(), below(2) == 0 ? std::optional<int>{static_cast<int>(below(9))} : std::nullopt});
        e.triple = {static_cast<int>(below(9)), -1, 3};
        for (auto n = below(3); n != 0; --n) e.table[text()] = {1, 2};
        switch (below(6)) {
        case 0: e.any = std::monostate{}; break;
        case 1: e.any = true; break;
        case 2: e.any = real(); break;
        case 3: e.any = text(); break;
        case 4: e.any = std::vector<int>{4, 5}; break;
        default: e.any = Size{3, 4};
        }
        for (auto n = below(4); n != 0; --n)
            e.answers.push_back(below(2) == 0 ? std::optional<bool>{n == 1} : std::nullopt);
        for (auto n = below(9); n != 0; --n) e.bits.push_back(below(2) == 0);
        e.nested = Size{5, 6};
        e.free = value(4);
        return e;
    }

  private:
    std::mt19937_64 random_;
};

TEST(Json, FloatsHaveTheDigitsThatGiveThemBack) {
    EXPECT_EQ(df::to_json(0.1F), "0.1");
    EXPECT_EQ(df::to_json(std::vector<float>{16777216.0F, 1.0F / 3, -0.0F, 3.4028235e38F}),
              "[16777216,0.33333334,0,3.4028235e+38]");
    EXPECT_EQ(df::to_json(0.1), "0.1");
    std::string stored; // where a database compares it with a double
    df::json_::writer w{stored};
    w.real(0.1F);
    EXPECT_EQ(stored, "0.10000000149011612");
}

TEST(Json, RandomValuesComeBackAsTheyWere) {
    generator make{20240229};
    for (int i = 0; i < 2000; ++i) round_trip(make.everything());
    for (int i = 0; i < 2000; ++i) round_trip(make.value(6));
}

TEST(Json, DamagedTextNeverDoesHarm) { // refused, or read as something whose text reads the same
    generator make{7};
    int refused = 0;
    for (int i = 0; i < 20000; ++i) {
        auto text = df::to_json(make.everything());
        for (auto n = 1 + make.below(3); n != 0 && !text.empty(); --n) {
            const auto at = make.below(text.size());
            switch (make.below(4)) {
            case 0: text.erase(at, 1 + make.below(5)); break;
            case 1: text.insert(at, 1, static_cast<char>(make.below(256))); break;
            case 2: text[at] = "{}[],:\"\\0eu-"[make.below(12)]; break;
            default: text.resize(at); break;
            }
        }
        try {
            round_trip(df::from_json<Everything>(text));
        } catch (const df::invalid_value&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 10000);
}

} // namespace
