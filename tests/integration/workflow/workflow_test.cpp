// Workflows on every database: what the nodes take and give, and what an error undoes.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/tenant.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;
using shop::Airport;
using shop::Customer;
using shop::Note;
using shop::Order;
using shop::Seat;
using shop::Ticket;
using support::thrown;

struct Signup {
    std::string name, email;
    double first_total{};
};
struct MailIn {
    std::string subject;
    df::id<Order> order_id;
    int copies = 1;
};
struct MailOut {
    std::string text;
    int copies = 0;
};

MailOut write_mail(const MailIn& in) {
    return {in.subject + " " + std::to_string(in.order_id.value), in.copies};
}

constexpr auto signup() {
    return df::workflow<Signup>( //
        df::node<"mail">(&write_mail),
        df::node<"customer">(df::create<Customer>()),
        df::node<"order">(df::create<Order>(field<&Order::status> = "new")),
        df::wire<"input.name", "customer.name">,
        df::wire<"input.email", "customer.email">,
        df::wire<"customer.id", "order.customer_id">,
        df::wire<"input.first_total", "order.total">,
        df::constant<"mail.subject">("Welcome"),
        df::wire<"order.id", "mail.order_id">);
}

class workflow : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(workflow);

TEST_P(workflow, runs_its_nodes_in_order_and_gives_each_output_by_name) {
    shop::database db{url()};
    static constexpr auto flow = signup();
    const auto run = db.run(flow, Signup{"Bob", "b@x.org", 99.5});
    EXPECT_EQ(run["order"_n].customer_id, run["customer"_n].id);
    EXPECT_EQ(run["order"_n].total, 99.5);
    EXPECT_EQ(run["order"_n].status, "new");
    EXPECT_EQ(run.get<"mail">().text, "Welcome " + std::to_string(run["order"_n].id.value));
    EXPECT_EQ(run["mail"_n].copies, 1);
    const auto stored = db.run(df::read<Order>(run["order"_n].id));
    EXPECT_EQ(stored.created_at, run["order"_n].created_at);
    EXPECT_EQ(stored.customer_id, run["customer"_n].id);
    const auto again =
        db.run(flow, Signup{"Eve", "e@x.org", 1}); // a workflow is a value: it can be run again
    EXPECT_NE(again["order"_n].id, run["order"_n].id);
}

TEST_P(workflow, an_error_undoes_all_nodes_and_names_its_own) {
    shop::database db{url()};
    const auto flow = df::workflow<Signup>( //
        df::node<"customer">(df::create<Customer>()),
        df::node<"order">(df::create<Order>(field<&Order::customer_id> = df::id<Customer>{777})),
        df::wire<"input.name", "customer.name">,
        df::wire<"input.email", "customer.email">);
    const auto e =
        thrown<df::foreign_key_violation>([&] { (void)db.run(flow, Signup{"Bob", "b@x.org", 1}); });
    EXPECT_EQ(e.node(), "order (create)");
    EXPECT_EQ(e.model(), "Order");
    EXPECT_EQ(e.field(), "customer_id");
    EXPECT_EQ(db.run(df::count<Customer>()), 0);

    const auto apart = flow.without_transaction(); // the customer stays
    (void)thrown<df::foreign_key_violation>([&] { (void)db.run(apart, Signup{"Bob", "b@x.org", 1}); });
    EXPECT_EQ(db.run(df::count<Customer>()), 1);

    const auto result = db.try_run(flow, Signup{"Bob", "c@x.org", 1});
    EXPECT_FALSE(result.has_value());
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
}

