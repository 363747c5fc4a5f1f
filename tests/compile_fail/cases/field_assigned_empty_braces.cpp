// expect: a_field_is_assigned_another_type<City
// expect: empty_braces
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::update<City>(1, field<&City::name> = {}); }
#else
auto wanted() { return df::update<City>(1, field<&City::name> = ""); }
#endif
