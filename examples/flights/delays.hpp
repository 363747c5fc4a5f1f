// Delay by airport, from a stream of all flights.
#pragma once

#include "models.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The departures of one airport.
struct airport_delay {
    std::string airport;
    std::int64_t flights = 0;
    std::int64_t minutes = 0; ///< of delay, added up

    double mean() const { return static_cast<double>(minutes) / static_cast<double>(flights); }
};

/// The airports with at least `least` departures, the worst mean first. Memory stays flat: one flight at
/// a time is held.
template <class Database>
std::vector<airport_delay> delay_by_airport(Database& db, std::int64_t least) {
    std::map<std::string, airport_delay> sums;
    for (const auto& flight : db.stream(df::list<Flight>())) {
        auto& sum = sums[flight.origin.value];
        ++sum.flights;
        sum.minutes += flight.delay;
    }
    std::vector<airport_delay> out;
    for (auto& [code, sum] : sums)
        if (sum.flights >= least) out.push_back({code, sum.flights, sum.minutes});
    std::sort(out.begin(), out.end(), [](auto& a, auto& b) {
        return a.mean() != b.mean() ? a.mean() > b.mean() : a.airport < b.airport;
    });
    return out;
}
