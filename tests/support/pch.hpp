// What every test includes, compiled once for all of them.
#pragma once

#include <gtest/gtest.h>

#if __has_include(<dataflow/dataflow.hpp>)
#include <dataflow/dataflow.hpp>
#endif
