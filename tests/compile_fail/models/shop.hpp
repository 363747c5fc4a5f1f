// A shop: who buys, from where, and what.
#pragma once

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
};
struct Customer {
    df::id<Customer> id{};
    std::optional<df::id<City>> city_id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::optional<df::id<Customer>> seller_id{};
    double total{};
    std::string status;
    std::optional<double> discount{};
    df::timestamp placed{};
};
// Of a report.
struct Line {
    std::string status;
    double total{};
};
