// Bulk create and upsert: ranges, batches, conflicts, returned ids and counts.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <ranges>
#include <span>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::has;
using support::thrown;

class Bulk : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Bulk);
class BulkSeenFromOutside : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(BulkSeenFromOutside);

[[nodiscard]] std::vector<Customer> customers(int n, int from = 0) {
    std::vector<Customer> out;
    for (int i = 0; i < n; ++i) out.push_back(customer(from + i, "n" + std::to_string(from + i)));
    return out;
}

/// The names in the order of the keys.
template <class Db>
std::vector<std::string> names(Db& db) {
    std::vector<std::string> out;
    for (auto& c : db.run(df::list<Customer>().order_by(field<&Customer::id>)).records) out.push_back(c.name);
    return out;
}
[[nodiscard]] std::vector<std::string> wanted_names(int n) {
    std::vector<std::string> out;
    for (int i = 0; i < n; ++i) out.push_back("n" + std::to_string(i));
    return out;
}

// --- any range ---------------------------------------------------------------------------------

TEST_P(Bulk, AVectorIsCreatedWholeWhateverTheBatchSize) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{50}, std::size_t{51}}) {
        const auto there = another();
        database db{there->url()};
        const auto done = db.run(df::bulk_create(customers(50)).batch_size(size));
        EXPECT_EQ(done.requested, 50);
        EXPECT_EQ(done.created, 50);
        EXPECT_EQ(done.updated + done.skipped + done.deleted, 0);
        EXPECT_TRUE(done.failures.empty());
        EXPECT_TRUE(done.ids.empty()) << "nobody asked";
        EXPECT_EQ(names(db), wanted_names(50));
    }
}

TEST_P(Bulk, AnLvalueIsReferredToAndNotChanged) {
    database db{url()};
    auto rows = customers(3);
    auto node = df::bulk_create(rows);
    rows.push_back(customer(3, "n3")); // after the node was made
    EXPECT_EQ(db.run(std::move(node)).created, 4);
    EXPECT_EQ(rows[0].id.value, 0);
    EXPECT_EQ(names(db), wanted_names(4));
    const std::vector<Ticket> tickets(3);
    EXPECT_EQ(db.run(df::bulk_create(tickets)).created, 3);
    EXPECT_FALSE(tickets[0].id.is_set()) << "keys are made in a copy";
}

TEST_P(Bulk, ListsSpansViewsAndGeneratorsAreRanges) {
    database db{url()};
    const auto rows = customers(10);
    const std::list<Customer> linked(rows.begin(), rows.begin() + 4);
    EXPECT_EQ(db.run(df::bulk_create(linked).batch_size(3)).created, 4);
    EXPECT_EQ(db.run(df::bulk_create(std::span{rows}.subspan(4, 2))).created, 2);
    auto made = std::views::iota(6, 9) |
                std::views::transform([](int i) { return customer(i, "n" + std::to_string(i)); });
    EXPECT_EQ(db.run(df::bulk_create(made).batch_size(2)).created, 3);
    std::istringstream input{"9 10 11"}; // can be read once only
    auto once = std::views::istream<int>(input) |
                std::views::transform([](int i) { return customer(i, "n" + std::to_string(i)); });
    const auto done = db.run(df::bulk_create(once).batch_size(2).returning_ids());
    EXPECT_EQ(done.requested, 3);
    EXPECT_EQ(done.created, 3);
    EXPECT_EQ(done.ids.size(), 3U);
    EXPECT_EQ(names(db), wanted_names(12));
}

TEST_P(Bulk, AnEmptyRangeDoesNothing) {
    database db{url()};
    const std::vector<Customer> none;
    for (const auto& done :
         {db.run(df::bulk_create(none).returning_ids()),
          db.run(df::bulk_upsert(none).on_conflict(field<&Customer::email>).returning_ids()),
          db.run(df::bulk_update(none))}) {
        EXPECT_EQ(done.requested, 0);
        EXPECT_EQ(done.created + done.updated + done.skipped, 0);
        EXPECT_TRUE(done.ids.empty());
    }
    EXPECT_EQ(db.run(df::bulk_erase<Customer>(std::vector<df::id<Customer>>{})).deleted, 0);
}

