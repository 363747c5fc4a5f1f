// What is searched: words and vectors.
#pragma once

#include <dataflow/search.hpp>

namespace df = dataflow;

struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year{};
    static constexpr auto dataflow = df::options{.full_text = df::full_text({"title", "body"})};
};
struct Other {
    df::id<Other> id{};
    std::string title;
};
struct Doc {
    df::id<Doc> id{};
    std::string title;
    std::array<float, 3> embedding{};
    std::array<float, 3> other{};
    std::array<float, 4> longer{};
    std::array<double, 3> exact{};
    std::vector<float> any{};
};
