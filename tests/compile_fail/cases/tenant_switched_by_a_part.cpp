// expect: tenants_are_managed_on_a_database_a_session_or_a_transaction<
#include <dataflow/dataflow.hpp>
#include <dataflow/session.hpp>
#include <dataflow/tenant.hpp>

namespace df = dataflow;

struct Guest {
    df::id<Guest> id{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using hotel = df::database<Guest, df::tenant_record>;

void off(hotel& db) {
    db.all_tenants(df::for_writing).transaction([](auto& tx) {
#ifdef MISTAKE
        df::deactivate_tenant(tx.tenant("acme"), "globex");
#else
        df::deactivate_tenant(tx, "globex");
#endif
    });
}
