// expect: a_field_is_compared_with_another_type<Post
// expect: "tags"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Post {
    std::vector<std::string> tags;
};

#ifdef MISTAKE
auto wanted() { return field<&Post::tags>.contains(5); }
#else
auto wanted() { return field<&Post::tags>.contains("5"); }
#endif
