// Models that several integration tests share: a small shop.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace shop {

namespace df = dataflow;

/// Unique column, check, default values; key made by the database.
struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::string email;
    int age = 30;
    std::optional<std::string> city{};

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"email"}),
                    .checks = df::checks(df::check("customers_age_is_sane",
                                                   df::column("age") >= 0 && df::column("age") <= 150))};
};

/// A foreign key that holds back deletes.
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total = 0;
    std::string status = "pending";
    std::optional<std::string> note{};
    int quantity = 1;

    static constexpr auto dataflow =
        df::options{.indexes = df::indexes({"customer_id", "created_at"}, {"status"})};
};

/// A natural key of text, no managed times.
struct Airport {
    df::id<Airport, std::string> iata{};
    std::string city;
    std::int64_t flights = 0;

    static constexpr auto dataflow = df::options{.key = df::key("iata"), .timestamps = false};
};

/// A composite key.
struct Seat {
    std::string flight;
    int number = 0;
    std::string passenger;
    int bags = 0;

    static constexpr auto dataflow = df::options{.key = df::key("flight", "number")};
};

/// No key of its own: a managed one.
struct Note {
    std::string body;
    int stars = 0;
};

/// A UUID key.
struct Ticket {
    df::id<Ticket, df::uuid> id{};
    std::string title;
};

using database = df::database<Customer, Order, Airport, Seat, Note, Ticket>;

/// A valid customer whose email is made from a number.
[[nodiscard]] inline Customer customer(int n, std::string name = "someone") {
    return Customer{.name = std::move(name), .email = "c" + std::to_string(n) + "@x.org"};
}

} // namespace shop
