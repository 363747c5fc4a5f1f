// Searches: in full text.
#pragma once

#include <dataflow/dataflow.hpp>
#include <dataflow/search/best.hpp>
#include <dataflow/search/full_text.hpp>
