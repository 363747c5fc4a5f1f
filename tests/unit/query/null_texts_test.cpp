// A null pointer where a function takes a text, as std::getenv gives it: refused, never read.
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/json.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace df = dataflow;

namespace {

struct Note {
    df::id<Note> id{};
    std::string text;
};

template <class F>
void expect_refused(F&& f) {
    try {
        f();
        ADD_FAILURE() << "a null pointer is taken";
    } catch (const df::invalid_value& e) {
        EXPECT_NE(std::string_view{e.what()}.find("a null pointer is not a string"), std::string_view::npos)
            << e.what();
    }
}

TEST(NullTexts, AreRefused) {
    const char* none = nullptr;
    expect_refused([&] { (void)df::from_json<int>(none); });
    expect_refused([&] { (void)df::filter_from_json<Note>(none); });
    expect_refused([&] { (void)df::list_from_json<Note>(none); });
    expect_refused([&] { (void)df::cursor::parse(none); });
    expect_refused([&] { (void)df::parse_timestamp(none); });
    expect_refused([&] { (void)df::parse_date(none); });
    expect_refused([&] { (void)df::parse_uuid(none); });
    expect_refused([&] { (void)df::decimal<5, 2>{none}; });
    expect_refused([&] { (void)df::borrowed(none); });
    expect_refused([&] { (void)df::constant(none); });
    expect_refused([&] { (void)df::json_value{none}; });
    const auto object = df::json_object({{"a", 1}});
    expect_refused([&] { (void)object.find(none); });
}

TEST(NullTexts, AllOtherTextsAreTaken) {
    char buffer[8] = "7";
    EXPECT_EQ(df::from_json<int>(buffer), 7);
    EXPECT_EQ(df::from_json<int>(std::string{"7"}), 7);
    EXPECT_EQ(df::from_json<int>(std::string_view{"78", 1}), 7);
    constexpr df::decimal<5, 2> constant{"1.5"};
    EXPECT_EQ(constant, (df::decimal<5, 2>{std::string{"1.50"}}));
    EXPECT_EQ(df::borrowed("x").text, "x");
}

} // namespace