TEST_P(Bulk, EveryKindOfKey) {
    database db{url()};
    using iata = df::id<Airport, std::string>;
    const auto airports =
        db.run(df::bulk_create(std::vector{Airport{iata{"JFK"}, "NY"}, Airport{iata{"OSL"}, "Oslo"}})
                   .returning_ids());
    EXPECT_EQ(airports.ids, (std::vector{iata{"JFK"}, iata{"OSL"}}));
    EXPECT_EQ(db.run(df::bulk_create(std::vector{Seat{"LH1", 1, "Ann"}, Seat{"LH1", 2, "Bob"}})).created, 2);
    const auto notes = db.run(df::bulk_create(std::vector{Note{"a"}, Note{"b"}, Note{"c"}}).returning_ids());
    ASSERT_EQ(notes.ids.size(), 3U);
    EXPECT_EQ(db.run(df::read<Note>(notes.ids[1])).body, "b");
    const auto tickets =
        db.run(df::bulk_create(std::vector<Ticket>{{.title = "x"}, {.title = "y"}}).returning_ids());
    ASSERT_EQ(tickets.ids.size(), 2U);
    EXPECT_NE(tickets.ids[0], tickets.ids[1]);
    EXPECT_EQ(db.run(df::read<Ticket>(tickets.ids[1])).title, "y");
    EXPECT_THROW(db.run(df::bulk_create(std::vector{Airport{iata{"LAX"}, "LA"}, Airport{}})),
                 df::invalid_value)
        << "an empty key";
    EXPECT_EQ(db.run(df::count<Airport>()), 2);
}

// --- returned ids ------------------------------------------------------------------------------

TEST_P(Bulk, IdsComeInTheOrderOfTheInput) {
    database db{url()};
    auto rows = customers(200);
    std::ranges::reverse(rows);
    const auto done = db.run(df::bulk_create(rows).batch_size(64).returning_ids());
    ASSERT_EQ(done.ids.size(), 200U);
    for (std::size_t i = 0; i < rows.size(); i += 13)
        EXPECT_EQ(db.run(df::read<Customer>(done.ids[i])).email, rows[i].email);
}

TEST_P(Bulk, GivenKeysAndMadeKeysMix) {
    database db{url()};
    auto rows = customers(9);
    rows[1].id = df::id<Customer>{1000};
    rows[4].id = df::id<Customer>{500};
    rows[8].id = df::id<Customer>{2000};
    const auto done = db.run(df::bulk_create(rows).batch_size(4).returning_ids());
    EXPECT_EQ(done.created, 9);
    ASSERT_EQ(done.ids.size(), 9U);
    EXPECT_EQ(done.ids[1].value, 1000);
    EXPECT_EQ(done.ids[4].value, 500);
    EXPECT_EQ(done.ids[8].value, 2000);
    for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(db.run(df::read<Customer>(done.ids[i])).email, rows[i].email);
}

TEST_P(Bulk, IdsOfSkippedAndUpdatedRowsAreThoseOfTheRecordsThatWereThere) {
    database db{url()};
    const auto before = db.run(df::bulk_create(customers(6)).returning_ids()).ids;
    const auto rows = customers(10); // six that are there, four new
    const auto skipped = db.run(df::bulk_create(rows)
                                    .batch_size(3)
                                    .on_conflict(df::conflict::skip, field<&Customer::email>)
                                    .returning_ids());
    EXPECT_EQ(skipped.created, 4);
    EXPECT_EQ(skipped.skipped, 6);
    ASSERT_EQ(skipped.ids.size(), 10U);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), skipped.ids.begin()));
    auto shuffled = customers(12);
    std::ranges::reverse(shuffled); // two new ones first
    const auto updated =
        db.run(df::bulk_upsert(shuffled).batch_size(5).on_conflict(field<&Customer::email>).returning_ids());
    EXPECT_EQ(updated.created, 2);
    EXPECT_EQ(updated.updated, 10);
    ASSERT_EQ(updated.ids.size(), 12U);
    for (std::size_t i = 0; i < shuffled.size(); ++i)
        EXPECT_EQ(db.run(df::read<Customer>(updated.ids[i])).email, shuffled[i].email);
    EXPECT_EQ(updated.ids[11], before[0]);
}

// --- conflicts ---------------------------------------------------------------------------------

