// Rows that are refused: which, where, why, and what stays. Then bulk update and bulk delete.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace bulk_models {

namespace df = dataflow;

struct Item {
    df::id<Item> id{};
    std::string code;
    int amount = 0;
    std::optional<df::id<shop::Customer>> owner{};
    std::string label;

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"code"}),
                    .checks = df::checks(df::check("items_amount_positive", df::column("amount") >= 0))};
};

} // namespace bulk_models

namespace {

namespace df = dataflow;
using bulk_models::Item;
using namespace shop;
using df::field;
using support::has;
using support::thrown;
using store = df::database<Item, Customer, Seat, Note, Airport, Order, Ticket>;

class BulkRows : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(BulkRows);

constexpr int row_count = 21;

[[nodiscard]] std::vector<Item> items(int n = row_count) {
    std::vector<Item> out;
    for (int i = 0; i < n; ++i)
        out.push_back(Item{.code = "i" + std::to_string(i), .amount = i, .label = "l" + std::to_string(i)});
    return out;
}

/// A way to spoil a row, and the class and place of the error that it is.
struct flaw {
    const char* name;
    df::error_kind kind;
    const char* field;
    const char* constraint;
    void (*spoil)(Item&);
};
const flaw flaws[] = {
    {"unique", df::error_kind::unique_violation, "code", "items_code_key", [](Item& i) { i.code = "taken"; }},
    {"foreign key", df::error_kind::foreign_key_violation, "owner", "items_owner_fkey",
     [](Item& i) { i.owner = df::id<Customer>{424242}; }},
    {"check", df::error_kind::check_violation, "amount", "items_amount_positive",
     [](Item& i) { i.amount = -424242; }},
    {"not UTF-8", df::error_kind::invalid_value, "label", "", [](Item& i) { i.label = "secret\xff"; }},
    {"NUL in text", df::error_kind::invalid_value, "label", "",
     [](Item& i) { i.label = std::string("secret\0", 7); }},
};

void expect_flaw(const flaw& f, const df::error& e, std::size_t row) {
    EXPECT_EQ(e.kind(), f.kind) << e.what();
    EXPECT_EQ(e.model(), "Item") << e.what();
    if (*f.field != '\0') {
        EXPECT_EQ(e.field(), f.field) << e.what();
    }
    EXPECT_EQ(e.constraint(), f.constraint) << e.what();
    EXPECT_TRUE(has(e.what(), "row " + std::to_string(row) + ":")) << e.what();
    EXPECT_FALSE(has(e.what(), "424242") || has(e.what(), "secret") || has(e.what(), "taken")) << e.what();
}

constexpr std::size_t places[] = {0, 10, row_count - 1};
constexpr std::size_t sizes[] = {1, 7, row_count, row_count + 1};

TEST_P(BulkRows, OneBadRowUndoesAllByDefaultAndIsNamed) {
    store db{url()};
    db.run(df::create(Item{.code = "taken"}));
    for (const auto& f : flaws)
        for (const auto place : places)
            for (const auto size : sizes) {
                SCOPED_TRACE(std::string{f.name} + " in row " + std::to_string(place) + ", batches of " +
                             std::to_string(size));
                auto rows = items();
                f.spoil(rows[place]);
                try {
                    db.run(df::bulk_create(rows).batch_size(size));
                    ADD_FAILURE() << "nothing was thrown";
                } catch (const df::error& e) {
                    expect_flaw(f, e, place);
                    EXPECT_EQ(e.node(), "bulk create");
                }
                EXPECT_EQ(db.run(df::count<Item>()), 1) << "nothing half written";
            }
    EXPECT_EQ(db.run(df::bulk_create(items())).created, row_count) << "and the database goes on";
}

TEST_P(BulkRows, PerBatchUndoesTheBatchOnly) {
    store db{url()};
    for (const auto& f : flaws)
        for (const auto place : places) {
            SCOPED_TRACE(std::string{f.name} + " in row " + std::to_string(place));
            db.run(df::bulk_erase<Item>(df::everything));
            db.run(df::create(Item{.code = "taken"}));
            auto rows = items();
            f.spoil(rows[place]);
            const auto done = db.run(df::bulk_create(rows).batch_size(7).per_batch().returning_ids());
            EXPECT_EQ(done.requested, row_count);
            EXPECT_EQ(done.created, row_count - 7);
            EXPECT_EQ(done.ids.size(), static_cast<std::size_t>(row_count - 7));
            ASSERT_EQ(done.failures.size(), 1U);
            EXPECT_EQ(done.failures[0].index, place);
            expect_flaw(f, done.failures[0].error, place);
            EXPECT_EQ(db.run(df::count<Item>()), 1 + row_count - 7);
        }
}

TEST_P(BulkRows, PerRowKeepsEveryGoodRow) {
    store db{url()};
    for (const auto& f : flaws)
        for (const auto place : places)
            for (const auto size : sizes) {
                SCOPED_TRACE(std::string{f.name} + " in row " + std::to_string(place) + ", batches of " +
                             std::to_string(size));
                db.run(df::bulk_erase<Item>(df::everything));
                db.run(df::create(Item{.code = "taken"}));
                auto rows = items();
                f.spoil(rows[place]);
                const auto done = db.run(df::bulk_create(rows).batch_size(size).per_row().returning_ids());
                EXPECT_EQ(done.created, row_count - 1);
                EXPECT_EQ(done.ids.size(), static_cast<std::size_t>(row_count - 1));
                ASSERT_EQ(done.failures.size(), 1U);
                EXPECT_EQ(done.failures[0].index, place);
                expect_flaw(f, done.failures[0].error, place);
                EXPECT_EQ(db.run(df::count<Item>()), row_count);
            }
}

TEST_P(BulkRows, SeveralBadRowsOfSeveralKindsInOneInput) {
    store db{url()};
    db.run(df::create(Item{.code = "taken"}));
    auto rows = items();
    std::size_t at = 1;
    for (const auto& f : flaws) {
        f.spoil(rows[at]);
        at += 4;
    }
    const auto done = db.run(df::bulk_create(rows).batch_size(10).per_row());
    EXPECT_EQ(done.created, row_count - 5);
    ASSERT_EQ(done.failures.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(done.failures[i].index, 1 + 4 * i);
        expect_flaw(flaws[i], done.failures[i].error, 1 + 4 * i);
    }
    const auto first =
        thrown<df::unique_violation>([&] { db.run(df::bulk_create(std::vector{rows[0], rows[1]})); });
    EXPECT_EQ(first.model(), "Item");
    const auto good = db.run(df::list<Item>().order_by(field<&Item::id>)).records;
    std::size_t seen = 1; // behind "taken"
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (i % 4 != 1 || i > 17) {
            EXPECT_EQ(good.at(seen++).code, rows[i].code);
        }
}

TEST_P(BulkRows, AnUpsertReportsItsRowsInTheSameWay) {
    store db{url()};
    db.run(df::bulk_create(items(5)));
    for (const auto& f : flaws) {
        if (f.kind == df::error_kind::unique_violation) continue;
        SCOPED_TRACE(f.name);
        auto rows = items();
        f.spoil(rows[12]);
        try {
            db.run(df::bulk_upsert(rows).on_conflict(field<&Item::code>).batch_size(8));
            ADD_FAILURE() << "nothing was thrown";
        } catch (const df::error& e) {
            expect_flaw(f, e, 12);
            EXPECT_EQ(e.node(), "bulk upsert");
        }
        EXPECT_EQ(db.run(df::count<Item>()), 5);
    }
    auto rows = items();
    flaws[2].spoil(rows[12]);
    const auto done = db.run(df::bulk_upsert(rows).on_conflict(field<&Item::code>).batch_size(8).per_row());
    EXPECT_EQ(done.created, row_count - 6);
    EXPECT_EQ(done.updated, 5);
    ASSERT_EQ(done.failures.size(), 1U);
    expect_flaw(flaws[2], done.failures[0].error, 12);
}

// --- bulk update -------------------------------------------------------------------------------

TEST_P(BulkRows, UpdateByPredicate) {
    store db{url()};
    db.run(df::bulk_create(items()));
    const auto done = db.run(df::bulk_update<Item>(field<&Item::amount> >= 10, field<&Item::amount> += 100,
                                                   field<&Item::label> = "big"));
    EXPECT_EQ(done.updated, 11);
    EXPECT_EQ(done.created + done.deleted + done.skipped, 0);
    EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::label> == "big" && field<&Item::amount> >= 110)),
              11);
    EXPECT_EQ(
        db.run(df::bulk_update<Item>(field<&Item::amount> == 5'000, field<&Item::label> = "none")).updated,
        0);
    EXPECT_EQ(db.run(df::bulk_update<Item>(df::everything, field<&Item::label> = field<&Item::code>)).updated,
              row_count);
    EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::label> == field<&Item::code>)), row_count);
}

