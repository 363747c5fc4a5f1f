// expect: a_clause_follows_the_last_one<City
// expect: "with_deleted"
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

#ifdef MISTAKE
auto wanted() { return df::with_deleted(df::list<City>()).limit(3); }
#else
auto wanted() { return df::with_deleted(df::list<City>().limit(3)); }
#endif
