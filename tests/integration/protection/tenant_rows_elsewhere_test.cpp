// A limit of rows for each tenant together with other options: row-level security, soft delete, records that
// are only appended, past versions, the audit log; in other schemas and files, and without structs.
#include "support/fixture.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/dynamic_database.hpp>
#include <dataflow/history.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_places.hpp>
#include <dataflow/tenant_rows.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Walled {
    df::id<Walled> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{
        .timestamps = false, .multi_tenant = true, .row_level_security = true, .rows_per_tenant = 3};
};
namespace unlimited {
struct Walled {
    df::id<Walled> id{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .row_level_security = true};
};
} // namespace unlimited
struct Marked {
    df::id<Marked> id{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.soft_delete = true, .multi_tenant = true, .rows_per_tenant = 3};
};
struct Appended {
    df::id<Appended> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{
        .multi_tenant = true, .rows_per_tenant = 3, .append_only = true, .unique = df::unique({"text"})};
};
struct Kept {
    df::id<Kept> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{
        .multi_tenant = true, .rows_per_tenant = 3, .versioned = true, .history = true, .audit_log = true};
};
struct Far {
    df::id<Far> id{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.table = "far.notes", .multi_tenant = true, .rows_per_tenant = 3};
};
struct Memo {
    df::id<Memo> id{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .rows_per_tenant = 3};
};
struct Parent {
    df::id<Parent> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
struct Child {
    df::id<Child> id{};
    df::id<Parent> parent{};

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .multi_tenant = true,
                    .rows_per_tenant = 3,
                    .foreign_keys = df::foreign_keys({"parent", df::on_delete::cascade})};
};

class TenantRowsElsewhere : public support::shared_database_test {
  protected:
    void TearDown() override {
        if (postgres() && !IsSkipped()) {
            plain().run("DROP SCHEMA IF EXISTS tenant_rows_a CASCADE; DROP SCHEMA IF EXISTS tenant_rows_b "
                        "CASCADE; DROP SCHEMA IF EXISTS far CASCADE");
            if (!role_.empty())
                plain().run("DROP OWNED BY " + role_ + " CASCADE; DROP OWNED BY " + guest_ + "; DROP ROLE " +
                            role_ + ", " + guest_);
        }
        support::shared_database_test::TearDown();
    }
    template <class Work>
    static void full(Work&& work) {
        const auto e = support::thrown<df::resource_exhausted>(work);
        EXPECT_TRUE(support::has(e.what(), "rows_per_tenant")) << e.what();
    }
    template <class M>
    static std::vector<M> some(int n) {
        std::vector<M> out;
        for (int i = 0; i < n; ++i) out.push_back({.text = std::to_string(i)});
        return out;
    }
    std::string role_, guest_;
};
DATAFLOW_ON_SHARED_DATABASES(TenantRowsElsewhere);

