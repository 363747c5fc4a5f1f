// JSON: df::json<T> and df::json_value as columns, paths into them, df::to_json and df::from_json.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/dataflow.hpp>
#include <dataflow/json/codec.hpp>
#include <dataflow/json/json.hpp>
// clang-format off: errors stand in set.hpp, so it comes by itself
#include <dataflow/json/set.hpp>
#include <dataflow/json/path.hpp>
// clang-format on
#include <dataflow/json/results.hpp>
#include <dataflow/json/value.hpp>

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct json {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
