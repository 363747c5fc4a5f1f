# Install rules: headers, licence and the files for find_package(dataflow CONFIG). Nothing is compiled,
# so that all is independent of the architecture.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/dataflow)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/dataflow DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp")
install(FILES ${PROJECT_SOURCE_DIR}/cmake/runtime.cpp DESTINATION ${CMAKE_INSTALL_DATADIR}/dataflow)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/dataflow)

# One target file a component: who asks for sqlite alone does not need libpq to be there.
set(dataflow_components "")
install(TARGETS dataflow dataflow_apart EXPORT dataflow-core)
install(EXPORT dataflow-core NAMESPACE dataflow:: DESTINATION ${package_dir} FILE dataflow-core-targets.cmake)
foreach(component IN ITEMS sqlite postgres)
  if(TARGET dataflow_${component})
    list(APPEND dataflow_components ${component})
    install(TARGETS dataflow_${component} EXPORT dataflow-${component})
    install(EXPORT dataflow-${component} NAMESPACE dataflow:: DESTINATION ${package_dir}
            FILE dataflow-${component}-targets.cmake)
  endif()
endforeach()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/dataflowConfig.cmake.in
  ${PROJECT_BINARY_DIR}/dataflowConfig.cmake INSTALL_DESTINATION ${package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dataflowConfigVersion.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/dataflowConfig.cmake ${PROJECT_BINARY_DIR}/dataflowConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/dataflow-dependencies.cmake DESTINATION ${package_dir})
