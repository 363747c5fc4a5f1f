// expect: a_full_text_field_has_a_name_that_fts5_reserves<Article
// expect: "rank"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year{};
    std::string rank;
    static constexpr auto dataflow = df::options{.full_text = df::full_text({"rank"})};
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
