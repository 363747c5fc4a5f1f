// expect: a_session_of_one_tenant_does_not_manage_tenants<
#include <dataflow/dataflow.hpp>
#include <dataflow/session.hpp>
#include <dataflow/tenant.hpp>

namespace df = dataflow;

struct Guest {
    df::id<Guest> id{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using hotel = df::database<Guest, df::tenant_record>;

#ifdef MISTAKE
void off(hotel& db) { df::deactivate_tenant(db.tenant("acme"), "globex"); }
#else
void off(hotel& db) {
    df::deactivate_tenant(db.session({.actor = "root"}), "globex");
    df::reactivate_tenant(db.all_tenants(df::for_writing), "globex");
    db.transaction([](auto& tx) { df::deactivate_tenant(tx, "globex"); });
}
#endif
