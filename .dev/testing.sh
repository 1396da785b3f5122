# A private apt root that follows Debian testing. It reads and writes only below the cache folder, so the system's own
# packages and sources stay as they are, and it needs no root. Emscripten and Dear ImGui in Debian's stable releases
# are years older than the ones most people have; testing's are current.

testing_root=$cache/apt

# True on Debian itself: other systems have no Debian entry to take the address from, and no keyring to check with.
is_debian() {
	[ -r /etc/os-release ] || return 1
	[ "$(. /etc/os-release && echo "$ID")" = debian ] && [ -n "$(debian_keyring)" ]
}

debian_keyring() {
	ls /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp 2>/dev/null |
		head -n 1
}

# The address that this machine already gets Debian from. apt prints it from either format of its sources files.
debian_address() {
	codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-testing}")
	apt-get indextargets --no-release-info --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
		awk -v codename="$codename" \
			'$1 == codename || $1 ~ /^(oldstable|stable|testing|unstable|sid)$/ { print $2; exit }'
}

testing_apt() {
	tool=$1
	shift
	"$tool" -q -c "$testing_root/apt.conf" "$@"
}

# Called when something from testing is missing, so its lists are fetched anew each time.
open_testing() {
	address=$(debian_address)
	[ -n "$address" ] || fail "no Debian entry found in this machine's apt sources"
	mkdir -p "$testing_root/state/lists/partial" "$testing_root/cache/archives/partial"
	: >"$testing_root/status"
	echo "deb [signed-by=$(debian_keyring)] $address testing main" >"$testing_root/sources.list"
	echo "deb-src [signed-by=$(debian_keyring)] $address testing main" >>"$testing_root/sources.list"
	cat >"$testing_root/apt.conf" <<-EOC
		Dir::State "$testing_root/state";
		Dir::State::status "$testing_root/status";
		Dir::Cache "$testing_root/cache";
		Dir::Log "$testing_root";
		Dir::Etc::sourcelist "$testing_root/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		APT::Default-Release "";
		APT::Sandbox::User "root";
		Acquire::Languages "none";
		Acquire::Retries "3";
	EOC
	testing_apt apt-get update >"$testing_root/update.log" 2>&1 ||
		fail "apt could not read Debian testing's lists; see $testing_root/update.log"
}

# Prints the version of a source package in testing.
testing_version() {
	testing_apt apt-cache showsrc --only-source "$1" | sed -n 's/^Version: //p' | sort -V | tail -n 1
}

# A finished copy carries its own count of files and bytes, so that a half or damaged one is seen and made anew.
# (Python writes its .pyc files on first use.)
measure() {
	find "$1/" -type f ! -name '*.pyc' ! -name .whole -printf '%s\n' | awk '{ bytes += $1 } END { print NR, bytes }'
}

mark_whole() {
	measure "$1" >"$1/.whole"
}

is_whole() {
	[ -f "$1/.whole" ] && [ "$(cat "$1/.whole")" = "$(measure "$1")" ]
}

# One set-up at a time, so that two commands started together do not write to the same folders.
lock_cache() {
	mkdir -p "$cache"
	exec 9>"$cache/lock"
	flock 9
}

unlock_cache() {
	exec 9>&-
}
