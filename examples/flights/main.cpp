// United States airports and domestic flights: tables, bulk import, questions, a bulk update, a workflow
// and an aggregate, on the database that DATABASE_URL names. docs/flights.md walks through it.
//
//     flights [FILE]     FILE: flights as CSV, instead of the 5,000 that come with the example
#include "delays.hpp"
#include "import.hpp"
#include "open_airport.hpp"
#include "questions.hpp"

#include <cinttypes>
#include <cstdio>
#include <exception>
#include <string>

#ifndef DATAFLOW_EXAMPLE_DATA
#define DATAFLOW_EXAMPLE_DATA "examples/flights/data"
#endif

namespace {

using database = df::database<Airport, Flight>;
using namespace df::literals;

const std::string data = DATAFLOW_EXAMPLE_DATA;
const Opening new_airport{.code = airport_code{"ZDF"},
                          .name = "Dataflow Field",
                          .city = "Springfield",
                          .state = "IL",
                          .latitude = 39.8,
                          .longitude = -89.65,
                          .hub = airport_code{"ORD"},
                          .first_departure = df::parse_timestamp("2001-04-01T09:00Z").value(),
                          .miles = 174,
                          .minutes_of_flight = 55};

/// A second run on the same database begins again: the flights of the file take the place of those that
/// are there, all or nothing. Airports stay; only the one that the workflow adds goes.
import_result replace_flights(database& db, const std::string& path) {
    return db.transaction([&](auto& tx) {
        const auto gone = tx.run(df::bulk_erase<Flight>(df::everything));
        tx.run(df::erase<Airport>(new_airport.code));
        if (gone.deleted != 0)
            std::printf("  took out the %" PRId64 " flights of an earlier run\n", gone.deleted);
        return import_flights(tx, path);
    });
}

void print_delays(database& db) {
    int place = 0;
    for (const auto& a : delay_by_airport(db, 20)) {
        if (++place > 10) break;
        std::printf("  %2d. %s  %4" PRId64 " flights  %6" PRId64 " minutes  mean %.2f\n",
                    place,
                    a.airport.c_str(),
                    a.flights,
                    a.minutes,
                    a.mean());
    }
}

int run(const std::string& flights_file) {
    database db;
    std::printf("%s\n", db.dialect() == df::dialect::sqlite ? "SQLite" : "PostgreSQL");

    heading("airports.csv");
    const auto airports = import_airports(db, data + "/airports.csv");
    heading("the flights");
    const auto flights = replace_flights(db, flights_file);
    heading("flights-broken.csv");
    const auto broken = import_flights(db, data + "/flights-broken.csv");

    const auto in_table = db.run(df::count<Flight>());
    const bool adds_up = airports.adds_up() && flights.adds_up() && broken.adds_up() &&
                         in_table == flights.created + broken.created;
    std::printf("  in the tables: %" PRId64 " airports, %" PRId64 " flights; the counts %s\n",
                db.run(df::count<Airport>()),
                in_table,
                adds_up ? "add up" : "DO NOT add up");

    ask_questions(db);

    heading("a clock at DFW was 5 minutes fast: a bulk update");
    const auto corrected = db.run(
        df::bulk_update<Flight>(field<&Flight::origin> == airport_code{"DFW"}, field<&Flight::delay> += 5));
    std::printf("  %" PRId64 " flights corrected\n", corrected.updated);

    heading("mean delay by airport (from 20 departures on)");
    print_delays(db);

    heading("a workflow opens an airport");
    const auto opening = open_airport();
    const auto done = db.run(opening, new_airport);
    std::printf("  %s\n", done["summary"_n].text.c_str());
    print(done["out"_n]);
    print(done["back"_n]);
    if (const auto again = db.try_run(opening, new_airport); !again)
        std::printf("  once more: %s in %s; nothing of it stays\n",
                    std::string{df::name_of(again.error().kind())}.c_str(),
                    again.error().node().c_str());
    std::printf("  now %" PRId64 " airports, %" PRId64 " flights\n",
                db.run(df::count<Airport>()),
                db.run(df::count<Flight>()));

    heading("its diagram (mermaid)");
    std::printf("%s\n", std::string{opening.mermaid()}.c_str());
    return adds_up ? 0 : 1;
}

} // namespace

int main(int count, char** arguments) {
    try {
        return run(count > 1 ? arguments[1] : data + "/flights.csv");
    } catch (const std::exception& e) {
        std::fprintf(stderr, "flights: %s\n", e.what());
        return 1;
    }
}