TEST_P(TenantRowsElsewhere, RowLevelSecurity) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    role_ = where().schema() + "_owner", guest_ = where().schema() + "_guest";
    plain().run("CREATE ROLE " + role_ + " LOGIN; CREATE ROLE " + guest_ + " LOGIN; GRANT ALL ON SCHEMA " +
                where().schema() + " TO " + role_ + "; GRANT USAGE ON SCHEMA " + where().schema() + " TO " +
                guest_);
    const auto owner = url("user=" + role_), guest = url("user=" + guest_);
    { // Switched on by a role that its own policies bind.
        df::database<unlimited::Walled> db{owner};
        db.tenant("zeta").run(df::bulk_create(some<unlimited::Walled>(4)));
    }
    const auto to = df::migrations_of<Walled>(owner);
    to.run({.auto_confirm = true});
    EXPECT_TRUE(to.pending().empty());
    EXPECT_EQ(plain().number("SELECT row_count FROM dataflow_tenant_rows"), 4);
    {
        df::database<Walled> db{owner};
        EXPECT_EQ(db.tenant("zeta").run(df::bulk_erase<Walled>(df::everything)).deleted, 4);
        EXPECT_TRUE(db.warnings().empty());
        db.tenant("acme").run(df::bulk_create(some<Walled>(2)));
        db.tenant("globex").run(df::bulk_create(some<Walled>(3)));
        // Counted anew by that role.
        plain().run("ALTER TABLE walleds DISABLE TRIGGER dataflow_rows_walleds_insert");
        db.tenant("acme").run(df::create(Walled{}));
    }
    {
        df::database<Walled> db{owner};
        EXPECT_EQ(df::tenant_usage<Walled>(db),
                  (std::vector<df::tenant_row_count>{{"acme", 3, 3, false}, {"globex", 3, 3, false}}));
    }
    // A role that has no right on the counts.
    plain().run("GRANT SELECT, INSERT, UPDATE, DELETE ON walleds TO " + guest_ +
                "; GRANT USAGE ON ALL SEQUENCES IN SCHEMA " + where().schema() + " TO " + guest_);
    df::database<Walled> db{df::open_options{.url = guest, .create_tables = false}};
    const auto acme = db.tenant("acme");
    full([&] { acme.run(df::create(Walled{})); });
    EXPECT_EQ(acme.run(df::bulk_erase<Walled>(df::everything)).deleted, 3);
    acme.run(df::bulk_create(some<Walled>(3)));
    full([&] { acme.run(df::bulk_create(some<Walled>(1))); });
    EXPECT_THROW((void)df::tenant_usage<Walled>(acme), df::permission_denied);
    EXPECT_THROW(df::set_rows_per_tenant<Walled>(db, "acme", 9), df::permission_denied);
    // Nor can it have the triggers' functions count rows of its own tables.
    auto own = support::plain_connection{GetParam(), guest};
    const auto refused = [&](const std::string& sql, const char* words) {
        try {
            own.run(sql);
            ADD_FAILURE() << "not refused: " << sql;
        } catch (const std::runtime_error& e) {
            EXPECT_TRUE(support::has(e.what(), words)) << e.what();
        }
    };
    refused("CREATE TEMPORARY TABLE mine (tenant_id TEXT); CREATE TRIGGER t AFTER TRUNCATE ON mine FOR EACH "
            "STATEMENT EXECUTE FUNCTION dataflow_rows_walleds_truncate()",
            "permission denied for function");
    // And what it calls like the counts is not looked at.
    own.run("CREATE TEMPORARY TABLE dataflow_tenant_rows (table_name TEXT, tenant_id TEXT, row_count BIGINT, "
            "row_limit BIGINT, PRIMARY KEY (table_name, tenant_id)); SET dataflow.tenant = 'acme'");
    refused("INSERT INTO walleds (tenant_id, text) VALUES ('acme', 'x')", "dataflow limits walleds");
}

TEST_P(TenantRowsElsewhere, MarkedRecordsCountUntilTheyArePurged) {
    df::database<Marked> db{url()};
    const auto acme = db.tenant("acme");
    const auto made = acme.run(df::create(Marked{.text = "a"}));
    acme.run(df::bulk_create(some<Marked>(2)));
    acme.run(df::erase<Marked>(made.id));
    full([&] { acme.run(df::create(Marked{})); });
    EXPECT_EQ(df::tenant_usage<Marked>(acme).rows, 3);
    acme.run(df::restore<Marked>(made.id)); // takes no room
    acme.run(df::erase<Marked>(made.id));
    acme.run(df::purge<Marked>(made.id));
    EXPECT_EQ(df::tenant_usage<Marked>(acme).rows, 2);
    acme.run(df::create(Marked{}));
    full([&] { acme.run(df::create(Marked{})); });
}

TEST_P(TenantRowsElsewhere, RecordsThatAreOnlyAppended) {
    df::database<Appended> db{url()};
    const auto acme = db.tenant("acme");
    acme.run(df::bulk_create(some<Appended>(3)));
    EXPECT_EQ(acme.run(df::bulk_create(some<Appended>(3)).on_conflict(df::conflict::skip)).skipped, 3);
    full([&] { acme.run(df::create(Appended{.text = "x"})); });
    EXPECT_THROW(acme.run(df::sql<"DELETE FROM appendeds">()), df::protected_operation);
    EXPECT_EQ(df::tenant_usage<Appended>(acme).rows, 3);
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
}

TEST_P(TenantRowsElsewhere, PastVersionsAndTheAuditLog) {
    df::database<Kept, df::tenant_audit_record> db{url()};
    const auto acme = db.tenant("acme");
    const auto one = acme.run(df::create(Kept{.text = "a"}));
    acme.run(df::bulk_create(some<Kept>(2)));
    acme.run(df::update<Kept>(one.id, field<&Kept::text> = "b"));
    acme.run(df::restore_version<Kept>(one.id, 1)); // takes no room
    acme.run(df::erase<Kept>(one.id));
    acme.run(df::create(Kept{.text = "c"}));
    full([&] { acme.run(df::restore_version<Kept>(one.id, 1)); });
    acme.run(df::bulk_erase<Kept>(field<&Kept::text> == "c"));
    EXPECT_EQ(acme.run(df::restore_version<Kept>(one.id, 1)).text, "a");
    full([&] { acme.run(df::create(Kept{.text = "c"})); });
    EXPECT_EQ(df::tenant_usage<Kept>(acme).rows, 3);
    EXPECT_TRUE(df::verify_audit(db).ok());
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
}

