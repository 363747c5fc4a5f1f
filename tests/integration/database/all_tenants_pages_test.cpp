// Pages over all tenants whose records have equal keys, against plain C++.
#include "support/fixture.hpp"

#include <dataflow/dynamic.hpp>
#include <dataflow/history.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

/// Its key is the program's, and all tenants have the same ones.
struct Stall {
    df::id<Stall, std::string> place{};
    std::optional<int> rank{};
    int size = 0;

    static constexpr auto dataflow = df::options{.key = df::key("place"),
                                                 .timestamps = false,
                                                 .soft_delete = true,
                                                 .multi_tenant = true,
                                                 .history = true};
};
struct Crate {
    df::id<Crate, std::string> number{};
    df::id<Stall, std::string> stall{};
    std::string fruit{};

    static constexpr auto dataflow =
        df::options{.key = df::key("number"), .timestamps = false, .multi_tenant = true};
};
struct Seller {
    df::id<Seller> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
using market = df::database<Stall, Crate, Seller>;

df::id<Stall, std::string> place(const std::string& of) { return df::id<Stall, std::string>{of}; }

/// What a record is ordered by, and who it is.
struct spot {
    std::string tenant, place;
    std::optional<int> rank;
    int size;
    bool operator==(const spot&) const = default;
};
spot spot_of(const df::record<Stall>& r) {
    return {r.tenant_id, static_cast<const std::string&>(r.place.value), r.rank, r.size};
}

/// Three tenants with the same keys, and each with one of its own.
std::vector<spot> fill(market& db) {
    std::vector<spot> all;
    for (const std::string tenant : {"acme", "globex", "initech"}) {
        const auto mine = db.tenant(tenant);
        std::vector<Stall> rows;
        for (int i = 0; i < 6; ++i) {
            const auto at = i == 5 ? tenant : "p" + std::to_string(i);
            const auto rank = i % 3 == 0 ? std::optional<int>{} : std::optional{i % 2};
            rows.push_back({.place = place(at), .rank = rank, .size = i % 2});
            all.push_back({tenant, at, rank, i % 2});
        }
        mine.run(df::bulk_create(rows));
    }
    return all;
}

/// All pages of a list, one after another.
template <class Session, class List, class Meanwhile>
std::vector<spot> pages(const Session& all, const List& list, int size, const Meanwhile& meanwhile) {
    std::vector<spot> out;
    auto page = all.run(list.limit(size));
    for (;;) {
        for (const auto& r : page.records) out.push_back(spot_of(r));
        if (!page.next) return out;
        EXPECT_EQ(page.records.size(), static_cast<std::size_t>(size));
        meanwhile();
        page = all.run(list.limit(size).after(df::cursor::parse(page.next->text())));
    }
}
template <class Session, class List>
std::vector<spot> pages(const Session& all, const List& list, int size) {
    return pages(all, list, size, [] {});
}

class AllTenantsPages : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(AllTenantsPages);

TEST_P(AllTenantsPages, GoOnBetweenEqualKeys) {
    market db{url()};
    auto want = fill(db);
    const auto all = db.all_tenants();
    const auto expect = [&](const auto& list, const auto& less) {
        std::sort(want.begin(), want.end(), less);
        for (const int size : {1, 2, 3, 5, 17, 18, 100}) EXPECT_EQ(pages(all, list, size), want) << size;
    };
    const auto key = [](const spot& s) { return std::tie(s.place, s.tenant); };
    expect(df::list<Stall>(), [&](const spot& a, const spot& b) { return key(a) < key(b); });
    expect(df::list<Stall>().order_by(field<&Stall::place>),
           [&](const spot& a, const spot& b) { return key(a) < key(b); });
    expect(df::list<Stall>().order_by(df::desc(field<&Stall::place>)),
           [&](const spot& a, const spot& b) { return key(a) > key(b); });
    expect(
        df::list<Stall>().order_by(field<&Stall::size>, df::desc(field<&Stall::place>)),
        [&](const spot& a, const spot& b) { return a.size != b.size ? a.size < b.size : key(a) > key(b); });
    expect(df::list<Stall>().order_by(df::desc(field<&Stall::size>)), [&](const spot& a, const spot& b) {
        return a.size != b.size ? a.size > b.size : key(a) > key(b);
    });
    expect(df::list<Stall>().order_by(df::desc(df::tenant_id<Stall>), field<&Stall::size>),
           [&](const spot& a, const spot& b) {
               return a.tenant != b.tenant ? a.tenant > b.tenant
                      : a.size != b.size   ? a.size < b.size
                                           : a.place < b.place;
           });
    // NULL is first where it is ordered up, and last where it is ordered down
    expect(df::list<Stall>().order_by(field<&Stall::rank>), [&](const spot& a, const spot& b) {
        return a.rank != b.rank ? a.rank < b.rank : key(a) < key(b);
    });
    expect(
        df::list<Stall>().order_by(df::desc(field<&Stall::rank>), field<&Stall::size>),
        [&](const spot& a, const spot& b) {
            return a.rank != b.rank ? a.rank > b.rank : a.size != b.size ? a.size < b.size : key(a) < key(b);
        });
    // an expression, whose value comes along
    expect(df::list<Stall>().order_by(df::desc(field<&Stall::size> * 2)), [&](const spot& a, const spot& b) {
        return a.size != b.size ? a.size > b.size : key(a) > key(b);
    });
}

TEST_P(AllTenantsPages, WhatIsDeletedMeanwhileIsNotMet) {
    market db{url()};
    auto want = fill(db);
    const auto all = db.all_tenants();
    const auto first = all.run(df::list<Stall>().limit(5));
    ASSERT_TRUE(first.next);
    const auto last = spot_of(first.records.back());
    db.tenant(last.tenant).run(df::erase<Stall>(last.place)); // where the cursor stands
    db.tenant("globex").run(df::erase<Stall>("p3"));
    std::sort(want.begin(), want.end(), [](const spot& a, const spot& b) {
        return std::tie(a.place, a.tenant) < std::tie(b.place, b.tenant);
    });
    std::vector<spot> rest{want.begin() + 5, want.end()};
    std::erase_if(rest, [](const spot& s) { return s.tenant == "globex" && s.place == "p3"; });
    std::vector<spot> got;
    for (const auto& r : all.stream(df::list<Stall>().after(*first.next))) got.push_back(spot_of(r));
    EXPECT_EQ(got, rest);
    got.clear();
    for (const auto& r : all.run(df::with_deleted(df::list<Stall>().after(*first.next))).records)
        got.push_back(spot_of(r));
    EXPECT_EQ(got, (std::vector<spot>{want.begin() + 5, want.end()}));
    const auto counted = all.run(df::list<Stall>().after(*first.next).limit(2).with_total());
    EXPECT_EQ(counted.total, 16);
    EXPECT_EQ(counted.size(), 2U);
    // the last page, and none after it
    const auto end = all.run(df::list<Stall>().order_by(df::desc(field<&Stall::place>)).limit(16));
    EXPECT_EQ(end.size(), 16U);
    EXPECT_FALSE(end.next);
}

TEST_P(AllTenantsPages, FiltersAndListsFromJson) {
    market db{url()};
    auto want = fill(db);
    const auto all = db.all_tenants();
    std::erase_if(want, [](const spot& s) { return s.size != 1; });
    std::sort(want.begin(), want.end(), [](const spot& a, const spot& b) {
        return std::tie(a.place, a.tenant) > std::tie(b.place, b.tenant);
    });
    for (const int size : {1, 2, 4, 9}) {
        const auto list = df::list<Stall>()
                              .where(df::filter_from_json<Stall>(R"({"size": 1})"))
                              .order_by(df::desc(field<&Stall::place>));
        EXPECT_EQ(pages(all, list, size), want) << size;
        std::vector<spot> got;
        std::string after;
        do {
            const auto page = all.run(df::list_from_json<Stall>(
                R"({"filter": {"size": 1}, "order_by": ["-place"], "total": true, "limit": )" +
                std::to_string(size) + (after.empty() ? "" : R"(, "after": ")" + after + "\"") + "}"));
            for (const auto& r : page.records) got.push_back(spot_of(r));
            EXPECT_EQ(page.total, 9);
            after = page.next ? page.next->text() : std::string{};
        } while (!after.empty());
        EXPECT_EQ(got, want) << size;
    }
}

