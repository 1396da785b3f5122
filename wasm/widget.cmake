# The widget itself: casement.mjs (the glue, which web/build.mjs bundles with the panel) and casement.wasm.
add_executable(casement main.cpp)
set_target_properties(casement PROPERTIES SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
target_link_libraries(casement PRIVATE casement_options casement_no_exceptions casement_browser)

set(CASEMENT_LINK_OPTIONS
    --no-entry # no main(): the page calls the exported functions
    -fno-exceptions # at the link as well: else LTO keeps a JavaScript half of C++ exceptions
    -sMODULARIZE=1
    -sEXPORT_ES6=1
    -sENVIRONMENT=web
    -sINCOMING_MODULE_JS_API=instantiateWasm # the compiled module is shared by all widgets of a page
    -sEXPORTED_RUNTIME_METHODS=wasmMemory
    -sDYNAMIC_EXECUTION=0 # nothing that a page would have to allow with 'unsafe-eval'
    -sFILESYSTEM=0
    -sJS_MATH=1 # the browser's sine and the like, not a second copy of them
    -sMALLOC=emmalloc
    -sALLOW_MEMORY_GROWTH=1
    -sINITIAL_MEMORY=2MB
    -sSTACK_SIZE=256KB
    -sSUPPORT_ERRNO=0
    -sTEXTDECODER=2 # every browser that runs our wasm has TextDecoder
    -sFETCH=1
    -Wl,-mllvm,-inline-threshold=-25 # what is called from several places stays one function
    -sFETCH_SUPPORT_INDEXEDDB=0 # it would open a database in the host page's origin at start
)
if(CMAKE_BUILD_TYPE STREQUAL Debug)
  list(APPEND CASEMENT_LINK_OPTIONS -sASSERTIONS=2 -sSTACK_OVERFLOW_CHECK=2)
else()
  list(APPEND CASEMENT_LINK_OPTIONS -sASSERTIONS=0 --closure=1)
  list(APPEND CASEMENT_LINK_OPTIONS "--js-transform=${CMAKE_COMMAND} -P ${CMAKE_CURRENT_SOURCE_DIR}/glue.cmake")
  # Control flow is straightened before it is made small once more: 0.5 % of the bytes on the wire.
  list(APPEND CASEMENT_LINK_OPTIONS -sBINARYEN_EXTRA_PASSES=--flatten,--rereloop,-Os,-Oz,--flatten,--rereloop,-Os,-Oz,-Oz,--converge)
endif()

# The host's functions become imports of the module. Emscripten renames imports, so JavaScript cannot add them by name;
# instead each is looked up in the `host` object that the page hands to the module's factory, and is then called
# without anything in between. The header is the only list of them.
set(CASEMENT_HOST_HEADER ${CMAKE_CURRENT_SOURCE_DIR}/browser/bridge/host.hpp)
set(CASEMENT_HOST_LIBRARY ${CMAKE_BINARY_DIR}/host_imports.js)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CASEMENT_HOST_HEADER})
file(READ ${CASEMENT_HOST_HEADER} declarations)
string(REGEX MATCHALL "host_[a-z0-9_]+\\(" functions "${declarations}")
list(TRANSFORM functions REPLACE "host_(.*)\\(" "  host_\\1: \"=Module['host']['\\1']\",")
list(REMOVE_DUPLICATES functions)
list(JOIN functions "\n" functions)
file(CONFIGURE OUTPUT ${CASEMENT_HOST_LIBRARY} CONTENT "addToLibrary({\n@functions@\n});\n" @ONLY)
list(APPEND CASEMENT_LINK_OPTIONS "SHELL:--js-library ${CASEMENT_HOST_LIBRARY}")

# An XMLHttpRequest of this module's own.
set(CASEMENT_REQUEST ${CMAKE_CURRENT_SOURCE_DIR}/browser/request/module_xhr.js)
list(APPEND CASEMENT_LINK_OPTIONS "SHELL:--pre-js ${CASEMENT_REQUEST}")
set_property(TARGET casement APPEND PROPERTY LINK_DEPENDS ${CASEMENT_HOST_LIBRARY} ${CASEMENT_REQUEST}
                                              ${CMAKE_CURRENT_SOURCE_DIR}/glue.cmake)
target_link_options(casement PRIVATE ${CASEMENT_LINK_OPTIONS})

# Emscripten looks for the Closure compiler in its own folder; ours is an npm package of web/.
set(CASEMENT_CLOSURE ${PROJECT_SOURCE_DIR}/web/node_modules/.bin/google-closure-compiler)
if(EXISTS ${CASEMENT_CLOSURE})
  set_target_properties(casement PROPERTIES RULE_LAUNCH_LINK
                                            "${CMAKE_COMMAND} -E env EM_CLOSURE_COMPILER=${CASEMENT_CLOSURE}")
endif()
