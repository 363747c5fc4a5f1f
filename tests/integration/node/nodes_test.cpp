// The nodes on one record: create, read, find, update, save, delete, upsert, count, exists; their errors;
// the managed times.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::has;
using support::thrown;
using namespace std::chrono_literals;

class Nodes : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Nodes);

/// The clock has microseconds: this makes two moments differ.
void a_moment() { std::this_thread::sleep_for(2ms); }

TEST_P(Nodes, CreateGivesTheRecordAsTheDatabaseHasIt) {
    database db{url()};
    const auto before = df::context::now();
    const auto made = db.run(df::create(Customer{.name = "Alice", .email = "a@x.org", .city = "Rome"}));
    EXPECT_TRUE(made.id.is_set());
    EXPECT_EQ(made.age, 30);
    EXPECT_EQ(made.created_at, made.updated_at);
    EXPECT_GE(made.created_at, before);
    EXPECT_LE(made.created_at, df::context::now());
    const auto read = db.run(df::read<Customer>(made.id));
    EXPECT_EQ(read.name, "Alice");
    EXPECT_EQ(read.city, "Rome");
    EXPECT_EQ(read.created_at, made.created_at);
    EXPECT_EQ(read.updated_at, made.updated_at);
}

TEST_P(Nodes, CreateFromAssignmentsUsesTheStructsDefaultsForTheRest) {
    database db{url()};
    const auto c =
        db.run(df::create<Customer>(field<&Customer::name> = "Bob", field<&Customer::email> = "b@x.org"));
    const auto o = db.run(df::create<Order>(field<&Order::customer_id> = c.id, field<&Order::note> = "hi",
                                            field<&Order::total> = 3));
    EXPECT_EQ(c.age, 30);
    EXPECT_EQ(o.status, "pending");
    EXPECT_EQ(o.quantity, 1);
    EXPECT_EQ(o.note, "hi");
    EXPECT_EQ(o.total, 3.0);
    EXPECT_EQ(db.run(df::read<Order>(o.id)).status, "pending");
}

TEST_P(Nodes, ANodeIsAValueThatCanRunTwice) {
    database db{url()};
    const auto node = df::create(Note{.body = "again"});
    const auto a = db.run(node);
    const auto b = db.run(node);
    EXPECT_NE(a.id, b.id);
    const auto all = df::count<Note>().where(field<&Note::body> == "again");
    EXPECT_EQ(db.run(all), 2);
    db.run(df::erase<Note>(a.id));
    EXPECT_EQ(db.run(all), 1);
}

TEST_P(Nodes, ErrorsNameNodeModelFieldAndConstraintButNoValue) {
    database db{url()};
    const auto made = db.run(df::create(Customer{.name = "secret-name", .email = "secret@x.org"}));
    const auto unique = thrown<df::unique_violation>(
        [&] { db.run(df::create(Customer{.name = "secret-name", .email = "secret@x.org"})); });
    EXPECT_EQ(unique.node(), "create");
    EXPECT_EQ(unique.model(), "Customer");
    EXPECT_EQ(unique.field(), "email");
    EXPECT_EQ(unique.constraint(), "customers_email_key");
    EXPECT_EQ(unique.code(), postgres() ? "23505" : "2067");
    EXPECT_TRUE(has(unique.sql(), "INSERT INTO"));

    const auto check = thrown<df::check_violation>(
        [&] { db.run(df::create(Customer{.name = "secret-name", .email = "e", .age = 7771})); });
    EXPECT_EQ(check.constraint(), "customers_age_is_sane");
    EXPECT_EQ(check.field(), "age");

    const auto parent = thrown<df::foreign_key_violation>(
        [&] { db.run(df::create(Order{.customer_id = df::id<Customer>{777123}, .status = "secret-s"})); });
    EXPECT_EQ(parent.constraint(), "orders_customer_id_fkey");
    EXPECT_EQ(parent.field(), "customer_id");
    EXPECT_EQ(parent.model(), "Order");

    db.run(df::create(Order{.customer_id = made.id}));
    const auto held = thrown<df::foreign_key_violation>([&] { db.run(df::erase<Customer>(made.id)); });
    EXPECT_EQ(held.node(), "erase");
    EXPECT_EQ(held.model(), "Customer");
    EXPECT_EQ(held.constraint(), "orders_customer_id_fkey");

    const auto missing = thrown<df::not_found>([&] { db.run(df::read<Customer>(777123)); });
    EXPECT_EQ(missing.node(), "read");
    EXPECT_EQ(missing.model(), "Customer");
    EXPECT_EQ(missing.field(), "id");

    for (const auto& e : {unique, check, parent, held, missing})
        for (const auto* word : {"secret", "7771", "777123"}) {
            EXPECT_FALSE(has(e.what(), word)) << e.what();
            EXPECT_FALSE(has(e.sql(), word)) << e.sql();
        }
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    EXPECT_EQ(db.run(df::count<Order>()), 1);
}

