// expect: a_model_that_is_only_read_has_an_option_for_writing<Note
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.read_only = true, .history = true};
#else
    static constexpr auto dataflow = df::options{.read_only = true};
#endif
};

auto all() { return df::list<Note>(); }
