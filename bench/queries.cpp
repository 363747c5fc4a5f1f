// Queries over several tables, decimals, JSON and arrays: the library against hand-written code with the C
// API.
//
//   queries sqlite FOLDER [--rounds N] [--only TEXT]
//   queries postgres LIBRARY_URL HAND_URL [...]         two databases of one server
//
// Before anything is measured, both ways have to give the same.
#include "hand_query_postgres.hpp"
#include "hand_query_sqlite.hpp"
#include "harness.hpp"
#include "keeper.hpp"
#include "library_query.hpp"
#include "query_model.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace bench;

// What a record holds, as text.
std::string all_of(const Buyer& b) { return std::to_string(b.id.value) + b.name + b.city; }
std::string all_of(const Agent& a) { return std::to_string(a.id.value) + a.name; }
std::string all_of(const Sale& s) {
    return std::to_string(s.id.value) + "," + std::to_string(s.buyer_id.value) + "," +
           (s.agent_id ? std::to_string(s.agent_id->value) : "-") + s.status + std::to_string(s.pieces) +
           "," + std::to_string(s.weight) + "," + s.price.str();
}
std::string all_of(const Line& l) {
    return l.status + std::to_string(l.pieces) + "," + std::to_string(l.weight);
}
std::string all_of(const ByStatus& s) {
    return s.status + std::to_string(s.pieces.value()) + "," + std::to_string(s.mean.value()) + "," +
           std::to_string(s.sales);
}
std::string all_of(const Turnover& t) {
    return t.status + t.total.value().str() + "," + t.mean.value().str();
}
std::string all_of(const Entry& e) {
    return std::to_string(e.id.value) + "," + e.amount.str() + "," + e.balance.str();
}
std::string all_of(const Account& a) { return std::to_string(a.id.value) + df::to_json(*a.profile); }
std::string all_of(const Reading& r) {
    return std::to_string(r.id.value) + df::to_json(r.values) + df::to_json(r.labels);
}
std::string all_of(const SaleOfBuyer& r) { return all_of(r.sale) + all_of(r.buyer); }
std::string all_of(const SaleByAgent& r) { return all_of(r.sale) + (r.agent ? all_of(*r.agent) : "-"); }
std::string all_of(const BuyerWithSales& b) {
    auto out = all_of(b.buyer);
    for (const auto& s : b.sales) out += all_of(s);
    return out;
}
template <class Row>
    requires requires(const Row& r) { r.template get<0>(); }
std::string all_of(const Row& r) {
    if constexpr (requires { r.template get<1>().has_value(); })
        return all_of(r.template get<0>()) + (r.template get<1>() ? all_of(*r.template get<1>()) : "-");
    else return all_of(r.template get<0>()) + all_of(r.template get<1>());
}
template <class Row>
    requires requires(const Row& r) { r.children; }
std::string all_of(const Row& r) {
    auto out = all_of(static_cast<const Buyer&>(r));
    for (const auto& s : r.children) out += all_of(s);
    return out;
}

template <class A, class B>
void same(const char* what, const A& library, const B& hand) {
    std::vector<std::string> a;
    std::vector<std::string> b;
    for (const auto& r : library) a.push_back(all_of(r));
    for (const auto& r : hand) b.push_back(all_of(r));
    std::sort(a.begin(), a.end()); // where no order is asked for
    std::sort(b.begin(), b.end());
    if (a != b || a.empty())
        stop(std::string{what} + ": the library and the hand-written code give not the same" +
             (a.empty() || b.empty() ? "" : "\n" + a[0] + "\n" + b[0]));
}

template <class Hand>
void measure(const harness& h, query_database& db, query_database& of_hand, Hand& hand, Hand& beside,
             bool postgres) {
    const query_sizes n;
    for (auto* each : {&hand, &beside})
        each->script(postgres ? "TRUNCATE sales, buyers, agents, entries, accounts, readings RESTART IDENTITY"
                              : "DELETE FROM sales; DELETE FROM buyers; DELETE FROM agents; DELETE FROM "
                                "entries; DELETE FROM accounts; "
                                "DELETE FROM readings; DELETE FROM sqlite_sequence");
    fill(db, n);
    fill(of_hand, n);
    library_query library{db};
    for (auto* each : {&hand, &beside})
        each->script(postgres ? "VACUUM ANALYZE" : "PRAGMA wal_checkpoint(TRUNCATE)");

    // Both read so many rows once: a short run, which a busy machine seldom interrupts.
    const auto read = [&](const char* name, std::int64_t rows, auto by_library, auto by_hand) {
        same(name, by_library(), by_hand());
        h.measure({name, rows, {{}, [=] { keep(by_library()); }}, {{}, [=] { keep(by_hand()); }}, 20});
    };
    const auto write = [&](const char* name, std::string table, const auto& rows) {
        const auto empty = (postgres ? "TRUNCATE " : "DELETE FROM ") + table;
        h.measure({name,
                   static_cast<std::int64_t>(rows.size()),
                   {[&beside, empty] { beside.script(empty.c_str()); }, [&] { library.create(rows); }},
                   {[&hand, empty] { hand.script(empty.c_str()); },
                    [&] {
                        hand.begin();
                        for (const auto& r : rows) {
                            auto copy = r;
                            hand.create(copy);
                            keep(copy);
                        }
                        hand.commit();
                    }},
                   10});
    };
    const auto some = n.some;
    const int level = 3;
    const int pieces = 30;
    read("join", some, [&] { return library.join(some); }, [&, some] { return hand.join(some); });
    read(
        "left_join", some, [&] { return library.left_join(some); },
        [&, some] { return hand.left_join(some); });
    read(
        "projection", some, [&] { return library.projection(pieces, some); },
        [&] { return hand.projection(pieces, some); });
    read("aggregate", n.sales, [&] { return library.aggregate(); }, [&] { return hand.aggregate(); });
    read("aggregate_decimal", n.sales, [&] { return library.turnover(); }, [&] { return hand.turnover(); });
    read(
        "with_children", some, [&] { return library.with_children(some / 10); },
        [&] { return hand.with_children(some / 10); });
    read("decimal_list", some, [&] { return library.entries(); }, [&] { return hand.entries(); });
    read("json_list", some, [&] { return library.accounts(); }, [&] { return hand.accounts(); });
    read(
        "json_filter", some, [&] { return library.accounts_of_level(level); },
        [&] { return hand.accounts_of_level(level); });
    read("array_list", some, [&] { return library.readings(); }, [&] { return hand.readings(); });
    write("decimal_create", "entries", rows_of(some, entry));
    write("json_create", "accounts", rows_of(some, account));
    write("array_create", "readings", rows_of(some, reading));
}

} // namespace

int main(int count, char** arguments) {
    const auto [places, how, n] = command_line(count, arguments);
    if (places.size() == 2 && places[0] == "sqlite") {
        const auto hand_file = places[1] + "/hand_queries.db";
        const auto library_file = places[1] + "/library_queries.db";
        query_database db{"sqlite:" + library_file};
        query_database of_hand{"sqlite:" + hand_file};
        hand_query_sqlite hand{hand_file};
        hand_query_sqlite beside{library_file};
        measure(harness{"sqlite", how}, db, of_hand, hand, beside, false);
    } else if (places.size() == 3 && places[0] == "postgres") {
        query_database db{places[1]};
        query_database of_hand{places[2]};
        hand_query_postgres hand{places[2]};
        hand_query_postgres beside{places[1]};
        measure(harness{"postgres", how}, db, of_hand, hand, beside, true);
    } else stop("usage: queries sqlite FOLDER | queries postgres LIBRARY_URL HAND_URL");
}
