// What the options on tenants and soft deletes refuse, and what the database itself holds of them: seen by
// plain SQL.
#include "support/fixture.hpp"

#include <dataflow/catalog.hpp>
#include <dataflow/json.hpp>
#include <dataflow/search.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Customer {
    df::id<Customer> id{};
    std::string email{};
    std::array<float, 2> place{};
    std::string about{};

    static constexpr auto dataflow = df::options{.timestamps = false,
                                                 .multi_tenant = true,
                                                 .unique = df::unique({"email"}),
                                                 .full_text = df::full_text({"about"})};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    int total{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using customers = df::database<Customer, Order>;

struct Room {
    df::id<Room, std::string> number{};
    int beds = 1;

    static constexpr auto dataflow = df::options{.key = df::key("number"), .multi_tenant = true};
};
struct Bed {
    df::id<Bed> id{};
    df::id<Room, std::string> room{};
    std::optional<df::id<Bed>> above{};

    static constexpr auto dataflow =
        df::options{.multi_tenant = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"room", df::on_delete::cascade})};
};

class Tenants : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Tenants);
class SharedTenants : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(SharedTenants);

TEST_P(Tenants, RowsOfABulkCreateThatNameAnotherTenantAreRefused) {
    customers db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    other.run(df::create(Customer{.email = "o"}));
    auto rows = other.run(df::list<Customer>()).records; // records, with `tenant_id`
    for (auto& r : rows) r.id = {};
    const auto e = support::thrown<df::invalid_value>([&] { acme.run(df::bulk_create(rows)); });
    EXPECT_EQ(e.field(), "tenant_id");
    EXPECT_THROW(acme.run(df::bulk_create(rows).returning_ids()), df::invalid_value);
    EXPECT_THROW(acme.run(df::bulk_upsert(rows).on_conflict(field<&Customer::email>)), df::invalid_value);
    EXPECT_EQ(acme.run(df::count<Customer>()), 0);
    rows[0].tenant_id.clear(); // none, or its own
    EXPECT_EQ(acme.run(df::bulk_create(rows)).created, 1);
    EXPECT_EQ(acme.run(df::list<Customer>())[0].tenant_id, "acme");
    // A record of another tenant is not saved either, nor created under its name.
    auto theirs = other.run(df::list<Customer>())[0];
    theirs.email = "changed";
    EXPECT_THROW(acme.run(df::update(theirs)), df::not_found);
    theirs.id = {};
    EXPECT_EQ(acme.run(df::create(static_cast<const Customer&>(theirs))).tenant_id, "acme");
    EXPECT_EQ(other.run(df::list<Customer>())[0].email, "o");
}

TEST_P(Tenants, ARecordOfAnotherTenantIsNotSavedOverOneWithTheSameKey) {
    df::database<Room> db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    const Room room{.number = df::id<Room, std::string>{"1"}};
    acme.run(df::create(room));
    other.run(df::create(room));
    auto rows = other.run(df::list<Room>()).records;
    rows[0].beds = 9;
    EXPECT_THROW(acme.run(df::update(rows[0])), df::not_found);
    EXPECT_THROW(acme.run(df::bulk_update(rows)), df::invalid_value);
    EXPECT_THROW(acme.run(df::bulk_update(rows).set(field<&Room::beds>)), df::invalid_value);
    EXPECT_EQ(acme.run(df::bulk_update(rows).per_row()).failures.size(), 1u);
    EXPECT_EQ(acme.run(df::read<Room>("1")).beds, 1);
    rows[0].tenant_id.clear(); // none, or its own
    EXPECT_EQ(acme.run(df::update(rows[0])).beds, 9);
    rows = acme.run(df::list<Room>()).records;
    EXPECT_EQ(acme.run(df::bulk_update(rows)).updated, 1);
    EXPECT_EQ(other.run(df::read<Room>("1")).beds, 1);
}