TEST_P(BulkRows, UpdateAndDeleteWithALimitTakeTheFirstByKey) {
    store db{url()};
    db.run(df::bulk_create(items()));
    EXPECT_EQ(
        db.run(df::bulk_update<Item>(field<&Item::amount> >= 5, field<&Item::label> = "x").limit(3)).updated,
        3);
    std::vector<int> found;
    for (const auto& i :
         db.run(df::list<Item>().where(field<&Item::label> == "x").order_by(field<&Item::amount>)).records)
        found.push_back(i.amount);
    EXPECT_EQ(found, (std::vector{5, 6, 7}));
    EXPECT_EQ(db.run(df::bulk_update<Item>(df::everything, field<&Item::label> = "y").limit(0)).updated, 0);
    EXPECT_EQ(db.run(df::bulk_update<Item>(df::everything, field<&Item::label> = "y").limit(1'000)).updated,
              row_count);
    EXPECT_EQ(db.run(df::bulk_erase<Item>(field<&Item::amount> >= 5).limit(4)).deleted, 4);
    EXPECT_EQ(db.run(df::list<Item>().where(field<&Item::amount> >= 5).order_by(field<&Item::amount>))
                  .records.at(0)
                  .amount,
              9);
    EXPECT_THROW(db.run(df::bulk_update<Item>(df::everything, field<&Item::label> = "z").limit(-1)),
                 df::invalid_value);
    EXPECT_THROW(db.run(df::bulk_erase<Item>(df::everything).limit(-1)), df::invalid_value);
    db.run(df::bulk_create(std::vector{Seat{"B", 1, "a"}, Seat{"A", 2, "b"}, Seat{"A", 1, "c"}}));
    EXPECT_EQ(db.run(df::bulk_erase<Seat>(df::everything).limit(1)).deleted, 1);
    EXPECT_FALSE(db.run(df::find<Seat>("A", 1)).has_value()) << "a composite key has an order, too";
}

TEST_P(BulkRows, AnUpdateThatBreaksAConstraintChangesNothing) {
    store db{url()};
    db.run(df::bulk_create(items()));
    const auto check = thrown<df::check_violation>(
        [&] { db.run(df::bulk_update<Item>(df::everything, field<&Item::amount> -= 10)); });
    EXPECT_EQ(check.constraint(), "items_amount_positive");
    EXPECT_EQ(check.node(), "bulk update");
    const auto unique = thrown<df::unique_violation>(
        [&] { db.run(df::bulk_update<Item>(df::everything, field<&Item::code> = "same")); });
    EXPECT_EQ(unique.field(), "code");
    const auto parent = thrown<df::foreign_key_violation>(
        [&] { db.run(df::bulk_update<Item>(df::everything, field<&Item::owner> = df::id<Customer>{9})); });
    EXPECT_EQ(parent.field(), "owner");
    EXPECT_EQ(parent.constraint(), "items_owner_fkey");
    EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::amount> >= 0 && field<&Item::owner>.is_null() &&
                                             field<&Item::code>.starts_with("i"))),
              row_count);
}

