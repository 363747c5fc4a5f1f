// expect: a_field_of_another_model_is_used<Other, Article>
#include <dataflow/search.hpp>

#include "../models/articles.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Other>().where(df::search<Article>("fox")); }
#else
auto wanted() { return df::list<Article>().where(df::search<Article>("fox")); }
#endif
