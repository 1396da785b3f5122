# Runs stages one after another, stops at the first that fails, and says at the end how far it came.

run_tests() {
	stages_passed=
	case ${1:-all} in
	all)
		stage native test_native
		stage check run_checks
		stage build build_site
		stage web test_web
		stage bench test_bench
		;;
	native) stage native test_native ;;
	web)
		stage build build_site
		stage web test_web
		;;
	*)
		stage build build_site
		stage web test_web "$@"
		;;
	esac
	say "Passed:$stages_passed"
}

# A stage runs in a shell of its own, so that its `fail` ends only the stage.
stage() {
	name=$1
	shift
	started=$(date +%s)
	# Not `("$@") || …`: after a `||` the shell would go on over any command that fails inside.
	set +e
	(
		set -e
		"$@"
	)
	result=$?
	set -e
	took=$(($(date +%s) - started))s
	if [ $result -ne 0 ]; then
		say "Passed:${stages_passed:- nothing}"
		fail "the stage '$name' failed after $took"
	fi
	stages_passed="$stages_passed $name ($took)"
}

test_native() {
	for preset in native asan; do
		build_native $preset
		ctest --preset $preset -j "$(nproc)" || fail "tests of the preset $preset failed"
	done
}

test_web() {
	need_browsers
	if [ $# -eq 0 ]; then
		set -- $(find tests -name node_modules -prune -o -name '*.test.mjs' -print | sort)
	fi
	node --test "$@"
}

test_bench() {
	need_browsers
	node tests/bench/bench.mjs --gates
}
