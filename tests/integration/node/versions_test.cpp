// Versions of records: counted by every path that changes one, and checked where the caller names one.
#include "support/fixture.hpp"

#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Page {
    df::id<Page> id{};
    std::string slug{};
    std::string text{};

    static constexpr auto dataflow = df::options{.versioned = true, .unique = df::unique({"slug"})};
};
// With the other options, and a key of two columns.
struct Entry {
    std::string shelf{};
    int place{};
    std::string text{};

    static constexpr auto dataflow = df::options{
        .key = df::key("shelf", "place"), .soft_delete = true, .multi_tenant = true, .versioned = true};
};

class Versions : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Versions);
class SharedVersions : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(SharedVersions);

TEST_P(Versions, EveryPathThatChangesARecordCountsIt) {
    df::database<Page> db{url()};
    auto page = db.run(df::create(Page{.slug = "a", .text = "0"}));
    const auto stored = [&] { return db.run(df::read<Page>(page.id)).version; };
    EXPECT_EQ(page.version, 1);
    EXPECT_EQ(stored(), 1);
    EXPECT_EQ(db.run(df::update<Page>(page.id, field<&Page::text> = "1")).version, 2);
    EXPECT_EQ(db.run(df::update<Page>(field<&Page::slug> == "a", field<&Page::text> = "2")).version, 3);
    EXPECT_EQ(db.run(df::update(static_cast<const Page&>(page))).version, 4); // names no version
    EXPECT_EQ(
        db.run(df::upsert(Page{.slug = "a", .text = "4"}).on_conflict(field<&Page::slug>)).record.version, 5);
    db.run(df::bulk_update<Page>(df::everything, field<&Page::text> = "5"));
    EXPECT_EQ(stored(), 6);
    db.run(df::bulk_update({static_cast<const Page&>(page)}));
    EXPECT_EQ(stored(), 7);
    db.run(df::bulk_upsert({Page{.slug = "a"}, Page{.slug = "b"}}).on_conflict(field<&Page::slug>));
    EXPECT_EQ(stored(), 8);
    db.run(df::bulk_create({Page{.slug = "c"}, Page{.slug = "d"}}));
    for (const auto& p : db.run(df::list<Page>().where(field<&Page::slug> > "a")))
        EXPECT_EQ(p.version, 1) << p.slug;
    EXPECT_EQ(stored(), 8); // others are not touched
}

TEST_P(Versions, RowsByCopyBeginWithOne) {
    df::database<Page> db{url()};
    std::vector<Page> many;
    for (int i = 0; i < 600; ++i) many.push_back({.slug = std::to_string(i)});
    db.run(df::bulk_create(many));
    EXPECT_EQ(db.run(df::count<Page>()), 600);
    for (const auto& p : db.run(df::list<Page>())) EXPECT_EQ(p.version, 1);
}

TEST_P(Versions, WhatNamesAVersionAndFindsAnotherTellsBoth) {
    df::database<Page> db{url()};
    const auto first = db.run(df::create(Page{.slug = "a", .text = "first"}));
    auto mine = first, theirs = first;
    theirs.text = "theirs";
    EXPECT_EQ(db.run(df::update(theirs)).version, 2);
    mine.text = "mine";
    const auto e = support::thrown<df::version_conflict>([&] { db.run(df::update(mine)); });
    EXPECT_EQ(e.model(), "Page");
    EXPECT_EQ(e.node(), "update");
    EXPECT_EQ(e.field(), "version");
    EXPECT_NE(std::string{e.what()}.find("version 2, not 1"), std::string::npos) << e.what();
    EXPECT_THROW(db.run(df::update<Page>(first.id, field<&Page::text> = "x").if_version(1)),
                 df::version_conflict);
    EXPECT_THROW(db.run(df::erase<Page>(first.id).if_version(first.version)), df::version_conflict);
    EXPECT_EQ(db.run(df::read<Page>(first.id)).text, "theirs");
    EXPECT_EQ(db.run(df::read<Page>(first.id)).version, 2);

    EXPECT_EQ(db.run(df::update<Page>(first.id, field<&Page::text> = "x").if_version(2)).version, 3);
    EXPECT_TRUE(db.run(df::erase<Page>(first.id).if_version(3)));
    EXPECT_THROW(db.run(df::update(mine)), df::not_found);
    EXPECT_THROW(db.run(df::update<Page>(first.id, field<&Page::text> = "x").if_version(3)), df::not_found);
    EXPECT_THROW(db.run(df::erase<Page>(first.id).if_version(3)), df::not_found);
    EXPECT_FALSE(db.run(df::erase<Page>(first.id)));
}

TEST_P(Versions, AVersionThatNoRecordHasIsRefused) {
    df::database<Page> db{url()};
    const auto page = db.run(df::create(Page{.slug = "a"}));
    EXPECT_THROW((void)df::erase<Page>(page.id).if_version(0), df::invalid_value);
    EXPECT_THROW((void)df::erase<Page>(page.id).if_version(-1), df::invalid_value);
    EXPECT_THROW((void)df::update<Page>(page.id, field<&Page::text> = "x").if_version(~std::uint64_t{0}),
                 df::invalid_value);
    EXPECT_EQ(db.run(df::read<Page>(page.id)).version, 1);
}

