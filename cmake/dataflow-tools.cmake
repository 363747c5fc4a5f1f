# The program `dataflow` (docs/existing-databases.md), where DATAFLOW_TOOLS asks for it. It is the target dataflow::tool.
include_guard()

find_package(CLI11 2.1 CONFIG REQUIRED)
add_executable(dataflow_tool ${PROJECT_SOURCE_DIR}/cmake/dataflow.cpp)
add_executable(dataflow::tool ALIAS dataflow_tool)
set_target_properties(dataflow_tool PROPERTIES OUTPUT_NAME dataflow EXPORT_NAME tool)
target_link_libraries(dataflow_tool PRIVATE dataflow::compiled CLI11::CLI11
  $<TARGET_NAME_IF_EXISTS:dataflow::sqlite> $<TARGET_NAME_IF_EXISTS:dataflow::postgres>)

# `dataflow lint` needs PostgreSQL's parser, libpg_query (libpg-query-dev).
find_path(DATAFLOW_PG_QUERY_INCLUDE pg_query.h)
find_library(DATAFLOW_PG_QUERY_LIBRARY pg_query)
if(DATAFLOW_PG_QUERY_INCLUDE AND DATAFLOW_PG_QUERY_LIBRARY)
  target_compile_definitions(dataflow_tool PRIVATE DATAFLOW_LINT=1)
  target_include_directories(dataflow_tool SYSTEM PRIVATE ${DATAFLOW_PG_QUERY_INCLUDE})
  target_link_libraries(dataflow_tool PRIVATE ${DATAFLOW_PG_QUERY_LIBRARY})
endif()
