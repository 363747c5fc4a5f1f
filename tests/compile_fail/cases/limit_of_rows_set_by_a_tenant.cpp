// expect: a_session_of_one_tenant_does_not_manage_tenants
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_rows.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

    static constexpr auto dataflow = df::options{.multi_tenant = true, .rows_per_tenant = 100};
};

void raise_limit(df::database<Note>& db) {
#ifdef MISTAKE
    df::set_rows_per_tenant<Note>(db.tenant("acme"), "acme", 200);
#else
    df::set_rows_per_tenant<Note>(db, "acme", 200);
#endif
}