TEST_P(BulkRows, UpdateByRowsSetsAllFieldsOrThoseThatAreNamed) {
    store db{url()};
    db.run(df::bulk_create(items()));
    auto rows = db.run(df::list<Item>()).records;
    for (auto& r : rows) {
        r.amount += 1;
        r.label = "new";
    }
    const auto all = db.run(df::bulk_update(rows).batch_size(4));
    EXPECT_EQ(all.requested, row_count);
    EXPECT_EQ(all.updated, row_count);
    EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::label> == "new")), row_count);
    for (auto& r : rows) {
        r.amount = 7;
        r.label = "not written";
    }
    EXPECT_EQ(db.run(df::bulk_update(rows).set(field<&Item::amount>)).updated, row_count);
    EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::label> == "new" && field<&Item::amount> == 7)),
              row_count);
    std::vector<Seat> seats{{"A", 1, "x"}, {"A", 2, "y"}};
    db.run(df::bulk_create(seats));
    seats[1].passenger = "z";
    EXPECT_EQ(db.run(df::bulk_update(seats)).updated, 2);
    EXPECT_EQ(db.run(df::read<Seat>("A", 2)).passenger, "z");
    db.run(df::create(Note{"n"}));
    auto notes = db.run(df::list<Note>()).records; // the key is in the record only
    notes[0].stars = 3;
    EXPECT_EQ(db.run(df::bulk_update(notes)).updated, 1);
    EXPECT_EQ(db.run(df::read<Note>(notes[0].id)).stars, 3);
}

