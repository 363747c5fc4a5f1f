// expect: a_node_does_not_name_its_model<
// expect: "list"
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::list(); }
#else
auto wanted() { return df::list<City>(); }
#endif
