// expect: a_foreign_key_over_columns_does_not_fit_the_key_of_its_model<Leg
// expect: "flight"
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
#ifdef MISTAKE
    int flight{};
#else
    std::string flight;
#endif
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_to<Flight>({"year", "flight"}))};
};

auto wanted() { return df::list<Leg>(); }