TEST_P(Nodes, AFailedNodeLeavesNothingAndTheDatabaseGoesOn) {
    database db{url()};
    db.run(df::create(customer(1)));
    for (int i = 0; i < 5; ++i) EXPECT_THROW(db.run(df::create(customer(1))), df::unique_violation);
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    db.run(df::create(customer(2)));
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

TEST_P(Nodes, ReadThrowsAndFindGivesNothing) {
    database db{url()};
    EXPECT_THROW(db.run(df::read<Customer>(1)), df::not_found);
    EXPECT_FALSE(db.run(df::find<Customer>(1)).has_value()) << "an empty table";
    const auto made = db.run(df::create(customer(1, "x")));
    EXPECT_EQ(db.run(df::read<Customer>(made.id)).name, "x");
    const auto found = db.run(df::find<Customer>(made.id));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->name, "x");
    EXPECT_THROW(db.run(df::read<Customer>(-1)), df::not_found);
    EXPECT_THROW(db.run(df::read<Customer>(INT64_MAX)), df::not_found);
    EXPECT_FALSE(db.run(df::find<Airport>("it's \"no\" airport")).has_value());
    EXPECT_FALSE(db.run(df::find<Seat>("LH1", 1)).has_value());
    EXPECT_FALSE(db.run(df::find<Ticket>(df::random_uuid())).has_value());
}

TEST_P(Nodes, TryRunGivesTheErrorAsAValue) {
    database db{url()};
    const auto good = db.try_run(df::create(customer(1, "x")));
    ASSERT_TRUE(good);
    EXPECT_EQ(good->name, "x");
    const auto bad = db.try_run(df::create(customer(1, "y")));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().kind(), df::error_kind::unique_violation);
    EXPECT_THROW((void)bad.value(), df::unique_violation);
    EXPECT_FALSE(db.try_run(df::read<Customer>(99)));
    EXPECT_EQ(db.try_run(df::count<Customer>()).value(), 1);
}

// --- update ------------------------------------------------------------------------------------

TEST_P(Nodes, UpdateByKeyGivesTheRecordAsItIsThen) {
    database db{url()};
    const auto made = db.run(df::create(customer(1, "Alice")));
    a_moment();
    const auto now =
        db.run(df::update<Customer>(made.id, field<&Customer::name> = "Alicia", field<&Customer::age> += 1,
                                    field<&Customer::city> = "Rome"));
    EXPECT_EQ(now.name, "Alicia");
    EXPECT_EQ(now.age, 31);
    EXPECT_EQ(now.city, "Rome");
    EXPECT_EQ(now.email, made.email);
    EXPECT_EQ(now.created_at, made.created_at);
    EXPECT_GT(now.updated_at, made.updated_at);
    const auto read = db.run(df::read<Customer>(made.id));
    EXPECT_EQ(read.name, "Alicia");
    EXPECT_EQ(read.updated_at, now.updated_at);
    EXPECT_EQ(db.run(df::update<Customer>(made.id, field<&Customer::city> = std::nullopt)).city,
              std::nullopt);
    EXPECT_EQ(db.run(df::update<Customer>(made.id, field<&Customer::city> = field<&Customer::name>)).city,
              "Alicia");
}

TEST_P(Nodes, UpdateOfAMissingKeyIsNotFound) {
    database db{url()};
    const auto e =
        thrown<df::not_found>([&] { db.run(df::update<Customer>(5, field<&Customer::name> = "secret")); });
    EXPECT_EQ(e.node(), "update");
    EXPECT_EQ(e.model(), "Customer");
    EXPECT_FALSE(has(e.what(), "secret"));
    EXPECT_THROW(db.run(df::update<Seat>(std::tuple{"LH1", 1}, field<&Seat::bags> = 1)), df::not_found);
}

