// Several nodes of a tenant in one call.
#include "support/fixture.hpp"

#include <dataflow/tenant.hpp>

#include <string>

namespace {

namespace df = dataflow;
using df::field;

struct Guest {
    df::id<Guest> id{};
    std::string email{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .unique = df::unique({"email"})};
};

class TenantRunAll : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(TenantRunAll);

TEST_P(TenantRunAll, IsAboutTheRecordsOfTheTenant) {
    df::database<Guest> db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    const auto [a, b] = acme.run_all(df::create(Guest{.email = "a"}), df::create(Guest{.email = "b"}));
    EXPECT_EQ(a.tenant_id, "acme");
    EXPECT_EQ(b.tenant_id, "acme");
    const auto [mine, page, found] =
        acme.run_all(df::count<Guest>(), df::list<Guest>().order_by(df::desc(field<&Guest::email>)),
                     df::find<Guest>(a.id));
    EXPECT_EQ(mine, 2);
    EXPECT_EQ(page[0].email, "b");
    EXPECT_EQ(found->email, "a");
    const auto [theirs, none] = other.run_all(df::count<Guest>(), df::find<Guest>(a.id));
    EXPECT_EQ(theirs, 0);
    EXPECT_FALSE(none);
}

TEST_P(TenantRunAll, AnErrorUndoesAll) {
    df::database<Guest> db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    const auto theirs = other.run(df::create(Guest{.email = "a"}));
    const auto mine = acme.run(df::create(Guest{.email = "a"}));
    EXPECT_THROW(
        acme.run_all(df::update<Guest>(mine.id, field<&Guest::email> = "b"), df::read<Guest>(theirs.id)),
        df::not_found);
    EXPECT_THROW(acme.run_all(df::create(Guest{.email = "c"}), df::create(Guest{.email = "a"})),
                 df::unique_violation);
    EXPECT_EQ(acme.run(df::count<Guest>()), 1);
    EXPECT_EQ(acme.run(df::read<Guest>(mine.id)).email, "a");
    acme.run_all(df::create(Guest{.email = "c"}), df::erase<Guest>(mine.id));
    EXPECT_EQ(acme.run(df::count<Guest>()), 1);
    EXPECT_EQ(other.run(df::count<Guest>()), 1);
}

} // namespace
