// Tests of code that uses a database: databases that undo what a test does, or are copies for one test, and
// records made as they are needed. See docs/testing.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/dataflow.hpp>
#include <dataflow/testing/factory.hpp>
#include <dataflow/testing/test_database.hpp>
#include <dataflow/testing/test_template.hpp>

#include <dataflow/core/leave.hpp> // last