TEST_P(workflow, an_exception_of_a_function_passes_through_after_the_undoing) {
    shop::database db{url()};
    const auto flow = df::workflow( //
        df::node<"customer">(df::create(shop::customer(1))),
        df::node<"check">([](MailIn in) { throw std::runtime_error(in.subject); }),
        df::wire<"customer.name", "check.subject">,
        df::constant<"check.order_id">(df::id<Order>{1}));
    EXPECT_THROW((void)db.run(flow), std::runtime_error);
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
    const auto refusing =
        df::workflow(df::node<"check">([]() -> MailOut { throw df::invalid_value({.message = "no"}); }));
    EXPECT_EQ(thrown<df::invalid_value>([&] { (void)db.run(refusing); }).node(), "check (function)");
}

TEST_P(workflow, a_function_cannot_run_on_the_database_itself_however_it_is_run) {
    shop::database db{url()};
    const auto refused = [&](auto run) {
        const auto e = thrown<df::protected_operation>(run);
        EXPECT_TRUE(support::has(e.what(), "context&")) << e.what();
        EXPECT_EQ(db.run(df::count<Customer>()), 0);
    };
    const auto reading = df::workflow( //
        df::node<"customer">(df::create(shop::customer(1))),
        df::node<"seen">([&] { return db.run(df::count<Customer>()); }),
        df::after<"customer", "seen">);
    const auto writing = df::workflow( //
        df::node<"customer">(df::create(shop::customer(1))),
        df::node<"other">([&](df::context&) { db.run(df::create(shop::customer(2))); }),
        df::after<"customer", "other">);
    const auto only = df::workflow(df::node<"seen">([&] { return db.run(df::count<Customer>()); }));
    const auto fed = df::workflow<Signup>( //
        df::node<"seen">([&] { return db.run(df::count<Customer>()); }));
    refused([&] { (void)db.run(reading); });
    refused([&] { (void)db.run(writing); });
    refused([&] { (void)db.run(only); });
    refused([&] { (void)db.run(only.without_transaction()); });
    refused([&] { (void)db.run(fed, Signup{}); });
    refused([&] { (void)db.run(reading, df::timeout_after(std::chrono::minutes{1})); });
    refused([&] { (void)db.run(fed, Signup{}, df::timeout_after(std::chrono::minutes{1})); });
    refused([&] { (void)db.run_all(df::count<Customer>(), reading); });
    refused([&] { (void)*db.try_run(reading); });
    const auto mine = db.tenant("acme");
    refused([&] { (void)mine.run(reading); });
    refused([&] { (void)mine.run(fed, Signup{}); });
    refused([&] { (void)mine.run_all(only, df::count<Customer>()); });
}

TEST_P(workflow, inside_a_transaction_it_is_a_savepoint) {
    shop::database db{url()};
    const auto flow = df::workflow(df::node<"a">(df::create(shop::customer(1))),
                                   df::node<"b">(df::create(shop::customer(1))));
    db.transaction([&](auto& tx) {
        (void)tx.run(df::create(shop::customer(2)));
        EXPECT_FALSE(tx.try_run(flow).has_value());
        (void)tx.run(df::create(shop::customer(3)));
    });
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
    EXPECT_EQ(thrown<df::unique_violation>([&] { (void)db.run(flow); }).node(), "b (create)");
    const auto strict = flow.isolation(df::isolation::serializable);
    EXPECT_FALSE(db.try_run(strict).has_value());
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}

struct Wanted {
    df::id<Customer> customer;
    df::id<Customer> nobody{};
    std::int16_t least = 0;
    std::string status;
};
struct Seen {
    std::optional<std::int64_t> total;
    std::vector<df::record<Order>> orders;
    std::optional<std::string> nobody;
    df::record<Customer> whole;
    std::optional<Customer> found;
    bool any = false;
};
struct Said {
    std::string text;
};

