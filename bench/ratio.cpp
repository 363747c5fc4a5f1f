// The library against hand-written code with the C API, operation by operation.
//
//   ratio sqlite FOLDER [--rounds N] [--scale N] [--only TEXT]
//   ratio postgres LIBRARY_URL HAND_URL [...]         two databases of one server
//
// Each way has a database of its own with the same tables (the library's) and the same rows.
#include "bulk_ways.hpp"
#include "hand_postgres.hpp"
#include "hand_sqlite.hpp"
#include "harness.hpp"
#include "keeper.hpp"
#include "model.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace bench;
using df::field;

/// All operations, on one database.
template <class Hand>
void measure(const harness& h, bench::database& db, Hand& hand, keeper& library_keeper, keeper& hand_keeper,
             const sizes& n, bool postgres) {
    const auto fill_library = [&](std::int64_t rows) { return [&, rows] { library_keeper.fill(rows); }; };
    const auto fill_hand = [&](std::int64_t rows) { return [&, rows] { hand_keeper.fill(rows); }; };
    const auto both = [&](std::int64_t rows) {
        library_keeper.fill(rows);
        hand_keeper.fill(rows);
    };
    const auto input = users(n.rows, n.rows);
    const auto key = [&](std::int64_t i) { return i * 7919 % n.rows + 1; }; // spread over the table
    const auto within = postgres ? n.slow : n.quick;

    both(n.rows);
    // On PostgreSQL as much as the library gives: the record as it was stored.
    const auto create = [&](User& u) {
        if constexpr (requires { hand.create_returning(u); }) hand.create_returning(u);
        else hand.create(u);
    };
    const auto library_creates = [&](auto& by, std::int64_t count) {
        for (std::int64_t i = 0; i < count; ++i)
            keep(by.run(df::create(User{input[static_cast<std::size_t>(i)]})));
    };
    const auto hand_creates = [&](std::int64_t count, auto how) {
        for (std::int64_t i = 0; i < count; ++i) {
            User u{input[static_cast<std::size_t>(i)]};
            how(u);
            keep(u);
        }
    };
    h.measure({"create",
               n.slow,
               {{}, [&] { library_creates(db, n.slow); }},
               {{}, [&] { hand_creates(n.slow, create); }},
               10});
    h.measure({"create_in_transaction",
               within,
               {{}, [&] { db.transaction([&](auto& tx) { library_creates(tx, within); }); }},
               {{},
                [&] {
                    hand.begin();
                    hand_creates(within, create);
                    hand.commit();
                }},
               10});
    if constexpr (requires(User& u) { hand.create_returning(u); }) // against one that gives the key alone
        h.measure({"create_unread",
                   n.slow,
                   {{}, [&] { library_creates(db, n.slow); }},
                   {{}, [&] { hand_creates(n.slow, [&](User& u) { hand.create(u); }); }},
                   10});

    both(n.rows);
    h.measure({"read",
               within,
               {{},
                [&] {
                    for (std::int64_t i = 0; i < within; ++i) keep(db.run(df::read<User>(key(i))));
                }},
               {{},
                [&] {
                    for (std::int64_t i = 0; i < within; ++i) {
                        User u;
                        if (!hand.read(key(i), u)) stop("no such row");
                        keep(u);
                    }
                }},
               10});
    h.measure({"read_in_transaction",
               within,
               {{},
                [&] {
                    db.transaction([&](auto& tx) {
                        for (std::int64_t i = 0; i < within; ++i) keep(tx.run(df::read<User>(key(i))));
                    });
                }},
               {{},
                [&] {
                    hand.begin();
                    for (std::int64_t i = 0; i < within; ++i) {
                        User u;
                        if (!hand.read(key(i), u)) stop("no such row");
                        keep(u);
                    }
                    hand.commit();
                }},
               10});
    const int hundred = 100;
    const std::int64_t lists = n.slow / 4;
    h.measure({"list",
               lists,
               {{},
                [&] {
                    for (std::int64_t i = 0; i < lists; ++i)
                        keep(db.run(df::list<User>()
                                        .where(field<&User::active> == true && field<&User::age> >= 30 &&
                                               field<&User::score> < 50.0)
                                        .limit(hundred)));
                }},
               {{},
                [&] {
                    for (std::int64_t i = 0; i < lists; ++i) keep(hand.list(true, 30, 50.0, hundred));
                }},
               10});
    h.measure({"count",
               5 * n.rows,
               {{},
                [&] {
                    for (int i = 0; i < 5; ++i)
                        keep(db.run(df::count<User>().where(field<&User::active> == true)));
                }},
               {{}, [&] {
                    for (int i = 0; i < 5; ++i) keep(hand.count(true));
                }}});
    h.measure({"full_scan", n.rows, {{}, [&] { keep(db.run(df::list<User>())); }}, {{}, [&] {
                                                                                        keep(hand.scan());
                                                                                    }}});
    h.measure({"update",
               n.slow, // as much as the library gives: the record as it is then
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i)
                        keep(db.run(df::update<User>(key(i), field<&User::score> = static_cast<double>(i))));
                }},
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i) {
                        User u;
                        if (!hand.update_returning(key(i), static_cast<double>(i), u)) stop("no such row");
                        keep(u);
                    }
                }},
               10});
    h.measure({"update_unread",
               n.slow, // against a statement that gives nothing back
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i)
                        keep(db.run(df::update<User>(key(i), field<&User::score> = static_cast<double>(i))));
                }},
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i)
                        keep(hand.update(key(i), static_cast<double>(i)));
                }},
               10});
    std::int64_t library_at = 0;
    std::int64_t hand_at = 0;
    h.measure({"delete",
               n.slow,
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i)
                        keep(db.run(df::erase<User>(key(library_at++))));
                }},
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i) keep(hand.erase(key(hand_at++)));
                }},
               10});

