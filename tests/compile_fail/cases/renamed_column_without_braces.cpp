// expect: a_renamed_column_is_not_a_pair_in_braces<City>
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.columns = df::columns("name", "Name")};
#else
    static constexpr auto dataflow = df::options{.columns = df::columns({"name", "Name"})};
#endif
};

auto wanted() { return df::list<City>(); }
