// expect: a_search_does_not_name_its_model<
#include <dataflow/dataflow.hpp>
#include <dataflow/search.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;

    static constexpr auto dataflow = df::options{.full_text = df::full_text("name")};
};

#ifdef MISTAKE
auto wanted() { return df::list<City>().where(df::search("a")); }
#else
auto wanted() { return df::list<City>().where(df::search<City>("a")); }
#endif