TEST_P(workflow, keys_and_parameters_are_inputs) {
    shop::database db{url()};
    const auto c = db.run(df::create(shop::customer(1, "Alice")));
    for (int i = 0; i < 5; ++i)
        (void)db.run(df::create(Order{.customer_id = c.id, .total = i * 10.0, .quantity = i}));
    const auto flow = df::workflow<Wanted>( //
        df::node<"customer">(df::read<Customer>()),
        df::node<"maybe">(df::find<Customer>()),
        df::node<"nobody">(df::find<Customer>()),
        df::node<"orders">(df::list<Order>()
                               .where(field<&Order::customer_id> == df::param<"customer"> &&
                                      field<&Order::quantity> >= df::param<"least">)
                               .order_by(field<&Order::total>)
                               .limit(2)
                               .with_total()),
        df::node<"any">(df::exists<Order>().where(field<&Order::status> == df::param<"status">)),
        df::node<"counted">(df::count<Order>().where(field<&Order::quantity> < df::param<"least">)),
        df::node<"seen">([](const Seen& in) -> Said {
            return {std::to_string(*in.total) + " " + std::to_string(in.orders.size()) + " " +
                    (in.nobody ? "somebody" : "nobody") + " " + in.whole.name + " " + in.found.value().name +
                    " " + (in.any ? "any" : "none")};
        }),
        df::wire<"input.customer", "customer.id">,
        df::wire<"input.customer", "maybe.id">,
        df::wire<"input.nobody", "nobody.id">,
        df::wire<"input.customer", "orders.customer">,
        df::wire<"input.least", "orders.least">,
        df::wire<"input.status", "any.status">,
        df::wire<"input.least", "counted.least">,
        df::wire<"orders.total", "seen.total">,
        df::wire<"orders.records", "seen.orders">,
        df::wire<"nobody.name", "seen.nobody">,
        df::wire<"customer", "seen.whole">,
        df::wire<"maybe", "seen.found">,
        df::wire<"any", "seen.any">);
    const auto run =
        db.run(flow, Wanted{.customer = c.id, .nobody = df::id<Customer>{4711}, .least = 2, .status = "new"});
    EXPECT_EQ(run["seen"_n].text, "3 2 nobody Alice Alice none");
    EXPECT_EQ(run["counted"_n], 2);
    EXPECT_FALSE(run["nobody"_n].has_value());
    EXPECT_FALSE(decltype(flow)::writes);
    const auto e = thrown<df::not_found>(
        [&] { (void)db.run(flow, Wanted{.customer = df::id<Customer>{99}, .status = "x"}); });
    EXPECT_EQ(e.node(), "customer (read)");
}

struct Change {
    df::id<Order> order;
    std::string status;
    float more = 0;
    std::optional<std::string> note{};
};

TEST_P(workflow, updates_and_deletes_take_their_values_by_wire) {
    shop::database db{url()};
    const auto c = db.run(df::create(shop::customer(1)));
    const auto first = db.run(df::create(Order{.customer_id = c.id, .total = 1}));
    const auto second = db.run(df::create(Order{.customer_id = c.id, .total = 2}));
    const auto flow = df::workflow<Change>( //
        df::node<"changed">(df::update<Order>(field<&Order::status> = df::param<"status">,
                                              field<&Order::total> += df::param<"more">)),
        df::node<"all">(df::bulk_update<Order>(field<&Order::status> != df::param<"status">,
                                               field<&Order::note> = df::param<"note">)),
        df::node<"copy">(df::create<Order>(field<&Order::status> = df::param<"state">)),
        df::node<"gone">(df::erase<Order>()),
        df::wire<"input.order", "changed.id">,
        df::wire<"input.status", "changed.status">,
        df::wire<"input.more", "changed.more">,
        df::wire<"changed.status", "all.status">,
        df::constant<"all.note">("left"),
        df::wire<"changed.customer_id", "copy.customer_id">,
        df::wire<"changed.status", "copy.state">,
        df::wire<"changed.id", "gone.id">);
    const auto run = db.run(flow, Change{first.id, "paid", 2.5F});
    EXPECT_EQ(run["changed"_n].total, 3.5);
    EXPECT_EQ(run["all"_n].updated, 1);
    EXPECT_EQ(db.run(df::read<Order>(second.id)).note, "left");
    EXPECT_EQ(run["copy"_n].status, "paid");
    EXPECT_TRUE(run["gone"_n]);
    EXPECT_FALSE(db.run(df::find<Order>(first.id)).has_value());
}

