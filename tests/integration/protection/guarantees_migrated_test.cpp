// Protection, and the audit log, switched on and off for tables with rows: steps of a plan, with their locks
// and risks, which can be taken back.
#include "support/option_migration.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/tenant.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

namespace df = dataflow;
using df::field;

namespace bare {
struct Ore {
    df::id<Ore> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow = df::options{.timestamps = false};
};
} // namespace bare
namespace fixed {
struct Ore {
    df::id<Ore> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow = df::options{
        .timestamps = false, .without = df::write_kind::erase, .immutable = df::immutable("name", "weight")};
};
} // namespace fixed
namespace final {
struct Ore {
    df::id<Ore> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow = df::options{.timestamps = false, .append_only = true};
};
} // namespace final
namespace wide {
struct Ore { // one column gets another type, one goes, one comes
    df::id<Ore> id{};
    std::int64_t weight = 1;
    std::optional<double> place{};

    static constexpr auto dataflow = df::options{
        .timestamps = false, .without = df::write_kind::erase, .immutable = df::immutable("weight")};
};
} // namespace wide
namespace renamed {
struct Gem {
    df::id<Gem> id{};
    std::string title{};
    int weight = 1;

    static constexpr auto dataflow = df::options{.timestamps = false,
                                                 .without = df::write_kind::erase,
                                                 .immutable = df::immutable("title", "weight"),
                                                 .renamed_table = "ores",
                                                 .renamed = df::renamed({"name", "title"})};
};
} // namespace renamed
namespace owned {
struct Ore {
    df::id<Ore> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .append_only = true};
};
} // namespace owned
namespace audited {
struct Ore {
    df::id<Ore> id{};
    std::string name{};
    int weight = 1;

    static constexpr auto dataflow = df::options{.timestamps = false, .audit_log = true};
};
} // namespace audited

class GuaranteesMigrated : public support::option_migration_test {
  protected:
    void begin() {
        df::database<bare::Ore> db{url()};
        db.run(df::bulk_create({bare::Ore{.name = "a"}, bare::Ore{.name = "b"}}));
    }
    [[nodiscard]] std::int64_t triggers(const std::string& of = "protect") {
        return option_migration_test::triggers(of);
    }
    [[nodiscard]] std::int64_t functions() { return option_migration_test::functions("protect"); }
    void refused(const std::string& sql, const std::string& words) { refused_by_hand(sql, words); }
    static const df::migrate::step* step_of(const df::migrate::plan& p, std::string_view title) {
        const auto at =
            std::find_if(p.steps.begin(), p.steps.end(), [&](const auto& s) { return s.title == title; });
        return at == p.steps.end() ? nullptr : &*at;
    }
};
DATAFLOW_ON_SHARED_DATABASES(GuaranteesMigrated);

TEST_P(GuaranteesMigrated, OnChangedAndOff) {
    begin();
    const auto done = go<fixed::Ore>();
    ASSERT_EQ(done.plan.steps.size(), 1U) << df::migrate::preview(done.plan);
    const auto& s = done.plan.steps[0];
    EXPECT_EQ(s.title, "protect ores: no erases, name never changes, weight never changes");
    EXPECT_EQ(s.risk, df::risk::medium);
    ASSERT_EQ(s.locks.size(), 1U);
    EXPECT_EQ(s.locks[0].mode,
              postgres() ? df::migrate::lock_mode::share_row_exclusive : df::migrate::lock_mode::exclusive);
    EXPECT_NE(df::migrate::preview(done.plan).find("protect ores: no erases"), std::string::npos);
    refused("DELETE FROM ores", "ores: its records are never deleted");
    refused("UPDATE ores SET weight = 2", "ores: its field weight never changes");
    // A program with other options opens it, and takes nothing away; one with more adds what it needs.
    {
        df::database<bare::Ore> db{url()};
    }
    refused("DELETE FROM ores", "ores: its records are never deleted");

    go<final::Ore>();
    refused("UPDATE ores SET weight = 1", "ores: its records are never updated");
    const auto off = go<bare::Ore>();
    ASSERT_EQ(off.plan.steps.size(), 1U) << df::migrate::preview(off.plan);
    EXPECT_EQ(off.plan.steps[0].title, "protect ores: no longer");
    EXPECT_EQ(off.plan.steps[0].locks[0].mode,
              postgres() ? df::migrate::lock_mode::access_exclusive : df::migrate::lock_mode::exclusive);
    EXPECT_EQ(triggers(), 0);
    EXPECT_EQ(functions(), 0);
    plain().run("UPDATE ores SET weight = 5; DELETE FROM ores WHERE id = 2");
}