TEST_P(Tenants, TheForeignKeyThatHoldsARecordBackIsNamed) {
    df::database<Room, Bed> db{url()};
    const auto acme = db.tenant("acme");
    const df::id<Room, std::string> one{"1"}, two{"2"};
    acme.run(df::bulk_create({Room{.number = one}, Room{.number = two}}));
    const auto below = acme.run(df::create(Bed{.room = one}));
    acme.run(df::create(Bed{.room = two, .above = below.id}));
    const auto e = support::thrown<df::foreign_key_violation>([&] { acme.run(df::erase<Room>("1")); });
    EXPECT_EQ(e.constraint(), "beds_above_fkey");
}

TEST_P(Tenants, AForeignKeyDoesNotCrossTenants) {
    customers db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    const auto theirs = other.run(df::create(Customer{.email = "o"}));
    const auto own = acme.run(df::create(Customer{.email = "o"}));
    const auto made = acme.run(df::create(Order{.customer_id = own.id}));
    const auto refused = [&](auto run) {
        const auto e = support::thrown<df::foreign_key_violation>(run);
        EXPECT_EQ(e.constraint(), "orders_customer_id_fkey");
    };
    refused([&] { acme.run(df::create(Order{.customer_id = theirs.id})); });
    refused([&] { acme.run(df::update<Order>(made.id, field<&Order::customer_id> = theirs.id)); });
    const std::vector<Order> rows{{.customer_id = own.id}, {.customer_id = theirs.id}};
    EXPECT_THROW(acme.run(df::bulk_create(rows)), df::foreign_key_violation);
    EXPECT_THROW(acme.run(df::bulk_create(rows).returning_ids()), df::foreign_key_violation);
    EXPECT_THROW(acme.run(df::bulk_update<Order>(df::everything, field<&Order::customer_id> = theirs.id)),
                 df::foreign_key_violation);
    EXPECT_EQ(acme.run(df::count<Order>()), 1);
    EXPECT_EQ(other.run(df::count<Order>()), 0);
}

TEST_P(Tenants, AnUpsertDoesNotChangeAnotherTenantsRow) {
    customers db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    const auto theirs = other.run(df::create(Customer{.email = "o", .about = "theirs"}));
    const auto done =
        acme.run(df::upsert(Customer{.email = "o", .about = "ours"}).on_conflict(field<&Customer::email>));
    EXPECT_TRUE(done.created);
    EXPECT_NE(done.record.id, theirs.id);
    // by the key: the database makes it for all tenants, and it is theirs
    Customer taken{.email = "x", .about = "ours"};
    taken.id = theirs.id;
    EXPECT_THROW(acme.run(df::upsert(taken).on_conflict(field<&Customer::id>)), df::unique_violation);
    EXPECT_THROW(acme.run(df::bulk_upsert(std::vector{taken}).on_conflict(field<&Customer::id>)),
                 df::unique_violation);
    EXPECT_EQ(acme.run(df::bulk_create(std::vector{taken}).on_conflict(df::conflict::skip)).skipped, 1);
    taken.id = done.record.id;
    EXPECT_FALSE(acme.run(df::upsert(taken).on_conflict(field<&Customer::id>)).created);
    EXPECT_EQ(other.run(df::read<Customer>(theirs.id)).about, "theirs");
    EXPECT_EQ(acme.run(df::read<Customer>(done.record.id)).email, "x");
}

