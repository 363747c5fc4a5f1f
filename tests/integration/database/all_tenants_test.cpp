// What is run over all tenants: no records of two tenants stand together.
#include "support/fixture.hpp"

#include <dataflow/history.hpp>
#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Region {
    df::id<Region> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};
/// Both tenants hold the same keys.
struct Room {
    df::id<Room, std::string> number{};
    int beds = 1;
    int region = 1;

    static constexpr auto dataflow =
        df::options{.key = df::key("number"), .timestamps = false, .soft_delete = true, .multi_tenant = true};
};
struct Guest {
    df::id<Guest> id{};
    df::id<Room, std::string> room{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
struct Bag {
    df::id<Bag> id{};
    df::id<Guest> guest_id{};
    std::string color{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
/// Marks and past versions, and keys that both tenants hold.
struct Bed {
    df::id<Bed, std::string> number{};

    static constexpr auto dataflow =
        df::options{.key = df::key("number"), .soft_delete = true, .multi_tenant = true, .history = true};
};
df::id<Bed, std::string> bed(const char* of) { return df::id<Bed, std::string>{of}; }
struct OfTenant {
    std::string tenant_id;
    std::optional<std::int64_t> beds;
};
using hotel = df::database<Region, Room, Guest, Bag>;

df::id<Room, std::string> number(const char* of) { return df::id<Room, std::string>{of}; }

/// acme: rooms 1 (2 beds), 2 (3 beds), ann in 1 with a red bag. globex: room 1 (9 beds), bob and cid in 1.
void fill(hotel& db) {
    db.run(df::create(Region{.name = "north"}));
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    acme.run(
        df::bulk_create({Room{.number = number("1"), .beds = 2}, Room{.number = number("2"), .beds = 3}}));
    globex.run(df::create(Room{.number = number("1"), .beds = 9}));
    const auto ann = acme.run(df::create(Guest{.room = number("1"), .name = "ann"}));
    globex.run(df::create(Guest{.room = number("1"), .name = "bob"}));
    globex.run(df::create(Guest{.room = number("1"), .name = "cid"}));
    acme.run(df::create(Bag{.guest_id = ann.id, .color = "red"}));
}

class AllTenants : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(AllTenants);

TEST_P(AllTenants, ReadsTheRecordsOfEach) {
    hotel db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto rooms = all.run(df::list<Room>().order_by(field<&Room::number>));
    ASSERT_EQ(rooms.size(), 3u);
    EXPECT_EQ(rooms[0].tenant_id, "acme"); // equal keys: by their tenants
    EXPECT_EQ(rooms[1].tenant_id, "globex");
    EXPECT_EQ(all.run(df::count<Room>()), 3);
    EXPECT_EQ(all.run(df::count<Room>().where(df::tenant_id<Room> == "globex")), 1);
    EXPECT_TRUE(all.run(df::exists<Room>().where(field<&Room::beds> == 9)));
    const auto sums = all.run(df::aggregate<Room>()
                                  .group_by(df::tenant_id<Room>)
                                  .select<OfTenant>(df::sum(field<&Room::beds>).as<"beds">())
                                  .order_by(df::tenant_id<Room>));
    ASSERT_EQ(sums.size(), 2u);
    EXPECT_EQ(sums[0].tenant_id, "acme");
    EXPECT_EQ(sums[0].beds, 5);
    EXPECT_EQ(sums[1].beds, 9);
    std::vector<std::string> seen;
    for (const auto& g : all.stream(df::list<Guest>().order_by(field<&Guest::name>)))
        seen.push_back(g.tenant_id + ":" + g.name);
    EXPECT_EQ(seen, (std::vector<std::string>{"acme:ann", "globex:bob", "globex:cid"}));
    const auto [rooms_there, regions] = all.run_all(df::count<Room>(), df::count<Region>());
    EXPECT_EQ(rooms_there, 3);
    EXPECT_EQ(regions, 1);
}

TEST_P(AllTenants, JoinsStayWithinATenant) {
    hotel db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto by_key = all.run(df::list<Guest>().join<&Guest::room>().order_by(field<&Guest::name>));
    ASSERT_EQ(by_key.size(), 3u); // not five
    for (const auto& [guest, room] : by_key) EXPECT_EQ(guest.tenant_id, room.tenant_id);
    const auto natural = all.run(df::select(field<&Guest::name>, field<&Room::beds>)
                                     .from<Guest>()
                                     .join<Room>(field<&Guest::room> == field<&Room::number>)
                                     .order_by(field<&Guest::name>));
    ASSERT_EQ(natural.size(), 3u);
    EXPECT_EQ(natural[0]["beds"_n], 2);
    EXPECT_EQ(natural[1]["beds"_n], 9);
    // by no key at all
    const auto pairs = all.run(
        df::select(field<&Guest::name>, field<&Room::beds>).from<Guest>().join<Room>(field<&Room::beds> > 0));
    EXPECT_EQ(pairs.size(), 4u); // ann with two rooms, bob and cid with one each
    const auto bags = all.run(df::list<Guest>().left_join<&Bag::guest_id>().order_by(field<&Guest::name>));
    ASSERT_EQ(bags.size(), 3u);
    const auto full = all.run(df::select(field<&Room::beds>, df::nullable(field<&Guest::name>))
                                  .from<Guest>()
                                  .right_join<Room>(field<&Guest::room> == field<&Room::number>));
    EXPECT_EQ(full.size(), 4u); // room 2 has nobody
}

TEST_P(AllTenants, SubqueriesAreOfTheTenantOfTheRowAround) {
    hotel db{url()};
    fill(db);
    const auto all = db.all_tenants();
    // Whose room has a guest called bob: globex's 1, not acme's.
    const auto of_bob = df::exists(
        df::list<Guest>().where(field<&Guest::room> == field<&Room::number> && field<&Guest::name> == "bob"));
    const auto rooms = all.run(df::list<Room>().where(of_bob));
    ASSERT_EQ(rooms.size(), 1u);
    EXPECT_EQ(rooms[0].tenant_id, "globex");
    EXPECT_EQ(all.run(df::count<Room>().where(of_bob)), 1);
    const auto in = field<&Room::number>.in(
        df::select(field<&Guest::room>).from<Guest>().where(field<&Guest::name> == "ann"));
    const auto of_ann = all.run(df::list<Room>().where(in));
    ASSERT_EQ(of_ann.size(), 1u);
    EXPECT_EQ(of_ann[0].tenant_id, "acme");
    const auto counts = all.run(
        df::select(field<&Room::beds>, df::as<"guests">(df::scalar(df::select(df::count()).from<Guest>())))
            .from<Room>()
            .order_by(field<&Room::beds>));
    ASSERT_EQ(counts.size(), 3u);
    EXPECT_EQ(counts[0]["guests"_n], 1); // of acme
    EXPECT_EQ(counts[2]["guests"_n], 2);
    // through a table of no tenant
    const auto through = df::exists(
        df::list<Region>().where(field<&Region::name> == "north" &&
                                 df::exists(df::list<Guest>().where(field<&Guest::name> == "bob"))));
    EXPECT_EQ(all.run(df::count<Room>().where(through)), 1);
}

TEST_P(AllTenants, RelationsStayWithinATenant) {
    hotel db{url()};
    fill(db);
    const auto guests =
        db.all_tenants().run(df::list<Guest>().order_by(field<&Guest::name>).with_children<&Bag::guest_id>());
    ASSERT_EQ(guests.size(), 3u);
    EXPECT_EQ(guests[0].children.size(), 1u);
    EXPECT_TRUE(guests[1].children.empty());
}

TEST_P(AllTenants, WhatIsMarkedAsDeletedStaysHidden) {
    hotel db{url()};
    fill(db);
    db.tenant("acme").run(df::erase<Room>("2"));
    const auto all = db.all_tenants();
    EXPECT_EQ(all.run(df::count<Room>()), 2);
    EXPECT_EQ(all.run(df::with_deleted(df::count<Room>())), 3);
    EXPECT_EQ(all.run(df::only_deleted(df::list<Room>())).size(), 1u);
}

TEST_P(AllTenants, ReadsGoOnByKeysThatAreOfOneTenantAlone) {
    hotel db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto first = all.run(df::list<Guest>().order_by(field<&Guest::name>).limit(2));
    ASSERT_TRUE(first.next);
    const auto rest = all.run(df::list<Guest>().order_by(field<&Guest::name>).limit(2).after(*first.next));
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(all.run(df::read<Guest>(rest[0].id)).name, "cid");
}

TEST_P(AllTenants, OnlyReads) {
    hotel db{url()};
    fill(db);
    db.all_tenants().transaction([](auto& tx) {
        EXPECT_EQ(tx.run(df::count<Room>()), 3);
        EXPECT_EQ(tx.nested([](auto& inner) { return inner.run(df::count<Guest>()); }), 3);
    });
    const auto session = db.session({.actor = "root"}).all_tenants();
    EXPECT_EQ(session.facts().actor, "root");
    EXPECT_EQ(session.run(df::count<Room>()), 3);
}

TEST_P(AllTenants, WritesWhereThatIsAskedFor) {
    hotel db{url()};
    fill(db);
    const auto all = db.all_tenants(df::for_writing);
    const auto bob_is_there = df::exists(
        df::list<Guest>().where(field<&Guest::room> == field<&Room::number> && field<&Guest::name> == "bob"));
    EXPECT_EQ(all.run(df::bulk_update<Room>(bob_is_there, field<&Room::beds> = 10)).updated, 1);
    EXPECT_EQ(db.tenant("acme").run(df::read<Room>("1")).beds, 2);
    EXPECT_EQ(db.tenant("globex").run(df::read<Room>("1")).beds, 10);
    EXPECT_EQ(all.run(df::bulk_update<Room>(df::everything, field<&Room::beds> += 1)).updated, 3);
    // the first in the order of keys: of one tenant
    EXPECT_EQ(all.run(df::bulk_update<Room>(df::everything, field<&Room::beds> = 0).limit(1)).updated, 1);
    EXPECT_EQ(all.run(df::count<Room>().where(field<&Room::beds> == 0)), 1);
    const auto guests = all.run(df::list<Guest>().order_by(field<&Guest::name>));
    EXPECT_EQ(all.run(df::update<Guest>(guests[1].id, field<&Guest::name> = "bea")).tenant_id, "globex");
    EXPECT_TRUE(all.run(df::erase<Guest>(guests[2].id)));
    EXPECT_EQ(all.run(df::count<Guest>()), 2);
    // A foreign key to another tenant's record is refused as ever.
    EXPECT_THROW(all.run(df::bulk_update<Bag>(df::everything, field<&Bag::guest_id> = guests[1].id)),
                 df::foreign_key_violation);
}

TEST_P(AllTenants, DeletedRecordsAndPastVersionsAreTakenAwayOfEach) {
    df::database<Bed> db{url()};
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    for (const auto& session : {acme, globex}) {
        session.run(
            df::bulk_create({Bed{.number = bed("1")}, Bed{.number = bed("2")}, Bed{.number = bed("3")}}));
        session.run(df::bulk_erase<Bed>(field<&Bed::number> != bed("3")));
    }
    const auto all = db.all_tenants(df::for_writing);
    // the first in the order of keys: of one tenant
    EXPECT_EQ(all.run(df::purge<Bed>(df::everything).limit(1)).deleted, 1);
    EXPECT_EQ(all.run(df::only_deleted(df::count<Bed>())), 3);
    EXPECT_EQ(all.run(df::purge<Bed>(field<&Bed::number> == bed("2"))).deleted, 2);
    EXPECT_EQ(all.run(df::purge<Bed>(df::older_than(std::chrono::hours{1}))).deleted, 0);
    EXPECT_EQ(all.run(df::purge<Bed>(df::everything)).deleted, 1);
    EXPECT_EQ(all.run(df::count<Bed>()), 2);
    const auto mine = acme.run(df::history<Bed>("1")).size() + acme.run(df::history<Bed>("2")).size();
    EXPECT_GT(mine, 0U);
    EXPECT_GE(all.run(df::purge_history<Bed>(
                  std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) +
                  std::chrono::hours{1})),
              static_cast<std::int64_t>(2 * mine));
    EXPECT_EQ(acme.run(df::history<Bed>("1")).size(), 0U);
    EXPECT_EQ(globex.run(df::history<Bed>("2")).size(), 0U);
    EXPECT_EQ(globex.run(df::history<Bed>("3")).size(), 1U); // what it is now
}

TEST_P(AllTenants, WhatIsCreatedIsOneTenants) {
    hotel db{url()};
    fill(db);
    const auto all = db.all_tenants(df::for_writing);
    all.transaction([](auto& tx) {
        auto globex = tx.tenant("globex");
        globex.run(df::create(Room{.number = number("7")}));
        EXPECT_EQ(globex.run(df::count<Room>()), 2);
        EXPECT_EQ(tx.run(df::count<Room>()), 4);
        EXPECT_FALSE(globex.try_run(df::create(Room{.number = number("7")})));
        tx.nested([](auto& inner) { inner.tenant("acme").run(df::create(Room{.number = number("7")})); });
        EXPECT_EQ(tx.run(df::count<Room>()), 5);
    });
    EXPECT_EQ(db.tenant("globex").run(df::read<Room>("7")).tenant_id, "globex");
    EXPECT_THROW(all.transaction([](auto& tx) { tx.tenant("").run(df::count<Room>()); }), df::invalid_value);
}

TEST_P(AllTenants, SeesTenantsThatWriteMeanwhile) {
    hotel db{url()};
    db.run(df::create(Region{.name = "north"}));
    std::vector<std::thread> all;
    for (const std::string name : {"acme", "globex"})
        all.emplace_back([&db, name] {
            const auto mine = db.tenant(name);
            for (int i = 0; i < 20; ++i) {
                mine.run(df::create(Room{.number = number(std::to_string(i).c_str()), .beds = i}));
                EXPECT_EQ(mine.run(df::count<Room>()), i + 1);
            }
        });
    all.emplace_back([&db] {
        const auto every = db.all_tenants();
        for (int i = 0; i < 20; ++i) {
            const auto same =
                every.run(df::select(df::as<"a">(field<&Room::beds>), df::tenant_id<Room>).from<Room>());
            EXPECT_LE(same.size(), 40u);
        }
    });
    for (auto& t : all) t.join();
    EXPECT_EQ(db.all_tenants().run(df::count<Room>()), 40);
}

} // namespace
