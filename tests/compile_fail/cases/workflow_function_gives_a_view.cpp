// expect: a_function_node_gives_a_view_of_what_is_gone<
// expect: "text"}, Text>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Input {
    std::string name;
};
struct Text {
#ifdef MISTAKE
    std::string_view text;
#else
    std::string text;
#endif
};

auto wanted() {
    return df::workflow<Input>(df::node<"text">([](const Input& in) { return Text{in.name}; }),
                               df::wire<"input", "text">);
}
