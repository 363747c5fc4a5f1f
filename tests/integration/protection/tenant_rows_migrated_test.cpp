// A limit of rows for each tenant, switched on, changed and off for tables with rows, and kept while a
// migration changes them.
#include "support/option_migration.hpp"

#include <dataflow/migrate.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_rows.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

namespace none {
struct Chair {
    df::id<Chair> id{};
    std::string name = "n";
    int legs = 4;

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
} // namespace none
namespace three {
struct Chair {
    df::id<Chair> id{};
    std::string name = "n";
    int legs = 4;

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .rows_per_tenant = 3};
};
} // namespace three
namespace four {
struct Chair { // and columns change
    df::id<Chair> id{};
    std::int64_t legs = 4;
    std::optional<double> height{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .rows_per_tenant = 4};
};
} // namespace four
namespace renamed {
struct Stool {
    df::id<Stool> id{};
    std::string title{};
    int legs = 4;

    static constexpr auto dataflow = df::options{.timestamps = false,
                                                 .multi_tenant = true,
                                                 .rows_per_tenant = 3,
                                                 .renamed_table = "chairs",
                                                 .renamed = df::renamed({"name", "title"})};
};
} // namespace renamed
namespace shared {
struct Chair {
    df::id<Chair> id{};
    std::string name{};
    int legs = 4;

    static constexpr auto dataflow = df::options{.timestamps = false};
};
} // namespace shared

class TenantRowsMigrated : public support::option_migration_test {
  protected:
    void begin() {
        df::database<none::Chair> db{url()};
        db.tenant("acme").run(df::bulk_create({none::Chair{.name = "a"}, none::Chair{.name = "b"}}));
        db.tenant("globex").run(df::bulk_create(std::vector<none::Chair>(5)));
    }
    [[nodiscard]] static std::string insert(const std::string& tenant, const std::string& table = "chairs") {
        return "INSERT INTO " + table + " (tenant_id, " + (table == "chairs" ? "name" : "title") +
               ", legs) VALUES ('" + tenant + "', 'x', 4)";
    }
    void full(const std::string& sql) { refused_by_hand(sql, "dataflow limits "); }
    [[nodiscard]] std::int64_t counted(const std::string& tenant, const std::string& table = "chairs") {
        return plain().number("SELECT row_count FROM dataflow_tenant_rows WHERE tenant_id = '" + tenant +
                              "' AND table_name = '" + table + "'");
    }
    [[nodiscard]] std::int64_t left_over() { return triggers("rows") + functions("rows"); }
};
DATAFLOW_ON_SHARED_DATABASES(TenantRowsMigrated);

TEST_P(TenantRowsMigrated, OnChangedAndOff) {
    begin();
    const auto done = go<three::Chair>();
    ASSERT_EQ(done.plan.steps.size(), 1U) << df::migrate::preview(done.plan);
    const auto& s = done.plan.steps[0];
    EXPECT_EQ(s.title, "limit rows chairs: 3 per tenant");
    EXPECT_EQ(s.risk, df::risk::medium);
    ASSERT_EQ(s.locks.size(), 1U);
    EXPECT_EQ(s.locks[0].mode,
              postgres() ? df::migrate::lock_mode::share_row_exclusive : df::migrate::lock_mode::exclusive);
    EXPECT_TRUE(support::has(df::migrate::preview(done.plan), "3 per tenant"));
    EXPECT_EQ(counted("acme"), 2);
    EXPECT_EQ(counted("globex"), 5); // above it: they stay
    full(insert("globex"));
    plain().run(insert("acme"));
    full(insert("acme"));
    { // A program without the option takes nothing away.
        df::database<none::Chair> db{url()};
    }
    full(insert("acme"));

    const auto other = go<four::Chair>();
    EXPECT_TRUE(support::has(df::migrate::preview(other.plan), "4 per tenant"));
    EXPECT_EQ(counted("acme"), 3);
    const std::string more = "INSERT INTO chairs (tenant_id, legs) VALUES ('acme', 3)";
    plain().run(more);
    full(more);
    plain().run("DELETE FROM chairs WHERE tenant_id = 'globex'");
    EXPECT_EQ(counted("globex"), 0);

    const auto off = go<none::Chair>();
    ASSERT_FALSE(off.plan.empty());
    EXPECT_TRUE(support::has(df::migrate::preview(off.plan), "no longer"));
    EXPECT_EQ(left_over(), 0);
    plain().run(insert("acme"));
    plain().run(insert("globex"));
    go<three::Chair>();
    EXPECT_EQ(counted("acme"), 5);
    EXPECT_EQ(counted("globex"), 1);
}