TEST_P(Nodes, UpdateReadsTheOldValuesOnly) {
    database db{url()};
    const auto c = db.run(df::create(customer(1)));
    const auto o = db.run(df::create(Order{.customer_id = c.id, .total = 10, .quantity = 3}));
    const auto now = db.run(
        df::update<Order>(o.id, field<&Order::total> = field<&Order::total> * field<&Order::quantity> / 4.0,
                          field<&Order::quantity> *= 10));
    EXPECT_EQ(now.total, 7.5);
    EXPECT_EQ(now.quantity, 30);
    EXPECT_EQ(db.run(df::update<Order>(o.id, field<&Order::quantity> -= 1)).quantity, 29);
    EXPECT_EQ(db.run(df::update<Order>(o.id, field<&Order::quantity> /= 4)).quantity, 7) << "cut toward zero";
    EXPECT_EQ(db.run(df::update<Order>(o.id, field<&Order::quantity> = 0 - field<&Order::quantity>)).quantity,
              -7);
    EXPECT_EQ(db.run(df::update<Order>(o.id, field<&Order::quantity> /= 2)).quantity, -3)
        << "cut toward zero";
}

TEST_P(Nodes, ABrokenConstraintInAnUpdateChangesNothing) {
    database db{url()};
    db.run(df::create(customer(1, "a")));
    const auto b = db.run(df::create(customer(2, "b")));
    const auto unique = thrown<df::unique_violation>([&] {
        db.run(
            df::update<Customer>(b.id, field<&Customer::name> = "z", field<&Customer::email> = "c1@x.org"));
    });
    EXPECT_EQ(unique.node(), "update");
    EXPECT_EQ(unique.field(), "email");
    const auto check =
        thrown<df::check_violation>([&] { db.run(df::update<Customer>(b.id, field<&Customer::age> -= 31)); });
    EXPECT_EQ(check.constraint(), "customers_age_is_sane");
    const auto o = db.run(df::create(Order{.customer_id = b.id}));
    const auto parent = thrown<df::foreign_key_violation>(
        [&] { db.run(df::update<Order>(o.id, field<&Order::customer_id> = df::id<Customer>{999})); });
    EXPECT_EQ(parent.field(), "customer_id");
    EXPECT_EQ(parent.constraint(), "orders_customer_id_fkey");
    EXPECT_EQ(db.run(df::read<Customer>(b.id)).name, "b");
    EXPECT_EQ(db.run(df::read<Order>(o.id)).customer_id, b.id);
}

TEST_P(Nodes, UpdateByPredicateIsForExactlyOneRecord) {
    database db{url()};
    const auto a = db.run(df::create(customer(1, "same")));
    const auto b = db.run(df::create(customer(2, "same")));
    const auto one =
        db.run(df::update<Customer>(field<&Customer::email> == "c1@x.org", field<&Customer::city> = "Rome"));
    EXPECT_EQ(one.id, a.id);
    EXPECT_EQ(one.city, "Rome");

    const auto none = thrown<df::not_found>(
        [&] { db.run(df::update<Customer>(field<&Customer::name> == "nobody", field<&Customer::age> = 1)); });
    EXPECT_EQ(none.model(), "Customer");
    const auto two = thrown<df::too_many_rows>(
        [&] { db.run(df::update<Customer>(field<&Customer::name> == "same", field<&Customer::age> = 99)); });
    EXPECT_EQ(two.node(), "update");
    for (const auto& id : {a.id, b.id}) {
        const auto now = db.run(df::read<Customer>(id));
        EXPECT_EQ(now.age, 30) << "nothing is changed where several fit";
    }
    EXPECT_EQ(db.run(df::read<Customer>(b.id)).updated_at, b.updated_at);
    EXPECT_THROW(db.run(df::update<Customer>(df::if_set(false, field<&Customer::name> == "same"),
                                             field<&Customer::age> = 1)),
                 df::protected_operation);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 30)), 2);
}

