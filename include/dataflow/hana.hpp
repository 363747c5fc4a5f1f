// Boost.Hana on models, records, rows, results of workflows, and the models of a database. Not part of
// dataflow/dataflow.hpp: a program that uses it includes it, and the headers of Hana's algorithms that it calls.
#pragma once

#if !__has_include(<boost/hana/accessors.hpp>)
#error "dataflow/hana.hpp needs the headers of Boost.Hana: Debian's package libboost1.81-dev, vcpkg's boost-hana"
#else

#include <dataflow/core/enter.hpp> // first

#include <dataflow/hana/models.hpp>
#include <dataflow/hana/results.hpp>
#include <dataflow/hana/structs.hpp>

#include <dataflow/core/leave.hpp> // last

#endif
