// expect: a_search_takes_its_words_as_a_string<Article
// expect: int>
#include <dataflow/search.hpp>

#include "../models/articles.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Article>().where(df::search<Article>(42)); }
#else
auto wanted() { return df::list<Article>().where(df::search<Article>("fox")); }
#endif
