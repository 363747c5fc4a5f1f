// Each kind of node over all tenants whose records have equal keys: right, or refused by the compiler.
#include "support/fixture.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/history.hpp>
#include <dataflow/search.hpp>
#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/windows.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

/// All options, and keys that all tenants have.
struct Ware {
    df::id<Ware, std::string> code{};
    int price = 0;
    std::string kind = "x";
    std::optional<std::array<float, 2>> place{};

    static constexpr auto dataflow = df::options{.key = df::key("code"),
                                                 .soft_delete = true,
                                                 .multi_tenant = true,
                                                 .versioned = true,
                                                 .history = true,
                                                 .audit_log = true};
};
struct Text {
    df::id<Text> id{};
    std::string words{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .full_text = df::full_text({"words"})};
};
using shop = df::database<Ware, Text, df::tenant_audit_record>;
using key = df::id<Ware, std::string>;

df::timestamp now() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// Both tenants: a, b, c, d; d deleted; globex's cost ten times as much.
void fill(shop& db) {
    for (const std::string tenant : {"acme", "globex"}) {
        const auto mine = db.tenant(tenant);
        const int by = tenant == "acme" ? 1 : 10;
        for (int i = 0; i < 4; ++i)
            mine.run(df::create(Ware{.code = key{std::string(1, static_cast<char>('a' + i))},
                                     .price = (i + 1) * by,
                                     .kind = i % 2 == 0 ? "x" : "y",
                                     .place = std::array<float, 2>{static_cast<float>(i), 0.0F}}));
        mine.run(df::update<Ware>("a", field<&Ware::price> = 7 * by));
        mine.run(df::erase<Ware>("d"));
        mine.run(df::create(Text{.words = "red " + tenant}));
        mine.run(df::create(Text{.words = "blue"}));
    }
}

class AllTenantsMatrix : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(AllTenantsMatrix);

template <bool Writes, class Node>
constexpr bool runs_over_all = df::database_::may_run<
    df::types<df::database_::with_all_tenants<Writes>, Ware, Text, df::tenant_audit_record>,
    std::remove_cvref_t<Node>>;
template <class Node>
constexpr bool over_all(const Node&) {
    return runs_over_all<true, Node>;
}

TEST_P(AllTenantsMatrix, AKeyThatSeveralHaveIsRefused) {
    EXPECT_FALSE(over_all(df::read<Ware>("a")));
    EXPECT_FALSE(over_all(df::find<Ware>("a")));
    EXPECT_FALSE(over_all(df::update<Ware>("a", field<&Ware::price> = 1)));
    EXPECT_FALSE(over_all(df::erase<Ware>("a")));
    EXPECT_FALSE(over_all(df::restore<Ware>("a")));
    EXPECT_FALSE(over_all(df::history<Ware>("a")));
    EXPECT_FALSE(over_all(df::restore_version<Ware>("a", 1)));
    EXPECT_FALSE(over_all(df::with_deleted(df::read<Ware>("a"))));
    EXPECT_FALSE(over_all(df::as_of(now(), df::read<Ware>("a"))));
    EXPECT_FALSE(over_all(df::bulk_erase<Ware>(std::vector<key>{key{"a"}})));
    EXPECT_FALSE(over_all(df::update(df::record<Ware>{})));
    EXPECT_FALSE(over_all(df::create(Ware{})));
    EXPECT_FALSE(over_all(df::upsert(Ware{})));
    EXPECT_FALSE(over_all(df::bulk_create({Ware{}})));
    EXPECT_FALSE(over_all(df::bulk_upsert({Ware{}})));
    // a key that the database makes is one record's
    EXPECT_TRUE(over_all(df::read<Text>(1)));
    EXPECT_TRUE(over_all(df::update<Text>(1, field<&Text::words> = "x")));
    EXPECT_TRUE(over_all(df::erase<Text>(1)));
    EXPECT_TRUE(over_all(df::count<Ware>()));
}

