// All functions of expressions.
#pragma once

#include <dataflow/query/aggregate.hpp>
#include <dataflow/query/case_when.hpp>
#include <dataflow/query/cast.hpp>
#include <dataflow/query/conditional.hpp>
#include <dataflow/query/detail/functions_moved.hpp>
#include <dataflow/query/functions_number.hpp>
#include <dataflow/query/functions_text.hpp>
#include <dataflow/query/functions_time.hpp>
