// expect: a_full_text_field_is_not_a_string<Article
// expect: "year"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year{};
    static constexpr auto dataflow = df::options{.full_text = df::full_text({"title", "year"})};
};
#else
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year{};
    static constexpr auto dataflow = df::options{.full_text = df::full_text({"title", "body"})};
};
#endif

auto wanted() { return df::list<Article>(); }
