// expect: a_model_that_is_not_versioned_has_no_version<Note>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifndef MISTAKE
    static constexpr auto dataflow = df::options{.versioned = true};
#endif
};

auto gone(df::database<Note>& db) { return db.run(df::erase<Note>(1).if_version(2)); }
