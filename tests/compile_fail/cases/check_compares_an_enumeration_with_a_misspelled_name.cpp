// expect: a_condition_compares_an_enumeration_with_none_of_its_names<Job
// expect: "now"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

enum class state { open, closed };

struct Job {
    df::id<Job> id{};
    state now = state::open;
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("still_open", df::column("now") == "opne"))};
#else
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("still_open", df::column("now") == "open"))};
#endif
};

auto wanted() { return df::list<Job>(); }