TEST_P(Versions, RecordsOfABulkUpdateNameTheirs) {
    df::database<Page> db{url()};
    std::vector<Page> many;
    for (int i = 0; i < 40; ++i) many.push_back({.slug = std::to_string(i), .text = "old"});
    db.run(df::bulk_create(many));
    auto rows = db.run(df::list<Page>().order_by(field<&Page::id>)).records;
    db.run(df::update<Page>(rows[17].id, field<&Page::text> = "theirs"));
    for (auto& r : rows) r.text = "mine";
    const auto e = support::thrown<df::version_conflict>([&] { db.run(df::bulk_update(rows)); });
    EXPECT_NE(std::string{e.what()}.find("version 2, not 1"), std::string::npos) << e.what();
    EXPECT_EQ(db.run(df::count<Page>().where(field<&Page::text> == "old")), 39); // all or nothing
    const auto each = db.run(df::bulk_update(rows).per_row());
    EXPECT_EQ(each.updated, 39);
    ASSERT_EQ(each.failures.size(), 1U);
    EXPECT_EQ(each.failures[0].index, 17U);
    EXPECT_EQ(each.failures[0].error.kind(), df::error_kind::version_conflict);
    EXPECT_NE(std::string{each.failures[0].error.what()}.find("version 2, not 1"), std::string::npos);
    EXPECT_EQ(db.run(df::read<Page>(rows[17].id)).text, "theirs");
    rows[17].version = 0; // names none
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (i != 17) rows[i].version = 2;
    EXPECT_EQ(db.run(df::bulk_update(rows)).updated, 40);
    EXPECT_EQ(db.run(df::count<Page>().where(field<&Page::text> == "mine")), 40);
    // Of two rows with one key the second one is behind.
    const std::vector<df::record<Page>> twice{db.run(df::read<Page>(rows[0].id)),
                                              db.run(df::read<Page>(rows[0].id))};
    EXPECT_THROW(db.run(df::bulk_update(twice)), df::version_conflict);
    rows[3].id = df::id<Page>{9999};
    EXPECT_THROW(db.run(df::bulk_update({rows[3]})), df::not_found);
}

TEST_P(Versions, GoTogetherWithTenantsAndMarks) {
    df::database<Entry> db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    const auto mine = acme.run(df::create(Entry{.shelf = "a", .place = 1}));
    const auto theirs = other.run(df::create(Entry{.shelf = "a", .place = 1}));
    EXPECT_EQ(
        other.run(df::update<Entry>(std::tuple{"a", 1}, field<&Entry::text> = "x").if_version(1)).version, 2);
    EXPECT_EQ(acme.run(df::read<Entry>("a", 1)).version, 1);
    EXPECT_EQ(acme.run(df::update(mine)).version, 2);
    EXPECT_THROW(acme.run(df::update(mine)), df::version_conflict);
    EXPECT_THROW(acme.run(df::erase<Entry>("a", 1).if_version(1)), df::version_conflict);
    EXPECT_TRUE(acme.run(df::erase<Entry>("a", 1).if_version(2)));
    EXPECT_THROW(acme.run(df::erase<Entry>("a", 1).if_version(3)), df::not_found); // marked
    EXPECT_EQ(acme.run(df::with_deleted(df::list<Entry>()))[0].version, 3);
    EXPECT_EQ(acme.run(df::restore<Entry>("a", 1)).version, 4);
    EXPECT_EQ(other.run(df::read<Entry>("a", 1)).version, 2);
    EXPECT_THROW(other.run(df::update(theirs)), df::version_conflict);
}

TEST_P(Versions, TheTableHasADefaultForRowsOfOthers) {
    df::database<Page> db{url()};
    db.run(df::sql<"INSERT INTO pages (slug, text, created_at, updated_at) VALUES ('a', 'b', {}, {})">(
        df::timestamp{}, df::timestamp{}));
    EXPECT_EQ(db.run(df::list<Page>())[0].version, 1);
}

TEST_P(SharedVersions, ATableIsFoundAsItIsWanted) {
    {
        df::database<Page, Entry> db{url()};
    }
    df::database<Page, Entry> again{df::open_options{.url = url(), .create_tables = false}};
    EXPECT_TRUE(again.warnings().empty());
}

TEST_P(SharedVersions, OfManyWhoReadThenSaveOneWins) {
    df::database<Page> db{url()};
    const auto page = db.run(df::create(Page{.slug = "a", .text = "0"}));
    constexpr int threads = 8, rounds = 25;
    std::atomic<int> saved{0}, conflicts{0}, others{0};
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t)
        all.emplace_back([&] {
            for (int i = 0; i < rounds;) {
                try {
                    auto now = db.run(df::read<Page>(page.id));
                    now.text = std::to_string(std::stoi(now.text) + 1);
                    db.run(df::update(now));
                    ++saved, ++i;
                } catch (const df::version_conflict&) {
                    ++conflicts;
                } catch (...) {
                    ++others, ++i;
                }
            }
        });
    for (auto& t : all) t.join();
    EXPECT_EQ(others, 0);
    const auto end = db.run(df::read<Page>(page.id));
    EXPECT_EQ(saved, threads * rounds);
    EXPECT_EQ(end.text, std::to_string(threads * rounds)); // no increment was lost
    EXPECT_EQ(end.version, threads * rounds + 1);
}

} // namespace
