// expect: a_model_without_history_has_no_past_versions<Writer>
// lines clang++: 16
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>

namespace df = dataflow;

struct Writer {
    df::id<Writer> id{};
    int n{};

#ifndef MISTAKE
    static constexpr auto dataflow = df::options{.history = true};
#endif
};
struct Note {
    df::id<Note> id{};
    df::id<Writer> writer{};

    static constexpr auto dataflow = df::options{.history = true};
};

auto then(df::timestamp time) { return df::list<Note>().join<&Note::writer>().as_of(time); }