TEST_P(AllTenantsMatrix, WhatNamesATenantHasItsKeys) {
    shop db{url()};
    fill(db);
    const auto acme = db.all_tenants(df::for_writing).tenant("acme");
    EXPECT_EQ(acme.run(df::history<Ware>("a")).size(), 2U);
    EXPECT_EQ(acme.run(df::restore<Ware>("d")).price, 4);
    EXPECT_EQ(acme.run(df::restore_version<Ware>("a", 1)).price, 1);
    EXPECT_EQ(db.tenant("globex").run(df::read<Ware>("a")).price, 70);
    EXPECT_EQ(db.tenant("globex").run(df::with_deleted(df::read<Ware>("d"))).price, 40);
    db.all_tenants(df::for_writing).transaction([](auto& tx) {
        EXPECT_EQ(tx.tenant("globex").run(df::restore<Ware>("d")).price, 40);
        EXPECT_EQ(tx.tenant("acme").run(df::history<Ware>("d")).size(), 3U);
    });
}

TEST_P(AllTenantsMatrix, PastVersionsAreReadOfEach) {
    shop db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto apart = [] {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }; // than a clock's step
    apart();
    const auto then = now();
    apart();
    db.all_tenants(df::for_writing).run(df::bulk_update<Ware>(df::everything, field<&Ware::price> = 0));
    const auto later = all.run(df::list<Ware>().order_by(field<&Ware::price>));
    EXPECT_EQ(later[0].price, 0);
    EXPECT_EQ(later.size(), 6U);
    const auto before = all.run(df::as_of(then, df::list<Ware>().order_by(field<&Ware::code>)));
    ASSERT_EQ(before.size(), 6U);
    EXPECT_EQ(before[0].price, 7);
    EXPECT_EQ(before[1].price, 70);
    EXPECT_EQ(before[1].tenant_id, "globex");
    // pages of the past, too
    std::vector<int> prices;
    auto page = all.run(df::as_of(then, df::list<Ware>().order_by(field<&Ware::code>).limit(1)));
    for (;;) {
        prices.push_back(page.records.at(0).price);
        if (!page.next) break;
        page = all.run(
            df::as_of(then, df::list<Ware>().order_by(field<&Ware::code>).limit(1).after(*page.next)));
    }
    EXPECT_EQ(prices, (std::vector<int>{7, 70, 2, 20, 3, 30}));
}

TEST_P(AllTenantsMatrix, AggregatesWindowsAndUnions) {
    shop db{url()};
    fill(db);
    const auto all = db.all_tenants();
    EXPECT_EQ(all.run(df::select(df::sum(field<&Ware::price>)).from<Ware>()).at(0), 12 + 120);
    const auto kinds = all.run(df::aggregate<Ware>()
                                   .group_by(df::tenant_id<Ware>, field<&Ware::kind>)
                                   .select(df::count().as<"n">(), df::sum(field<&Ware::price>).as<"sum">())
                                   .order_by(df::tenant_id<Ware>, field<&Ware::kind>));
    ASSERT_EQ(kinds.size(), 4U);
    EXPECT_EQ(kinds[0]["sum"_n], 10);
    EXPECT_EQ(kinds[3]["sum"_n], 20);
    // over all, and within each
    const auto ranked =
        all.run(df::select(df::tenant_id<Ware>, field<&Ware::code>,
                           df::row_number().over(df::order_by(field<&Ware::price>)).as<"whole">(),
                           df::row_number()
                               .over(df::partition_by(df::tenant_id<Ware>), df::order_by(field<&Ware::price>))
                               .as<"own">())
                    .from<Ware>()
                    .order_by(df::tenant_id<Ware>, field<&Ware::price>));
    ASSERT_EQ(ranked.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(ranked[i]["whole"_n], static_cast<std::int64_t>(i + 1));
        EXPECT_EQ(ranked[i]["own"_n], static_cast<std::int64_t>(i % 3 + 1));
    }
    const auto codes = df::select(field<&Ware::code>).from<Ware>();
    EXPECT_EQ(all.run(df::union_distinct(codes, codes)).size(), 3U);
    EXPECT_EQ(all.run(df::union_all(codes, codes)).size(), 12U);
    EXPECT_EQ(all.run(codes.distinct()).size(), 3U);
    EXPECT_EQ(
        all.run(df::list<Ware>().order_by(df::desc(field<&Ware::price>)).first_per(1, df::tenant_id<Ware>))
            .size(),
        2U);
    const auto [n, page, found] = all.run_all(df::count<Ware>(), df::list<Ware>().limit(2).with_total(),
                                              df::exists<Ware>().where(field<&Ware::price> == 70));
    EXPECT_EQ(n, 6);
    EXPECT_EQ(page.total, 6);
    EXPECT_TRUE(found);
}

