# Install rules: headers, licence and the files for find_package(dataflow CONFIG). But for the program `dataflow`, nothing is
# compiled, so that all is independent of the architecture.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/dataflow)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/dataflow DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp")
install(FILES ${PROJECT_SOURCE_DIR}/cmake/runtime.cpp ${PROJECT_SOURCE_DIR}/cmake/dataflow.cppm
        DESTINATION ${CMAKE_INSTALL_DATADIR}/dataflow)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/dataflow)

# One target file a component: a project that asks for sqlite alone does not need libpq to be there.
set(dataflow_components "")
install(TARGETS dataflow dataflow_compiled EXPORT dataflow-core)
install(EXPORT dataflow-core NAMESPACE dataflow:: DESTINATION ${package_dir} FILE dataflow-core-targets.cmake)
foreach(component IN ITEMS sqlite postgres)
  if(TARGET dataflow_${component})
    list(APPEND dataflow_components ${component})
    install(TARGETS dataflow_${component} EXPORT dataflow-${component})
    install(EXPORT dataflow-${component} NAMESPACE dataflow:: DESTINATION ${package_dir}
            FILE dataflow-${component}-targets.cmake)
  endif()
endforeach()

if(TARGET dataflow_tool)
  install(TARGETS dataflow_tool EXPORT dataflow-tool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT dataflow-tool NAMESPACE dataflow:: DESTINATION ${package_dir} FILE dataflow-tool-targets.cmake)
endif()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/dataflowConfig.cmake.in
  ${PROJECT_BINARY_DIR}/dataflowConfig.cmake INSTALL_DESTINATION ${package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dataflowConfigVersion.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)

# dataflow.pc, for programs that are built without CMake: the drivers that were found here. It says where the headers
# are by the way from its own folder, so that the tree may be moved.
set(dataflow_pc_flags "")
set(dataflow_pc_requires "")
if("sqlite" IN_LIST dataflow_components)
  string(APPEND dataflow_pc_flags " -DDATAFLOW_SQLITE=1")
  list(APPEND dataflow_pc_requires "sqlite3 >= 3.35")
endif()
if("postgres" IN_LIST dataflow_components)
  string(APPEND dataflow_pc_flags " -DDATAFLOW_POSTGRES=1")
  list(APPEND dataflow_pc_requires "libpq >= 14")
endif()
list(JOIN dataflow_pc_requires ", " dataflow_pc_requires)
file(RELATIVE_PATH dataflow_pc_include ${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig ${CMAKE_INSTALL_FULL_INCLUDEDIR})
configure_file(${PROJECT_SOURCE_DIR}/cmake/dataflow.pc.in ${PROJECT_BINARY_DIR}/dataflow.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/dataflow.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)

install(FILES ${PROJECT_BINARY_DIR}/dataflowConfig.cmake ${PROJECT_BINARY_DIR}/dataflowConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/dataflow-dependencies.cmake ${PROJECT_SOURCE_DIR}/cmake/dataflow-pull.cmake DESTINATION ${package_dir})
