# The WebAssembly compiler. Taken in this order: emcc on PATH, emcc in $EMSDK, a private copy of Debian testing's.
# `need_emscripten` leaves emcc and emcmake first on PATH.

emscripten_oldest=4

need_emscripten() {
	find_emscripten && return
	if ! is_debian; then
		say "Emscripten $emscripten_oldest.0 or newer is needed. From a clone of the emsdk repository run:"
		say "  ./emsdk install latest && ./emsdk activate latest"
		say "  . ./emsdk_env.sh"
		exit 1
	fi
	# With all that the build needs as well, so that apt runs, or is asked for, once.
	need_packages $wasm_packages python3 xz-utils $(node_packages)
	need_node
	if ! is_whole "$cache/emscripten"; then
		lock_cache
		if ! is_whole "$cache/emscripten"; then set_up_emscripten; fi
		unlock_cache
	fi
	PATH=$(readlink -f "$cache/emscripten")/usr/share/emscripten:$PATH
	export PATH
}

find_emscripten() {
	for emcc in "$(command -v emcc)" "${EMSDK:-}/upstream/emscripten/emcc"; do
		[ -x "$emcc" ] || continue
		if [ "$(emcc_major "$emcc")" -ge $emscripten_oldest ]; then
			[ "$(command -v emcc)" = "$emcc" ] || PATH=$(dirname "$emcc"):$PATH
			return 0
		fi
		say "$emcc is older than $emscripten_oldest.0, so it is left aside"
	done
	return 1
}

emcc_major() {
	"$1" --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9]*\)\.[0-9][0-9]*\.[0-9].*/\1/p' | grep . || echo 0
}

set_up_emscripten() {
	say "Setting up Emscripten from Debian testing in $cache (160 MB to fetch, about 5 minutes, once)"
	open_testing
	version=$(testing_version emscripten)
	version=${version%%[+-]*}
	# Left by an interrupted set-up, or by an older version.
	rm -rf "$cache"/emscripten-*.copy "$cache"/emscripten-*.libraries
	prefix=$cache/emscripten-$version.copy
	mkdir "$prefix"

	rm -f "$testing_root"/cache/archives/*.deb
	testing_apt apt-get install --yes --download-only --no-install-recommends emscripten patchelf \
		>"$testing_root/install.log" 2>&1 ||
		fail "apt could not fetch Emscripten; see $testing_root/install.log"
	# In a merged /usr, packages hold usr/lib alone but the programs ask for /lib64.
	ln -s usr/lib "$prefix/lib"
	ln -s usr/lib64 "$prefix/lib64"
	for package in "$testing_root"/cache/archives/*.deb; do
		dpkg -x "$package" "$prefix" || fail "$package could not be unpacked"
	done
	rm -f "$testing_root"/cache/archives/*.deb
	keep_what_is_used "$prefix"
	relocate "$prefix"
	configure_emscripten "$prefix" "$version"
	check_emscripten "$prefix/usr/share/emscripten"

	# The link is made last, so it only ever names a finished copy. (Renaming a folder instead would break the paths
	# inside the programs.)
	mark_whole "$prefix"
	ln -sfn "emscripten-$version.copy" "$cache/emscripten"
	say "Emscripten $version is ready"
}

# Half of the files belong to the compilers and interpreters that Debian's packages also ask for.
keep_what_is_used() {
	mkdir -p "$1/usr/share/emscripten/node_modules"
	# Moved, not linked: node follows a link and then looks for acorn's neighbours where the link leads.
	mv "$1"/usr/share/nodejs/acorn* "$1/usr/share/emscripten/node_modules/"
	rm -rf "${1:?}/etc" "${1:?}/var" "$1/usr/sbin" "$1/usr/include" "$1"/usr/lib/gcc "$1"/usr/lib/python3*
	find "$1/usr/share" -mindepth 1 -maxdepth 1 ! -name emscripten -exec rm -rf {} +
	find "$1/usr/bin" -mindepth 1 ! -name 'wasm*' ! -name patchelf -delete
}

# The programs of testing want a newer libc than the machine's, so they are told to use the one that came with them.
relocate() {
	llvm=$(ls -d "$1"/usr/lib/llvm-*)
	libraries=$(dirname "$(find "$1/usr/lib" -name 'libc.so.6')")
	loader=$(ls "$1"/usr/lib*/ld-linux*.so.* "$1"/usr/lib/ld-linux*.so.* 2>/dev/null | head -n 1)
	run_patchelf() {
		"$loader" --library-path "$libraries" "$patchelf" --force-rpath --set-rpath "$libraries:$llvm/lib" "$@"
	}
	patchelf=$1/usr/bin/patchelf
	for program in "$llvm"/bin/* "$1"/usr/bin/wasm*; do
		if is_elf "$program"; then
			run_patchelf --set-interpreter "$loader" "$program" || fail "$program could not be relocated"
		fi
	done
	# Libraries with a search path of their own ignore the program's.
	for library in "$libraries"/*.so* "$llvm"/lib/*.so*; do
		if [ ! -L "$library" ] && has_search_path "$library"; then
			run_patchelf "$library" || fail "$library could not be relocated"
		fi
	done
}

is_elf() {
	[ ! -L "$1" ] && [ -f "$1" ] && [ "$(dd if="$1" bs=1 skip=1 count=3 2>/dev/null)" = ELF ]
}

has_search_path() {
	is_elf "$1" && [ -n "$("$loader" --library-path "$libraries" "$patchelf" --print-rpath "$1" 2>/dev/null)" ]
}

configure_emscripten() {
	root=$1/usr/share/emscripten
	# System libraries are built once per version and kept apart from the copy, which never changes again.
	cat >"$root/.emscripten" <<-EOC
		LLVM_ROOT = '$(ls -d "$1"/usr/lib/llvm-*)/bin'
		BINARYEN_ROOT = '$1/usr'
		EMSCRIPTEN_ROOT = '$root'
		NODE_JS = 'node'
		CACHE = '$cache/emscripten-$2.libraries'
	EOC
}

# A small link with the widget's own choices, which also builds the system libraries that the widget links.
check_emscripten() {
	trial=$(mktemp -d)
	cat >"$trial/trial.cpp" <<-'EOC'
		#include <emscripten.h>
		#include <emscripten/fetch.h>
		#include <memory>
		#include <string>
		extern "C" EMSCRIPTEN_KEEPALIVE int trial(const char* text) {
			const auto copy = std::make_unique<std::string>(text);
			emscripten_fetch_attr_t attributes;
			emscripten_fetch_attr_init(&attributes);
			return emscripten_fetch(&attributes, copy->c_str()) != nullptr;
		}
	EOC
	"$1/em++" -std=c++20 -Oz -flto -fno-exceptions -fno-rtti -sMALLOC=emmalloc -sFETCH=1 \
		-sFETCH_SUPPORT_INDEXEDDB=0 -sFILESYSTEM=0 -sALLOW_MEMORY_GROWTH=1 --no-entry \
		"$trial/trial.cpp" -o "$trial/trial.mjs" >"$cache/emscripten.log" 2>&1 ||
		fail "the new Emscripten does not compile; see $cache/emscripten.log"
	rm -rf "$trial"
}
