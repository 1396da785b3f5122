# Libraries of others: the system's where it has them, else fetched at a fixed version. Nothing is kept in this tree.
include(FetchContent)
set(FETCHCONTENT_QUIET ON)

# nlohmann/json, header only. It gets an include folder that holds nlohmann/ alone: under Emscripten /usr/include
# itself would bring the machine's C library, and natively it would let the core include anything installed.
find_path(
  CASEMENT_JSON_INCLUDE nlohmann/json.hpp
  HINTS /usr/include /usr/local/include /opt/homebrew/include
  NO_CMAKE_FIND_ROOT_PATH)
if(NOT CASEMENT_JSON_INCLUDE)
  FetchContent_Declare(
    nlohmann_json
    URL https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
    URL_HASH SHA256=d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)
  FetchContent_MakeAvailable(nlohmann_json)
  set(CASEMENT_JSON_INCLUDE ${nlohmann_json_SOURCE_DIR}/include)
endif()
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include/json)
file(CREATE_LINK ${CASEMENT_JSON_INCLUDE}/nlohmann ${CMAKE_BINARY_DIR}/include/json/nlohmann SYMBOLIC)
add_library(casement_json INTERFACE)
target_include_directories(casement_json SYSTEM INTERFACE ${CMAKE_BINARY_DIR}/include/json)
target_compile_definitions(
  casement_json
  INTERFACE JSON_NOEXCEPTION # also in the tests, so that all see one and the same class
            JSON_NO_IO # no iostreams in the widget
            JSON_HAS_FILESYSTEM=0
            JSON_HAS_EXPERIMENTAL_FILESYSTEM=0
            JSON_USE_IMPLICIT_CONVERSIONS=0)

# Dear ImGui without its demo and without a backend of its own: the renderer is wasm/browser's.
FetchContent_Declare(
  imgui
  GIT_REPOSITORY https://github.com/ocornut/imgui.git
  GIT_TAG v${CASEMENT_IMGUI_VERSION}
  GIT_SHALLOW ON)
FetchContent_MakeAvailable(imgui)
add_library(casement_imgui STATIC ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp
                                  ${PROJECT_SOURCE_DIR}/wasm/panel/imgui/left_out.cpp)
target_include_directories(casement_imgui SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/wasm/panel/imgui)
target_compile_definitions(casement_imgui PUBLIC IMGUI_USER_CONFIG="casement_imconfig.h")
target_compile_options(casement_imgui PRIVATE -w -fno-exceptions -fno-rtti)

if(NOT EMSCRIPTEN)
  find_package(doctest QUIET)
  if(NOT doctest_FOUND)
    FetchContent_Declare(
      doctest
      GIT_REPOSITORY https://github.com/doctest/doctest.git
      GIT_TAG ae7a13539fb71f270b87eb2e874fbac80bc8dda2 # v2.4.11
    )
    set(DOCTEST_WITH_TESTS OFF)
    set(DOCTEST_NO_INSTALL ON)
    FetchContent_MakeAvailable(doctest)
  endif()
endif()
