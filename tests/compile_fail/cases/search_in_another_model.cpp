// expect: a_field_of_another_model_is_used<Other, Article>
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
auto wanted() { return df::list<Other>().where(df::search<Article>("fox")); }
#else
auto wanted() { return df::list<Article>().where(df::search<Article>("fox")); }
#endif
