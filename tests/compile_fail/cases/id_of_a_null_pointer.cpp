// expect: a_null_pointer_is_given_for_a_string<
// expect: "id"}, Item>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Item {
    df::id<Item, std::string> id{};
};

#ifdef MISTAKE
auto wanted() { return df::id<Item, std::string>{nullptr}; }
#else
auto wanted() { return df::id<Item, std::string>{"A"}; }
#endif
