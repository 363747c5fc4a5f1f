// expect: a_registry_of_tenants_needs_tenant_record_in_the_list_of_the_database<
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};

#ifdef MISTAKE
using database = df::database<Note>;
#else
using database = df::database<Note, df::tenant_record>;
#endif

auto all(database& db) { return df::tenants(db); }
