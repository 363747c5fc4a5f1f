// Statements written by hand: `df::sql<"select ... where x = {}", Row>(arguments...)`. See docs/sql.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/node/sql.hpp>

#include <dataflow/core/leave.hpp> // last
