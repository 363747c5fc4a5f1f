// A database without structs: df::dynamic_database. Not part of dataflow/dataflow.hpp: a program that uses it
// includes it.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/json.hpp> // what goes in and comes out

#include <dataflow/dynamic/database.hpp>

#include <dataflow/core/leave.hpp> // last
