// expect: a_field_has_the_name_of_a_managed_column<Note
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int history_number{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.history = true};
#endif
};

auto all() { return df::list<Note>(); }
