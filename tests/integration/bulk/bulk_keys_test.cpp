// Keys in bulk operations: those that callers give before the database makes others, and those that come
// back, of every type.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;

class BulkKeys : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(BulkKeys);

/// Customers with the keys `first`, `first` + 1, and so on; 0 is for the database to make.
[[nodiscard]] std::vector<Customer> with_keys(std::int64_t first, int n) {
    std::vector<Customer> out;
    for (int i = 0; i < n; ++i) {
        out.push_back(customer(static_cast<int>(first) + i));
        out.back().id = df::id<Customer>{first + i};
    }
    return out;
}
[[nodiscard]] std::vector<Customer> without_keys(int number, int n) {
    std::vector<Customer> out;
    for (int i = 0; i < n; ++i) out.push_back(customer(number + i));
    return out;
}
template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

/// The key that the next record gets.
template <class Db>
std::int64_t next_key(Db& db) {
    static int number = 100'000;
    return db.run(df::create(customer(++number))).id.value;
}

/// In batches of three: given keys, both kinds, given ones below, made ones, given ones above.
[[nodiscard]] std::vector<Customer> mixed() {
    auto rows = with_keys(1, 3);
    append(rows, with_keys(100, 1));
    append(rows, without_keys(10, 2));
    append(rows, with_keys(7, 3));
    append(rows, without_keys(20, 3));
    append(rows, with_keys(500, 3));
    return rows;
}

TEST_P(BulkKeys, KeysAreMadeBehindThoseThatEarlierBatchesGave) {
    database db{url()};
    EXPECT_EQ(db.run(df::bulk_create(mixed()).batch_size(3)).created, 15);
    EXPECT_GT(next_key(db), 502);
}

TEST_P(BulkKeys, AlsoWhereEachBatchIsATransaction) {
    database db{url()};
    EXPECT_EQ(db.run(df::bulk_create(mixed()).batch_size(3).per_batch()).created, 15);
    EXPECT_GT(next_key(db), 502);
}

TEST_P(BulkKeys, AnUpsertMovesTheSequenceOn) {
    database db{url()};
    EXPECT_EQ(
        db.run(df::bulk_upsert(with_keys(10, 6)).on_conflict(field<&Customer::id>).batch_size(2)).created, 6);
    EXPECT_GT(next_key(db), 15);
    const auto done =
        db.run(df::bulk_upsert(with_keys(14, 8)).on_conflict(field<&Customer::id>).batch_size(3).per_row());
    EXPECT_EQ(done.created + done.updated + static_cast<std::int64_t>(done.failures.size()), 8);
    EXPECT_GT(next_key(db), 21);
}

TEST_P(BulkKeys, InATransactionTheSequenceMovesWithIt) {
    database db{url()};
    db.transaction([&](auto& tx) {
        tx.run(df::bulk_create(with_keys(30, 5)).batch_size(2).per_batch());
        EXPECT_GT(next_key(tx), 34);
        tx.run(df::bulk_upsert(with_keys(60, 5)).on_conflict(field<&Customer::id>).batch_size(2));
        EXPECT_GT(next_key(tx), 64);
    });
    EXPECT_GT(next_key(db), 65);
}

TEST_P(BulkKeys, ARefusedRowLeavesGivenKeysUsable) {
    database db{url()};
    auto rows = with_keys(1, 9);
    rows[7].age = 1000;
    EXPECT_THROW(db.run(df::bulk_create(rows).batch_size(3)), df::check_violation);
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    EXPECT_EQ(db.run(df::bulk_create(rows).batch_size(3).per_row()).created, 8);
    EXPECT_GT(next_key(db), 9);
}

// --- returned ids ------------------------------------------------------------------------------

TEST_P(BulkKeys, AnUpsertGivesTextKeys) {
    database db{url()};
    using iata = df::id<Airport, std::string>;
    const std::string wide(100, 'x');
    db.run(df::create(Airport{iata{"OSL"}, "Oslo"}));
    const std::vector rows{Airport{iata{"JFK"}, "New York"}, Airport{iata{"OSL"}, "Gardermoen"},
                           Airport{iata{wide}, "far"}};
    const auto done = db.run(df::bulk_upsert(rows).batch_size(2).returning_ids());
    EXPECT_EQ(done.created, 2);
    EXPECT_EQ(done.updated, 1);
    EXPECT_EQ(done.ids, (std::vector{iata{"JFK"}, iata{"OSL"}, iata{wide}}));
    EXPECT_EQ(db.run(df::read<Airport>("OSL")).city, "Gardermoen");
}

