// Runs one operation on SQLite as often as it is told, so that what it costs can be counted.
//
//   hot library|hand create|read|scan N     only runs: the difference of two N, under callgrind, is exact
//   hot count create|read|scan N            prints the heap allocations of one operation (a row, for scan)
//
// The database is in memory: the operating system has no part in the count.
#include "../hand_sqlite.hpp"
#include "../model.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

extern std::int64_t allocations; // allocations.cpp

namespace {

using namespace bench;
constexpr std::int64_t rows = 1000;

struct library_way {
    bench::database db{"sqlite::memory:"};

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

template <class Way>
void run(Way& way, const std::string& what, std::int64_t n) {
    if (what == "create") way.create(n);
    else if (what == "read") way.read(n);
    else if (what == "scan") way.scan(n);
    else stop("create, read or scan");
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4) stop("usage: hot library|hand|count create|read|scan N");
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
