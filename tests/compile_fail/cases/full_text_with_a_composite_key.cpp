// expect: full_text_needs_one_whole_number_as_key<Article
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Article {
    int shelf{};
    int number{};
    std::string title;
    std::optional<std::string> body{};
    int year{};
    static constexpr auto dataflow =
        df::options{.key = df::key("shelf", "number"), .full_text = df::full_text({"title"})};
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
