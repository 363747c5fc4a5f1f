// expect: a_model_has_no_rows_per_tenant<Note>
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_rows.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.multi_tenant = true};
#else
    static constexpr auto dataflow = df::options{.multi_tenant = true, .rows_per_tenant = 100};
#endif
};

auto usage(df::database<Note>& db) { return df::tenant_usage<Note>(db); }
