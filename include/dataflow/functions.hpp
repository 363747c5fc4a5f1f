// Functions in expressions: of numbers, texts and times, choices, casts, and aggregates. See docs/expressions.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/query/case_when.hpp>
#include <dataflow/query/conditional.hpp>
#include <dataflow/query/functions.hpp>

#include <dataflow/core/leave.hpp> // last
