// expect: all_tenants_are_read_only_unless_asked_for_writing<
// lines g++: 13
// lines clang++: 22
#include <dataflow/dataflow.hpp>
#include <dataflow/session.hpp>
#include <dataflow/tenant.hpp>

namespace df = dataflow;

struct Guest {
    df::id<Guest> id{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using hotel = df::database<Guest, df::tenant_record>;

void fill(hotel& db) {
#ifdef MISTAKE
    db.all_tenants().transaction([](auto& tx) { tx.tenant("acme").run(df::create(Guest{})); });
#else
    db.all_tenants(df::for_writing).transaction([](auto& tx) { tx.tenant("acme").run(df::create(Guest{})); });
#endif
}
