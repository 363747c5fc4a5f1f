// expect: a_model_without_history_has_no_past_versions<Note>
// lines clang++: 16
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifndef MISTAKE
    static constexpr auto dataflow = df::options{.history = true};
#endif
};

auto then(df::database<Note>& db, df::timestamp time) { return db.run(df::list<Note>().as_of(time)); }
