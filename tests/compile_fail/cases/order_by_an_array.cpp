// expect: records_are_ordered_by_an_array_or_json<Post
// expect: "tags"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Post {
    std::string title;
    std::vector<std::string> tags;
};

#ifdef MISTAKE
auto wanted() { return df::list<Post>().order_by(field<&Post::tags>); }
#else
auto wanted() { return df::list<Post>().order_by(field<&Post::title>); }
#endif
