// The former name of dataflow/dynamic.hpp.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/dynamic.hpp>

#include <dataflow/core/leave.hpp> // last
