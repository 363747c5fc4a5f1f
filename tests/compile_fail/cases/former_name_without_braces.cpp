// expect: a_former_name_is_not_in_braces_with_the_new_one<City
// expect: "renamed"
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
    std::string mayor;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.renamed = df::renamed("title", "name")};
#else
    static constexpr auto dataflow =
        df::options{.renamed = df::renamed({"title", "name"}, {"called", "name"})};
#endif
};

auto wanted() { return df::list<City>(); }
