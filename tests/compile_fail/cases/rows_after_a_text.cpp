// expect: a_page_begins_after_something_that_is_not_a_cursor<City
// lines: 13
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

auto wanted(const std::string& text) {
    const auto page = df::select(field<&City::name>).with_cursor();
#ifdef MISTAKE
    return page.after(text);
#else
    return page.after(df::cursor::parse(text));
#endif
}