TEST_P(BulkKeys, AnUpsertGivesUuidKeys) {
    database db{url()};
    auto rows = std::vector<Ticket>{{.title = "a"}, {.title = "b"}};
    const auto made = db.run(df::bulk_upsert(rows).returning_ids());
    EXPECT_EQ(made.created, 2);
    ASSERT_EQ(made.ids.size(), 2U);
    EXPECT_FALSE(rows[0].id.is_set()) << "the caller's rows are not touched";
    rows[0].id = made.ids[1];
    const auto again = db.run(df::bulk_upsert(rows).returning_ids());
    EXPECT_EQ(again.created, 1);
    EXPECT_EQ(again.updated, 1);
    ASSERT_EQ(again.ids.size(), 2U);
    EXPECT_EQ(again.ids[0], made.ids[1]);
    EXPECT_EQ(db.run(df::read<Ticket>(again.ids[0])).title, "a");
    EXPECT_EQ(db.run(df::read<Ticket>(again.ids[1])).title, "b");
}

TEST_P(BulkKeys, IdsOfUndoneBatchesAreForgotten) {
    database db{url()};
    auto rows = without_keys(0, 10);
    rows[4].age = 1000;
    const auto per_batch = db.run(df::bulk_create(rows).batch_size(3).per_batch().returning_ids());
    EXPECT_EQ(per_batch.created, 7);
    EXPECT_EQ(per_batch.ids.size(), 7U);
    const auto per_row = db.run(
        df::bulk_upsert(rows).on_conflict(field<&Customer::email>).batch_size(3).per_row().returning_ids());
    EXPECT_EQ(per_row.created, 2);
    EXPECT_EQ(per_row.updated, 7);
    ASSERT_EQ(per_row.ids.size(), 9U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(per_row.ids[i], per_batch.ids[i]);
    EXPECT_EQ(db.run(df::read<Customer>(per_row.ids[8])).email, rows[9].email);
}

// --- keys to delete by -------------------------------------------------------------------------

TEST_P(BulkKeys, AnyRangeOfKeysOrOfWhatConvertsToThem) {
    database db{url()};
    db.run(df::bulk_create(with_keys(1, 20)));
    EXPECT_EQ(db.run(df::bulk_erase<Customer>(std::vector{1, 2, 3})).deleted, 3);
    EXPECT_EQ(db.run(df::bulk_erase<Customer>(std::list<std::int64_t>{4, 5, 99})).deleted, 2);
    EXPECT_EQ(db.run(df::bulk_erase<Customer>(std::set{df::id<Customer>{7}, df::id<Customer>{6}})).deleted,
              2);
    const df::id<Customer> fixed[]{df::id<Customer>{8}, df::id<Customer>{9}};
    EXPECT_EQ(db.run(df::bulk_erase<Customer>(fixed)).deleted, 2);
    const auto kept = df::bulk_erase<Customer>(std::vector{df::id<Customer>{10}});
    EXPECT_EQ(db.run(kept).deleted, 1);
    EXPECT_EQ(db.run(kept).deleted, 0) << "a node can be run again";
    using iata = df::id<Airport, std::string>;
    db.run(df::bulk_create(
        std::vector{Airport{iata{"A"}, "a"}, Airport{iata{"B"}, "b"}, Airport{iata{"C"}, "c"}}));
    EXPECT_EQ(db.run(df::bulk_erase<Airport>(std::vector<std::string>{"A", "Z"})).deleted, 1);
    EXPECT_EQ(db.run(df::bulk_erase<Airport>(std::list{iata{"B"}})).deleted, 1);
    db.run(df::bulk_create(std::vector{Seat{"A", 1, "x"}, Seat{"A", 2, "y"}}));
    EXPECT_EQ(db.run(df::bulk_erase<Seat>(std::list{std::tuple{"A", 1}, std::tuple{"B", 1}})).deleted, 1);
}

} // namespace
