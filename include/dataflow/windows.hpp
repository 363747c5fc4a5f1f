// Windows: running totals, ranks, the rows before and behind. See docs/queries.md.
#pragma once

#include <dataflow/query/window_functions.hpp>
