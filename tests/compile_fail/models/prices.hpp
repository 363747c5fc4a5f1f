// Exact numbers.
#pragma once

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

enum class state { open, closed };

struct Product {
    df::id<Product> id{};
    df::decimal<10, 2> price{};
};
struct Sale {
    df::id<Sale> id{};
    df::decimal<10, 2> price{};
    df::decimal<18, 18> fraction{};
    int number{};
    state now{};
};
