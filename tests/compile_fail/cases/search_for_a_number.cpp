// expect: a_search_takes_its_words_as_a_text<Article
// expect: int>
#include <dataflow/search.hpp>

namespace df = dataflow;
using df::field;

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

#ifdef MISTAKE
auto wanted() { return df::list<Article>().where(df::search<Article>(42)); }
#else
auto wanted() { return df::list<Article>().where(df::search<Article>("fox")); }
#endif
