// Windows: running totals, ranks, the rows before and behind. See docs/queries.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/query/window_functions.hpp>

#include <dataflow/core/leave.hpp> // last