TEST_P(Tenants, SearchesAndWorkflowsStayWithinTheTenant) {
    customers db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    acme.run(df::create(Customer{.email = "a", .place = {1, 0}, .about = "quick fox"}));
    other.run(df::create(Customer{.email = "b", .place = {1, 0}, .about = "quick fox"}));
    other.run(df::create(Customer{.email = "c", .place = {0, 1}, .about = "quick dog"}));
    const std::array<float, 2> wanted{1, 0};
    const auto near = acme.run(df::nearest<&Customer::place>(wanted).limit(5));
    ASSERT_EQ(near.size(), 1u);
    EXPECT_EQ(near[0].record.email, "a");
    EXPECT_EQ(other.run(df::nearest<&Customer::place>(wanted)).size(), 2u);
    EXPECT_EQ(acme.run(df::search_ranked<Customer>("quick").limit(1))[0].record.email, "a");
    EXPECT_EQ(acme.run(df::search_ranked<Customer>("quick")).size(), 1u);
    EXPECT_EQ(other.run(df::search_ranked<Customer>("quick").limit(1)).size(), 1u);
    EXPECT_EQ(acme.run(df::list<Customer>().where(df::search<Customer>("dog"))).size(), 0u);
    const auto flow = df::workflow(df::node<"customer">(df::create(Customer{.email = "w"})),
                                   df::node<"order">(df::create<Order>(field<&Order::total> = 7)),
                                   df::node<"count">(df::count<Customer>()),
                                   df::wire<"customer.id", "order.customer_id">, df::after<"order", "count">);
    const auto run = acme.run(flow);
    EXPECT_EQ(run["count"_n], 2);
    EXPECT_EQ(run["order"_n].tenant_id, "acme");
    EXPECT_EQ(other.run(df::count<Order>()), 0);
    // a transaction, with one inside of it, and an error as a value
    acme.transaction([&](auto& tx) {
        tx.nested([](auto& inner) { inner.run(df::create(Customer{.email = "n"})); });
        EXPECT_EQ(tx.run(df::count<Customer>()), 3);
        EXPECT_FALSE(tx.try_run(df::create(Customer{.email = "n"})));
    });
    EXPECT_EQ(other.run(df::count<Customer>()), 2);
    // As JSON, a record tells its tenant.
    EXPECT_TRUE(support::has(df::to_json(acme.run(df::list<Customer>())[0]), R"("tenant_id":"acme")"));
    EXPECT_THROW((void)db.tenant(""), df::invalid_value);
    EXPECT_THROW((void)db.tenant(std::string_view{"acme\0x", 6}), df::invalid_value); // not acme
    EXPECT_THROW((void)db.tenant("\xff"), df::invalid_value);
}

TEST_P(SharedTenants, TheDatabaseItselfHoldsThem) {
    customers db{url()};
    auto sql = plain();
    const auto acme = db.tenant("acme");
    const auto own = acme.run(df::create(Customer{.email = "o"}));
    const auto text = std::to_string(own.id.value);
    sql.run("INSERT INTO customers (email, place, about, tenant_id) VALUES ('o', " +
            std::string(postgres() ? "'{1,0}'" : "'[1,0]'") + ", '', 'other')");
    EXPECT_THROW(sql.run("UPDATE customers SET tenant_id = 'other'"), std::exception); // the same email
    if (!postgres()) sql.run("PRAGMA foreign_keys = ON");
    EXPECT_THROW(
        sql.run("INSERT INTO orders (customer_id, total, tenant_id, created_at, updated_at) VALUES (" + text +
                ", 1, 'other', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z')"),
        std::exception);
    EXPECT_EQ(acme.run(df::count<Customer>()), 1);
    // An index that was made without the tenant is another one, and the table of before lacks a column.
    sql.run("DROP INDEX customers_email_key");
    sql.run("CREATE UNIQUE INDEX customers_email_key ON customers (email, id)");
    const auto e = support::thrown<df::schema_mismatch>([&] { customers again{url()}; });
    EXPECT_TRUE(support::has(e.what(), "tenant_id, email")) << e.what();
}

// --- what foreign keys say, for marks

struct Folder {
    df::id<Folder> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.soft_delete = true};
};
template <df::on_delete Action, bool Soft>
struct Child {
    df::id<Child> id{};
    std::optional<df::id<Folder>> folder_id{};

