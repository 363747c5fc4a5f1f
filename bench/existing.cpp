// Tables that somebody else made: the library against hand-written code with the C API.
//
//   existing sqlite FOLDER [--rounds N] [--only TEXT]
//   existing postgres LIBRARY_URL HAND_URL [...]         two databases of one server
//   existing run library|hand list|create N FOLDER|URL   only runs: to be counted under callgrind
//
// Before anything is measured, both ways have to give the same.
#include "existing_model.hpp"
#include "hand_existing_postgres.hpp"
#include "hand_existing_sqlite.hpp"
#include "harness.hpp"
#include "keeper.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace bench;

constexpr std::int64_t rows = 1'000;

[[nodiscard]] existing_database open(const std::string& url) {
    return existing_database{df::open_options{.url = url, .existing_schema_mode = true}};
}
[[nodiscard]] std::vector<Track> tracks() {
    std::vector<Track> out;
    for (std::int64_t i = 0; i < rows; ++i) out.push_back(track(i));
    return out;
}
void create(existing_database& db, const std::vector<Track>& all) {
    db.transaction([&](auto& tx) {
        for (const auto& t : all) keep(tx.run(df::create(Track{t})));
    });
}
template <class Hand>
void create(Hand& hand, const std::vector<Track>& all) {
    hand.script("BEGIN");
    for (const auto& t : all) {
        auto copy = t;
        hand.create(copy);
        keep(copy);
    }
    hand.script("COMMIT");
}
void same(const std::vector<Track>& a, const std::vector<df::record<Track>>& b) {
    bool equal = a.size() == b.size() && !a.empty();
    for (std::size_t i = 0; equal && i < a.size(); ++i)
        equal = a[i].name == b[i].name && a[i].album == b[i].album && a[i].cost == b[i].cost &&
                a[i].bought == b[i].bought && a[i].loud == b[i].loud && a[i].format == b[i].format;
    if (!equal) stop("the library and the hand-written code give not the same");
}

/// `beside` and `other`: second connections to the library's database and to that of the hand-written code,
/// by which both tables are emptied. (SQLite reads a file anew that another connection has changed.)
template <class Hand>
void measure(const harness& h, existing_database& db, Hand& hand, Hand& beside, Hand& other) {
    const auto all = tracks();
    for (auto* each : {&other, &beside}) each->script("DELETE FROM tracks");
    create(db, all);
    create(hand, all);
    same(hand.list(), db.run(df::list<Track>()).records);
    same(beside.list(), db.run(df::list<Track>()).records);
    h.measure({"existing_list",
               rows,
               {{}, [&] { keep(db.run(df::list<Track>())); }},
               {{}, [&] { keep(hand.list()); }},
               20});
    h.measure({"existing_create",
               rows,
               {[&] { beside.script("DELETE FROM tracks"); }, [&] { create(db, all); }},
               {[&] { other.script("DELETE FROM tracks"); }, [&] { create(hand, all); }},
               10});
}

/// A file with the table, in the journal mode that the library gives a file of its own.
std::string sqlite_file(const std::string& path) {
    sqlite3* db = nullptr;
    const auto text = std::string{"PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS tracks;"} + sqlite_tracks;
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK ||
        sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        stop(std::string{"SQLite: "} + sqlite3_errmsg(db));
    sqlite3_close(db);
    return path;
}

void postgres_table(hand_existing_postgres& of) {
    of.script("DROP TABLE IF EXISTS tracks; DROP TYPE IF EXISTS format");
    of.script(postgres_tracks);
    of.prepare();
}

template <class Hand>
void run(const std::string& way, const std::string& what, std::int64_t n, existing_database db, Hand& hand) {
    const auto all = tracks();
    if (what == "list") create(db, all);
    for (std::int64_t i = 0; i < n; i += rows) {
        if (what == "list" && way == "library") keep(db.run(df::list<Track>()));
        else if (what == "list") keep(hand.list());
        else if (way == "library") create(db, all);
        else create(hand, all);
    }
}

} // namespace

int main(int count, char** arguments) {
    if (count == 6 && std::string{arguments[1]} == "run") {
        const std::string place{arguments[5]};
        if (place.starts_with("postgresql:")) {
            hand_existing_postgres hand{place};
            postgres_table(hand);
            run(arguments[2], arguments[3], std::atoll(arguments[4]), open(place), hand);
        } else {
            const auto file = sqlite_file(place + "/existing.db");
            hand_existing_sqlite hand{file};
            run(arguments[2], arguments[3], std::atoll(arguments[4]), open("sqlite:" + file), hand);
        }
        return 0;
    }
    const auto [places, how, n] = command_line(count, arguments);
    if (places.size() == 2 && places[0] == "sqlite") {
        const auto library_file = sqlite_file(places[1] + "/library_existing.db");
        const auto hand_file = sqlite_file(places[1] + "/hand_existing.db");
        auto db = open("sqlite:" + library_file);
        hand_existing_sqlite hand{hand_file};
        hand_existing_sqlite beside{library_file};
        hand_existing_sqlite other{hand_file};
        measure(harness{"sqlite", how}, db, hand, beside, other);
    } else if (places.size() == 3 && places[0] == "postgres") {
        hand_existing_postgres hand{places[2]};
        hand_existing_postgres beside{places[1]};
        for (auto* each : {&hand, &beside}) postgres_table(*each);
        hand_existing_postgres other{places[2]};
        auto db = open(places[1]);
        measure(harness{"postgres", how}, db, hand, beside, other);
    } else stop("usage: existing sqlite FOLDER | existing postgres LIBRARY_URL HAND_URL");
}
