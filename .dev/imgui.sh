# Dear ImGui's source. Debian's stable releases have one that is too old, so on Debian it is testing's; elsewhere
# CMake fetches the same version from upstream.

# The version that CMakeLists.txt names. Should testing have moved on within the same line, its own is taken with a word.
imgui_version=$(sed -n 's/^set(CASEMENT_IMGUI_VERSION \(.*\))$/\1/p' CMakeLists.txt)

# Leaves CMake's arguments for the source in `imgui_arguments`.
need_imgui() {
	imgui_arguments=
	is_debian || return 0
	if ! is_whole "$cache/imgui-$imgui_version"; then
		lock_cache
		if ! is_whole "$cache/imgui-$imgui_version"; then set_up_imgui; fi
		unlock_cache
	fi
	imgui_arguments=-DFETCHCONTENT_SOURCE_DIR_IMGUI=$cache/imgui-$imgui_version
}

set_up_imgui() {
	need_packages xz-utils
	open_testing
	version=$(testing_version imgui)
	case $version in
	"${imgui_version%.*}".*) ;;
	*) fail "Debian testing has Dear ImGui $version, and $imgui_version is needed" ;;
	esac
	case $version in
	"$imgui_version"[+-]*) ;;
	*) say "Note: Debian testing has Dear ImGui $version; the tests were made with $imgui_version" ;;
	esac
	say "Fetching the source of Dear ImGui $version from Debian testing"
	half=$cache/imgui.half
	rm -rf "$half" "$cache/imgui-$imgui_version"
	mkdir -p "$half/archive"
	(cd "$half/archive" && testing_apt apt-get source --download-only --only-source imgui) \
		>"$testing_root/source.log" 2>&1 || fail "apt could not fetch it; see $testing_root/source.log"
	# Upstream's own files; Debian's patch only adds a Makefile.
	tar -xf "$half"/archive/imgui_*.orig.tar.* -C "$half" --strip-components=1
	rm -r "$half/archive"
	mark_whole "$half"
	mv "$half" "$cache/imgui-$imgui_version"
}
