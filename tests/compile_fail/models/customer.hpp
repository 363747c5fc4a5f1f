// One model.
#pragma once

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    bool active{};
    std::optional<std::string> note{};
};
