// expect: a_column_is_set_to_sql_that_is_a_text<
// expect: int
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include <string>

namespace df = dataflow;

struct Person {
    df::id<Person> id{};
    int age = 0;
};

auto changed() {
#ifdef MISTAKE
    return df::migrate::set<&Person::age>(0);
#else
    return df::migrate::set<&Person::age>("0");
#endif
}
