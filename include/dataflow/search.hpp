// Searches: full-text, and vectors that are near. See docs/search.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/dataflow.hpp>
#include <dataflow/search/full_text.hpp>
#include <dataflow/search/nearest.hpp>
#include <dataflow/search/search_ranked.hpp>
#include <dataflow/search/similar.hpp>

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct search {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