TEST_P(TenantRowsElsewhere, WhatCascadesFreesRoom) {
    df::database<Parent, Child> db{url()};
    const auto acme = db.tenant("acme");
    const auto one = acme.run(df::create(Parent{})), two = acme.run(df::create(Parent{}));
    acme.run(df::bulk_create({Child{.parent = one.id}, Child{.parent = one.id}, Child{.parent = two.id}}));
    full([&] { acme.run(df::create(Child{.parent = two.id})); });
    acme.run(df::erase<Parent>(one.id));
    EXPECT_EQ(df::tenant_usage<Child>(acme).rows, 1);
    acme.run(df::bulk_create({Child{.parent = two.id}, Child{.parent = two.id}}));
    full([&] { acme.run(df::create(Child{.parent = two.id})); });
}

TEST_P(TenantRowsElsewhere, OtherSchemas) {
    if (postgres()) plain().run("DROP SCHEMA IF EXISTS far CASCADE; CREATE SCHEMA far");
    const auto both = postgres() ? url() : url("attach=far:" + (where().folder() / "far.db").string());
    for (int i = 0; i < 2; ++i) { // the second one finds all there
        df::database<Far, Memo> db{df::open_options{.url = both, .create_tables = i == 0}};
        const auto acme = db.tenant("acme");
        df::set_rows_per_tenant<Far>(db, "globex", 1 + i);
        acme.run(df::bulk_create(some<Far>(3)));
        full([&] { acme.run(df::create(Far{})); });
        db.tenant("globex").run(df::create(Far{}));
        full([&] { db.tenant("globex").run(df::create(Far{})); });
        EXPECT_EQ(df::tenant_usage<Far>(db),
                  (std::vector<df::tenant_row_count>{{"acme", 3, 3, false}, {"globex", 1 + i, 1 + i, true}}));
        EXPECT_TRUE(df::tenant_usage<Memo>(db).empty());
        EXPECT_EQ(db.run(df::sql<"SELECT count(*) FROM far.dataflow_tenant_rows", std::int64_t>().one()), 2);
        EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
        acme.run(df::bulk_erase<Far>(df::everything));
    }
}

template <class Places>
void use_places(Places& all) {
    for (const auto* name : {"rows_a", "rows_b"})
        all.create(name).run(df::bulk_create({Memo{.text = "1"}, Memo{.text = "2"}, Memo{.text = "3"}}));
    all.each([](const std::string& name, auto& db) {
        const auto session = db.tenant(name);
        EXPECT_THROW(session.run(df::create(Memo{})), df::resource_exhausted);
        df::set_rows_per_tenant<Memo>(db, name, name == "rows_a" ? 4 : 3);
        EXPECT_EQ(df::tenant_usage<Memo>(db).size(), 1U);
    });
    all.tenant("rows_a").run(df::create(Memo{}));
    EXPECT_THROW(all.tenant("rows_a").run(df::create(Memo{})), df::resource_exhausted);
    EXPECT_THROW(all.tenant("rows_b").run(df::create(Memo{})), df::resource_exhausted);
    EXPECT_EQ(df::tenant_usage<Memo>(all.tenant("rows_a")), (df::tenant_row_count{"rows_a", 4, 4, true}));
}

TEST_P(TenantRowsElsewhere, AFileOrASchemaForEachTenant) {
    if (postgres()) {
        plain().run(
            "DROP SCHEMA IF EXISTS tenant_rows_a CASCADE; DROP SCHEMA IF EXISTS tenant_rows_b CASCADE");
        df::tenant_schemas<Memo> all{{.url = support::server_url(), .connections = 2}};
        use_places(all);
        EXPECT_EQ(plain().number("SELECT count(*) FROM tenant_rows_a.dataflow_tenant_rows"), 1);
        return;
    }
    const auto folder = where().folder() / "tenants";
    std::filesystem::create_directory(folder);
    df::tenant_files<Memo> all{{.url = folder.string()}};
    use_places(all);
}

TEST_P(TenantRowsElsewhere, DatabasesWithoutStructsKeepIt) {
    {
        df::database<Memo> made{url()};
    }
    df::dynamic_database db{url()};
    const auto one = df::from_json<df::json_value>(R"({"tenant_id": "acme", "text": "a"})");
    for (int i = 0; i < 3; ++i) db.run(db.create_node("memos"), one);
    full([&] { db.run(db.create_node("memos"), one); });
}

} // namespace
