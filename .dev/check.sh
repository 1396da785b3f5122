# What is judged without running the program. Every check runs even when one has failed, so that one run tells all.

run_checks() {
	need_packages $native_packages $check_packages
	need_npm web
	need_npm tests
	need_npm tests/frameworks
	need_npm tests/gateway/clients
	need_npm tests/schema
	# clang-tidy reads how each file is compiled.
	build_gateway gateway
	failed=
	check "C++ format" format_cpp
	check "C++ lint" lint_cpp
	check "JavaScript format" format_javascript
	check "JavaScript types" types_javascript
	check "shaders" validate_shaders
	check "generated files" check_docs
	[ -z "$failed" ] || fail "not as it should be:$failed"
}

check() {
	if "$2"; then
		say "ok: $1"
	else
		failed="$failed $1;"
	fi
}

format_all() {
	need_packages clang-format
	need_npm tests
	cpp_files | xargs clang-format -i
	run_prettier --write
}

# The tree is in the format of this clang-format and clean for this clang-tidy (Debian 12's). What newer ones say beyond
# that is told, and fails nothing.
clang_tools_version=14

is_other_clang() {
	"$1" --version | grep -q "version $clang_tools_version\." && return 1
	say "Note: the tree is made for $1 $clang_tools_version; what this one finds is only told"
}

format_cpp() {
	strictness=-Werror
	if is_other_clang clang-format; then strictness=; fi
	cpp_files | xargs clang-format --dry-run $strictness
}

cpp_files() {
	find wasm web/gateway tests -name node_modules -prune -o -name '*.[ch]pp' -print
}

lint_cpp() {
	strictness=
	if is_other_clang clang-tidy; then strictness=--warnings-as-errors=-*; fi
	node .dev/lint.mjs ${strictness:+"$strictness"}
}

format_javascript() {
	run_prettier --check
}

run_prettier() {
	tests/node_modules/.bin/prettier "$1" --log-level warn \
		'{web,wasm,tests}/**/*.{js,mjs,css,html}' '.dev/*.{mjs,cjs}' '{web,web/gateway,tests}/*.json' .prettierrc.json CMakePresets.json
}

types_javascript() {
	node web/contract.mjs --check || return 1
	for project in tests/tsconfig.json tests/tsconfig.browser.json; do
		tests/node_modules/.bin/tsc -p $project || return 1
	done
}

validate_shaders() {
	for shader in shaders/*; do
		glslangValidator "$shader" || return 1
	done
}
