// expect: a_check_in_the_options_is_not_made_by_df_check<Lodger>
#include <dataflow/dataflow.hpp>

#include <cstdint>

namespace df = dataflow;

struct Lodger {
    df::id<Lodger> id{};
    std::int32_t age = 0;
#ifdef MISTAKE
    static constexpr df::options dataflow{.checks = df::checks("adult", df::column("age") >= 0)};
#else
    static constexpr df::options dataflow{.checks = df::checks(df::check("adult", df::column("age") >= 0))};
#endif
};

auto wanted() { return df::list<Lodger>(); }
