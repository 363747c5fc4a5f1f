// What a workflow needs in which a customer signs up, orders, and gets a mail.
#pragma once

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id;
    double total{};
    std::optional<std::string> note{};
};
struct Signup {
    std::string name;
    double total{};
};
struct MailIn {
    df::id<Order> order_id;
    std::string text;
};
struct MailOut {
    int length{};
};
