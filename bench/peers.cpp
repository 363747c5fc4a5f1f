// Other libraries against the same hand-written code, each as well as it can: prepared statements that are
// kept.
//
//   peers FOLDER PEER_URL HAND_URL [--rounds N] [--scale N] [--only TEXT]
//
// Prints PEER <database>.<operation> <peer> <peer ns> <hand-written ns> <ratio>. Built with what is
// installed: SOCI (BENCH_SOCI) on SQLite and PostgreSQL, libpqxx (BENCH_PQXX).
#include "hand_postgres.hpp"
#include "hand_sqlite.hpp"
#include "harness.hpp"
#include "keeper.hpp"
#include "model.hpp"
#ifdef BENCH_PQXX
#include "peer_pqxx.hpp"
#endif
#ifdef BENCH_SOCI
#include "peer_soci.hpp"
#endif

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <vector>

namespace {

using namespace bench;

[[nodiscard]] bool same(const User& a, const User& b) {
    return a.id.value == b.id.value && a.name == b.name && a.email == b.email && a.age == b.age &&
           a.active == b.active && a.score == b.score;
}
[[nodiscard]] bool same(const std::vector<User>& a, const std::vector<User>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!same(a[i], b[i])) return false;
    return true;
}

/// What is measured has to do the same work.
template <class Peer, class Hand>
void check(Peer& peer, Hand& hand) {
    User a;
    User b;
    const auto fail = [](const char* what) { stop(std::string{Peer::name} + " gives another " + what); };
    if (!peer.read(7, a) || !hand.read(7, b) || !same(a, b)) fail("record");
    if (const auto list = peer.list(true, 30, 50.0, 100);
        list.empty() || !same(list, hand.list(true, 30, 50.0, 100)))
        fail("list");
    if (const auto scan = peer.scan(); scan.empty() || !same(scan, hand.scan())) fail("table");
}

template <class Peer, class Hand>
void measure(const harness& h, Peer& peer, Hand& hand, keeper& peer_keeper, keeper& hand_keeper,
             const sizes& n, bool postgres) {
    const auto both = [&](std::int64_t rows) {
        peer_keeper.fill(rows);
        hand_keeper.fill(rows);
    };
    const auto input = users(n.rows, n.rows);
    const auto key = [&](std::int64_t i) { return i * 7919 % n.rows + 1; }; // spread over the table
    const auto within = postgres ? n.slow : n.quick;
    const auto creates = [&](auto& with, std::int64_t count, bool together) {
        return [&with, &input, count, together] {
            if (together) with.begin();
            for (std::int64_t i = 0; i < count; ++i) {
                User u{input[static_cast<std::size_t>(i)]};
                with.create(u);
                keep(u);
            }
            if (together) with.commit();
        };
    };
    const auto reads = [&](auto& with) {
        return [&] {
            for (std::int64_t i = 0; i < within; ++i) {
                User u;
                if (!with.read(key(i), u)) stop("no such row");
                keep(u);
            }
        };
    };
    const auto lists = [&](auto& with) {
        return [&] {
            for (std::int64_t i = 0; i < n.slow / 4; ++i) keep(with.list(true, 30, 50.0, 100));
        };
    };

    both(n.rows);
    check(peer, hand);
    h.measure({"create", n.slow, {{}, creates(peer, n.slow, false)}, {{}, creates(hand, n.slow, false)}, 10});
    h.measure({"create_in_transaction",
               within,
               {{}, creates(peer, within, true)},
               {{}, creates(hand, within, true)},
               10});
    both(n.rows);
    h.measure({"read", within, {{}, reads(peer)}, {{}, reads(hand)}, 10});
    h.measure({"list", n.slow / 4, {{}, lists(peer)}, {{}, lists(hand)}, 10});
    h.measure({"full_scan", n.rows, {{}, [&] { keep(peer.scan()); }}, {{}, [&] { keep(hand.scan()); }}});
    h.measure({"bulk_create",
               n.rows,
               {[&] { peer_keeper.fill(1); }, [&] { peer.bulk_create(input); }},
               {[&] { hand_keeper.fill(1); },
                [&] {
                    if constexpr (requires { hand.copy(input); }) hand.copy(input);
                    else hand.bulk_create(input);
                }}});
}

} // namespace

int main(int count, char** arguments) try {
    const auto [places, how, n] = command_line(count, arguments);
    if (places.size() != 3) stop("usage: peers FOLDER PEER_URL HAND_URL");
#ifdef BENCH_SOCI
    {
        const auto peer_file = places[0] + "/peer.db";
        const auto hand_file = places[0] + "/peer_hand.db";
        for (const auto& file : {peer_file, hand_file}) const bench::database tables{"sqlite:" + file};
        hand_sqlite hand{hand_file};
        soci::register_factory_sqlite3();
        peer_soci peer{"sqlite3", peer_file};
        sqlite_keeper a{peer_file};
        sqlite_keeper b{hand_file};
        measure(harness{"sqlite", how, peer_soci::name}, peer, hand, a, b, n, false);
    }
#endif
    for (const auto& url : {places[1], places[2]}) const bench::database tables{url};
    hand_postgres hand{places[2]};
    postgres_keeper a{places[1]};
    postgres_keeper b{places[2]};
#ifdef BENCH_SOCI
    {
        soci::register_factory_postgresql();
        peer_soci peer{"postgresql", places[1]};
        measure(harness{"postgres", how, peer_soci::name}, peer, hand, a, b, n, true);
    }
#endif
#ifdef BENCH_PQXX
    peer_pqxx peer{places[1]};
    measure(harness{"postgres", how, peer_pqxx::name}, peer, hand, a, b, n, true);
#endif
} catch (const std::exception& e) {
    bench::stop(e.what());
}
