// expect: an_option_list_has_too_many_entries<Article
// expect: "full_text"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year{};
    static constexpr auto dataflow =
        df::options{.full_text = df::full_text(
                        {"title", "title", "title", "title", "title", "title", "title", "title", "title"})};
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
