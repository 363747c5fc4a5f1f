// expect: a_clause_follows_the_last_one<City
// expect: "for_update"
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted() { return df::list<City>().for_update().where(field<&City::name> == "a"); }
#else
auto wanted() { return df::list<City>().where(field<&City::name> == "a").for_update(); }
#endif
