// The two tables of the example.
#pragma once

#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

/// An airport. Its key is not made by the database: it is the IATA code.
struct Airport {
    df::id<Airport, std::string> iata;
    std::string name;
    std::string city;
    std::string state;
    std::string country = "USA";
    double latitude{}; // degrees
    double longitude{};

    static constexpr auto dataflow = df::options{
        .key = df::key("iata"),
        .timestamps = false,
        .checks = df::checks(df::check("latitude_is_on_earth",
                                       df::column("latitude") >= -90.0 && df::column("latitude") <= 90.0),
                             df::check("longitude_is_on_earth", df::column("longitude") >= -180.0 &&
                                                                    df::column("longitude") <= 180.0)),
    };
};

using airport_code = df::id<Airport, std::string>;

/// A flight. The ids of another model are foreign keys: both airports have to exist.
struct Flight {
    df::id<Flight> id{};
    df::timestamp departure;
    int delay = 0;  // minutes; negative: early
    int distance{}; // miles
    airport_code origin;
    airport_code destination;

    static constexpr auto dataflow = df::options{
        .indexes = df::indexes({"origin", "delay"}, {"destination"}),
        .checks = df::checks(df::check("goes_somewhere", df::column("distance") > 0)),
    };
};
