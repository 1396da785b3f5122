# What comes from apt and npm. Every function is silent and quick when nothing is missing.

native_packages="g++ cmake ninja-build nlohmann-json3-dev doctest-dev"
# On a server the program's own libraries, and no service that would start with the machine; for its tests more.
gateway_packages="g++ cmake ninja-build nlohmann-json3-dev libssl-dev libsqlite3-dev libhiredis-dev
	libgoogle-perftools-dev ca-certificates"
gateway_test_packages="tzdata redis-server nginx-light php-fpm php-cli openssl faketime"
# What programs send cases with, for tests/gateway/clients/clients.test.mjs.
gateway_client_packages="curl php-curl php-guzzlehttp-guzzle python3-requests python3-aiohttp python3-httpx"
gateway_bench_packages="wrk libnginx-mod-http-js"
wasm_packages="cmake ninja-build nlohmann-json3-dev"
check_packages="clang-format clang-tidy glslang-tools"
# Three engines, a display for the two that need one, the fonts that pictures are compared with, and the stand-in CRM.
browser_packages="chromium firefox-esr webkit2gtk-driver xvfb xauth libgl1-mesa-dri libegl1 libgles2
	fonts-inter fonts-noto-color-emoji fonts-noto-cjk fonts-dejavu-core fonts-hosny-amiri fonts-kristi
	nginx-light php-fpm php-cli openssl"

# On other systems than Debian and its kin the tools are taken as they are found, and CMake fetches the libraries.
has_apt() {
	command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

missing_packages() {
	installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^.i *//p')
	for package in "$@"; do
		echo "$installed" | grep -qxF "$package" || printf '%s ' "$package"
	done
}

need_packages() {
	[ $# -gt 0 ] && has_apt || return 0
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" = 0 ]; then
		as_root=
	elif sudo -n true 2>/dev/null; then
		as_root="sudo -n"
	else
		say "These Debian packages are missing. Install them with:"
		say "  sudo apt-get install --no-install-recommends $missing"
		exit 1
	fi
	say "Installing $missing"
	mkdir -p "$cache"
	without_services install_missing >"$cache/packages.log" 2>&1 ||
		fail "apt could not install them; see $cache/packages.log"
}

# apt refuses to work after an interrupted installation until dpkg has ended it, and --fix-broken fetches what that one
# lacked. On a machine that has just started, apt may be busy with its updates for a while.
install_missing() {
	waiting="-o DPkg::Lock::Timeout=300"
	$as_root apt-get update $waiting || return
	$as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a ||
		say "dpkg could not end an earlier installation; apt now tries"
	$as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install $waiting --yes --fix-broken --no-install-recommends $missing
}

# nginx and php-fpm start a service when they are installed; the tests start their own on their own ports. A package
# asks this program first, and 101 means no. A machine that has one of its own keeps it. (A shell of its own, whose
# traps take the program away again; one that was killed leaves it, and the next finds it by its mark.)
without_services() (
	policy=/usr/sbin/policy-rc.d
	mark="# for as long as casement's ./dev installs packages"
	if [ ! -e "$policy" ] || grep -qxF "$mark" "$policy"; then
		trap '$as_root rm -f "$policy"' EXIT
		trap 'exit 130' HUP INT TERM
		printf '#!/bin/sh\n%s\nexit 101\n' "$mark" | $as_root tee "$policy" >/dev/null
		$as_root chmod +x "$policy"
	fi
	"$@"
)

# Node and npm are taken from wherever they are; only what is not there at all comes from apt.
node_packages() {
	command -v node >/dev/null || echo nodejs
	command -v npm >/dev/null || echo npm
}

# The gateway needs Boost 1.81; Debian 12 has it beside an older default.
boost_package() {
	default=$(apt-cache policy libboost-dev 2>/dev/null | sed -n 's/^ *Candidate: //p')
	if dpkg --compare-versions "${default:-0}" ge 1.81; then echo libboost-dev; else echo libboost1.81-dev; fi
}

need_gateway() {
	has_apt || return 0
	# First these: a fresh image has none of apt's lists, and Boost's package is looked up in them.
	need_packages $gateway_packages "$@"
	need_packages "$(boost_package)"
}

need_node() {
	need_packages $(node_packages)
	[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || fail "node 18 or newer is needed"
}

# Installs a folder's npm packages when its lock file has changed since the last time.
need_npm() {
	need_node
	lock=$(cksum <"$1/package-lock.json")
	stamp=$1/node_modules/.casement-lock
	[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ] && return
	say "Installing the npm packages of $1/"
	npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error
	echo "$lock" >"$stamp"
}

need_browsers() {
	need_packages $browser_packages
	need_npm tests
	need_npm tests/frameworks
}
