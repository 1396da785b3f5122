# Builds through CMake's presets.

# Configures and builds one native preset.
build_native() {
	need_packages $native_packages
	need_imgui
	say "Building build/$1"
	run_quietly cmake --preset "$1" ${imgui_arguments:+"$imgui_arguments"}
	run_quietly cmake --build --preset "$1"
}

build_wasm() {
	need_packages $wasm_packages
	need_emscripten
	need_imgui
	need_npm web
	# CMake cannot change its compiler, so another Emscripten than the last time's starts afresh.
	toolchain=$(dirname "$(command -v emcc)")
	if [ -f "build/$1/CMakeCache.txt" ] && ! grep -q "^CMAKE_TOOLCHAIN_FILE:.*=$toolchain/" "build/$1/CMakeCache.txt"; then
		rm -rf "build/$1"
	fi
	say "Building build/$1"
	run_quietly emcmake cmake --preset "$1" ${imgui_arguments:+"$imgui_arguments"}
	run_quietly cmake --build --preset "$1"
}

build_site() {
	build_wasm wasm
	say "Building build/site"
	node web/build.mjs
}

# What the widget's figures are set beside: a bare Dear ImGui page, and the core alone on this machine.
build_bench() {
	need_packages $native_packages
	say "Building the programs of tests/bench"
	run_quietly cmake --build --preset wasm --target bare_imgui
	run_quietly cmake --preset native ${imgui_arguments:+"$imgui_arguments"}
	run_quietly cmake --build --preset native --target core_bench
}

# Says nothing when all went well; the whole output otherwise.
run_quietly() {
	mkdir -p build
	"$@" >build/last.log 2>&1 && return
	cat build/last.log >&2
	fail "this failed: $*"
}
