# Run by emcc on its own glue before Closure sees it. The page always gives the compiled module (bridge/start.js), so
# Emscripten's way of fetching one is never taken; said in this manner, Closure leaves it out.
math(EXPR last "${CMAKE_ARGC} - 1")
file(READ "${CMAKE_ARGV${last}}" glue)
string(REGEX REPLACE "if \\((instantiateWasm|Module\\['instantiateWasm'\\])\\)" "if (true)" glue "${glue}")
file(WRITE "${CMAKE_ARGV${last}}" "${glue}")
