// What every test includes, compiled once for each test executable.
#pragma once

#include <gtest/gtest.h>

#if __has_include(<dataflow/dataflow.hpp>)
#include <dataflow/dataflow.hpp>
#endif
