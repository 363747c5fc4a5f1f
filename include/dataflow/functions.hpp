// Functions in expressions: of numbers, texts and times, choices, casts, and aggregates. See
// docs/expressions.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/query/case_when.hpp>
#include <dataflow/query/conditional.hpp>
#include <dataflow/query/functions.hpp>
#include <dataflow/query/string_agg.hpp>

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct functions {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
