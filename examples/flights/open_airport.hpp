// A workflow: a new airport, two flights between it and a hub, and what is there then.
#pragma once

#include "models.hpp"

#include <chrono>
#include <cstdint>
#include <string>

/// What the workflow is started with.
struct Opening {
    airport_code code;
    std::string name, city, state;
    double latitude{}, longitude{};
    airport_code hub;
    df::timestamp first_departure;
    int miles{};
    int minutes_of_flight{};
};

struct Times {
    df::timestamp out;
    int minutes_of_flight{};
};
struct Timetable {
    df::timestamp back;
};

/// The plane flies back 45 minutes after it has landed.
inline Timetable plan_return(Times in) {
    using std::chrono::minutes;
    return {in.out + minutes{in.minutes_of_flight} + minutes{45}};
}

struct Opened {
    std::string name;
    df::id<Flight> first_flight, second_flight;
    std::int64_t departures{};
};
struct Summary {
    std::string text;
};

inline Summary summarise(const Opened& in) {
    return {in.name + " is open: " + (in.second_flight.value > in.first_flight.value ? "2 flights" : "?") + ", " +
            std::to_string(in.departures) + " departure(s)"};
}

/// Six nodes. The compiler checks every wire, puts the nodes in order, and refuses a cycle or an input
/// that nothing fills. All of it runs in one transaction.
inline constexpr auto open_airport = [] {
    return df::workflow<Opening>(
        df::node<"airport">(df::create<Airport>(field<&Airport::country> = "USA")),
        df::node<"timetable">(&plan_return),
        df::node<"out">(df::create<Flight>(field<&Flight::delay> = 0)),
        df::node<"back">(df::create<Flight>(field<&Flight::delay> = 0)),
        df::node<"departures">(df::count<Flight>().where(field<&Flight::origin> == df::param<"from">)),
        df::node<"summary">(&summarise),

        df::wire<"input.code", "airport.iata">,
        df::wire<"input.name", "airport.name">,
        df::wire<"input.city", "airport.city">,
        df::wire<"input.state", "airport.state">,
        df::wire<"input.latitude", "airport.latitude">,
        df::wire<"input.longitude", "airport.longitude">,

        df::wire<"input.first_departure", "timetable.out">,
        df::wire<"input.minutes_of_flight", "timetable.minutes_of_flight">,

        df::wire<"input.hub", "out.origin">,
        df::wire<"airport.iata", "out.destination">,
        df::wire<"input.first_departure", "out.departure">,
        df::wire<"input.miles", "out.distance">,

        df::wire<"out.destination", "back.origin">,
        df::wire<"out.origin", "back.destination">,
        df::wire<"timetable.back", "back.departure">,
        df::wire<"out.distance", "back.distance">,

        df::wire<"back.origin", "departures.from">,

        df::wire<"airport.name", "summary.name">,
        df::wire<"out.id", "summary.first_flight">,
        df::wire<"back.id", "summary.second_flight">,
        df::wire<"departures", "summary.departures">);
};
