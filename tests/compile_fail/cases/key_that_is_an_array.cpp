// expect: a_key_column_is_an_array_or_json<Tag
// expect: "name"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Tag {
#ifdef MISTAKE
    std::vector<std::string> name;
#else
    std::string name;
#endif

    static constexpr auto dataflow = df::options{.key = df::key("name")};
};

auto wanted() { return df::list<Tag>(); }
