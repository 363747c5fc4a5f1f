// What every piece of code in the pages of docs/ may use; see docs_snippets.py.
#pragma once

#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/search.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/windows.hpp>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;
using namespace std::string_literals;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::string email;
    bool active = true;

    static constexpr auto dataflow = df::options{.unique = df::unique({"email"})};
};

struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
    std::string status = "pending";
    std::optional<std::string> note{};

    static constexpr auto dataflow =
        df::options{.indexes = df::indexes({"customer_id", "created_at"}, {"status"})};
};

/// An open database; a fragment may declare its own.
extern df::database<Customer, Order> db;
