// expect: a_field_is_assigned_another_type<Post
// expect: "tags"
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include <string>
#include <vector>

namespace df = dataflow;
using df::field;

struct Post {
    std::vector<std::string> tags{};
};

#ifdef MISTAKE
auto wanted() { return field<&Post::tags>.append(5); }
#else
auto wanted() { return field<&Post::tags>.append("5"); }
#endif