    static constexpr auto dataflow =
        df::options{.table = Action == df::on_delete::restrict  ? (Soft ? "soft_restricts" : "restricts")
                             : Action == df::on_delete::cascade ? (Soft ? "soft_cascades" : "cascades")
                                                                : (Soft ? "soft_nulls" : "nulls"),
                    .soft_delete = Soft,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"folder_id", Action})};
};
using Restrict = Child<df::on_delete::restrict, false>;
using SoftRestrict = Child<df::on_delete::restrict, true>;
using Cascade = Child<df::on_delete::cascade, false>;
using SoftCascade = Child<df::on_delete::cascade, true>;
using Null = Child<df::on_delete::set_null, false>;
using SoftNull = Child<df::on_delete::set_null, true>;
using folders = df::database<Folder, Restrict, SoftRestrict, Cascade, SoftCascade, Null, SoftNull>;

class SoftDeletes : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SoftDeletes);
class SharedSoftDeletes : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(SharedSoftDeletes);

TEST_P(SoftDeletes, ForeignKeysHoldForMarks) {
    folders db{url()};
    const auto add = [&]<class C>(const df::record<Folder>& f, std::type_identity<C>) {
        return db.run(df::create(C{.folder_id = f.id}));
    };
    auto f = db.run(df::create(Folder{.name = "f"}));
    const auto hard = add(f, std::type_identity<Restrict>{});
    const auto soft = add(f, std::type_identity<SoftRestrict>{});
    const auto held = [&](const char* constraint) {
        const auto e = support::thrown<df::foreign_key_violation>([&] { db.run(df::erase<Folder>(f.id)); });
        EXPECT_EQ(e.constraint(), constraint);
        EXPECT_EQ(e.node(), "erase");
        EXPECT_EQ(e.model(), "Folder");
        EXPECT_EQ(e.field(), "");
        EXPECT_TRUE(db.run(df::exists<Folder>()));
    };
    EXPECT_THROW(db.run(df::bulk_erase<Folder>(df::everything)), df::foreign_key_violation);
    db.run(df::erase<SoftRestrict>(soft.id));
    held("restricts_folder_id_fkey");
    db.run(df::erase<Restrict>(hard.id));
    db.run(df::restore<SoftRestrict>(soft.id));
    held("soft_restricts_folder_id_fkey");
    db.run(df::erase<SoftRestrict>(soft.id));
    add(f, std::type_identity<Cascade>{});
    const auto cascaded = add(f, std::type_identity<SoftCascade>{});
    const auto null = add(f, std::type_identity<Null>{});
    const auto soft_null = add(f, std::type_identity<SoftNull>{});
    EXPECT_TRUE(db.run(df::erase<Folder>(f.id)));
    EXPECT_EQ(db.run(df::count<Cascade>()), 0);
    EXPECT_EQ(db.run(df::count<SoftCascade>()), 0);
    EXPECT_EQ(db.run(df::with_deleted(df::read<SoftCascade>(cascaded.id))).deleted_at,
              db.run(df::with_deleted(df::read<Folder>(f.id))).deleted_at);
    EXPECT_FALSE(db.run(df::read<Null>(null.id)).folder_id);
    EXPECT_FALSE(db.run(df::read<SoftNull>(soft_null.id)).folder_id);
    // Nothing refers to what is deleted, from now on.
    const auto refused = [&](auto run) {
        const auto e = support::thrown<df::foreign_key_violation>(run);
        EXPECT_TRUE(support::has(e.what(), "is deleted")) << e.what();
        EXPECT_EQ(e.field(), "folder_id") << e.what();
    };
    refused([&] { add(f, std::type_identity<Restrict>{}); });
    refused([&] { add(f, std::type_identity<SoftNull>{}); });
    refused([&] { db.run(df::update<Null>(null.id, field<&Null::folder_id> = f.id)); });
    EXPECT_THROW(db.run(df::bulk_create(std::vector<Cascade>(3, Cascade{.folder_id = f.id}))),
                 df::foreign_key_violation);
    EXPECT_THROW(db.run(df::restore<SoftRestrict>(soft.id)), df::foreign_key_violation);
    EXPECT_THROW(db.run(df::purge<Folder>(f.id)),
                 df::foreign_key_violation); // marked children refer to it still
    db.run(df::restore<Folder>(f.id));       // and what went with it
    EXPECT_EQ(db.run(df::count<SoftRestrict>()), 0);
    EXPECT_EQ(db.run(df::restore<SoftRestrict>(soft.id)).folder_id, f.id);
    EXPECT_EQ(db.run(df::read<SoftCascade>(cascaded.id)).folder_id, f.id);
    EXPECT_FALSE(db.run(df::read<SoftNull>(soft_null.id)).folder_id); // nobody knows what it was
    // A record's times, and that a delete is a change
    const auto before = db.run(df::read<Folder>(f.id));
    EXPECT_EQ(before.name, "f");
    EXPECT_FALSE(before.deleted_at);
    folders again{url()};
    const auto found = df::describe(again); // the triggers are the library's own
    const auto wanted =
        df::catalog::describe_models<Folder, Restrict, SoftRestrict, Cascade, SoftCascade, Null, SoftNull>(
            db.dialect());
    for (const auto& d : df::catalog::compare(wanted, found)) ADD_FAILURE() << to_string(d);
}

