// Records that all tenants share, and that records of tenants refer to: what becomes of those when the shared
// one goes holds for all tenants, whosever session it is, and where row-level security hides them from it.
#include "support/fixture.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/history.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace {

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Shop {
    df::id<Shop> id{};
    df::id<City> city{};

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .multi_tenant = true,
                    .row_level_security = true,
                    .history = true,
                    .audit_log = true,
                    .foreign_keys = df::foreign_keys({"city", df::on_delete::cascade})};
};
struct Land {
    df::id<Land> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .soft_delete = true};
};
struct Farm {
    df::id<Farm> id{};
    df::id<Land> land{};

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .soft_delete = true,
                    .multi_tenant = true,
                    .row_level_security = true,
                    .history = true,
                    .foreign_keys = df::foreign_keys({"land", df::on_delete::cascade})};
};
struct Barn { // goes with its farm
    df::id<Barn> id{};
    df::id<Farm> farm{};

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .soft_delete = true,
                    .multi_tenant = true,
                    .row_level_security = true,
                    .foreign_keys = df::foreign_keys({"farm", df::on_delete::cascade})};
};
struct Mill { // holds its land
    df::id<Mill> id{};
    df::id<Land> land{};

    static constexpr auto dataflow = df::options{
        .timestamps = false, .soft_delete = true, .multi_tenant = true, .row_level_security = true};
};
using country = df::database<City, Shop, Land, Farm, Barn, Mill, df::tenant_audit_record>;

/// With a role that owns the tables, and is no superuser.
class RowSecurityShared : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
        role_ = where().schema() + "_owner";
        plain().run("CREATE ROLE " + role_ + " LOGIN; GRANT ALL ON SCHEMA " + where().schema() + " TO " +
                    role_);
    }
    void TearDown() override {
        if (!role_.empty()) plain().run("DROP OWNED BY " + role_ + " CASCADE; DROP ROLE " + role_);
        database_test::TearDown();
    }
    [[nodiscard]] std::string owner() const { return url("user=" + role_); }

    std::string role_;
};
DATAFLOW_ON_SHARED_DATABASES(RowSecurityShared);

TEST_P(RowSecurityShared, PastVersionsEndWithWhatACascadeDeletes) {
    country db{owner()};
    for (const bool of_tenant : {false, true}) {
        const auto city = db.run(df::create(City{}));
        for (const auto* name : {"acme", "globex"}) db.tenant(name).run(df::create(Shop{.city = city.id}));
        if (of_tenant) db.tenant("acme").run(df::erase<City>(city.id));
        else db.run(df::erase<City>(city.id));
    }
    EXPECT_EQ(plain().number("SELECT count(*) FROM shops"), 0);
    EXPECT_EQ(plain().number("SELECT count(*) FROM shops_history WHERE history_deleted"), 4);
    EXPECT_EQ(plain().number("SELECT count(*) FROM shops_history WHERE history_to IS NULL"), 0);
    EXPECT_EQ(plain().number("SELECT count(*) FROM dataflow_audit WHERE operation = 'deleted'"), 4);
    EXPECT_TRUE(df::verify_audit(db).ok());
}

TEST_P(RowSecurityShared, MarksReachTheRecordsOfAllTenants) {
    country db{owner()};
    for (const bool of_tenant : {false, true}) {
        const auto land = db.run(df::create(Land{}));
        for (const auto* name : {"acme", "globex"}) {
            const auto farm = db.tenant(name).run(df::create(Farm{.land = land.id}));
            db.tenant(name).run(df::create(Barn{.farm = farm.id}));
        }
        const auto both = [&](const auto& node) {
            if (of_tenant) db.tenant("acme").run(node);
            else db.run(node);
            // The session sees no more than before.
            EXPECT_EQ(db.tenant("acme").run(
                          df::sql<"select count(distinct tenant_id) from farms", std::int64_t>().one()),
                      1);
        };
        both(df::erase<Land>(land.id));
        for (const auto* name : {"acme", "globex"}) {
            EXPECT_EQ(db.tenant(name).run(df::count<Farm>()), 0) << name;
            EXPECT_EQ(db.tenant(name).run(df::count<Barn>()), 0) << name;
        }
        both(df::restore<Land>(land.id));
        for (const auto* name : {"acme", "globex"}) {
            EXPECT_EQ(db.tenant(name).run(df::count<Farm>()), 1) << name;
            EXPECT_EQ(db.tenant(name).run(df::count<Barn>()), 1) << name;
            EXPECT_EQ(db.tenant(name)
                          .run(df::history<Farm>(db.tenant(name).run(df::list<Farm>()).records[0].id))
                          .size(),
                      3u)
                << name;
        }
        both(df::erase<Land>(land.id));
    }
}

TEST_P(RowSecurityShared, RecordsOfAnotherTenantHoldTheOneTheyReferTo) {
    country db{owner()};
    const auto land = db.run(df::create(Land{}));
    db.tenant("globex").run(df::create(Mill{.land = land.id}));
    EXPECT_THROW(db.run(df::erase<Land>(land.id)), df::foreign_key_violation);
    EXPECT_THROW(db.tenant("acme").run(df::erase<Land>(land.id)), df::foreign_key_violation);
    db.tenant("acme").transaction([&](auto& tx) {
        EXPECT_THROW(tx.nested([&](auto& inner) { inner.run(df::erase<Land>(land.id)); }),
                     df::foreign_key_violation);
        EXPECT_EQ(tx.run(df::sql<"select count(*) from mills", std::int64_t>().one()), 0);
    });
    EXPECT_EQ(db.run(df::count<Land>()), 1);
}

} // namespace
