// Runs one operation on SQLite as often as it is told, so that what it costs can be counted.
//
//   hot library|hand OPERATION N     only runs: the difference of two N, under callgrind, is exact
//   hot count OPERATION N            prints the heap allocations of one operation
//
// OPERATION: create, read; of rows, by the thousand: scan, bulk_create, bulk_create_ids, bulk_update,
// bulk_upsert, bulk_delete. Bulk work is compared with the best hand-written code: 100 rows a statement, or
// the order of the keys. The database is in memory: the operating system has no part in the count.
#include "../bulk_ways.hpp"
#include "../hand_sqlite.hpp"
#include "../model.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

extern std::int64_t allocations; // allocations.cpp

namespace {

using namespace bench;
constexpr std::int64_t rows = 1000;

/// The rows that are there, in no order.
[[nodiscard]] std::vector<User> scattered() {
    auto out = users(rows, 7);
    for (std::int64_t i = 0; i < rows; ++i) out[static_cast<std::size_t>(i)].id.value = i * 7919 % rows + 1;
    return out;
}
/// Every other one is new, whatever `after` was before.
[[nodiscard]] std::vector<User> half_new(std::vector<User> out, std::int64_t after) {
    for (std::size_t i = 0; i < out.size(); i += 2) out[i].id.value += rows + after;
    return out;
}
[[nodiscard]] std::vector<df::id<User>> keys_of(const std::vector<User>& of, std::int64_t after) {
    std::vector<df::id<User>> out;
    out.reserve(of.size());
    for (const auto& u : of) out.push_back(df::id<User>{u.id.value + after});
    return out;
}

struct library_way {
    bench::database db{"sqlite::memory:"};
    bulk_nodes bulk{db};

    void fill() { db.run(df::bulk_create(users(rows))); }
    void create(std::int64_t n) {
        const auto u = user(1);
        db.transaction([&](auto& tx) {
            for (std::int64_t i = 0; i < n; ++i) keep(tx.run(df::create(User{u})));
        });
    }
    void read(std::int64_t n) {
        db.transaction([&](auto& tx) {
            for (std::int64_t i = 0; i < n; ++i) keep(tx.run(df::read<User>(i % rows + 1)));
        });
    }
    void scan(std::int64_t n) {
        for (std::int64_t i = 0; i < n; i += rows) keep(db.run(df::list<User>()));
    }
};

struct hand_way {
    hand_sqlite c{":memory:"};
    best_by_hand<hand_sqlite> bulk{c};

    hand_way() = default;
    void fill() {
        c.begin();
        for (auto u : users(rows)) c.create(u);
        c.commit();
    }
    void create(std::int64_t n) {
        const auto u = user(1);
        c.begin();
        for (std::int64_t i = 0; i < n; ++i) {
            User copy{u};
            c.create(copy);
            keep(copy);
        }
        c.commit();
    }
    void read(std::int64_t n) {
        c.begin();
        for (std::int64_t i = 0; i < n; ++i) {
            User u;
            if (!c.read(i % rows + 1, u)) stop("no such row");
            keep(u);
        }
        c.commit();
    }
    void scan(std::int64_t n) {
        for (std::int64_t i = 0; i < n; i += rows) keep(c.scan());
    }
};

/// A thousand rows at a time. What is made before is the same for each N.
template <class Ways>
void run_bulk(const Ways& ways, const std::string& what, std::int64_t n) {
    constexpr std::int64_t most = 8'000; // of N, for deletes: each row is there once
    if (what == "bulk_delete") ways.create(users(most));
    const auto fresh = users(rows);
    const auto there = scattered();
    for (std::int64_t i = 0; i < n; i += rows) {
        if (what == "bulk_create") ways.create(fresh);
        else if (what == "bulk_create_ids") ways.create_with_ids(fresh);
        else if (what == "bulk_update") ways.update(there);
        else if (what == "bulk_upsert") ways.upsert(half_new(there, i));
        else if (what == "bulk_delete") ways.erase(keys_of(there, i));
        else stop("no such operation");
    }
}

template <class Way>
void run(Way& way, const std::string& what, std::int64_t n) {
    if (what == "create") way.create(n);
    else if (what == "read") way.read(n);
    else if (what == "scan") way.scan(n);
    else if (what.starts_with("bulk_")) run_bulk(way.bulk, what, n);
    else stop("no such operation");
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4) stop("usage: hot library|hand|count OPERATION N");
    const std::string way = arguments[1];
    const std::string what = arguments[2];
    const auto n = std::atoll(arguments[3]);
    if (way == "hand") {
        hand_way w;
        w.fill();
        run(w, what, n);
        return 0;
    }
    library_way w;
    w.fill();
    run(w, what, way == "count" ? rows : n);
    if (way != "count") return 0;
    const auto before = allocations;
    run(w, what, n);
    std::printf("%.3f\n", static_cast<double>(allocations - before) / static_cast<double>(n));
}
