// expect: a_condition_compares_a_column_with_another_type<Job
// expect: "now"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

enum class state { open, closed };
enum class blood { a, ab };

struct Job {
    df::id<Job> id{};
    state now = state::open;
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("still_open", df::column("now") == blood::ab))};
#else
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("still_open", df::column("now") == state::open))};
#endif
};

auto wanted() { return df::list<Job>(); }
