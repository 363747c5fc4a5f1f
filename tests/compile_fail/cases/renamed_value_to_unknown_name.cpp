// expect: a_value_is_renamed_to_none_of_the_names_of_its_enumeration<Job
// expect: "state"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

enum class progress { open, done };

struct Job {
    df::id<Job> id{};
    progress state = progress::open;

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.renamed_values = df::renamed_values({"state", "fresh", "opened"})};
#else
    static constexpr auto dataflow =
        df::options{.renamed_values = df::renamed_values({"state", "fresh", "open"})};
#endif
};

auto wanted() { return df::list<Job>(); }
