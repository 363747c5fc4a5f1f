// expect: a_session_of_one_tenant_does_not_manage_tenants
// lines clang++: 18
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_rows.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

    static constexpr auto dataflow = df::options{.multi_tenant = true, .rows_per_tenant = 100};
};

auto usage(df::database<Note>& db) {
#ifdef MISTAKE
    return db.tenant("acme").transaction([](auto& tx) { return df::tenant_usage<Note>(tx); });
#else
    return db.transaction([](auto& tx) { return df::tenant_usage<Note>(tx); });
#endif
}