// A record is held back by no record that goes with it, whatever is marked first. (The names give the order
// of PostgreSQL's triggers, and the list that of SQLite's.)
template <int N>
struct Top {
    df::id<Top> id{};

    static constexpr auto dataflow = df::options{.table = N == 0 ? "tops" : "last_tops", .soft_delete = true};
};
template <int N>
struct Near {
    df::id<Near> id{};
    df::id<Top<N>> top{};

    static constexpr auto dataflow =
        df::options{.table = N == 0 ? "a_nears" : "z_nears",
                    .soft_delete = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"top", df::on_delete::cascade})};
};
template <int N>
struct Middle {
    df::id<Middle> id{};
    df::id<Top<N>> top{};

    static constexpr auto dataflow =
        df::options{.table = N == 0 ? "m_middles" : "n_middles",
                    .soft_delete = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"top", df::on_delete::cascade})};
};
template <int N, bool Soft>
struct Far {
    df::id<Far> id{};
    df::id<Middle<N>> middle{};
    df::id<Near<N>> near{}; // restrict

    static constexpr auto dataflow =
        df::options{.table = N == 0 ? (Soft ? "z_fars" : "z_hard_fars") : (Soft ? "a_fars" : "a_hard_fars"),
                    .soft_delete = Soft,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"middle", df::on_delete::cascade})};
};

template <int N, class Database>
void mark_what_meets_again(Database& db) {
    const auto top = db.run(df::create(Top<N>{})), left = db.run(df::create(Top<N>{}));
    const auto near = db.run(df::create(Near<N>{.top = top.id}));
    const auto middle = db.run(df::create(Middle<N>{.top = top.id}));
    const auto stays = db.run(df::create(Middle<N>{.top = left.id}));
    db.run(df::create(Far<N, true>{.middle = middle.id, .near = near.id}));
    db.run(df::create(Far<N, false>{.middle = middle.id, .near = near.id}));
    const auto held = db.run(df::create(Far<N, true>{.middle = stays.id, .near = near.id}));
    EXPECT_THROW(db.run(df::erase<Top<N>>(top.id)), df::foreign_key_violation); // `held` would be left
    EXPECT_EQ(db.run(df::count<Far<N, true>>()), 2);
    EXPECT_THROW(db.run(df::erase<Near<N>>(near.id)), df::foreign_key_violation);
    db.run(df::erase<Far<N, true>>(held.id));
    EXPECT_TRUE(db.run(df::erase<Top<N>>(top.id)));
    EXPECT_EQ(db.run(df::count<Near<N>>()) + db.run(df::count<Far<N, true>>()), 0);
    EXPECT_EQ((db.run(df::count<Far<N, false>>())), 0);
    EXPECT_EQ(db.run(df::count<Middle<N>>()), 1);
}

