# amaneku_module(NAME [LINK target…]): one object library for each folder of src/, so that a module sees the third-party
# headers of its own libraries only. cmake/check_layers.cmake checks which modules may include one another.
function(amaneku_module name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources)
    return()
  endif()
  add_library(amaneku_${name} OBJECT ${sources})
  target_include_directories(amaneku_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(amaneku_${name} PUBLIC amaneku_flags ${ARG_LINK})
  set_property(GLOBAL APPEND PROPERTY AMANEKU_MODULES amaneku_${name})
endfunction()
