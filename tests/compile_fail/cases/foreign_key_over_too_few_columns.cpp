// expect: a_foreign_key_over_columns_does_not_fit_the_key_of_its_model<Leg
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
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_to<Flight>({"year"}))};
#else
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_to<Flight>({"year", "flight"}))};
#endif
};

auto wanted() { return df::list<Leg>(); }
