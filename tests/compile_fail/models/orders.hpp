// Orders with whole numbers, and their tags.
#pragma once

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
};
struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::string email;
    int credit{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::string status;
    int total{};
    df::timestamp placed{};
};
struct Tag {
    df::id<Tag> id{};
    std::string name;
};
struct Tagging {
    df::id<Tagging> id{};
    df::id<Order> order_id{};
    df::id<Tag> tag_id{};
};