TEST_P(TenantRowsMigrated, IsUndone) {
    begin();
    const auto of = df::migrations_of<three::Chair>(url());
    const auto on = of.run(all);
    (void)of.rollback(on.run.id);
    EXPECT_EQ(left_over(), 0);
    plain().run(insert("globex"));
    go<three::Chair>();
    EXPECT_EQ(counted("globex"), 6);
    const auto to = df::migrations_of<none::Chair>(url());
    const auto off = to.run(all);
    plain().run(insert("acme") + "; " + insert("acme"));
    (void)to.rollback(off.run.id);
    EXPECT_EQ(counted("acme"), 4); // those that came meanwhile, too
    full(insert("acme"));
    EXPECT_TRUE(of.pending().empty()) << df::migrate::preview(of.pending());
    if (postgres()) {
        EXPECT_EQ(plain().number("SELECT count(*) FROM pg_proc WHERE proname LIKE 'dataflow_rows%' AND "
                                 "pronamespace = current_schema()::regnamespace AND proacl IS NULL"),
                  0);
    }
}

TEST_P(TenantRowsMigrated, TheTableGetsAnotherName) {
    begin();
    go<three::Chair>();
    {
        df::database<three::Chair> db{url()};
        df::set_rows_per_tenant<three::Chair>(db, "acme", 2);
        df::set_rows_per_tenant<three::Chair>(db, "zeta", 1);
    }
    const auto to = df::migrations_of<renamed::Stool>(url());
    const auto done = go<renamed::Stool>();
    full(insert("acme", "stools"));
    full(insert("globex", "stools"));
    plain().run(insert("zeta", "stools"));
    full(insert("zeta", "stools"));
    EXPECT_EQ(left_over(), postgres() ? 8 : 3);
    {
        df::database<renamed::Stool> db{url()};
        EXPECT_EQ(df::tenant_usage<renamed::Stool>(db),
                  (std::vector<df::tenant_row_count>{
                      {"acme", 2, 2, true}, {"globex", 5, 3, false}, {"zeta", 1, 1, true}}));
    }
    EXPECT_EQ(plain().number("SELECT count(*) FROM dataflow_tenant_rows WHERE table_name = 'chairs' AND "
                             "row_limit IS NOT NULL"),
              0);
    (void)to.rollback(done.run.id);
    df::database<three::Chair> db{url()};
    EXPECT_EQ(df::tenant_usage<three::Chair>(db),
              (std::vector<df::tenant_row_count>{
                  {"acme", 2, 2, true}, {"globex", 5, 3, false}, {"zeta", 1, 1, true}}));
    full(insert("acme"));
}

TEST_P(TenantRowsMigrated, TogetherWithTheTenants) {
    {
        df::database<shared::Chair> db{url()};
        db.run(df::bulk_create(std::vector<shared::Chair>(3)));
    }
    plain().run("ALTER TABLE chairs ADD COLUMN tenant_id TEXT NOT NULL DEFAULT 'acme'");
    plain().run("UPDATE chairs SET tenant_id = 'globex' WHERE id = 1");
    go<three::Chair>();
    EXPECT_EQ(counted("acme"), 2);
    plain().run(insert("acme"));
    full(insert("acme"));
    const auto to = df::migrations_of<shared::Chair>(url());
    go<shared::Chair>();
    EXPECT_EQ(left_over(), 0);
    plain().run("INSERT INTO chairs (name, legs) VALUES ('x', 4)");
    EXPECT_EQ(plain().number("SELECT count(*) FROM chairs"), 5);
}

TEST_P(TenantRowsMigrated, NewTablesHaveIt) {
    const auto done = go<three::Chair>();
    EXPECT_TRUE(support::has(df::migrate::preview(done.plan), "3 per tenant"));
    for (int i = 0; i < 3; ++i) plain().run(insert("acme"));
    full(insert("acme"));
    df::database<three::Chair> db{url()};
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
    plain().run(postgres() ? "ALTER TABLE chairs DISABLE TRIGGER dataflow_rows_chairs_delete"
                           : "DROP TRIGGER dataflow_rows_chairs_delete");
    plain().run("DELETE FROM chairs");
    EXPECT_FALSE(db.drift().empty());
    go<three::Chair>();
    EXPECT_EQ(counted("acme"), 0);
}

} // namespace