TEST_P(BulkRows, UpdateByRowsRefusesMissingKeys) {
    store db{url()};
    db.run(df::bulk_create(items()));
    auto rows = db.run(df::list<Item>()).records;
    for (auto& r : rows) r.label = "changed";
    auto missing = rows;
    missing[13].id = df::id<Item>{987654};
    const auto e = thrown<df::not_found>([&] { db.run(df::bulk_update(missing).batch_size(5)); });
    EXPECT_TRUE(has(e.what(), "row 13:")) << e.what();
    EXPECT_FALSE(has(e.what(), "987654")) << e.what();
    EXPECT_EQ(e.field(), "id");
    EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::label> == "changed")), 0);
    const auto batches = db.run(df::bulk_update(missing).batch_size(5).per_batch());
    EXPECT_EQ(batches.updated, row_count - 5);
    ASSERT_EQ(batches.failures.size(), 1U);
    EXPECT_EQ(batches.failures[0].index, 13U);
    auto bad = rows;
    for (auto& r : bad) r.label = "again";
    bad[2].id = df::id<Item>{987654};
    bad[5].amount = -1;
    bad[20].owner = df::id<Customer>{42};
    const auto each = db.run(df::bulk_update(bad).per_row());
    EXPECT_EQ(each.updated, row_count - 3);
    ASSERT_EQ(each.failures.size(), 3U);
    EXPECT_EQ(each.failures[0].index, 2U);
    EXPECT_EQ(each.failures[0].error.kind(), df::error_kind::not_found);
    EXPECT_EQ(each.failures[1].index, 5U);
    EXPECT_EQ(each.failures[1].error.kind(), df::error_kind::check_violation);
    EXPECT_EQ(each.failures[2].index, 20U);
    EXPECT_EQ(each.failures[2].error.kind(), df::error_kind::foreign_key_violation);
    EXPECT_EQ(each.failures[2].error.field(), "owner");
}

TEST_P(BulkRows, TwoRowsMaySwapTheirUniqueValuesOrAreRefusedWhole) {
    store db{url()};
    db.run(df::bulk_create(items(2)));
    auto rows = db.run(df::list<Item>()).records;
    std::swap(rows[0].code, rows[1].code);
    // both databases check a unique index row by row within a statement
    EXPECT_THROW(db.run(df::bulk_update(rows)), df::unique_violation);
    EXPECT_EQ(db.run(df::read<Item>(rows[0].id)).code, "i0");
}

// --- bulk delete -------------------------------------------------------------------------------

