// expect: a_node_does_not_name_its_model<
// expect: "exists"}, City>
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::exists(field<&City::name> == "a"); }
#else
auto wanted() { return df::exists<City>().where(field<&City::name> == "a"); }
#endif