TEST_P(SoftDeletes, WhatGoesInTheSameDeleteHoldsNothingBack) {
    df::database<Top<0>, Near<0>, Middle<0>, Far<0, true>, Far<0, false>, Far<1, true>, Far<1, false>,
                 Middle<1>, Near<1>, Top<1>>
        db{url()};
    mark_what_meets_again<0>(db);
    mark_what_meets_again<1>(db);
}

struct Kin {
    df::id<Kin> id{};
    std::string name;
    std::optional<df::id<Kin>> parent{}; // restrict
    std::optional<df::id<Kin>> friend_of{};

    static constexpr auto dataflow = df::options{
        .soft_delete = true,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"friend_of", df::on_delete::set_null})};
};

// A record holds back the one that it refers to, but where it goes in the same delete: in whatever order, and
// in a ring.
TEST_P(SoftDeletes, RecordsOfATableGoTogetherThatReferToEachOther) {
    df::database<Kin> db{url()};
    const auto id = [](std::int64_t n) { return df::id<Kin>{n}; };
    db.run(df::bulk_create(std::vector<Kin>{{.name = "a"},
                                            {.name = "b", .parent = id(1)},
                                            {.name = "c", .parent = id(2), .friend_of = id(1)},
                                            {.name = "d", .parent = id(4)},
                                            {.name = "e", .parent = id(6)},
                                            {.name = "f", .parent = id(5)},
                                            {.name = "g", .friend_of = id(1)}}));
    const auto live = [&] { return db.run(df::select(field<&Kin::name>).order_by(field<&Kin::id>)); };
    const auto all = live();
    const auto up_to = [](std::string_view name) { return df::bulk_erase<Kin>(field<&Kin::name> <= name); };
    EXPECT_THROW(db.run(up_to("a")), df::foreign_key_violation);
    EXPECT_THROW(db.run(up_to("b")), df::foreign_key_violation);
    EXPECT_THROW(db.run(df::bulk_erase<Kin>({id(1), id(2)})), df::foreign_key_violation);
    EXPECT_EQ(live(), all);

    const auto before = df::context::now();
    EXPECT_EQ(db.run(df::bulk_erase<Kin>({id(1), id(2), id(3), id(5), id(6), id(99)})).deleted, 5);
    EXPECT_EQ(live(), (std::vector<std::string>{"d", "g"}));
    EXPECT_FALSE(db.run(df::exists<Kin>().where(field<&Kin::friend_of> != std::nullopt)));
    for (const auto& k : db.run(df::with_deleted(df::list<Kin>())).records)
        EXPECT_TRUE(!k.deleted_at || *k.deleted_at >= before) << k.name;
    for (const auto n : {1, 2, 3}) db.run(df::restore<Kin>(n));
    EXPECT_EQ(db.transaction([&](auto& tx) {
        EXPECT_FALSE(tx.try_run(up_to("b")));
        return tx.run(up_to("c")).deleted;
    }),
              3);
    EXPECT_THROW(db.transaction([&](auto& tx) {
        tx.run(df::restore<Kin>(1));
        tx.run(df::restore<Kin>(2));
        try {
            tx.run(up_to("a"));
        } catch (const df::foreign_key_violation&) {
        }
    }),
                 df::foreign_key_violation);
    EXPECT_EQ(db.run(df::bulk_erase<Kin>(df::everything)).deleted, 2);
    EXPECT_TRUE(live().empty());
}

