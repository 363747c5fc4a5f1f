// Statements written by hand: `df::sql<"select ... where x = {}", Row>(arguments...)`. See docs/sql.md.
#pragma once

#include <dataflow/node/sql.hpp>