TEST_P(AllTenantsPages, OfJoinsAndSelects) {
    market db{url()};
    fill(db);
    struct seen {
        std::string fruit, tenant;
        auto operator<=>(const seen&) const = default;
    };
    std::vector<seen> want;
    for (const std::string tenant : {"acme", "globex", "initech"})
        for (int i = 0; i < 4; ++i) {
            const auto fruit = i % 2 == 0 ? "fig" : "pear";
            db.tenant(tenant).run(df::create(Crate{.number = df::id<Crate, std::string>{std::to_string(i)},
                                                   .stall = place("p" + std::to_string(i % 2)),
                                                   .fruit = fruit}));
            want.push_back({fruit, tenant});
        }
    const auto all = db.all_tenants();
    const auto joined = df::select(field<&Crate::fruit>, df::tenant_id<Crate>, field<&Stall::size>)
                            .from<Crate>()
                            .join<&Crate::stall>()
                            .order_by(field<&Crate::fruit>);
    const auto left = df::select(df::nullable(field<&Crate::fruit>), df::tenant_id<Stall>)
                          .from<Stall>()
                          .left_join<&Crate::stall>();
    const auto grouped = df::aggregate<Crate>().group_by(field<&Crate::fruit>).select(df::count().as<"n">());
    std::sort(want.begin(), want.end());
    for (const int size : {1, 2, 5, 12}) {
        std::vector<seen> got;
        auto page = all.run(joined.limit(size).with_cursor());
        for (;;) {
            for (const auto& r : page.records) got.push_back({r["fruit"_n], r["tenant_id"_n]});
            if (!page.next) break;
            page = all.run(joined.limit(size).after(*page.next));
        }
        std::sort(got.begin(), got.end());
        EXPECT_EQ(got, want) << size;
        std::size_t rows = 0;
        auto more = all.run(left.limit(size).with_cursor());
        for (;; more = all.run(left.limit(size).after(*more.next))) {
            rows += more.records.size();
            if (!more.next) break;
        }
        EXPECT_EQ(rows, 12U + 3 * 4) << size; // and twelve stalls without a crate
    }
    const auto kinds = all.run(grouped.limit(1).with_cursor());
    ASSERT_TRUE(kinds.next);
    EXPECT_EQ(kinds.records.at(0)["n"_n], 6);
    EXPECT_EQ(all.run(grouped.limit(1).after(*kinds.next)).records.at(0)["fruit"_n], "pear");
    // joined lists of records
    std::size_t pairs = 0;
    auto page = all.run(df::list<Crate>().join<&Crate::stall>().limit(5).with_cursor());
    for (;; page = all.run(df::list<Crate>().join<&Crate::stall>().limit(5).after(*page.next))) {
        for (const auto& [crate, stall] : page.records) EXPECT_EQ(crate.tenant_id, stall.tenant_id);
        pairs += page.records.size();
        if (!page.next) break;
    }
    EXPECT_EQ(pairs, 12U);
}

