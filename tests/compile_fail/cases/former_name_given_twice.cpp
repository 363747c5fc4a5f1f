// expect: a_former_name_is_given_twice<City
// expect: "title"
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
    std::string mayor;

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.renamed = df::renamed({"title", "name"}, {"title", "mayor"})};
#else
    static constexpr auto dataflow =
        df::options{.renamed = df::renamed({"title", "name"}, {"called", "name"})};
#endif
};

auto wanted() { return df::list<City>(); }
