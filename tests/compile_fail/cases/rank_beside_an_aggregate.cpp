// expect: a_field_outside_the_groups_is_used<Article
#include <dataflow/search.hpp>

#include "../models/articles.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
struct Row {
    double rank{};
    std::int64_t n{};
};
auto wanted() {
    return df::aggregate<Article>().select<Row>(df::rank<Article>("fox").as<"rank">(), df::count().as<"n">());
}
auto run(df::database<Article>& db) { return db.run(wanted()); }
#else
auto wanted() { return df::select(df::rank<Article>("fox")); }
#endif
