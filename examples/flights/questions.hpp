// Lists and filters.
#pragma once

#include "report.hpp"

#include <cstdio>
#include <optional>
#include <string>

/// What a person may fill in to search for flights; what is left empty does not count.
struct search_form {
    std::optional<airport_code> from{};
    std::optional<airport_code> to{};
    std::optional<df::timestamp> not_before{};
    std::optional<int> at_least_late{};
    bool long_haul = false;
};

inline auto search(const search_form& form) {
    return df::list<Flight>()
        .where(
            df::if_set(form.from, [](auto& code) { return field<&Flight::origin> == code; }) &&
            df::if_set(form.to, [](auto& code) { return field<&Flight::destination> == code; }) &&
            df::if_set(form.not_before, [](auto& time) { return field<&Flight::departure> >= time; }) &&
            df::if_set(form.at_least_late, [](auto& minutes) { return field<&Flight::delay> >= minutes; }) &&
            df::if_set(form.long_haul, field<&Flight::distance> > 2000))
        .order_by(df::desc(field<&Flight::delay>))
        .with_total();
}

template <class Database>
void ask(Database& db, const char* title, const search_form& form) {
    const auto page = db.run(search(form).limit(3));
    std::printf("%s: %lld flights\n", title, static_cast<long long>(page.total.value()));
    for (const auto& f : page.records) print(f);
}

template <class Database>
void ask_questions(Database& db) {
    heading("the longest delays from ORD, in pages of five");
    auto worst = df::list<Flight>()
                     .where(field<&Flight::origin> == airport_code{"ORD"})
                     .order_by(df::desc(field<&Flight::delay>))
                     .limit(5);
    auto page = db.run(worst);
    for (const auto& f : page.records) print(f);
    if (page.next) { // it begins behind the last record, also when others come in meanwhile
        std::printf("  next page:\n");
        for (const auto& f : db.run(worst.after(*page.next)).records) print(f);
    }

    heading("a search form");
    ask(db, "all", {});
    ask(db, "from LAX", {.from = airport_code{"LAX"}});
    ask(db,
        "long, half an hour late, from 8 March on",
        {.not_before = df::parse_timestamp("2001-03-08"), .at_least_late = 30, .long_haul = true});

    heading("airports called International in Texas or Hawaii");
    for (const auto& a : db.run(df::list<Airport>()
                                    .where(field<&Airport::name>.contains("International") &&
                                           field<&Airport::state>.in({"TX", "HI"}))
                                    .order_by(field<&Airport::state>, field<&Airport::city>))
                             .records)
        std::printf(
            "  %s  %s, %s, %s\n", a.iata.value.c_str(), a.name.c_str(), a.city.c_str(), a.state.c_str());
}