struct Batch {
    df::id<Customer> customer;
    std::vector<Order> orders;
    std::vector<int> quantities;
    int least = 0;
};

TEST_P(workflow, bulk_nodes_take_rows_and_values_for_them) {
    shop::database db{url()};
    const auto c = db.run(df::create(shop::customer(1)));
    const auto flow = df::workflow<Batch>( //
        df::node<"created">(df::bulk_create<Order>().batch_size(2).returning_ids()),
        df::wire<"input.orders", "created.rows">,
        df::wire<"input.customer", "created.customer_id">, // one value for all rows
        df::wire<"input.quantities", "created.quantity">,  // a vector: one by one
        df::constant<"created.note">("bulk"),
        df::node<"raised">(df::bulk_update_rows<Order>().set(field<&Order::status>)),
        df::wire<"listed.records", "raised.rows">,
        df::constant<"raised.status">("raised"),
        df::node<"listed">(df::list<Order>().where(field<&Order::quantity> > df::param<"than">)),
        df::wire<"input.least", "listed.than">,
        df::node<"counted">(df::count<Order>().where(field<&Order::note> == df::param<"note">)),
        df::constant<"counted.note">("bulk"),
        df::node<"deleted">(df::bulk_erase_keys<Order>()),
        df::wire<"created.ids", "deleted.keys">,
        df::node<"first">(
            [](Batch in) -> MailIn { return {"", in.orders.empty() ? df::id<Order>{} : in.orders[0].id}; }),
        df::wire<"input", "first">);
    Batch in{c.id, std::vector<Order>(3), {1, 2, 9}, 2};
    const auto run = db.run(flow, in);
    EXPECT_EQ(run["created"_n].created, 3);
    EXPECT_EQ(run["created"_n].ids.size(), 3U);
    ASSERT_EQ(run["listed"_n].records.size(), 1U);
    EXPECT_EQ(run["listed"_n].records[0].quantity, 9);
    EXPECT_EQ(run["listed"_n].records[0].customer_id, c.id);
    EXPECT_EQ(run["listed"_n].records[0].note, "bulk");
    EXPECT_EQ(run["raised"_n].updated, 1);
    EXPECT_EQ(run["deleted"_n].deleted, 3);
    EXPECT_FALSE(in.orders[0].customer_id.is_set()); // the rows of the input are not changed

    in.quantities.pop_back();
    const auto e = thrown<df::invalid_value>([&] { (void)db.run(flow, in); });
    EXPECT_EQ(e.node(), "created (bulk create)");
    EXPECT_EQ(e.field(), "quantity");
    EXPECT_EQ(e.model(), "Order");
    EXPECT_EQ(db.run(df::count<Order>()), 0);
}

struct Notes {
    std::vector<Note> notes;
    std::vector<Airport> airports;
    std::vector<Ticket> tickets;
    Customer customer;
    int stars = 1;
};

