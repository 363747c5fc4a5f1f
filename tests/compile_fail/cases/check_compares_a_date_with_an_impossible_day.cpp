// expect: a_condition_compares_a_column_with_another_type<Job
// expect: "day"
#include <dataflow/dataflow.hpp>

#include <chrono>

namespace df = dataflow;

struct Job {
    df::id<Job> id{};
    std::optional<df::date> day{};
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.checks = df::checks(
                        df::check("new", df::column("day") > df::date{std::chrono::year{2020} / 2 / 30}))};
#else
    static constexpr auto dataflow =
        df::options{.checks = df::checks(
                        df::check("new", df::column("day") > df::date{std::chrono::year{2020} / 2 / 29}))};
#endif
};

auto wanted() { return df::list<Job>(); }
