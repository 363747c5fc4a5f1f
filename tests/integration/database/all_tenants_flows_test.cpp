// Workflows over all tenants, and what is run for one of them beside that.
#include "support/fixture.hpp"

#include <dataflow/session.hpp>
#include <dataflow/tenant.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

/// All tenants have the same keys.
struct Ward {
    df::id<Ward, std::string> code{};
    int beds = 0;

    static constexpr auto dataflow =
        df::options{.key = df::key("code"), .timestamps = false, .multi_tenant = true};
};
struct Patient {
    df::id<Patient> id{};
    df::id<Ward, std::string> ward{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
struct Note {
    df::id<Note> id{};
    std::int64_t patients = 0;

    static constexpr auto dataflow = df::options{.timestamps = false};
};
using clinic = df::database<Ward, Patient, Note>;

df::id<Ward, std::string> ward(const char* code) { return df::id<Ward, std::string>{code}; }

void fill(clinic& db) {
    for (const std::string tenant : {"acme", "globex"}) {
        const auto mine = db.tenant(tenant);
        mine.run(df::create(Ward{.code = ward("a"), .beds = tenant == "acme" ? 2 : 9}));
        mine.run(df::create(Patient{.ward = ward("a"), .name = "ann"}));
        mine.run(df::create(Patient{.ward = ward("a"), .name = tenant}));
    }
}

struct Asked {
    std::string name;
    int beds = 0;
};
struct Opened {
    df::id<Ward, std::string> code{};
    int beds = 0;
};
struct Sum {
    std::int64_t rows = 0;
};

class AllTenantsFlows : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(AllTenantsFlows);

TEST_P(AllTenantsFlows, ReadTheRecordsOfEach) {
    clinic db{url()};
    fill(db);
    const auto flow = df::workflow<Asked>(
        df::node<"wards">(df::list<Ward>().order_by(field<&Ward::code>)),
        df::node<"named">(df::count<Patient>().where(field<&Patient::name> == df::param<"name">)),
        df::node<"sum">([](const Sum& of) { return Sum{of.rows + 1}; }), df::wire<"input.name", "named.name">,
        df::wire<"named", "sum.rows">);
    const auto all = db.all_tenants();
    const auto check = [](const auto& run) {
        EXPECT_EQ(run["wards"_n].size(), 2U);
        EXPECT_EQ(run["wards"_n].records.at(0).tenant_id, "acme");
        EXPECT_EQ(run["named"_n], 2);
        EXPECT_EQ(run["sum"_n].rows, 3);
    };
    check(all.run(flow, Asked{"ann"}));
    all.transaction([&](auto& tx) { check(tx.run(flow, Asked{"ann"})); });
    EXPECT_EQ(db.tenant("acme").run(flow, Asked{"ann"})["named"_n], 1);
}

TEST_P(AllTenantsFlows, WriteByPredicatesWhereThatIsAskedFor) {
    clinic db{url()};
    fill(db);
    const auto flow = df::workflow<Asked>(
        df::node<"gone">(df::bulk_erase<Patient>(field<&Patient::name> == df::param<"name">)),
        df::node<"beds">(df::bulk_update<Ward>(df::everything, field<&Ward::beds> = df::param<"beds">)),
        df::node<"left">(df::count<Patient>()),
        df::node<"note">(df::create<Note>()), // no tenant's
        df::wire<"input.name", "gone.name">, df::wire<"input.beds", "beds.beds">,
        df::wire<"left", "note.patients">, df::after<"gone", "left">);
    const auto run = db.all_tenants(df::for_writing).run(flow, Asked{"ann", 5});
    EXPECT_EQ(run["gone"_n].deleted, 2);
    EXPECT_EQ(run["beds"_n].updated, 2);
    EXPECT_EQ(run["note"_n].patients, 2);
    EXPECT_EQ(db.tenant("globex").run(df::read<Ward>("a")).beds, 5);
}

/// What a function runs by itself is judged when it runs.
TEST_P(AllTenantsFlows, FunctionsThatUseAKeyOrCreateAreRefused) {
    clinic db{url()};
    fill(db);
    const auto all = db.all_tenants(df::for_writing);
    const auto reads = df::workflow(
        df::node<"one">([](df::context& c) { return Sum{df::read<Ward>("a").execute(c).beds}; }));
    const auto failed = all.try_run(reads);
    ASSERT_FALSE(failed);
    EXPECT_NE(std::string{failed.error().what()}.find("say whose by tenant()"), std::string::npos)
        << failed.error().what();
    const auto erases = df::workflow(df::node<"one">([](df::context& c) {
        df::erase<Ward>("a").execute(c);
        return Sum{};
    }));
    EXPECT_FALSE(all.try_run(erases));
    const auto creates = df::workflow(df::node<"one">([](df::context& c) {
        df::create(Ward{.code = ward("b")}).execute(c);
        return Sum{};
    }));
    EXPECT_FALSE(all.try_run(creates));
    const auto counts =
        df::workflow(df::node<"one">([](df::context& c) { return Sum{df::count<Ward>().execute(c)}; }));
    EXPECT_EQ(all.run(counts)["one"_n].rows, 2);
    EXPECT_EQ(all.tenant("globex").run(reads)["one"_n].rows, 9);
}

/// A tenant's part of each view of all of them: its keys mean one record.
TEST_P(AllTenantsFlows, OneTenantIsNamedBesideAll) {
    clinic db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto acme = all.tenant("acme");
    EXPECT_EQ(acme.name(), "acme");
    EXPECT_EQ(acme.run(df::read<Ward>("a")).beds, 2);
    EXPECT_EQ(acme.run(df::list<Ward>().with_children<&Patient::ward>()).records.at(0).children.size(), 2U);
    // all_tenants() was asked for to read
    const auto refused = acme.try_run(df::erase<Ward>("a"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), df::error_kind::protected_operation);
    const auto writing = db.session({.actor = "root"}).all_tenants(df::for_writing).tenant("globex");
    EXPECT_EQ(writing.facts().actor, "root");
    EXPECT_EQ(writing.run(df::update<Ward>("a", field<&Ward::beds> = 4)).beds, 4);
    EXPECT_THROW((void)all.tenant(""), df::invalid_value);
    const auto flow =
        df::workflow<Opened>(df::node<"ward">(df::create<Ward>()), df::node<"patients">(df::count<Patient>()),
                             df::wire<"input.code", "ward.code">, df::wire<"input.beds", "ward.beds">);
    db.all_tenants(df::for_writing).transaction([&](auto& tx) {
        auto part = tx.tenant("acme");
        EXPECT_EQ(part.run(flow, Opened{ward("b"), 1})["patients"_n], 2);
        EXPECT_FALSE(part.try_run(flow, Opened{ward("b"), 1})); // it is there
        EXPECT_TRUE(part.try_run(flow, Opened{ward("c"), 1}));
        EXPECT_EQ(tx.run(df::count<Ward>()), 4);
    });
    all.transaction([](auto& tx) { // reading
        EXPECT_EQ(tx.tenant("acme").run(df::read<Ward>("a")).beds, 2);
        EXPECT_EQ(tx.tenant("globex").run(df::read<Ward>("a")).beds, 4);
        EXPECT_EQ(tx.run(df::count<Ward>()), 4);
    });
}

} // namespace
