// Tenants that are registered: sessions of others are refused.
#include "support/fixture.hpp"

#include <dataflow/session.hpp>
#include <dataflow/tenant.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Parcel {
    df::id<Parcel, std::string> code{};
    int grams = 1;

    static constexpr auto dataflow =
        df::options{.key = df::key("code"), .timestamps = false, .multi_tenant = true};
};
using depot = df::database<Parcel, df::tenant_record>;

Parcel parcel(const char* code) { return {.code = df::id<Parcel, std::string>{code}}; }

class TenantRegistry : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(TenantRegistry);

TEST_P(TenantRegistry, RegistersListsAndSwitches) {
    depot db{url()};
    EXPECT_TRUE(df::tenants(db).empty());
    EXPECT_TRUE(df::register_tenant(db, "globex").active);
    EXPECT_EQ(df::register_tenant(db, std::string{"acme"}).name.value, "acme");
    EXPECT_THROW(df::register_tenant(db, "acme"), df::unique_violation);
    EXPECT_THROW(df::register_tenant(db, ""), df::invalid_value);
    EXPECT_FALSE(df::deactivate_tenant(db, "acme").active);
    EXPECT_FALSE(df::deactivate_tenant(db, "acme").active); // again
    EXPECT_THROW(df::deactivate_tenant(db, "nobody"), df::not_found);
    const auto all = df::tenants(db);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].name.value, "acme");
    EXPECT_FALSE(all[0].active);
    EXPECT_TRUE(all[1].active);
    EXPECT_TRUE(df::reactivate_tenant(db, "acme").active);
}

TEST_P(TenantRegistry, RefusesSessionsOfOthers) {
    depot db{url()};
    df::register_tenant(db, "acme");
    df::register_tenant(db, "globex");
    const auto acme = db.tenant("acme");
    acme.run(df::create(parcel("p")));
    db.tenant("globex").run(df::create(parcel("p")));
    const auto e = support::thrown<df::not_found>([&] { (void)db.tenant("Acme"); });
    EXPECT_EQ(e.node(), "tenant");
    EXPECT_EQ(std::string{e.what()}.find("Acme"), std::string::npos); // no value
    EXPECT_THROW((void)db.session({.actor = "ann"}).tenant("nobody"), df::not_found);
    df::deactivate_tenant(db, "acme");
    EXPECT_THROW((void)db.tenant("acme"), df::protected_operation);
    EXPECT_THROW((void)db.session({.actor = "ann"}).tenant("acme"), df::protected_operation);
    EXPECT_EQ(acme.run(df::count<Parcel>()), 1); // made before: it goes on
    EXPECT_EQ(db.all_tenants().run(df::count<Parcel>()), 2);
    db.all_tenants(df::for_writing).transaction([](auto& tx) {
        EXPECT_THROW((void)tx.tenant("acme"), df::protected_operation);
        EXPECT_THROW((void)tx.tenant("nobody"), df::not_found);
        tx.tenant("globex").run(df::create(parcel("q")));
    });
    df::reactivate_tenant(db, "acme");
    const auto again = db.session({.actor = "ann"}).tenant("acme");
    EXPECT_EQ(again.run(df::count<Parcel>()), 1);
    EXPECT_EQ(again.facts().actor, "ann");
}

TEST_P(TenantRegistry, NamesAreTextsAndNothingElse) {
    depot db{url()};
    const std::vector<std::string> names{
        "a'b", "a\"b", "a;--", "a.b", "../a", "A", "a", "\u00e4", "e\u0301", std::string(300, 'x'), " ", "%"};
    for (const auto& name : names) df::register_tenant(db, name);
    EXPECT_EQ(df::tenants(db).size(), names.size());
    for (const auto& name : names) db.tenant(name).run(df::create(parcel("p")));
    for (const auto& name : names) EXPECT_EQ(db.tenant(name).run(df::count<Parcel>()), 1) << name;
    EXPECT_THROW(df::register_tenant(db, std::string("a\0b", 3)), df::invalid_value);
    EXPECT_THROW(df::register_tenant(db, "\xff"), df::invalid_value);
}

TEST_P(TenantRegistry, ThreadsMakeSessionsOfBoth) {
    depot db{url()};
    df::register_tenant(db, "acme");
    df::register_tenant(db, "globex");
    std::vector<std::thread> all;
    for (const std::string name : {"acme", "globex"})
        all.emplace_back([&db, name] {
            for (int i = 0; i < 20; ++i) {
                db.tenant(name).run(df::create(parcel(std::to_string(i).c_str())));
                EXPECT_EQ(db.tenant(name).run(df::count<Parcel>()), i + 1);
            }
        });
    for (auto& t : all) t.join();
}

