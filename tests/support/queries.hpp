// Models for queries over several tables, and random rows of them in memory and in a database.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace queries {

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
};
struct Customer {
    df::id<Customer> id{};
    std::optional<df::id<City>> city_id{};
    std::string name;
    int credit = 0;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    int total = 0;
    std::string status;
    std::optional<int> discount{};
    bool paid = false;
    df::timestamp placed{};
};
struct Employee {
    df::id<Employee> id{};
    std::optional<df::id<Employee>> manager_id{};
    std::string name;
};
/// Its key is text.
struct Tag {
    df::id<Tag, std::string> name{};
    int weight = 0;

    static constexpr auto dataflow = df::options{.key = df::key("name"), .timestamps = false};
};
/// Joins orders and tags.
struct Tagging {
    df::id<Tagging> id{};
    df::id<Order> order_id{};
    df::id<Tag, std::string> tag_name{};
};

using database = df::database<City, Customer, Order, Employee, Tag, Tagging>;

/// All rows as they were stored.
struct rows {
    std::vector<df::record<City>> cities;
    std::vector<df::record<Customer>> customers;
    std::vector<df::record<Order>> orders;
    std::vector<df::record<Employee>> employees;
    std::vector<df::record<Tag>> tags;
    std::vector<df::record<Tagging>> taggings;

    template <class Record, class Id>
    static const Record* find(const std::vector<Record>& in, const Id& id) {
        for (const auto& r : in)
            if (r.id == id) return &r;
        return nullptr;
    }
    [[nodiscard]] const df::record<Customer>& customer_of(const Order& o) const {
        return *find(customers, o.customer_id);
    }
    [[nodiscard]] const df::record<City>* city_of(const Customer& c) const {
        return c.city_id ? find(cities, *c.city_id) : nullptr;
    }
};

inline rows fill(database& db, unsigned seed) {
    std::mt19937 random{seed};
    const auto upto = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const auto pick = [&](const auto& from) -> const auto& { return from[random() % from.size()]; };
    rows all;
    for (int i = 0; i < 4; ++i)
        all.cities.push_back(db.run(df::create(City{.name = "city " + std::to_string(i)})));
    for (int i = 0; i < 12; ++i) {
        Customer c{.name = std::string(1, static_cast<char>('a' + upto(6))), .credit = upto(40)};
        if (upto(3) != 0) c.city_id = pick(all.cities).id;
        all.customers.push_back(db.run(df::create(c)));
    }
    constexpr std::string_view states[]{"new", "sent", "done", ""};
    for (int i = 0; i < 60; ++i) {
        Order o{.customer_id = pick(all.customers).id,
                .total = upto(50) - 10,
                .status = std::string{states[upto(4)]}};
        if (upto(3) != 0) o.discount = upto(5);
        o.paid = upto(2) == 0;
        o.placed = df::timestamp{std::chrono::hours{24 * 18000 + upto(72)}};
        all.orders.push_back(db.run(df::create(o)));
    }
    for (int i = 0; i < 15; ++i) {
        Employee e{.name = "e" + std::to_string(upto(5))};
        if (i > 1 && upto(4) != 0) e.manager_id = pick(all.employees).id;
        all.employees.push_back(db.run(df::create(e)));
    }
    for (int i = 0; i < 4; ++i)
        all.tags.push_back(db.run(df::create(
            Tag{.name = df::id<Tag, std::string>{"tag'" + std::to_string(i)}, .weight = upto(9)})));
    for (int i = 0; i < 40; ++i)
        all.taggings.push_back(
            db.run(df::create(Tagging{.order_id = pick(all.orders).id, .tag_name = pick(all.tags).name})));
    return all;
}

} // namespace queries
