// Searches: similar vectors. See docs/search.md.
#pragma once

#include <dataflow/search/nearest.hpp>
#include <dataflow/search/similar.hpp>
