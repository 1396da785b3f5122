# Builds through CMake's presets.

# Configures and builds one native preset.
build_native() {
	need_packages $native_packages
	need_imgui
	say "Building build/$1"
	run_quietly cmake --preset "$1" ${imgui_arguments:+"$imgui_arguments"}
	run_quietly cmake --build --preset "$1"
}

# The native build with the gateway, or the sanitized one with it.
build_gateway() {
	need_gateway $gateway_test_packages
	build_native "$1"
}

# The program for a server, and nothing else.
build_gateway_alone() {
	need_gateway
	say "Building build/gateway-alone"
	run_quietly cmake --preset gateway-alone
	run_quietly cmake --build --preset gateway-alone
}

build_wasm() {
	need_emscripten
	need_packages $wasm_packages
	need_imgui
	need_npm web
	# Objects of one Emscripten are no good to another, and CMake cannot change its compiler: it starts afresh.
	compiler="$(command -v emcc) $(emcc --version | head -n 1)"
	if [ "$(cat "build/$1/.emscripten" 2>/dev/null)" != "$compiler" ]; then
		rm -rf "build/$1"
		mkdir -p "build/$1"
		echo "$compiler" >"build/$1/.emscripten"
	fi
	# What both sides of the module's border must know alike is made of the C++ anew.
	node web/contract.mjs
	say "Building build/$1"
	run_quietly emcmake cmake --preset "$1" ${imgui_arguments:+"$imgui_arguments"}
	run_quietly cmake --build --preset "$1"
}

build_site() {
	build_wasm wasm
	say "Building build/site"
	node web/build.mjs
}

# What the widget's figures are set beside: a bare Dear ImGui page ...
build_bare() {
	say "Building a bare Dear ImGui page"
	run_quietly cmake --build --preset wasm --target bare_imgui
}

# ... and the core alone on this machine.
build_bench() {
	build_bare
	need_packages $native_packages
	say "Building the programs of tests/bench"
	run_quietly cmake --preset native ${imgui_arguments:+"$imgui_arguments"}
	run_quietly cmake --build --preset native --target core_bench
}

# The gateway, and the reader's own speed; then nginx with njs and wrk, which it is measured with.
build_gateway_bench() {
	need_packages $gateway_bench_packages
	need_npm tests
	build_gateway gateway
	run_quietly cmake --build --preset gateway --target reader_bench
}

# What the readers say of documents, for the tests of the schemas and for what is made of them.
build_judge() {
	need_gateway $native_packages
	need_imgui
	say "Building build/native/tests/schema/config_judge"
	run_quietly cmake --preset gateway ${imgui_arguments:+"$imgui_arguments"}
	run_quietly cmake --build --preset gateway --target config_judge
}

# Says nothing when all went well; the whole output otherwise.
run_quietly() {
	mkdir -p build
	"$@" >build/last.log 2>&1 && return
	cat build/last.log >&2
	fail "this failed: $*"
}
