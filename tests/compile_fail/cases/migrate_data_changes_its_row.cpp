// expect: migrate_data_takes_a_function_of_one_struct_that_gives_a_struct<
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include <string>

namespace df = dataflow;

struct Person {
    df::id<Person> id{};
    std::string name;
};
struct Name {
    std::string name;
};

#ifdef MISTAKE
void upper(Name& name) { name.name = "ANN"; }
#else
Name upper(const Name& name) noexcept { return name; }
#endif

auto changed() { return df::migrate::change_set::of<Person>("upper case").migrate_data<Person>(&upper); }
