// expect: rows_per_tenant_is_for_a_model_with_tenants<Note>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.rows_per_tenant = 100};
#else
    static constexpr auto dataflow = df::options{.multi_tenant = true, .rows_per_tenant = 100};
#endif
};

using database = df::database<Note>;
database* made = nullptr;
auto session(const char* url) { return database{url}.dialect(); }
