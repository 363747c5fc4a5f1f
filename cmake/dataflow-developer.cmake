# Settings for contributors to the library itself; nothing here reaches a consumer.
include_guard()

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Debug CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# ccache, when it is there. It must be told that precompiled headers may be cached.
find_program(DATAFLOW_CCACHE ccache)
if(DATAFLOW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${DATAFLOW_CCACHE})
endif()

# The warnings that the headers must be free of, for tests, examples and benchmarks.
add_library(dataflow_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  # g++ takes Customer{.name = "Alice"} for an oversight; here it is how a record is written. The
  # headers alone are compiled without this exception.
  target_compile_options(dataflow_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Wno-missing-field-initializers)
  # g++ would look through a precompiled header of 150 MB for garbage, over and over: 5 % of its time
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(dataflow_warnings INTERFACE "SHELL:--param ggc-min-heapsize=1000000")
  endif()
  # clang writes the time into a precompiled header, which would defeat ccache
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(dataflow_warnings INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

# The whole library as a test or an example sees it: every driver that was found.
add_library(dataflow_everything INTERFACE)
target_link_libraries(dataflow_everything INTERFACE dataflow::dataflow
  $<TARGET_NAME_IF_EXISTS:dataflow::sqlite> $<TARGET_NAME_IF_EXISTS:dataflow::postgres>)
