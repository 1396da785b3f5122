# What every target of ours is built with.
add_library(casement_options INTERFACE)
target_compile_options(
  casement_options
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Werror
            -Wconversion
            -Wsign-conversion
            -Wshadow
            -Wold-style-cast
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wcast-align
            -Wundef
            -Wformat=2)

# In the core and in the browser errors are values. Tests are the exception: doctest throws.
add_library(casement_no_exceptions INTERFACE)
target_compile_options(casement_no_exceptions INTERFACE -fno-exceptions -fno-rtti)

# A library from all sources of one folder. Others reach its headers as "FOLDER/name.hpp" through an include folder
# that holds nothing else, so a target sees only the folders that it links: a forbidden include does not compile.
function(casement_add_folder folder)
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(target casement_${folder})
  set(root ${CMAKE_BINARY_DIR}/include/${folder})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${folder} SYMBOLIC)
  if(sources)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC ${root})
    target_link_libraries(${target} PRIVATE casement_options casement_no_exceptions)
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${root})
  endif()
endfunction()

# target_link_libraries for a folder, which is an interface while it has headers only.
function(casement_link_folder folder)
  get_target_property(type casement_${folder} TYPE)
  if(type STREQUAL INTERFACE_LIBRARY)
    target_link_libraries(casement_${folder} INTERFACE ${ARGN})
  else()
    target_link_libraries(casement_${folder} PUBLIC ${ARGN})
  endif()
endfunction()
