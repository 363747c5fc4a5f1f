// Bulk nodes of 1 to 5,000 rows, scattered over a table of 200,000, against a loop of single nodes in one
// transaction, and on SQLite against the best hand-written code: 100 rows a statement, updates and deletes in
// the order of the keys.
//
//   bulk sqlite FOLDER [--rounds N] [--scale N] [--only TEXT]
//   bulk postgres LIBRARY_URL HAND_URL [...]
#include "bulk_ways.hpp"
#include "hand_postgres.hpp"
#include "hand_sqlite.hpp"
#include "harness.hpp"
#include "keeper.hpp"
#include "model.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace bench;
using df::field;

/// Rows of one bulk node; a run does as many nodes as make some thousand rows.
template <class Hand>
void measure(const harness& best, const harness& loops, bench::database& db, Hand& hand,
             keeper& library_keeper, keeper& hand_keeper, std::int64_t rows, std::int64_t size) {
    const auto again = std::max<std::int64_t>(1, 2'000 / size);
    const auto total = again * size;
    const auto name = [&](const char* node) { return std::string{node} + "_" + std::to_string(size); };
    std::int64_t next = 0;
    const auto scattered = [&] { return ++next * 7919 % rows + 1; };
    std::vector<std::vector<User>> parts;
    std::vector<std::vector<df::id<User>>> keys;
    for (std::int64_t i = 0; i < again; ++i) {
        auto& part = parts.emplace_back(users(size, i * size));
        auto& ids = keys.emplace_back();
        for (auto& u : part) ids.push_back(u.id = df::id<User>{scattered()});
    }
    auto fresh = parts;
    for (auto& part : fresh)
        for (auto& u : part) u.id = {};
    auto half = parts; // every other row is new
    for (auto& part : half)
        for (std::size_t i = 0; i < part.size(); i += 2) part[i].id.value += rows;

    const auto fill_library = [&] { library_keeper.restore(rows); };
    const auto fill_hand = [&] { hand_keeper.restore(rows); };
    const bulk_nodes nodes{db};
    const best_by_hand<Hand> by_hand{hand};
    const auto in_parts = [](const auto& of, auto way) {
        return [&of, way] {
            for (const auto& part : of) way(part);
        };
    };
    const auto looped = [&](const auto& of, auto node) {
        return in_parts(of, [&db, node](const auto& part) {
            db.transaction([&](auto& tx) {
                for (const auto& row : part) keep(tx.run(node(row)));
            });
        });
    };
    const auto each = [&](const char* node, const auto& of, auto many, auto one, auto way) {
        loops.measure(
            {name(node), total, {fill_library, in_parts(of, many)}, {fill_library, looped(of, one)}});
        if constexpr (best_by_hand<Hand>::exists)
            best.measure(
                {name(node), total, {fill_library, in_parts(of, many)}, {fill_hand, in_parts(of, way)}});
    };
    each(
        "bulk_create", fresh, [=](const auto& part) { nodes.create(part); },
        [](const User& u) { return df::create(User{u}); }, [=](const auto& part) { by_hand.create(part); });
    each(
        "bulk_create_with_ids", fresh, [=](const auto& part) { nodes.create_with_ids(part); },
        [](const User& u) { return df::create(User{u}); },
        [=](const auto& part) { by_hand.create_with_ids(part); });
    each(
        "bulk_update_rows", parts, [=](const auto& part) { nodes.update(part); },
        [](const User& u) { return df::update(u); }, [=](const auto& part) { by_hand.update(part); });
    each(
        "bulk_delete", keys, [=](const auto& part) { nodes.erase(part); },
        [](const df::id<User>& k) { return df::erase<User>(k); },
        [=](const auto& part) { by_hand.erase(part); });
    each(
        "bulk_upsert", half, [=](const auto& part) { nodes.upsert(part); },
        [](const User& u) { return df::upsert(User{u}).on_conflict(field<&User::id>); },
        [=](const auto& part) { by_hand.upsert(part); });
}

template <class Hand>
void measure(const std::string& database, const options& how, bench::database& db, Hand& hand, keeper& a,
             keeper& b, std::int64_t rows) {
    const harness best{database, how, "best"};
    const harness loops{database, how, "loop"};
    a.fill(rows);
    b.fill(rows);
    for (const std::int64_t size : {1, 10, 100, 1'000, 5'000})
        measure(best, loops, db, hand, a, b, rows, size);
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
        measure("sqlite", how, db, hand, a, b, n.rows);
    } else if (places.size() == 3 && places[0] == "postgres") {
        bench::database db{places[1]};
        {
            const bench::database tables{places[2]};
        }
        hand_postgres hand{places[2]};
        postgres_keeper a{places[1]};
        postgres_keeper b{places[2]};
        measure("postgres", how, db, hand, a, b, n.rows);
    } else stop("usage: bulk sqlite FOLDER | bulk postgres LIBRARY_URL HAND_URL");
}
