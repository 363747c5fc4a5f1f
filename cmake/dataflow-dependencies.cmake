# Finds what the library stands on. Used by the build and, installed, by dataflowConfig.cmake.
# Each macro takes QUIET or REQUIRED and leaves an imported target behind.
include_guard()

# Boost 1.75 or later, headers only (PFR, Uuid), and the threads of the platform.
# Boost's own package file comes first; older distributions have only CMake's FindBoost.
macro(dataflow_find_core mode)
  if(NOT TARGET Boost::headers)
    find_package(Boost 1.75 QUIET CONFIG)
  endif()
  if(NOT TARGET Boost::headers)
    if(POLICY CMP0167)
      cmake_policy(SET CMP0167 OLD) # keeps FindBoost on CMake 3.30 and later
    endif()
    find_package(Boost 1.75 MODULE ${mode})
  endif()
  find_package(Threads ${mode})
endmacro()

macro(dataflow_find_sqlite mode)
  if(NOT TARGET SQLite::SQLite3)
    find_package(SQLite3 3.35 ${mode})
  endif()
endmacro()

macro(dataflow_find_postgres mode)
  if(NOT TARGET PostgreSQL::PostgreSQL)
    find_package(PostgreSQL 14 ${mode})
  endif()
endmacro()