/// The cursors of one tenant and those of all are refused by each other's lists, of generated keys, too.
TEST_P(AllTenantsPages, CursorsAreOfTheirSessions) {
    market db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    acme.run(df::bulk_create({Seller{.name = "a"}, Seller{.name = "b"}}));
    const auto expect_refused = [&](const auto& list) {
        const auto of_all = all.run(list.limit(1)), of_acme = acme.run(list.limit(1));
        ASSERT_TRUE(of_all.next && of_acme.next);
        for (const auto* session : {&acme, &globex}) {
            const auto failed = session->try_run(list.after(*of_all.next));
            ASSERT_FALSE(failed);
            EXPECT_EQ(failed.error().kind(), df::error_kind::invalid_value);
            EXPECT_NE(std::string{failed.error().what()}.find("of all tenants"), std::string::npos);
        }
        const auto failed = all.try_run(list.after(*of_acme.next));
        ASSERT_FALSE(failed);
        EXPECT_NE(std::string{failed.error().what()}.find("one tenant"), std::string::npos);
        // another tenant's cursor is a position, and shows nobody else's records
        for (const auto& r : globex.run(list.after(*of_acme.next)).records) EXPECT_EQ(r.tenant_id, "globex");
    };
    expect_refused(df::list<Stall>());
    expect_refused(df::list<Seller>().order_by(field<&Seller::name>));
    const auto select = df::select(field<&Stall::place>, df::tenant_id<Stall>).from<Stall>();
    const auto page = all.run(select.limit(1).with_cursor());
    ASSERT_TRUE(page.next);
    EXPECT_THROW((void)acme.run(select.after(*page.next)), df::invalid_value);
    // a damaged one, and one of another list
    auto text = all.run(df::list<Stall>().limit(1)).next->text();
    EXPECT_THROW((void)all.run(df::list<Seller>().after(df::cursor::parse(text))), df::invalid_value);
    text.resize(text.size() - 8);
    EXPECT_THROW((void)all.run(df::list<Stall>().after(df::cursor::parse(text))), df::invalid_value);
}

} // namespace
