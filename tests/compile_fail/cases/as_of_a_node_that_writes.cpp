// expect: as_of_is_for_nodes_that_read_models<Note>
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

    static constexpr auto dataflow = df::options{.history = true};
};

#ifdef MISTAKE
auto wanted(df::timestamp time) { return df::as_of(time, df::erase<Note>(1)); }
#else
auto wanted(df::timestamp time) { return df::as_of(time, df::read<Note>(1)); }
#endif
