// Filters and lists that come as JSON. Not part of dataflow/dataflow.hpp: a program that uses it includes
// it.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/dynamic/list.hpp>
#include <dataflow/dynamic/predicate.hpp>

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct dynamic {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
