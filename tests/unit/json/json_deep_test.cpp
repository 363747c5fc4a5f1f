// JSON that is nested deeper than a stack is: built by hand, for texts of that kind are refused.
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/json.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;

df::json_value nested(int levels, bool objects, df::json_value inner) {
    for (int i = 0; i < levels; ++i) {
        if (objects) {
            df::json_value outer;
            outer["a"] = i;
            outer["b"] = std::move(inner);
            inner = std::move(outer);
        } else {
            df::json_value::array outer;
            outer.emplace_back(i);
            outer.push_back(std::move(inner));
            outer.emplace_back("c");
            inner = std::move(outer);
        }
    }
    return inner;
}

TEST(DeepJson, IsCopiedComparedAndDestroyed) {
    for (const bool objects : {false, true}) {
        constexpr int deep = 40'000;
        auto value = nested(deep, objects, 5);
        auto copy = value;
        EXPECT_TRUE(copy == value);
        EXPECT_TRUE(copy == nested(deep, objects, 5.0)); // numbers by their value
        EXPECT_FALSE(copy == nested(deep, objects, 6));
        EXPECT_FALSE(copy == *(objects ? copy.find("b") : copy.find(1)));
        copy = nested(2, objects, nullptr);
        copy = value;
        value = df::json_value{1};
        const auto moved = std::move(copy);
        EXPECT_FALSE(moved == value);
        EXPECT_THROW((void)df::to_json(moved), df::invalid_value);
    }
    EXPECT_EQ(df::to_json(nested(100, false, 5)).size(),
              df::to_json(df::json_value{nested(100, false, 5)}).size());
    EXPECT_THROW((void)df::to_json(nested(101, true, 5)), df::invalid_value);
}

struct Cell {
    df::id<Cell> id{};
    int n = 0;
};

TEST(DeepJson, FiltersFromOutsideAreRefused) {
    std::string text = R"({"n": 1})";
    std::string before, after;
    for (int i = 0; i < 100'000; ++i) before += R"({"$not": )", after += "}";
    text = before + text + after;
    EXPECT_THROW((void)df::filter_from_json<Cell>(text), df::invalid_value);
}

struct Tree {
    int n = 0;
    std::vector<Tree> children{};
};

TEST(DeepJson, StructsThatHoldThemselvesAreRefused) {
    Tree tree;
    for (int i = 0; i < 5000; ++i) { // what the program's own types do with their stack is not the library's
        Tree outer{i, {}};
        outer.children.push_back(std::move(tree));
        tree = std::move(outer);
    }
    EXPECT_THROW((void)df::to_json(tree), df::invalid_value);
    std::string text = "{}";
    std::string before, after;
    for (int i = 0; i < 100'000; ++i) before += R"({"children": [)", after += "]}";
    text = before + text + after;
    EXPECT_THROW((void)df::from_json<Tree>(text), df::invalid_value);
    EXPECT_THROW((void)df::from_json<df::json_value>(text), df::invalid_value);
}

} // namespace
