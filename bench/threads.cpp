// How the rate of single operations grows with the threads that share one database handle, beside
// hand-written code with one connection a thread.
//
//   threads sqlite FOLDER | threads postgres LIBRARY_URL HAND_URL   [--seconds N]
//
// Creates are durable: on SQLite with synchronous=FULL, so that each commit is on the disk when it returns.
#include "hand_postgres.hpp"
#include "hand_sqlite.hpp"
#include "harness.hpp"
#include "model.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace bench;

/// Operations a second of `threads` threads, each calling `work(thread, i)` until the time is up.
template <class Work>
double rate(int threads, double seconds, Work work) {
    std::atomic<bool> go = false;
    std::atomic<bool> over = false;
    std::atomic<std::int64_t> done = 0;
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t)
        all.emplace_back([&, t] {
            while (!go) std::this_thread::yield();
            std::int64_t mine = 0;
            for (; !over; ++mine) work(t, mine);
            done += mine;
        });
    const auto start = std::chrono::steady_clock::now();
    go = true;
    std::this_thread::sleep_for(std::chrono::duration<double>{seconds});
    over = true;
    for (auto& t : all) t.join();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    return static_cast<double>(done) / spent.count();
}

template <class Library, class Hand>
void compare(const std::string& name, int threads, double seconds, Library library, Hand hand) {
    std::vector<double> l;
    std::vector<double> h;
    std::vector<double> ratios;
    // Many short rounds, begun by each in turn: the machine's other work falls on both.
    constexpr int rounds = 9;
    for (int round = 0; round < rounds; ++round) {
        if (round % 2 == 0) l.push_back(rate(threads, seconds * 3 / rounds, library));
        h.push_back(rate(threads, seconds * 3 / rounds, hand));
        if (round % 2 != 0) l.push_back(rate(threads, seconds * 3 / rounds, library));
        ratios.push_back(l.back() / h.back());
    }
    std::printf("THREADS %s %d %.0f %.0f %.2f\n", name.c_str(), threads, median(l), median(h),
                median(ratios));
    std::fflush(stdout);
}

template <class Hand, class Connect>
void measure(const std::string& database_name, bench::database& db, Connect connect, double seconds) {
    constexpr std::int64_t rows = 20'000;
    db.run(df::bulk_create(users(rows)));
    const auto first = connect();
    first->bulk_create_rows(users(rows));
    for (const int threads : {1, 2, 4, 8, 16}) {
        std::vector<std::unique_ptr<Hand>> own;
        for (int t = 0; t < threads; ++t) own.push_back(connect());
        const auto key = [](int t, std::int64_t i) { return (t * 104729 + i) * 7919 % rows + 1; };
        compare(
            database_name + ".read", threads, seconds,
            [&](int t, std::int64_t i) { keep(db.run(df::read<User>(key(t, i)))); },
            [&](int t, std::int64_t i) {
                User u;
                if (!own[static_cast<std::size_t>(t)]->read(key(t, i), u)) stop("no such row");
                keep(u);
            });
        compare(
            database_name + ".create", threads, seconds,
            [&](int, std::int64_t i) { keep(db.run(df::create(user(i)))); },
            [&](int t, std::int64_t i) {
                auto u = user(i);
                own[static_cast<std::size_t>(t)]->create(u);
                keep(u);
            });
    }
}

struct sqlite_side : hand_sqlite {
    using hand_sqlite::hand_sqlite;
    void bulk_create_rows(const std::vector<User>& rows) { bulk_create(rows); }
};
struct postgres_side : hand_postgres {
    using hand_postgres::hand_postgres;
    void bulk_create_rows(const std::vector<User>& rows) { copy(rows); }
};

} // namespace

int main(int count, char** arguments) {
    std::vector<std::string> places;
    double seconds = 1;
    for (int i = 1; i < count; ++i) {
        const std::string word = arguments[i];
        if (word == "--seconds" && i + 1 < count) seconds = std::atof(arguments[++i]);
        else places.push_back(word);
    }
    if (places.size() == 2 && places[0] == "sqlite") {
        const auto hand_file = places[1] + "/threads_hand.db";
        bench::database db{"sqlite:" + places[1] + "/threads_library.db?synchronous=full"};
        {
            const bench::database tables{"sqlite:" + hand_file};
        }
        measure<sqlite_side>(
            "sqlite", db, [&] { return std::make_unique<sqlite_side>(hand_file, "FULL"); }, seconds);
    } else if (places.size() == 3 && places[0] == "postgres") {
        bench::database db{places[1]};
        {
            const bench::database tables{places[2]};
        }
        db.run(df::bulk_erase<User>(df::everything));
        postgres_side{places[1]}.script("TRUNCATE users RESTART IDENTITY CASCADE");
        postgres_side{places[2]}.script("TRUNCATE users RESTART IDENTITY CASCADE");
        measure<postgres_side>(
            "postgres", db, [&] { return std::make_unique<postgres_side>(places[2]); }, seconds);
    } else stop("usage: threads sqlite FOLDER | threads postgres LIBRARY_URL HAND_URL");
}
