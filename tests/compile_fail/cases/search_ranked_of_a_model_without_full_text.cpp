// expect: a_search_needs_a_model_with_the_option_full_text<Article>
#include <dataflow/search.hpp>

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
struct Article {
    df::id<Article> id{};
    std::string title;
    std::optional<std::string> body{};
    int year{};
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

auto wanted() { return df::search_ranked<Article>("fox").where(field<&Article::year> > 2000).limit(10); }
