# cmake --install DIR: the program and its data (component program), the library for find_package(amaneku) (component development).
include(CMakePackageConfigHelpers)

set(AMANEKU_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/amaneku)
set(AMANEKU_INSTALL_SHAREDIR ${CMAKE_INSTALL_DATADIR}/amaneku)

install(TARGETS amaneku_cli
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
# The sample's configuration names its files as ../data/sample: the same folders here as in the source.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/configs DESTINATION ${AMANEKU_INSTALL_SHAREDIR} COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/data/sample DESTINATION ${AMANEKU_INSTALL_SHAREDIR}/data COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

install(TARGETS amaneku EXPORT amaneku
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(EXPORT amaneku FILE amanekuTargets.cmake NAMESPACE amaneku::
  DESTINATION ${AMANEKU_INSTALL_CMAKEDIR} COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/amanekuConfig.cmake.in ${PROJECT_BINARY_DIR}/amanekuConfig.cmake
  INSTALL_DESTINATION ${AMANEKU_INSTALL_CMAKEDIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/amanekuConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/amanekuConfig.cmake ${PROJECT_BINARY_DIR}/amanekuConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/FindCbc.cmake
  DESTINATION ${AMANEKU_INSTALL_CMAKEDIR} COMPONENT development)
