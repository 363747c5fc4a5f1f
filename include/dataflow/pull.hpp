// The tables of a database as a header of C++: what the program `dataflow pull` writes. See
// docs/existing-databases.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/catalog.hpp>
#include <dataflow/pull/field_type.hpp>
#include <dataflow/pull/names.hpp>
#include <dataflow/pull/plan.hpp>
#include <dataflow/pull/text.hpp>
#include <dataflow/pull/told.hpp>

#include <dataflow/core/leave.hpp> // last