TEST_P(workflow, rows_of_models_with_other_keys) {
    shop::database db{url()};
    const auto flow = df::workflow<Notes>( //
        df::node<"notes">(df::bulk_create<Note>()),
        df::wire<"input.notes", "notes.rows">,
        df::node<"airports">(df::bulk_upsert<Airport>()),
        df::wire<"input.airports", "airports.rows">,
        df::constant<"airports.flights">(7),
        df::node<"tickets">(df::bulk_create<Ticket>().returning_ids()),
        df::wire<"input.tickets", "tickets.rows">,
        df::node<"list">(
            df::list<Note>().where(field<&Note::stars> < df::param<"n">).order_by(df::id_of<Note>)),
        df::wire<"input.stars", "list.n">,
        df::node<"starred">(df::bulk_update_rows<Note>()),
        df::wire<"list.records", "starred.rows">,
        df::constant<"starred.stars">(5),
        df::node<"customer">(df::create<Customer>()),
        df::wire<"input.customer", "customer">,
        df::node<"made">([](MailIn in) -> Customer { return shop::customer(in.copies, in.subject); }),
        df::wire<"customer.name", "made.subject">,
        df::constant<"made.copies">(42),
        df::constant<"made.order_id">(df::id<Order>{}),
        df::node<"twin">(df::create<Customer>()),
        df::wire<"made", "twin">,
        df::node<"kept">(df::create<Customer>()),
        df::wire<"twin.name", "kept.name">,
        df::constant<"kept.email">("kept@x.org"),
        df::wire<"customer.age", "kept.age">,
        df::wire<"customer.city", "kept.city">);
    Notes in{{Note{"a"}, Note{"b"}},
             {Airport{df::id<Airport, std::string>{"JFK"}, "New York"}},
             std::vector<Ticket>(2),
             shop::customer(1, "Ann")};
    in.customer.city = "Ulm";
    const auto run = db.run(flow, in);
    EXPECT_EQ(run["airports"_n].created, 1);
    EXPECT_EQ(db.run(df::read<Airport>("JFK")).flights, 7);
    EXPECT_NE(run["tickets"_n].ids[0], run["tickets"_n].ids[1]);
    EXPECT_EQ(run["starred"_n].updated, 2);
    EXPECT_EQ(db.run(df::count<Note>().where(field<&Note::stars> == 5)), 2);
    EXPECT_EQ(run["twin"_n].email, "c42@x.org");
    EXPECT_EQ(run["kept"_n].city, "Ulm");
}

struct Reservation {
    std::string flight;
    int number = 0;
};
struct Flags {
    bool created = false;
    Seat seat;
};

TEST_P(workflow, composite_keys_and_upserts) {
    shop::database db{url()};
    (void)db.run(df::create(Seat{"LH1", 7, "Ann", 1}));
    const auto flow = df::workflow<Reservation>( //
        df::node<"seat">(df::read<Seat>()),
        df::wire<"input.flight", "seat.flight">,
        df::wire<"input.number", "seat.number">,
        df::node<"next">(df::upsert(Seat{"LH1", 8, "Bob"})),
        df::node<"more">(df::create<Seat>(field<&Seat::number> = 9)),
        df::wire<"next.flight", "more.flight">,
        df::wire<"seat.passenger", "more.passenger">,
        df::node<"flags">([](const Flags& in, df::context& c) -> df::record<Seat> {
            return df::update<Seat>(std::tuple{in.seat.flight, in.seat.number},
                                    field<&Seat::bags> = in.created ? 3 : 4)
                .execute(c);
        }),
        df::wire<"next.created", "flags.created">,
        df::wire<"more", "flags.seat">);
    const auto run = db.run(flow, Reservation{"LH1", 7});
    EXPECT_TRUE(run["next"_n].created);
    EXPECT_EQ(run["more"_n].passenger, "Ann");
    EXPECT_EQ(run["flags"_n].bags, 3);
    const auto e = thrown<df::unique_violation>([&] { (void)db.run(flow, Reservation{"LH1", 7}); });
    EXPECT_EQ(e.node(), "more (create)");
    EXPECT_EQ(e.model(), "Seat");
}

TEST_P(workflow, an_error_inside_a_function_names_both) {
    shop::database db{url()};
    const auto flow = df::workflow(df::node<"first">(df::create(shop::customer(1))),
                                   df::node<"again">([](df::context& c) -> MailOut {
                                       (void)df::create(shop::customer(1)).execute(c);
                                       return {};
                                   }));
    const auto e = thrown<df::unique_violation>([&] { (void)db.run(flow); });
    EXPECT_EQ(e.node(), "again (create)");
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
}
} // namespace