TEST_P(Bulk, OnConflictErrorIsTheDefault) {
    database db{url()};
    db.run(df::create(customer(5)));
    const auto e = thrown<df::unique_violation>([&] { db.run(df::bulk_create(customers(10))); });
    EXPECT_EQ(e.node(), "bulk create");
    EXPECT_EQ(e.field(), "email");
    EXPECT_EQ(e.constraint(), "customers_email_key");
    EXPECT_TRUE(has(e.what(), "row 5")) << e.what();
    EXPECT_FALSE(has(e.what(), "x.org"));
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(Bulk, OnConflictSkipLeavesWhatIsThere) {
    database db{url()};
    db.run(df::create(customer(5, "kept")));
    const auto done = db.run(df::bulk_create(customers(10)).on_conflict(df::conflict::skip).batch_size(4));
    EXPECT_EQ(done.requested, 10);
    EXPECT_EQ(done.created, 9);
    EXPECT_EQ(done.skipped, 1);
    EXPECT_EQ(db.run(df::list<Customer>().where(field<&Customer::email> == "c5@x.org")).records.at(0).name,
              "kept");
    auto twice = customers(2, 20);
    twice.push_back(twice[0]);
    const auto inner = db.run(df::bulk_create(twice).on_conflict(df::conflict::skip));
    EXPECT_EQ(inner.created, 2);
    EXPECT_EQ(inner.skipped, 1) << "a row that meets an earlier one of the same batch";
    auto sick = customers(2, 30);
    sick[1].age = 999;
    EXPECT_THROW(db.run(df::bulk_create(sick).on_conflict(df::conflict::skip)), df::check_violation)
        << "a check is no conflict";
}

TEST_P(Bulk, OnConflictUpdateSetsTheRowsFields) {
    database db{url()};
    const auto old =
        db.run(df::create(Customer{.name = "old", .email = "c1@x.org", .age = 50, .city = "Rome"}));
    const auto done =
        db.run(df::bulk_create(customers(3)).on_conflict(df::conflict::update, field<&Customer::email>));
    EXPECT_EQ(done.created, 2);
    EXPECT_EQ(done.updated, 1);
    const auto now = db.run(df::read<Customer>(old.id));
    EXPECT_EQ(now.name, "n1");
    EXPECT_EQ(now.age, 30);
    EXPECT_EQ(now.city, std::nullopt);
    EXPECT_THROW(db.run(df::bulk_create(customers(3)).on_conflict(df::conflict::update)),
                 df::protected_operation)
        << "no target";
}

TEST_P(Bulk, ACompositeTarget) {
    database db{url()};
    db.run(df::create(Seat{"LH1", 1, "old", 1}));
    const std::vector rows{Seat{"LH1", 1, "new", 5}, Seat{"LH1", 2, "Bob", 2}};
    const auto done = db.run(df::bulk_upsert(rows));
    EXPECT_EQ(done.created, 1);
    EXPECT_EQ(done.updated, 1);
    EXPECT_EQ(db.run(df::read<Seat>("LH1", 1)).passenger, "new");
    EXPECT_EQ(db.run(df::bulk_upsert(rows).on_conflict(field<&Seat::number>, field<&Seat::flight>)).updated,
              2);
}

TEST_P(Bulk, AnUpsertMaySetWhatItLikes) {
    database db{url()};
    const std::vector rows{Airport{df::id<Airport, std::string>{"JFK"}, "NY", 1},
                           Airport{df::id<Airport, std::string>{"OSL"}, "Oslo", 1}};
    db.run(df::bulk_upsert(rows));
    const auto done = db.run(df::bulk_upsert(rows).set_on_conflict(
        field<&Airport::flights> = field<&Airport::flights> * 10 + 2, field<&Airport::city> = "seen"));
    EXPECT_EQ(done.created, 0);
    EXPECT_EQ(done.updated, 2);
    EXPECT_EQ(
        db.run(df::count<Airport>().where(field<&Airport::flights> == 12 && field<&Airport::city> == "seen")),
        2);
}

TEST_P(Bulk, OfTwoRowsWithOneTargetTheLastWins) {
    database db{url()};
    auto rows = customers(8);
    rows[6].email = rows[2].email;
    rows[6].name = "the last";
    for (const std::size_t size : {1U, 4U, 7U, 100U}) {
        db.run(df::bulk_erase<Customer>(df::everything));
        const auto done = db.run(df::bulk_upsert(rows).on_conflict(field<&Customer::email>).batch_size(size));
        EXPECT_EQ(done.created, 7);
        EXPECT_EQ(done.updated, 1);
        EXPECT_EQ(
            db.run(df::list<Customer>().where(field<&Customer::email> == rows[2].email)).records.at(0).name,
            "the last");
    }
    const auto keys =
        db.run(df::bulk_upsert(std::vector{Seat{"A", 1, "x"}, Seat{"A", 2, "y"}, Seat{"A", 1, "z"}}));
    EXPECT_EQ(keys.created, 2);
    EXPECT_EQ(keys.updated, 1);
    EXPECT_EQ(db.run(df::read<Seat>("A", 1)).passenger, "z");
}

TEST_P(Bulk, RowsOfOneBatchWithOneKeyAreAUniqueViolationInACreate) {
    database db{url()};
    auto rows = customers(8);
    rows[6].email = rows[2].email;
    const auto e = thrown<df::unique_violation>([&] { db.run(df::bulk_create(rows)); });
    EXPECT_TRUE(has(e.what(), "row 6")) << e.what();
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    const auto done = db.run(df::bulk_create(rows).per_row());
    EXPECT_EQ(done.created, 7);
    ASSERT_EQ(done.failures.size(), 1U);
    EXPECT_EQ(done.failures[0].index, 6U);
}

// --- counts are the database's, progress, transactions -------------------------------------------

TEST_P(BulkSeenFromOutside, CountsAreThoseOfTheDatabase) {
    database db{url()};
    auto sql = plain();
    const auto first = db.run(df::bulk_create(customers(37)).batch_size(10));
    EXPECT_EQ(sql.number("SELECT count(*) FROM customers"), first.created);
    const auto second = db.run(df::bulk_create(customers(20, 30)).on_conflict(df::conflict::skip));
    EXPECT_EQ(sql.number("SELECT count(*) FROM customers"), first.created + second.created);
    EXPECT_EQ(second.skipped, 7);
    const auto third = db.run(df::bulk_upsert(customers(60)).on_conflict(field<&Customer::email>));
    EXPECT_EQ(third.created, 10);
    EXPECT_EQ(third.updated, 50);
    EXPECT_EQ(sql.number("SELECT count(*) FROM customers"), 60);
    const auto fourth = db.run(
        df::bulk_update<Customer>(field<&Customer::email>.ends_with("5@x.org"), field<&Customer::age> = 99));
    EXPECT_EQ(sql.number("SELECT count(*) FROM customers WHERE age = 99"), fourth.updated);
    EXPECT_EQ(fourth.updated, 6);
    const auto fifth = db.run(df::bulk_erase<Customer>(field<&Customer::age> == 99));
    EXPECT_EQ(fifth.deleted, 6);
    EXPECT_EQ(sql.number("SELECT count(*) FROM customers"), 54);
}

TEST_P(Bulk, ProgressIsToldAfterEachBatch) {
    database db{url()};
    std::vector<std::int64_t> done;
    db.run(df::bulk_create(customers(25)).batch_size(10).on_progress([&](const df::bulk_progress& p) {
        done.push_back(p.done);
    }));
    EXPECT_EQ(done, (std::vector<std::int64_t>{10, 20, 25}));
    auto rows = customers(25, 100);
    rows[12].age = -1;
    std::vector<std::int64_t> failed;
    db.run(df::bulk_create(rows).batch_size(10).per_batch().on_progress(
        [&](const df::bulk_progress& p) { failed.push_back(p.failed); }));
    EXPECT_EQ(failed, (std::vector<std::int64_t>{0, 10, 10}));
}

TEST_P(Bulk, AnExceptionOfProgressOrOfTheRangeUndoesEverything) {
    database db{url()};
    struct stop {};
    EXPECT_THROW(
        db.run(df::bulk_create(customers(25)).batch_size(10).on_progress([](const df::bulk_progress& p) {
            if (p.done == 20) throw stop{};
        })),
        stop);
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    auto rows = std::views::iota(0, 30) | std::views::transform([](int i) {
                    if (i == 17) throw stop{};
                    return customer(i);
                });
    EXPECT_THROW(db.run(df::bulk_create(rows).batch_size(5)), stop);
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    EXPECT_EQ(db.run(df::bulk_create(customers(3))).created, 3);
}

TEST_P(Bulk, InATransactionABulkIsAPartOfIt) {
    database db{url()};
    struct stop {};
    EXPECT_THROW(db.transaction([&](auto& tx) {
        EXPECT_EQ(tx.run(df::bulk_create(customers(20)).batch_size(6)).created, 20);
        auto rows = customers(3, 100);
        rows[1].email = "c0@x.org";
        EXPECT_FALSE(tx.try_run(df::bulk_create(rows)));
        EXPECT_EQ(tx.run(df::count<Customer>()), 20);
        EXPECT_EQ(tx.run(df::bulk_create(rows).per_row()).created, 2);
        throw stop{};
    }),
                 stop);
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
}

TEST_P(Bulk, ManyRowsAndWideText) {
    database db{url()};
    auto rows = customers(20'000);
    rows[9'999].name = std::string(1'000'000, 'x');
    EXPECT_EQ(db.run(df::bulk_create(rows)).created, 20'000);
    EXPECT_EQ(db.run(df::list<Customer>().where(field<&Customer::email> == "c9999@x.org"))
                  .records.at(0)
                  .name.size(),
              1'000'000U);
    EXPECT_EQ(db.run(df::bulk_upsert(rows).on_conflict(field<&Customer::email>)).updated, 20'000);
}

} // namespace
