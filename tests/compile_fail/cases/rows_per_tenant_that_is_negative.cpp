// expect: rows_per_tenant_is_negative<Note>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.multi_tenant = true, .rows_per_tenant = -1};
#else
    static constexpr auto dataflow = df::options{.multi_tenant = true, .rows_per_tenant = 0};
#endif
};

using database = df::database<Note>;
database* made = nullptr;
auto session(const char* url) { return database{url}.dialect(); }
