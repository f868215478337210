# The page behind report.html: web/ bundled by Node.js into one file. Without Node.js, or with -DAMANEKU_WEB=OFF, the program is
# built without it, and says so where a run asks for html. AUTO (default): where npm is there and its packages can be had.
set(AMANEKU_WEB AUTO CACHE STRING "Bundle the page of report.html: AUTO, ON, OFF")
set_property(CACHE AMANEKU_WEB PROPERTY STRINGS AUTO ON OFF)

set(AMANEKU_PAGE "")
if(NOT AMANEKU_WEB STREQUAL "OFF")
  find_program(NODE_PROGRAM node)
  find_program(NPM_PROGRAM npm)
  set(web ${PROJECT_SOURCE_DIR}/web)
  set(why "")
  if(NOT NODE_PROGRAM OR NOT NPM_PROGRAM)
    set(why "node and npm were not found")
  elseif(NOT EXISTS ${web}/node_modules/.package-lock.json OR ${web}/package-lock.json IS_NEWER_THAN ${web}/node_modules/.package-lock.json)
    message(STATUS "Installing the packages of web/ by its lock file")
    execute_process(COMMAND ${NPM_PROGRAM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
      WORKING_DIRECTORY ${web} RESULT_VARIABLE result ERROR_VARIABLE text OUTPUT_QUIET)
    if(NOT result EQUAL 0)
      set(why "npm ci in web/ failed: ${text}")
    endif()
  endif()
  if(why STREQUAL "")
    set(AMANEKU_PAGE ${PROJECT_BINARY_DIR}/web/report.html)
    file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web}/src/*)
    add_custom_command(OUTPUT ${AMANEKU_PAGE}
      COMMAND ${NODE_PROGRAM} ${web}/build.mjs --out ${AMANEKU_PAGE}
      DEPENDS ${web_sources} ${web}/build.mjs ${web}/package-lock.json
      WORKING_DIRECTORY ${web} COMMENT "Bundling the page of report.html" VERBATIM)
    add_custom_target(amaneku_web ALL DEPENDS ${AMANEKU_PAGE})
    install(FILES ${AMANEKU_PAGE} DESTINATION ${CMAKE_INSTALL_DATADIR}/amaneku/web COMPONENT program)
  elseif(AMANEKU_WEB STREQUAL "ON")
    message(FATAL_ERROR "The page of report.html cannot be bundled: ${why}")
  else()
    message(STATUS "report.html is left out of this build: ${why}")
  endif()
endif()
