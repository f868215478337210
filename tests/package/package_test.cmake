# Installs the build into an empty folder, builds a project that uses find_package(amaneku), runs it, runs the installed demo.
# Run by ctest: cmake -DBUILD=… -DWORK=… -DSOURCE=… -DCOMPILER=… -DGENERATOR=… -P package_test.cmake
cmake_minimum_required(VERSION 3.25)

function(run name)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${name} failed (${status}):\n${output}\n${errors}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
set(prefix ${WORK}/prefix)
run("install" ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
run("the consumer's configuration" ${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/consumer -G ${GENERATOR}
  -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS} -DCMAKE_PREFIX_PATH=${prefix})
run("the consumer's build" ${CMAKE_COMMAND} --build ${WORK}/consumer)
run("the consumer" ${WORK}/consumer/consumer)
if(NOT output STREQUAL "533935992\n")
  message(FATAL_ERROR "the consumer prints '${output}', must be 533935992")
endif()

# The installed program finds its own profiles and sample.
run("the installed demo" ${CMAKE_COMMAND} -E env --unset=AMANEKU_CONFIGS ${prefix}/bin/amaneku demo ${WORK}/demo --quiet)
file(READ ${WORK}/demo/summary.json summary)
string(JSON inputs LENGTH "${summary}" inputs)
math(EXPR last "${inputs} - 1")
foreach(i RANGE ${last})
  string(JSON path GET "${summary}" inputs ${i} path)
  # Paths are told from the configuration's folder.
  cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY ${prefix}/share/amaneku/configs NORMALIZE)
  if(NOT EXISTS ${path} OR NOT path MATCHES "^${prefix}/share/amaneku/")
    message(FATAL_ERROR "the installed demo read ${path}, which was not installed")
  endif()
endforeach()
