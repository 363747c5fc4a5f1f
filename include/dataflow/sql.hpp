// Statements written by hand: `df::sql<"select ... where x = {}", Row>(arguments...)`. See docs/sql.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/raw/sql.hpp>

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct sql {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