TEST_P(BulkRows, DeleteByPredicateKeysAndEverything) {
    store db{url()};
    const auto ids = db.run(df::bulk_create(items()).returning_ids()).ids;
    EXPECT_EQ(db.run(df::bulk_erase<Item>(field<&Item::amount> < 3)).deleted, 3);
    EXPECT_EQ(db.run(df::bulk_erase<Item>(field<&Item::amount> < 3)).deleted, 0);
    const std::vector some{ids[0], ids[5], ids[6], ids[6], df::id<Item>{999}};
    const auto done = db.run(df::bulk_erase<Item>(some).batch_size(2));
    EXPECT_EQ(done.requested, 5);
    EXPECT_EQ(done.deleted, 2) << "one is gone, one stands twice, one never was";
    EXPECT_EQ(db.run(df::bulk_erase<Item>(df::everything)).deleted, row_count - 5);
    EXPECT_FALSE(db.run(df::exists<Item>()));
    db.run(df::bulk_create(std::vector{Seat{"A", 1, "x"}, Seat{"A", 2, "y"}, Seat{"B", 1, "z"}}));
    EXPECT_EQ(db.run(df::bulk_erase<Seat>(std::vector{std::tuple{std::string{"A"}, 2},
                                                      std::tuple{std::string{"B"}, 1},
                                                      std::tuple{std::string{"B"}, 2}}))
                  .deleted,
              2);
    EXPECT_EQ(db.run(df::list<Seat>()).records.at(0).passenger, "x");
    using iata = df::id<Airport, std::string>;
    db.run(df::bulk_create(std::vector{Airport{iata{"A'B"}, "q"}, Airport{iata{"C"}, "c"}}));
    EXPECT_EQ(db.run(df::bulk_erase<Airport>(std::vector{iata{"A'B"}, iata{"X"}})).deleted, 1);
    const auto tickets = db.run(df::bulk_create(std::vector<Ticket>(3)).returning_ids()).ids;
    EXPECT_EQ(db.run(df::bulk_erase<Ticket>(std::vector{tickets[0], tickets[2]})).deleted, 2);
}

TEST_P(BulkRows, ADeleteThatOtherRecordsHoldBackDeletesNothing) {
    store db{url()};
    const auto ids =
        db.run(df::bulk_create(std::vector{customer(1), customer(2), customer(3)}).returning_ids()).ids;
    db.run(df::create(Item{.code = "held", .owner = ids[1]}));
    for (int way = 0; way < 3; ++way) {
        const auto e = thrown<df::foreign_key_violation>([&] {
            if (way == 0) db.run(df::bulk_erase<Customer>(df::everything));
            else if (way == 1) db.run(df::bulk_erase<Customer>(ids));
            else db.run(df::bulk_erase<Customer>(field<&Customer::id>.in(ids)));
        });
        EXPECT_EQ(e.node(), "bulk erase");
        EXPECT_TRUE(has(e.constraint(), "items_owner_fkey")) << e.constraint();
        EXPECT_EQ(db.run(df::count<Customer>()), 3);
    }
}

TEST_P(BulkRows, APredicateThatIsWhollyAbsentIsNotEverything) {
    store db{url()};
    db.run(df::bulk_create(items()));
    const std::optional<decltype(field<&Item::amount> == 1)> nothing{};
    const auto absent = df::if_set(false, field<&Item::amount> == 1) &&
                        (df::if_set(false, field<&Item::code> == "x") || nothing);
    EXPECT_THROW(db.run(df::bulk_erase<Item>(absent)), df::protected_operation);
    EXPECT_THROW(db.run(df::bulk_erase<Item>(nothing)), df::protected_operation);
    EXPECT_THROW(db.run(df::bulk_update<Item>(absent, field<&Item::label> = "gone")),
                 df::protected_operation);
    EXPECT_EQ(db.run(df::count<Item>().where(field<&Item::label> != "gone")), row_count);
    const auto partly =
        df::if_set(false, field<&Item::amount> == 1) && df::if_set(true, field<&Item::code> == "i3");
    EXPECT_EQ(db.run(df::bulk_erase<Item>(partly)).deleted, 1);
}

} // namespace
