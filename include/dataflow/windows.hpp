// Windows: running totals, ranks, the rows before and after. See docs/queries.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/query/window_framed.hpp>
#include <dataflow/query/window_functions.hpp>

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct windows {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
