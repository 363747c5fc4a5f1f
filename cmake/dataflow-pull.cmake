# Keeps a header of models fresh: docs/existing-databases.md. Part of the build and of the installed package.
include_guard()

# dataflow_pull(<target> <url> [HEADER <file>] [NAMESPACE <name>] [TABLES <pattern>...] [WITHOUT <pattern>...]
#               [SCHEMAS <name>...] [ALL_SCHEMAS])
#
# Before <target> is compiled, the program `dataflow` writes the tables of a database as structs, each time that it is
# built; a header that would be the same is left alone, and nothing is compiled again. An empty <url> is $DATABASE_URL of
# the build: so that no password stands in its files. <file> is models.hpp where it is not given; without a path it stands
# in a folder of the build that the target includes from.
function(dataflow_pull target url)
  cmake_parse_arguments(PARSE_ARGV 2 pull "ALL_SCHEMAS" "HEADER;NAMESPACE" "TABLES;WITHOUT;SCHEMAS")
  if(pull_UNPARSED_ARGUMENTS OR pull_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "dataflow_pull(${target}): unknown, or without a value: "
                        "${pull_UNPARSED_ARGUMENTS} ${pull_KEYWORDS_MISSING_VALUES}")
  endif()
  if(NOT TARGET dataflow::tool)
    message(FATAL_ERROR "dataflow_pull(${target}): the program `dataflow` is not there: "
                        "build, or install, the library with -DDATAFLOW_TOOLS=ON")
  endif()
  if(NOT pull_HEADER)
    set(pull_HEADER models.hpp)
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_pull)
  get_filename_component(header ${pull_HEADER} ABSOLUTE BASE_DIR ${folder})

  set(arguments "")
  if(url)
    list(APPEND arguments ${url})
  endif()
  list(APPEND arguments --out ${header})
  if(pull_NAMESPACE)
    list(APPEND arguments --namespace ${pull_NAMESPACE})
  endif()
  foreach(option IN ITEMS TABLES WITHOUT SCHEMAS)
    string(TOLOWER ${option} name)
    foreach(value IN LISTS pull_${option})
      list(APPEND arguments --${name} ${value})
    endforeach()
  endforeach()
  if(pull_ALL_SCHEMAS)
    list(APPEND arguments --all-schemas)
  endif()
  add_custom_target(${target}_pull COMMAND dataflow::tool pull ${arguments} BYPRODUCTS ${header}
                    COMMENT "Pulling the tables of ${target}" VERBATIM)
  add_dependencies(${target} ${target}_pull)
  target_include_directories(${target} PRIVATE ${folder})
endfunction()
