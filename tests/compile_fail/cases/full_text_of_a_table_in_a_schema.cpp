// expect: full_text_is_for_tables_without_a_schema<Article
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Article {
    df::id<Article> id{};
    std::string title;
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.table = "press.articles", .full_text = df::full_text({"title"})};
#else
    static constexpr auto dataflow = df::options{.table = "articles", .full_text = df::full_text({"title"})};
#endif
};

auto wanted() { return df::list<Article>(); }