TEST_P(SoftDeletes, DeletedRecordsAreReadInAWorkflowByWhatAWireBrings) {
    folders db{url()};
    const auto f = db.run(df::create(Folder{.name = "f"}));
    db.run(df::erase<Folder>(f.id));
    const auto named = field<&Folder::name> == df::param<"name">;
    const auto flow =
        df::workflow<Folder>(df::node<"found">(df::with_deleted(df::find<Folder>())),
                             df::node<"many">(df::with_deleted(df::count<Folder>().where(named))),
                             df::node<"all">(df::with_deleted(df::list<Folder>().where(named))),
                             df::node<"left">(df::count<Folder>().where(named)),
                             df::wire<"input.id", "found.id">, df::wire<"input.name", "many.name">,
                             df::wire<"input.name", "all.name">, df::wire<"input.name", "left.name">);
    const auto run = db.run(flow, Folder{.id = f.id, .name = "f"});
    EXPECT_TRUE(run["found"_n]);
    EXPECT_EQ(run["many"_n], 1);
    EXPECT_EQ(run["all"_n].size(), 1u);
    EXPECT_EQ(run["left"_n], 0);
}

TEST_P(SharedSoftDeletes, ForOtherProgramsTooAndAgainWhenTheTriggersAreGone) {
    folders db{url()};
    auto sql = plain();
    const auto f = db.run(df::create(Folder{.name = "f"}));
    const auto child = db.run(df::create(Restrict{.folder_id = f.id}));
    const std::string mark = "UPDATE folders SET deleted_at = '2026-01-01T00:00:00.000000Z'";
    EXPECT_THROW(sql.run(mark), std::exception);
    const auto triggers =
        postgres() ? "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
                   : "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1";
    const auto made = sql.run(triggers);
    EXPECT_EQ(made.size(), postgres() ? 14u : 20u);
    for (const auto& t : made) sql.run("DROP TRIGGER " + *t[0] + (postgres() ? " ON " + *t[1] : ""));
    EXPECT_THROW(folders(df::open_options{.url = url(), .create_tables = false}), df::schema_mismatch);
    folders again{url()};
    EXPECT_EQ(sql.run(triggers), made);
    EXPECT_THROW(sql.run(mark), std::exception);
    again.run(df::erase<Restrict>(child.id));
    sql.run(mark);
    EXPECT_FALSE(again.run(df::exists<Folder>()));
}
// Nor is the name of a trigger what it does.
TEST_P(SharedSoftDeletes, TriggersThatWereChangedAreMadeAnew) {
    folders db{url()};
    auto sql = plain();
    const auto f = db.run(df::create(Folder{.name = "f"}));
    db.run(df::create(Restrict{.folder_id = f.id}));
    const std::string mark = "UPDATE folders SET deleted_at = '2026-01-01T00:00:00.000000Z'";
    const std::string name = "dataflow_fk_restricts_folder_id_restrict";
    const auto mended = [&] {
        EXPECT_THROW(folders(df::open_options{.url = url(), .create_tables = false}), df::schema_mismatch);
        const folders again{url()};
        EXPECT_THROW(sql.run(mark), std::exception);
        EXPECT_NO_THROW(folders(df::open_options{.url = url(), .create_tables = false}));
    };
    EXPECT_NO_THROW(folders(df::open_options{.url = url(), .create_tables = false}));
    if (postgres()) {
        sql.run("ALTER TABLE folders DISABLE TRIGGER " + name);
        mended();
        sql.run("CREATE OR REPLACE FUNCTION " + name +
                "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        mended();
        sql.run("DROP TRIGGER " + name + " ON folders");
        sql.run("CREATE TRIGGER " + name + " AFTER INSERT ON folders FOR EACH ROW EXECUTE FUNCTION " + name +
                "()");
        mended();
    } else {
        sql.run("DROP TRIGGER " + name);
        sql.run("CREATE TRIGGER " + name + " AFTER UPDATE OF deleted_at ON folders BEGIN SELECT 1; END");
        mended();
    }
}

} // namespace