TEST_P(Nodes, SaveWritesAllFieldsOfARecord) {
    database db{url()};
    auto record = db.run(df::create(customer(1, "before")));
    a_moment();
    record.name = "after";
    record.city = "Oslo";
    const auto saved = db.run(df::update(record));
    EXPECT_EQ(saved.name, "after");
    EXPECT_EQ(saved.created_at, record.created_at);
    EXPECT_GT(saved.updated_at, record.updated_at);
    EXPECT_EQ(db.run(df::read<Customer>(record.id)).city, "Oslo");

    auto note = db.run(df::create(Note{.body = "x"})); // a managed key
    note.stars = 5;
    EXPECT_EQ(db.run(df::update(note)).stars, 5);

    Seat seat{"LH1", 3, "Ann", 1};
    db.run(df::create(seat));
    seat.bags = 9;
    EXPECT_EQ(db.run(df::update(seat)).bags, 9);
    seat.number = 4;
    EXPECT_THROW(db.run(df::update(seat)), df::not_found);
    EXPECT_THROW(db.run(df::update(customer(5))), df::not_found) << "a key of 0 is no record's";
}

TEST_P(Nodes, EraseSaysWhetherThereWasOne) {
    database db{url()};
    const auto a = db.run(df::create(customer(1)));
    const auto b = db.run(df::create(customer(2)));
    EXPECT_TRUE(db.run(df::erase<Customer>(a.id)));
    EXPECT_FALSE(db.run(df::erase<Customer>(a.id)));
    EXPECT_EQ(db.run(df::list<Customer>()).records.at(0).id, b.id);
}

// --- upsert ------------------------------------------------------------------------------------

TEST_P(Nodes, UpsertCreatesAndThenUpdates) {
    database db{url()};
    const auto first = db.run(df::upsert(customer(1, "first")).on_conflict(field<&Customer::email>));
    EXPECT_TRUE(first.created);
    EXPECT_TRUE(first.record.id.is_set());
    a_moment();
    const auto second = db.run(df::upsert(customer(1, "second")).on_conflict(field<&Customer::email>));
    EXPECT_FALSE(second.created);
    EXPECT_EQ(second.record.id, first.record.id);
    EXPECT_EQ(second.record.name, "second");
    EXPECT_EQ(second.record.created_at, first.record.created_at) << "it was created once";
    EXPECT_GT(second.record.updated_at, first.record.updated_at);
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    EXPECT_EQ(db.run(df::read<Customer>(first.record.id)).name, "second");
}

TEST_P(Nodes, UpsertByAKeyThatTheCallerGives) {
    database db{url()};
    using key = df::id<Airport, std::string>;
    EXPECT_TRUE(db.run(df::upsert(Airport{key{"JFK"}, "New York", 1})).created);
    const auto again = db.run(df::upsert(Airport{key{"JFK"}, "NYC", 2}));
    EXPECT_FALSE(again.created);
    EXPECT_EQ(again.record.city, "NYC");
    EXPECT_TRUE(db.run(df::upsert(Seat{"LH1", 1, "Ann"})).created);
    EXPECT_FALSE(db.run(df::upsert(Seat{"LH1", 1, "Bob"})).created);
    EXPECT_EQ(db.run(df::read<Seat>("LH1", 1)).passenger, "Bob");
    const auto c = db.run(df::create(customer(1, "a")));
    auto by_key = customer(2, "b");
    by_key.id = c.id;
    EXPECT_FALSE(db.run(df::upsert(by_key).on_conflict(field<&Customer::id>)).created);
    EXPECT_EQ(db.run(df::read<Customer>(c.id)).email, "c2@x.org");
}

TEST_P(Nodes, UpsertCanSetSomethingElseOnConflict) {
    database db{url()};
    const auto count_visit = [&](std::int64_t n) {
        return db.run(df::upsert(Airport{df::id<Airport, std::string>{"OSL"}, "Oslo", n})
                          .set_on_conflict(field<&Airport::flights> += n));
    };
    EXPECT_EQ(count_visit(3).record.flights, 3);
    EXPECT_EQ(count_visit(4).record.flights, 7);
    EXPECT_FALSE(count_visit(5).created);
    const auto last = db.run(df::read<Airport>("OSL"));
    EXPECT_EQ(last.flights, 12);
    EXPECT_EQ(last.city, "Oslo");
}