TEST_P(AllTenantsMatrix, SearchesFindThoseOfEach) {
    shop db{url()};
    fill(db);
    const auto all = db.all_tenants();
    EXPECT_EQ(all.run(df::search_ranked<Text>("red")).size(), 2U);
    EXPECT_EQ(all.run(df::search_ranked<Text>("red globex")).at(0).record.tenant_id, "globex");
    EXPECT_EQ(all.run(df::count<Text>().where(df::search<Text>("blue"))), 2);
    const auto near =
        all.run(df::nearest<&Ware::place>(std::array<float, 2>{1.0F, 0.0F}).by(df::l2).limit(6));
    ASSERT_EQ(near.size(), 6U);
    std::vector<std::string> seen;
    for (const auto& n : near) seen.push_back(std::string{n.record.code.value} + n.record.tenant_id);
    EXPECT_EQ(seen, (std::vector<std::string>{"bacme", "bglobex", "aacme", "aglobex", "cacme", "cglobex"}));
}

TEST_P(AllTenantsMatrix, TheAuditLogIsReadCheckedAndPurged) {
    shop db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto count = all.run(df::count<df::tenant_audit_record>());
    const auto acme = db.tenant("acme").run(df::count<df::tenant_audit_record>());
    EXPECT_EQ(acme, 6);
    EXPECT_EQ(count, 12);
    const auto report = df::verify_audit(all);
    EXPECT_TRUE(report.ok());
    EXPECT_EQ(report.heads.size(), df::verify_audit(db).heads.size());
    const auto rows = all.run(df::list<df::tenant_audit_record>().limit(5));
    EXPECT_EQ(all.run(df::list<df::tenant_audit_record>().limit(100).after(*rows.next)).size(), 7U);
    // whose each change is stays known where one is made over all of them
    db.all_tenants(df::for_writing).run(df::bulk_update<Ware>(df::everything, field<&Ware::price> += 1));
    EXPECT_EQ(db.tenant("acme").run(df::count<df::tenant_audit_record>()), 9);
    EXPECT_EQ(db.tenant("globex").run(df::count<df::tenant_audit_record>()), 9);
    EXPECT_TRUE(df::verify_audit(db.all_tenants()).ok());
    EXPECT_GE(df::purge_audit(db.all_tenants(df::for_writing), df::older_than(std::chrono::hours{0})), 18);
    EXPECT_TRUE(df::verify_audit(db.all_tenants()).ok());
}

/// Past versions and marks of both go by predicates, of each by its own keys.
TEST_P(AllTenantsMatrix, UpkeepByPredicates) {
    shop db{url()};
    fill(db);
    const auto all = db.all_tenants(df::for_writing);
    EXPECT_EQ(all.run(df::bulk_erase<Ware>(field<&Ware::kind> == "y")).deleted, 2); // b; d is deleted already
    EXPECT_EQ(all.run(df::only_deleted(df::count<Ware>())), 4);
    EXPECT_EQ(all.run(df::purge<Ware>(field<&Ware::code> == key{"d"})).deleted, 2);
    EXPECT_EQ(all.run(df::with_deleted(df::count<Ware>())), 6);
    EXPECT_EQ(all.run(df::bulk_update<Ware>(df::filter_from_json<Ware>(R"({"code": "a"})"),
                                            field<&Ware::price> = 5))
                  .updated,
              2);
    EXPECT_EQ(all.run(df::list_from_json<Ware>(R"({"filter": {"price": 5}})")).size(), 2U);
}

} // namespace
