// Boost.Hana on models, records, rows, results of workflows, and the models of a database. Not part of
// dataflow/dataflow.hpp: a program that uses it includes it, and the headers of the algorithms of Hana that
// it calls.
#pragma once

#if !__has_include(<boost/hana/accessors.hpp>)
#error "dataflow/hana.hpp needs the headers of Boost.Hana: libboost1.81-dev (Debian), boost-hana (vcpkg)"
#else

#include <dataflow/core/enter.hpp> // first

#include <dataflow/hana/models.hpp>
#include <dataflow/hana/results.hpp>
#include <dataflow/hana/structs.hpp>

#include <dataflow/core/leave.hpp> // last

#endif