TEST_P(Nodes, AnUpsertThatBreaksAnotherConstraintFails) {
    database db{url()};
    db.run(df::create(customer(1)));
    const auto two = db.run(df::create(customer(2)));
    auto clash = customer(1); // the email of one record, the key of another
    clash.id = two.id;
    const auto e =
        thrown<df::unique_violation>([&] { db.run(df::upsert(clash).on_conflict(field<&Customer::id>)); });
    EXPECT_EQ(e.node(), "upsert");
    EXPECT_EQ(e.field(), "email");
    auto sick = customer(1);
    sick.age = 200;
    EXPECT_THROW(db.run(df::upsert(sick).on_conflict(field<&Customer::email>)), df::check_violation);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::age> == 30)), 2);
}

// --- count and exists --------------------------------------------------------------------------

TEST_P(Nodes, CountAndExists) {
    database db{url()};
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    EXPECT_FALSE(db.run(df::exists<Customer>()));
    for (int i = 0; i < 5; ++i) db.run(df::create(customer(i, i < 2 ? "few" : "many")));
    EXPECT_EQ(db.run(df::count<Customer>()), 5);
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::name> == "few")), 2);
    EXPECT_EQ(db.run(df::count<Customer>().where(df::if_set(false, field<&Customer::name> == "few"))), 5);
    EXPECT_TRUE(db.run(df::exists<Customer>().where(field<&Customer::name> == "many")));
    EXPECT_FALSE(db.run(df::exists<Customer>().where(field<&Customer::name> == "none")));
}

// --- managed times on every path -----------------------------------------------------------------

TEST_P(Nodes, CreatedAtStaysAndUpdatedAtMovesOnEveryPath) {
    database db{url()};
    const auto first = db.run(df::create(customer(1)));
    auto last = first.updated_at;
    const auto moved = [&](const char* path) {
        const auto now = db.run(df::read<Customer>(first.id));
        EXPECT_EQ(now.created_at, first.created_at) << path;
        EXPECT_GT(now.updated_at, last) << path;
        last = now.updated_at;
        a_moment();
    };
    a_moment();
    db.run(df::update<Customer>(first.id, field<&Customer::age> = 1));
    moved("update");
    db.run(df::update<Customer>(field<&Customer::email> == first.email, field<&Customer::age> = 2));
    moved("update by predicate");
    auto whole = db.run(df::read<Customer>(first.id));
    whole.created_at = {}; // what the caller writes there does not count
    whole.updated_at = {};
    db.run(df::update(whole));
    moved("save");
    db.run(df::upsert(customer(1)).on_conflict(field<&Customer::email>));
    moved("upsert");
    db.run(df::upsert(customer(1))
               .on_conflict(field<&Customer::email>)
               .set_on_conflict(field<&Customer::age> = 3));
    moved("upsert with its own assignments");
    db.run(df::bulk_update<Customer>(field<&Customer::id> == first.id, field<&Customer::age> = 4));
    moved("bulk update by predicate");
    db.run(df::bulk_update(std::vector{whole}));
    moved("bulk update by rows");
    db.run(df::bulk_update(std::vector{whole}).set(field<&Customer::age>));
    moved("bulk update of a column");
    db.run(df::bulk_upsert(std::vector{customer(1)}).on_conflict(field<&Customer::email>));
    moved("bulk upsert");
    db.run(df::bulk_upsert(std::vector{customer(1)})
               .on_conflict(field<&Customer::email>)
               .set_on_conflict(field<&Customer::age> += 1));
    moved("bulk upsert with its own assignments");
    db.run(
        df::bulk_create(std::vector{customer(1)}).on_conflict(df::conflict::update, field<&Customer::email>));
    moved("bulk create with update on conflict");

    db.run(df::bulk_create(std::vector{customer(1)}).on_conflict(df::conflict::skip));
    EXPECT_EQ(db.run(df::read<Customer>(first.id)).updated_at, last) << "a skipped record is not touched";

    const auto before = df::context::now();
    db.run(df::bulk_create(std::vector{customer(2)}));
    db.run(df::bulk_upsert(std::vector{customer(3)}).on_conflict(field<&Customer::email>));
    db.run(df::upsert(customer(4)).on_conflict(field<&Customer::email>));
    for (const auto& made : db.run(df::list<Customer>().where(field<&Customer::id> != first.id)).records) {
        EXPECT_EQ(made.created_at, made.updated_at);
        EXPECT_GE(made.created_at, before);
    }
}

} // namespace
