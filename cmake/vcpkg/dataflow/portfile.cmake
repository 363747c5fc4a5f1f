# An overlay port: it builds the checkout that it lies in.
#     vcpkg install "dataflow[sqlite,postgres]" --overlay-ports=<checkout>/cmake/vcpkg
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../.." ABSOLUTE)

set(VCPKG_BUILD_TYPE release) # headers only: there is no debug build

vcpkg_check_features(OUT_FEATURE_OPTIONS feature_options FEATURES
  sqlite DATAFLOW_WITH_SQLITE
  postgres DATAFLOW_WITH_POSTGRES)

vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}" OPTIONS
  ${feature_options}
  -DDATAFLOW_BUILD_TESTS=OFF -DDATAFLOW_BUILD_EXAMPLES=OFF -DDATAFLOW_BUILD_BENCH=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME dataflow CONFIG_PATH share/cmake/dataflow)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/licenses" "${CURRENT_PACKAGES_DIR}/share/cmake")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