/// Whatever runs nodes, and is no tenant's, registers and switches tenants.
TEST_P(TenantRegistry, EveryViewSwitches) {
    depot db{url()};
    const auto session = db.session({.actor = "root"});
    df::register_tenant(session, "acme");
    df::register_tenant(db.all_tenants(df::for_writing), "globex");
    EXPECT_EQ(df::tenants(db.all_tenants()).size(), 2u);
    EXPECT_FALSE(df::deactivate_tenant(session, "acme").active);
    EXPECT_TRUE(df::reactivate_tenant(db.all_tenants(df::for_writing), "acme").active);
    db.all_tenants(df::for_writing).transaction([](auto& tx) {
        df::deactivate_tenant(tx, "acme");
        EXPECT_THROW((void)tx.tenant("acme"), df::protected_operation); // in the transaction at once
        EXPECT_THROW(tx.nested([](auto& inner) {
            df::reactivate_tenant(inner, "acme");
            df::register_tenant(inner, "acme");
        }),
                     df::unique_violation);
        EXPECT_THROW((void)tx.tenant("acme"), df::protected_operation);
        EXPECT_EQ(df::tenants(tx).size(), 2u);
    });
    EXPECT_THROW((void)db.tenant("acme"), df::protected_operation);
    session.transaction([](auto& tx) { df::reactivate_tenant(tx, "acme"); });
    EXPECT_THROW(db.transaction([](auto& tx) {
        df::deactivate_tenant(tx, "acme");
        df::deactivate_tenant(tx, "nobody");
    }),
                 df::not_found);
    EXPECT_EQ(db.tenant("acme").run(df::count<Parcel>()), 0); // what was undone never was
    EXPECT_THROW(df::deactivate_tenant(db.session({.read_only = true}), "acme"), df::protected_operation);
}

struct Batch {
    int grams{};
};

/// Any transaction that is no tenant's own has tenants: one is registered together with its first records.
TEST_P(TenantRegistry, EveryTransactionHasTenants) {
    depot db{url()};
    const auto first = [](auto& tx, const char* name) {
        df::register_tenant(tx, name);
        tx.tenant(name).run(df::create(parcel("p")));
        return tx.tenant(name).run(df::count<Parcel>());
    };
    EXPECT_EQ(db.transaction([&](auto& tx) { return first(tx, "acme"); }), 1);
    EXPECT_EQ(db.session({.actor = "ann"}).transaction([&](auto& tx) { return first(tx, "globex"); }), 1);
    EXPECT_EQ(db.tenant("acme").run(df::count<Parcel>()), 1);
    EXPECT_THROW(db.transaction([&](auto& tx) {
        first(tx, "initech");
        first(tx, "acme"); // it is there already
    }),
                 df::unique_violation);
    EXPECT_THROW((void)db.tenant("initech"), df::not_found);

    db.transaction([&](auto& tx) {
        auto acme = tx.tenant("acme");
        EXPECT_FALSE(acme.try_run(df::create(parcel("p")))); // undone alone
        tx.nested([&](auto& inner) { inner.tenant("globex").run(df::create(parcel("q"))); });
        EXPECT_THROW(tx.nested([&](auto& inner) {
            inner.tenant("globex").run(df::create(parcel("r")));
            inner.tenant("globex").run(df::create(parcel("q")));
        }),
                     df::unique_violation);
        const auto flow =
            df::workflow<Batch>(df::node<"made">(df::create<Parcel>(field<&Parcel::code> = parcel("w").code)),
                                df::node<"all">(df::count<Parcel>()), df::wire<"input.grams", "made.grams">,
                                df::after<"made", "all">);
        EXPECT_EQ((acme.run(flow, Batch{7}).template get<"all">()), 2);
        EXPECT_EQ(acme.run(df::bulk_erase<Parcel>(field<&Parcel::grams> == 1)).deleted, 1u);
        EXPECT_THROW((void)tx.tenant("nobody"), df::not_found);
        EXPECT_THROW((void)tx.tenant(""), df::invalid_value);
    });
    EXPECT_EQ(db.tenant("acme").run(df::count<Parcel>()), 1);
    EXPECT_EQ(db.tenant("globex").run(df::count<Parcel>()), 2);
    const auto reading = db.session({.actor = "ann", .read_only = true});
    EXPECT_THROW(reading.transaction([](auto& tx) { tx.tenant("acme").run(df::create(parcel("z"))); }),
                 df::read_only);
}

/// Sessions are made while their tenants come and go: each is made whole or refused, and goes on once made.
TEST_P(TenantRegistry, SessionsAreMadeWhileTenantsComeAndGo) {
    depot db{url()};
    df::register_tenant(db, "acme");
    const auto kept = db.tenant("acme");
    std::atomic<int> made{0};
    std::atomic<bool> stop{false};
    std::vector<std::thread> all;
    for (int t = 0; t < 3; ++t)
        all.emplace_back([&, t] {
            for (int i = 0; !stop; ++i) {
                const auto code = std::to_string(t) + "-" + std::to_string(i);
                try {
                    const auto mine = db.tenant("acme");
                    mine.run(df::create(parcel(code.c_str()))); // deactivated meanwhile or not
                    ++made;
                } catch (const df::protected_operation&) {
                }
                try {
                    (void)db.tenant("late");
                } catch (const df::not_found&) {
                }
            }
        });
    for (int i = 0; i < 15; ++i) {
        df::deactivate_tenant(db, "acme");
        kept.run(df::create(parcel(("k" + std::to_string(i)).c_str())));
        db.transaction([](auto& tx) { df::reactivate_tenant(tx, "acme"); });
        if (i == 7) df::register_tenant(db, "late");
    }
    stop = true;
    for (auto& t : all) t.join();
    EXPECT_EQ(kept.run(df::count<Parcel>()), made + 15);
    EXPECT_EQ(db.tenant("late").run(df::count<Parcel>()), 0);
}

} // namespace
