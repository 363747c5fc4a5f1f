// expect: a_page_begins_after_something_that_is_not_a_cursor<City
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

auto wanted(const df::page<City>& page) {
#ifdef MISTAKE
    return df::list<City>().after(page.next);
#else
    return df::list<City>().after(*page.next);
#endif
}
