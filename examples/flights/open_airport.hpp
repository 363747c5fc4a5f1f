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
    airport_code hub;
    df::timestamp out, back;
    std::int64_t departures{};
};
struct Summary {
    std::string text;
};

inline Summary summarise(const Opened& in) {
    const auto clock = [](df::timestamp time) { return df::iso8601(time).value().substr(11, 5); };
    return {in.name + " is open: from " + in.hub.value + " at " + clock(in.out) + ", back at " +
            clock(in.back) + ", departures so far: " + std::to_string(in.departures)};
}

/// Six nodes. The compiler checks every wire, puts the nodes in order, and refuses a cycle or an input
/// that nothing fills. All of it runs in one transaction.
inline auto open_airport() {
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
        df::wire<"out.origin", "summary.hub">,
        df::wire<"out.departure", "summary.out">,
        df::wire<"back.departure", "summary.back">,
        df::wire<"departures", "summary.departures">);
}
