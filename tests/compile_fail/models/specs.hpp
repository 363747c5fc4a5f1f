// A column of JSON.
#pragma once

#include <dataflow/json.hpp>

namespace df = dataflow;

struct Specs {
    int weight{};
};
struct Product {
    df::json<Specs> specs{};
};