TEST_P(GuaranteesMigrated, IsUndone) {
    begin();
    const auto of = df::migrations_of<fixed::Ore>(url());
    const auto on = of.run(all);
    (void)of.rollback(on.run.id);
    EXPECT_EQ(triggers(), 0);
    EXPECT_EQ(functions(), 0);
    plain().run("UPDATE ores SET weight = 5");
    go<fixed::Ore>();
    const auto to = df::migrations_of<bare::Ore>(url());
    const auto off = to.run(all);
    plain().run("UPDATE ores SET weight = 6");
    (void)to.rollback(off.run.id);
    refused("DELETE FROM ores", "ores: its records are never deleted");
    refused("UPDATE ores SET weight = 2", "ores: its field weight never changes");
    EXPECT_TRUE(of.pending().empty()) << df::migrate::preview(of.pending());
}

TEST_P(GuaranteesMigrated, ColumnsChangeUnderIt) {
    begin();
    go<fixed::Ore>();
    go<wide::Ore>();
    refused("DELETE FROM ores", "ores: its records are never deleted");
    refused("UPDATE ores SET weight = 2", "ores: its field weight never changes");
    plain().run("UPDATE ores SET place = 1.5");
}

TEST_P(GuaranteesMigrated, NamesChangeUnderIt) {
    begin();
    go<fixed::Ore>();
    go<renamed::Gem>();
    refused("DELETE FROM gems", "gems: its records are never deleted");
    refused("UPDATE gems SET title = 'z'", "gems: its field title never changes");
    EXPECT_EQ(triggers(), postgres() ? 3 : 7);
    EXPECT_EQ(functions(), postgres() ? 3 : 0);
}

TEST_P(GuaranteesMigrated, NewTablesHaveIt) {
    const auto done = go<final::Ore>();
    EXPECT_NE(step_of(done.plan, "protect ores: no updates, no erases"), nullptr);
    plain().run("INSERT INTO ores (name, weight) VALUES ('a', 1)");
    refused("UPDATE ores SET weight = 2", "ores: its records are never updated");
    df::database<final::Ore> db{url()};
    EXPECT_TRUE(db.drift().empty());
}

TEST_P(GuaranteesMigrated, RecordsThatAreNeverUpdatedGetTheirTenants) {
    begin();
    go<final::Ore>();
    plain().run("ALTER TABLE ores ADD COLUMN tenant_id TEXT NOT NULL DEFAULT 'acme'");
    const std::string whose = "UPDATE ores SET tenant_id = 'globex' WHERE name = 'b'";
    refused(whose, "ores: its records are never updated");
    plain().run(postgres() ? "ALTER TABLE ores DISABLE TRIGGER dataflow_protect_ores_update"
                           : "DROP TRIGGER dataflow_protect_ores_update");
    plain().run(whose);
    go<owned::Ore>();
    refused("UPDATE ores SET weight = 2", "ores: its records are never updated");
    df::database<owned::Ore> db{url()};
    EXPECT_EQ(db.tenant("globex").run(df::count<owned::Ore>().where(field<&owned::Ore::name> == "b")), 1);
    EXPECT_EQ(db.tenant("acme").run(df::count<owned::Ore>()), 1);
}

TEST_P(GuaranteesMigrated, TheAuditLogIsSwitched) {
    begin();
    const auto done = go<audited::Ore, df::audit_record>();
    const auto* on = step_of(done.plan, "audit log ores: on");
    ASSERT_NE(on, nullptr) << df::migrate::preview(done.plan);
    EXPECT_EQ(on->risk, df::risk::low);
    EXPECT_EQ(on->locks[0].mode,
              postgres() ? df::migrate::lock_mode::share_row_exclusive : df::migrate::lock_mode::exclusive);
    plain().run("UPDATE ores SET weight = 2 WHERE id = 1");
    EXPECT_EQ(plain().number("SELECT count(*) FROM dataflow_audit"), 1);
    const auto to = df::migrations_of<bare::Ore, df::audit_record>(url());
    const auto off = to.run(all);
    ASSERT_EQ(off.plan.steps.size(), 1U) << df::migrate::preview(off.plan);
    EXPECT_EQ(off.plan.steps[0].title, "audit log ores: off");
    EXPECT_TRUE(to.drift().empty());
    plain().run("UPDATE ores SET weight = 3 WHERE id = 1");
    EXPECT_EQ(plain().number("SELECT count(*) FROM dataflow_audit"), 1);
    (void)to.rollback(off.run.id);
    plain().run("UPDATE ores SET weight = 4 WHERE id = 1");
    EXPECT_EQ(plain().number("SELECT count(*) FROM dataflow_audit"), 2);
    df::database<audited::Ore, df::audit_record> db{url()};
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
    EXPECT_TRUE(df::verify_audit(db).ok());
}

} // namespace
