// The model and the rows that all benchmarks use.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace bench {

namespace df = dataflow;

/// Six fields of four kinds, as in most tables; no managed times, so that hand-written code writes the same.
struct User {
    df::id<User> id{};
    std::string name;
    std::string email;
    int age{};
    bool active = true;
    double score{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// A chain of three creates: each has the key of the one before.
struct Customer {
    df::id<Customer> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Payment {
    df::id<Payment> id{};
    df::id<Order> order_id{};
    double amount{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

using database = df::database<User, Customer, Order, Payment>;

/// The row of a number: a name of 22 and an email of 23 bytes, so that each needs memory of its own.
[[nodiscard]] inline User user(std::int64_t n) {
    char name[32];
    char email[32];
    std::snprintf(name, sizeof name, "Augusta Lovelace %05d", static_cast<int>(n % 100000));
    std::snprintf(email, sizeof email, "user%07d@example.org", static_cast<int>(n % 10000000));
    return User{.name = name,
                .email = email,
                .age = static_cast<int>(18 + n * 7 % 60),
                .active = n % 3 != 0,
                .score = static_cast<double>(n % 1000) / 8};
}

[[nodiscard]] inline std::vector<User> users(std::int64_t count, std::int64_t first = 0) {
    std::vector<User> out;
    out.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) out.push_back(user(first + i));
    return out;
}

} // namespace bench
