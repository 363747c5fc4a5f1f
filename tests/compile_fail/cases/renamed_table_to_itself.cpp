// expect: a_former_name_is_one_that_the_model_still_has<City
// expect: "cities"
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.renamed_table = "cities"};
#else
    static constexpr auto dataflow = df::options{.renamed_table = "towns"};
#endif
};

auto wanted() { return df::list<City>(); }
