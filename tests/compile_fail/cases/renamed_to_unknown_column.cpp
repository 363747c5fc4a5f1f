// expect: an_option_names_an_unknown_column<City
// expect: "nmae"
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
    std::string mayor;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.renamed = df::renamed({"title", "nmae"})};
#else
    static constexpr auto dataflow =
        df::options{.renamed = df::renamed({"title", "name"}, {"called", "name"})};
#endif
};

auto wanted() { return df::list<City>(); }
