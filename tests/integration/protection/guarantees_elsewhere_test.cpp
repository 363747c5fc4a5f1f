// Guarantees of tables in other schemas and attached files, and of tenants with soft delete.
#include "support/fixture.hpp"

#include <dataflow/migrate.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <string>
#include <string_view>

namespace {

namespace df = dataflow;
using df::field;

struct Crate {
    df::id<Crate> id{};
    std::string code{};

    static constexpr auto dataflow = df::options{
        .table = "guarded.crates", .timestamps = false, .append_only = true, .unique = df::unique({"code"})};
};
struct Label {
    df::id<Label> id{};
    std::string text{};
    std::string made_by{};

    static constexpr auto dataflow =
        df::options{.table = "guarded.labels", .timestamps = false, .immutable = df::immutable("made_by")};
};
struct Ticket {
    df::id<Ticket> id{};
    std::string number{};
    std::string text{};

    static constexpr auto dataflow = df::options{.soft_delete = true,
                                                 .multi_tenant = true,
                                                 .immutable = df::immutable("number", "tenant_id"),
                                                 .unique = df::unique({"number"})};
};
struct Receipt {
    df::id<Receipt> id{};
    std::string number{};

    static constexpr auto dataflow =
        df::options{.multi_tenant = true, .append_only = true, .unique = df::unique({"number"})};
};

class GuaranteesElsewhere : public support::shared_database_test {
  protected:
    template <class Work>
    static void refused(Work&& work, std::string_view words) {
        try {
            work();
            ADD_FAILURE() << "not refused: " << words;
        } catch (const df::protected_operation& e) {
            EXPECT_NE(std::string_view{e.what()}.find(words), std::string_view::npos) << e.what();
        }
    }
    void refused_by_hand(const std::string& sql, std::string_view words) {
        try {
            plain().run(sql);
            ADD_FAILURE() << "not refused: " << sql;
        } catch (const std::runtime_error& e) {
            EXPECT_NE(std::string_view{e.what()}.find(words), std::string_view::npos) << e.what();
        }
    }
};
DATAFLOW_ON_SHARED_DATABASES(GuaranteesElsewhere);

TEST_P(GuaranteesElsewhere, OtherSchemas) {
    if (postgres()) plain().run("DROP SCHEMA IF EXISTS guarded CASCADE; CREATE SCHEMA guarded");
    const auto both =
        postgres() ? url() : url("attach=guarded:" + (where().folder() / "guarded.db").string());
    for (int i = 0; i < 2; ++i) { // the second one finds all there
        df::database<Crate, Label> db{df::open_options{.url = both, .create_tables = i == 0}};
        db.run(df::create(Crate{.code = "c" + std::to_string(i)}));
        auto label = db.run(df::create(Label{.text = "a", .made_by = "ann"}));
        refused([&] { db.run(df::sql<"UPDATE guarded.crates SET code = 'x'">()); },
                "guarded.crates: its records are never updated");
        refused([&] { db.run(df::sql<"DELETE FROM guarded.crates">()); },
                "guarded.crates: its records are never deleted");
        label.made_by = "bob";
        refused([&] { db.run(df::update(label)); }, "guarded.labels: its field made_by never changes");
        if (!postgres())
            refused([&] { db.run(df::sql<"REPLACE INTO guarded.crates (code) VALUES ('c0')">()); },
                    "guarded.crates: its records are never deleted");
        EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
    }
    if (postgres()) plain().run("DROP SCHEMA guarded CASCADE");
}

TEST_P(GuaranteesElsewhere, TenantsAndSoftDelete) {
    df::database<Ticket, Receipt> db{url()};
    auto acme = db.tenant("acme"), other = db.tenant("other");
    auto one = acme.run(df::create(Ticket{.number = "7", .text = "a"}));
    other.run(df::create(Ticket{.number = "7", .text = "b"}));
    acme.run(df::create(Receipt{.number = "r"}));
    other.run(df::create(Receipt{.number = "r"}));
    EXPECT_TRUE(acme.run(df::erase<Ticket>(one.id)));
    EXPECT_EQ(acme.run(df::restore<Ticket>(one.id)).text, "a");
    one.number = "8";
    refused([&] { acme.run(df::update(one)); }, "tickets: its field number never changes");
    refused_by_hand("UPDATE tickets SET tenant_id = 'third' WHERE tenant_id = 'acme'",
                    "tickets: its field tenant_id never changes");
    refused_by_hand("DELETE FROM receipts WHERE tenant_id = 'acme'",
                    "receipts: its records are never deleted");
    if (!postgres()) {
        const std::string start =
            "REPLACE INTO receipts (number, tenant_id, created_at, updated_at) VALUES ('r', ";
        const std::string end = ", '2001-01-01T00:00:00.000000Z', '2001-01-01T00:00:00.000000Z')";
        refused_by_hand(start + "'acme'" + end, "receipts: its records are never deleted");
        plain().run(start + "'third'" + end); // another tenant's replaces nothing
    }
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
}

} // namespace
