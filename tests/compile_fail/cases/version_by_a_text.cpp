// expect: a_version_is_named_by_its_number_or_a_time<Note
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

    static constexpr auto dataflow = df::options{.history = true};
};

#ifdef MISTAKE
auto wanted() { return df::restore_version<Note>(1, "2"); }
#else
auto wanted() { return df::restore_version<Note>(1, 2); }
#endif
