// expect: an_array_or_json_field_is_compared_by_order<Post
// expect: "tags"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Post {
    std::vector<std::string> tags;
};

#ifdef MISTAKE
auto wanted() { return field<&Post::tags> < std::vector<std::string>{"b"}; }
#else
auto wanted() { return field<&Post::tags> != std::vector<std::string>{"b"}; }
#endif
