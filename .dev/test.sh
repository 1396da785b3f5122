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
	gateway) stage gateway test_gateway ;;
	web)
		stage build build_site
		stage web test_web
		;;
	tests/gateway/*) stage gateway test_gateway "$@" ;;
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
		set -- $(find tests \( -name node_modules -o -path tests/gateway \) -prune -o -name '*.test.mjs' -print | sort)
	fi
	node --test "$@"
}

# The gateway's C++ tests plain and sanitized, then the program itself in front of the real PHP.
test_gateway() {
	for preset in gateway gateway-asan; do
		build_gateway $preset
		ctest --preset $preset -R '^gateway/' || fail "tests of the preset $preset failed"
	done
	need_browsers # two of them send a POST again by themselves
	[ $# -gt 0 ] || set -- tests/gateway/*.test.mjs
	node --test "$@"
}

# The long version of tests/gateway/faults.test.mjs; CASEMENT_SEED repeats one.
test_faults() {
	build_gateway gateway
	need_npm tests
	CASEMENT_FAULTS=${1:-20000} node tests/gateway/faults.mjs
}

# Each of libFuzzer's programs for so many seconds.
test_fuzz() {
	need_packages clang
	build_gateway fuzz
	for program in build/fuzz/tests/fuzz/fuzz_*; do
		[ -x "$program" ] && [ -f "$program" ] || continue
		name=${program##*/fuzz_}
		mkdir -p "build/fuzz/corpus/$name"
		say "Fuzzing $name for ${1:-60} s"
		run_quietly "$program" -max_total_time="${1:-60}" -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" \
			"build/fuzz/corpus/$name"
		sed -n 's/^stat::number_of_executed_units: */  executions: /p' build/last.log >&2
	done
}

test_bench() {
	need_browsers
	node tests/bench/bench.mjs --gates
}
