// expect: a_former_name_is_one_that_the_model_still_has<City
// expect: "mayor"
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
    std::string mayor;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.renamed = df::renamed({"mayor", "name"})};
#else
    static constexpr auto dataflow =
        df::options{.renamed = df::renamed({"title", "name"}, {"called", "name"})};
#endif
};

auto wanted() { return df::list<City>(); }
