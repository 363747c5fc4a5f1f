// expect: a_stream_has_no_total<City>
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

void wanted(df::database<City>& db) {
#ifdef MISTAKE
    for (auto& city : db.stream(df::list<City>().with_total())) city.name.clear();
#else
    for (auto& city : db.stream(df::list<City>())) city.name.clear();
#endif
}
