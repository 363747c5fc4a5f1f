// Where the code that knows no model is compiled.
//
// The library is header-only: code that is no template is `inline` in `x.ipp` files next to their `x.hpp`,
// and every translation unit has it. A larger program can compile it once: it defines
// DATAFLOW_SEPARATE_COMPILATION for all its files (the CMake target dataflow::compiled does), and one file
// includes dataflow/runtime.hpp.
#pragma once

#if defined(DATAFLOW_RUNTIME_APART) && !defined(DATAFLOW_SEPARATE_COMPILATION) // former name
#define DATAFLOW_SEPARATE_COMPILATION 1
#endif

#if defined(DATAFLOW_SEPARATE_COMPILATION)
/// Marks a function that is defined in an `.ipp` file.
#define DATAFLOW_RUNTIME
#else
#define DATAFLOW_RUNTIME inline
#endif

// What the drivers' CMake targets define; a driver that is not asked for needs neither header nor library.
#ifndef DATAFLOW_SQLITE
#define DATAFLOW_SQLITE 0
#endif
#ifndef DATAFLOW_POSTGRES
#define DATAFLOW_POSTGRES 0
#endif