#if __has_include(<dataflow/workflow/workflow.hpp>)
    struct Start {
        std::string name;
        double total;
    };
    const auto chain = df::workflow<Start>(
        df::node<"customer">(df::create<Customer>()), df::node<"order">(df::create<Order>()),
        df::node<"payment">(df::create<Payment>()), df::wire<"input.name", "customer.name">,
        df::wire<"customer.id", "order.customer_id">, df::wire<"input.total", "order.total">,
        df::wire<"order.id", "payment.order_id">, df::wire<"input.total", "payment.amount">);
    const std::string name = "Augusta Ada King, Countess of Lovelace";
    h.measure({"workflow",
               n.slow,
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i) keep(db.run(chain, Start{name, 99.5}));
                }},
               {{},
                [&] {
                    for (std::int64_t i = 0; i < n.slow; ++i) hand.chain(name, 99.5);
                }},
               10});
#endif

    const bulk_nodes nodes{db};
    const best_by_hand<Hand> best{hand};
    h.measure({"bulk_create",
               n.rows,
               {fill_library(1), [&] { nodes.create(input); }},
               {fill_hand(1), [&] {
                    if constexpr (requires { hand.copy(input); }) hand.copy(input);
                    else hand.bulk_create(input);
                }}});
    h.measure({"bulk_create_with_ids",
               n.rows,
               {fill_library(1), [&] { nodes.create_with_ids(input); }},
               {fill_hand(1), [&] {
                    std::vector<std::int64_t> ids;
                    if constexpr (requires { hand.bulk_create_ids(input, ids); })
                        hand.bulk_create_ids(input, ids);
                    else hand.bulk_create(input, &ids);
                    keep(ids);
                }}});
    h.measure(
        {"bulk_update",
         n.rows / 2,
         {fill_library(n.rows),
          [&] { keep(db.run(df::bulk_update<User>(field<&User::age> >= 48, field<&User::score> += 1.5))); }},
         {fill_hand(n.rows), [&] { keep(hand.bulk_update(1.5, 48)); }}});
    auto changed = users(n.some, 7); // in no order, as rows come from elsewhere
    for (std::size_t i = 0; i < changed.size(); ++i) changed[i].id.value = key(static_cast<std::int64_t>(i));
    std::vector<df::id<User>> keys;
    for (const auto& u : changed) keys.push_back(u.id);
    auto half_new = users(n.some, 7);
    for (std::size_t i = 0; i < half_new.size(); ++i)
        half_new[i].id.value = n.rows - n.some / 2 + static_cast<std::int64_t>(i) + 1;
    const side update{fill_library(n.rows), [&] { nodes.update(changed); }};
    const side erase{fill_library(n.rows), [&] { nodes.erase(keys); }};
    const side upsert{fill_library(n.rows), [&] { nodes.upsert(half_new); }};
    h.measure(
        {"bulk_update_rows", n.some, update, {fill_hand(n.rows), [&] { hand.bulk_update_rows(changed); }}});
    h.measure({"bulk_delete", n.some, erase, {fill_hand(n.rows), [&] { hand.bulk_delete(keys); }}});
    h.measure({"bulk_upsert", n.some, upsert, {fill_hand(n.rows), [&] { hand.bulk_upsert(half_new); }}});
    // The same against the best that SQLite's C API can do: 100 rows a statement, or the order of the keys.
    if constexpr (best_by_hand<Hand>::exists) {
        h.measure({"bulk_create_by_100",
                   n.rows,
                   {fill_library(1), [&] { nodes.create(input); }},
                   {fill_hand(1), [&] { best.create(input); }}});
        h.measure({"bulk_create_with_ids_by_100",
                   n.rows,
                   {fill_library(1), [&] { nodes.create_with_ids(input); }},
                   {fill_hand(1), [&] { best.create_with_ids(input); }}});
        h.measure(
            {"bulk_update_rows_sorted", n.some, update, {fill_hand(n.rows), [&] { best.update(changed); }}});
        h.measure({"bulk_delete_sorted", n.some, erase, {fill_hand(n.rows), [&] { best.erase(keys); }}});
        h.measure(
            {"bulk_upsert_by_100", n.some, upsert, {fill_hand(n.rows), [&] { best.upsert(half_new); }}});
    }
}

} // namespace

int main(int count, char** arguments) {
    const auto [places, how, n] = command_line(count, arguments);
    if (places.size() == 2 && places[0] == "sqlite") {
        const auto library_file = places[1] + "/library.db";
        const auto hand_file = places[1] + "/hand.db";
        bench::database db{"sqlite:" + library_file};
        {
            const bench::database tables{"sqlite:" + hand_file};
        }
        hand_sqlite hand{hand_file};
        sqlite_keeper a{library_file};
        sqlite_keeper b{hand_file};
        measure(harness{"sqlite", how}, db, hand, a, b, n, false);
    } else if (places.size() == 3 && places[0] == "postgres") {
        bench::database db{places[1]};
        {
            const bench::database tables{places[2]};
        }
        hand_postgres hand{places[2]};
        postgres_keeper a{places[1]};
        postgres_keeper b{places[2]};
        measure(harness{"postgres", how}, db, hand, a, b, n, true);
    } else stop("usage: ratio sqlite FOLDER | ratio postgres LIBRARY_URL HAND_URL");
}
