// expect: a_clause_is_given_twice<City
// expect: nulls_last
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::desc(field<&City::name>).nulls_first().nulls_last(); }
#else
auto wanted() { return df::desc(field<&City::name>).nulls_last(); }
#endif
