// expect: a_foreign_key_over_columns_is_to_a_model_with_tenants_or_soft_delete<Leg
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Flight {
    int year{};
    std::string number;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.key = df::key("year", "number"), .soft_delete = true};
#else
    static constexpr auto dataflow = df::options{.key = df::key("year", "number")};
#endif
};
struct Leg {
    df::id<Leg> id{};
    int year{};
    std::string flight;
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_to<Flight>({"year", "flight"}))};
};

auto wanted() { return df::list<Leg>(); }
