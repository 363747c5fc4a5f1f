// expect: all_tenants_are_read_only_unless_asked_for_writing<
// lines clang++: 18
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
void off(hotel& db) { df::deactivate_tenant(db.all_tenants(), "globex"); }
#else
void off(hotel& db) {
    if (!df::tenants(db.all_tenants()).empty())
        df::deactivate_tenant(db.all_tenants(df::for_writing), "globex");
}
#endif
