// The catalog: the tables of a program's models and of a live database in one description, and how they
// differ.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/models.hpp>
#include <dataflow/catalog/of_models.hpp>
#include <dataflow/catalog/print.hpp>
#include <dataflow/catalog/read.hpp>
#include <dataflow/catalog/readable_view.hpp>
#include <dataflow/database/describe.hpp>
#include <dataflow/dataflow.hpp>

#include <dataflow/core/leave.hpp> // last
