// expect: a_model_that_is_only_read_has_an_option_for_writing<Note
// expect: "rows_per_tenant"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.read_only = true, .multi_tenant = true, .rows_per_tenant = 9};
#else
    static constexpr auto dataflow = df::options{.read_only = true, .multi_tenant = true};
#endif
};

using database = df::database<Note>;
database* made = nullptr;
auto session(const char* url) { return database{url}.dialect(); }
