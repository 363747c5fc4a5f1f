// expect: two_columns_differ_only_in_case<Person
// expect: "Name"
// expect: "name"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Person {
    df::id<Person> id{};
    std::string Name;
#ifdef MISTAKE
    std::string name;
#else
    std::string name_in_small_letters;
#endif
};

auto made() { return df::create(Person{}); }
