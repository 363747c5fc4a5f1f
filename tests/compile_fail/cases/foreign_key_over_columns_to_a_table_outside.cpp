// expect: a_foreign_key_over_columns_refers_to_a_table_that_is_not_in_the_list_of_the_database<Leg
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Flight {
    int year{};
    std::string number;
    static constexpr auto dataflow = df::options{.key = df::key("year", "number")};
};
struct Leg {
    df::id<Leg> id{};
    int year{};
    std::string flight;
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_to<Flight>({"year", "flight"}))};
};

#ifdef MISTAKE
using database = df::database<Leg>;
#else
using database = df::database<Leg, Flight>;
#endif
void run() { database db{"sqlite::memory:"}; }
