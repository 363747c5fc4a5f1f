// expect: a_clause_follows_the_last_one<Note
// expect: "as_of"
// lines: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

    static constexpr auto dataflow = df::options{.history = true};
};

#ifdef MISTAKE
auto wanted(df::timestamp time) { return df::list<Note>().as_of(time).limit(3); }
#else
auto wanted(df::timestamp time) { return df::list<Note>().limit(3).as_of(time); }
#endif
