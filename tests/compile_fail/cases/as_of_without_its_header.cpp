// expect: as_of_needs_the_header_dataflow_history_hpp<
// lines: 20
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

    static constexpr auto dataflow = df::options{.history = true};
};

#ifdef MISTAKE
auto wanted(df::timestamp time) { return df::list<Note>().as_of(time); }
#else
auto wanted(df::timestamp) { return df::list<Note>(); }
#endif
